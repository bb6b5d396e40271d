from __future__ import annotations

import pytest

from afterword.web.harmless import without_steering


@pytest.mark.parametrize(
    ("text", "plain", "count"),
    [
        pytest.param("plain\ttext\nZoë 😀", "plain\ttext\nZoë 😀", 0, id="nothing to leave out"),
        pytest.param("\x1b[31mred\x1b[0m", "red", 2, id="colours"),
        pytest.param("\x1b]0;title\x07text", "text", 1, id="a window title"),
        pytest.param("\x9b2Jtext", "text", 1, id="an eight-bit sequence"),
        pytest.param("a\x1bcb", "acb", 1, id="a lone escape takes no letter with it"),
        pytest.param("pay \u202eerom\u202c \u2066x\u2069", "pay erom x", 4, id="turned lines"),
        pytest.param("a\x00b\x7f\u200e", "ab", 3, id="controls"),
        pytest.param("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour", 0, id="line ends become one kind"),
        pytest.param("می\u200cخواهم 👩\u200d🔬", "می\u200cخواهم 👩\u200d🔬", 0, id="joiners stay"),
    ],
)
def test_characters_that_steer_a_screen_are_left_out(text: str, plain: str, count: int) -> None:
    assert without_steering(text) == (plain, count)
    assert without_steering(plain) == (plain, 0)
