from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.excerpt import cell_width, excerpt


def shown(text: str, part: str, width: int = 80) -> tuple[str, str]:
    found = excerpt(text, text.index(part), text.index(part) + len(part), width=width)
    return found.shown, found.marks


@pytest.mark.parametrize(
    ("text", "part", "line", "marks"),
    [
        ("I like the plan.", "like", "I like the plan.", "  ^^^^"),
        ("First line.\nI like it.\nLast.", "like", "I like it.", "  ^^^^"),
        ("王さん、 I like it.", "like", "王さん、 I like it.", " " * 11 + "^^^^"),
        ("I like 王さん.", "王さん", "I like 王さん.", " " * 7 + "^" * 6),
        ("Jose\u0301 and Zoe\u0308 like it.", "like", "Jose\u0301 and Zoe\u0308 like it.", " " * 13 + "^^^^"),
        ("A 😊 here", "😊", "A 😊 here", "  ^^"),
        ("\tlike it", "like", "    like it", "    ^^^^"),
        ("ni\u200bght shift", "\u200b", "ni<U+200B>ght shift", "  ^^^^^^^^"),
        ("safe \u202etext", "text", "safe <U+202E>text", " " * 13 + "^^^^"),
        ("One\r\nI like it\r\n", "like", "I like it ", "  ^^^^"),
        ("a like\nb", "like\nb", "a like", "  ^^^^"),
    ],
    ids=["plain", "second line", "wide before", "wide under", "combining", "emoji", "tab", "zero width", "bidi", "crlf", "two lines"],
)
def test_marks_stand_under_the_span(text: str, part: str, line: str, marks: str) -> None:
    assert shown(text, part) == (line, marks)


def test_long_line_is_cut_around_the_span() -> None:
    line, marks = shown("word " * 40 + "here " + "word " * 40, "here", width=50)
    assert line.startswith("…")
    assert line.endswith("…")
    assert len(line) <= 50
    assert line[marks.index("^") : len(marks)] == "here"


def test_span_longer_than_the_line_is_marked_as_far_as_it_is_shown() -> None:
    line, marks = shown("x" * 300, "x" * 300, width=40)
    assert len(line) <= 40
    assert marks.strip("^ ") == ""
    assert len(marks) <= 40


def test_endless_line_is_cut_on_both_sides_and_keeps_its_column() -> None:
    text = "a" * 90_000 + "here" + "b" * 90_000
    found = excerpt(text, 90_000, 90_004, width=40)
    assert found.column == 90_001
    assert found.shown[found.marks.index("^") : len(found.marks)] == "here"
    assert (found.shown[0], found.shown[-1], len(found.shown) <= 40) == ("…", "…", True)


def test_line_and_column_count_from_one() -> None:
    found = excerpt("a\nbc\nd", 3, 4, width=40)
    assert (found.line, found.column) == (2, 2)
    crlf = excerpt("a\r\nbc", 4, 5, width=40)
    assert (crlf.line, crlf.column) == (2, 2)


@given(st.text(alphabet=st.sampled_from("ab é王\u0301😊\u200b\t\n\r\u202e"), min_size=1, max_size=120), st.data(), st.integers(20, 60))
def test_marks_are_as_wide_as_what_they_mark_and_nothing_is_too_wide(text: str, data: st.DataObject, width: int) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = excerpt(text, start, end, width=width)
    assert sum(map(cell_width, found.shown)) <= width
    assert found.marks.count("^") >= 1
    assert found.marks.lstrip(" ").strip("^") == ""
    assert "\u202e" not in found.shown
