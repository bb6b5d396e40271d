from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardrails.fixes import drop_marks, plain_letters, shown_spaces, squeeze_spaces


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("**bold** and __bold__", "bold and bold"),
        ("an *italic* and an _italic_ word", "an italic and an italic word"),
        ("`code` and ~~gone~~", "code and gone"),
        ("## Heading", "Heading"),
        ("- item", "item"),
        ("2. item", "item"),
        ("<b>bold</b><br>next", "bold\nnext"),
        ("&lt;3 &amp; more", "<3 & more"),
        ("[my page](https://a.example)", "my page (https://a.example)"),
        ("[https://a.example](https://a.example)", "https://a.example"),
        ("one\\ntwo", "one\ntwo"),
        ("---", ""),
        ("```text", ""),
        ("loose ** mark", "loose  mark"),
        ("3 * 4 * 5 and snake_case_name", "3 * 4 * 5 and snake_case_name"),
        ("R&D at AT&T", "R&D at AT&T"),
    ],
)
def test_marks_go_and_words_stay(text: str, plain: str) -> None:
    assert drop_marks(text) == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("lor\u200bries", "lorries"),
        ("\u202elorries\u202c", "lorries"),
        ("lоrriеs", "lorries"),
        ("𝐥𝐨𝐫𝐫𝐢𝐞𝐬", "lorries"),
        ("ｌｏｒｒｙ", "lorry"),
        ("one\u2028two", "one\ntwo"),
        ("José Łukasz Zoë 王", "José Łukasz Zoë 王"),
    ],
)
def test_letters_become_the_ones_they_pass_for(text: str, plain: str) -> None:
    assert plain_letters(text) == plain


def test_spaces_between_words_are_single_and_indents_and_quotes_stay() -> None:
    assert squeeze_spaces("a  b   c\n    d  e\n> f  g\n") == "a b c\n    d e\n> f  g\n"
    assert squeeze_spaces("-- \r\na  b\r\n") == "-- \r\na b\r\n"
    assert shown_spaces("a\x0bb\rc") == "a\nb\nc"


@given(st.text(max_size=200))
def test_letters_and_spaces_are_mended_once(text: str) -> None:
    assert plain_letters(plain_letters(text)) == plain_letters(text)
    assert squeeze_spaces(squeeze_spaces(text)) == squeeze_spaces(text)
