"""Text from anywhere is shown harmlessly; figures keep what matters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.report_text import amount, dollars, fit_cell, in_markdown, percent, seconds, signed, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "⟨U+001B⟩[31mred"),
        ("a\u202etxt.exe", "a⟨U+202E⟩txt.exe"),
        ("a\u2066b\u2069", "a⟨U+2066⟩b⟨U+2069⟩"),
        ("null\x00bell\x07", "null⟨U+0000⟩bell⟨U+0007⟩"),
        ("half \ud800", "half ⟨U+D800⟩"),
        ("none \uffff", "none ⟨U+FFFF⟩"),
        ("zero\u200bwidth\ufeff", "zero⟨U+200B⟩width⟨U+FEFF⟩"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo⟨U+000D⟩three⟨U+2028⟩four"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("Zoë Nguyễn 王芳 محمد שרה", "Zoë Nguyễn 王芳 محمد שרה"),
        ("👩\u200d🔧 नमस्\u200dते", "👩\u200d🔧 नमस्\u200dते"),
    ],
)
def test_hidden_characters_are_shown_by_number_and_names_stay(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text(st.characters(codec=None)))
def test_what_is_shown_has_nothing_hidden_left_and_stays_as_it_is(text: str) -> None:
    once = visible(text)
    assert visible(once) == once
    once.encode("utf-8")
    assert not set(once) & {
        chr(n) for n in (*range(9), *range(11, 32), 127, *range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
    }


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<img src=x>", "&lt;img src=x\\>"),
        ("a | b", "a \\| b"),
        ("**bold** `code`", "\\*\\*bold\\*\\* \\`code\\`"),
        ("@team and a@b.example", "@\u200bteam and a@\u200bb.example"),
        ("fixes #12, # alone", "fixes #\u200b12, # alone"),
        ("[x](http://y)", "\\[x\\](http:\u200b//y)"),
        ("see www.x.example", "see www\u200b.x.example"),
        ("- no list (at all)!", "\\- no list (at all)!"),
        ("see http://x.example", "see http:\u200b//x.example"),
        ("one\n\ntwo", "one two"),
        ("a &amp; b", "a &amp;amp; b"),
    ],
)
def test_markdown_shows_the_text_and_nothing_in_it_comes_alive(text: str, shown: str) -> None:
    assert in_markdown(text) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(None, "–"), (0.0, "0 %"), (1.0, "100 %"), (0.974, "97 %"), (0.997, "99.7 %"), (0.003, "0.3 %")]
)
def test_a_share_that_is_not_all_is_never_shown_as_all(value: float | None, shown: str) -> None:
    assert percent(value) == shown


def test_figures_have_their_units() -> None:
    assert (amount(12345.0, "tokens"), amount(0.12345), amount(None), amount(7.0)) == ("12,345 tokens", "0.123", "–", "7")
    assert (seconds(0.654), seconds(45.2), seconds(185.0), seconds(None)) == ("0.65 s", "45 s", "3 min 5 s", "–")
    assert (dollars(None), dollars(0.0), dollars(0.00042), dollars(12.5), dollars(0.9)) == ("–", "free", "$0.00042", "$12.50", "$0.90")
    assert (signed(0.031), signed(-0.004), signed(None)) == ("+3.1", "−0.4", "–")


def test_a_cell_is_cut_with_an_ellipsis_only_when_it_is_too_long() -> None:
    assert (fit_cell("a b\nc", 5), fit_cell("abcdef", 5)) == ("a b c", "abcd…")
