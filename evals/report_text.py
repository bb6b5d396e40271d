"""Text from anywhere made harmless for where it is shown, and figures in the words of a report."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["amount", "dollars", "fit_cell", "in_markdown", "percent", "seconds", "signed", "visible"]

#: Controls, direction marks, line and paragraph separators, byte order marks, tags, private and lone halves.
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}

#: Hidden by category but needed to write people's names and emoji.
_KEPT = {"\n", "\t", "\u200c", "\u200d", "\u00ad"}
_SUSPECT = re.compile(r"[^\n\t\x20-\x7e\xa1-\xac\xae-\u05ff]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]|~>])|^([-+])")

#: What hosts turn into links and mentions after the Markdown has been read, so that a backslash does not help.
_LIVE = re.compile(r"(?<=[@#])(?=\w)|(?<=www)(?=\.)|(?<=:)(?=//)", re.IGNORECASE)


def visible(text: str) -> str:
    """The text with every control or direction character replaced by its number, as "⟨U+202E⟩"; line breaks and tabs stay.

    What is left can neither reorder what stands beside it nor move a terminal's cursor.
    """
    return _SUSPECT.sub(_shown, text.replace("\r\n", "\n"))


def _shown(match: re.Match[str]) -> str:
    char = match.group()
    if char in _KEPT or (unicodedata.category(char) not in _HIDDEN and not _is_no_character(ord(char))):
        return char
    return f"⟨U+{ord(char):04X}⟩"


def _is_no_character(number: int) -> bool:
    """Whether Unicode keeps this number free for good; XML forbids some of them."""
    return number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF


def in_markdown(text: str) -> str:
    """One line of Markdown that shows the text as it is: no markup, no mention, no link and no HTML comes alive."""
    flat = " ".join(visible(text).split()).replace("&", "&amp;").replace("<", "&lt;")
    return _LIVE.sub("\u200b", _MARKDOWN.sub(r"\\\1\2", flat))


def fit_cell(text: str, width: int) -> str:
    """The text on one line, cut at `width` with an ellipsis."""
    flat = " ".join(visible(text).split())
    return flat if len(flat) <= width else flat[: width - 1].rstrip() + "…"


def percent(value: float | None) -> str:
    """A share as "97 %", or as "99.6 %" where whole per cents would hide that it is not all or nothing; a dash for None."""
    if value is None:
        return "–"
    rounded = f"{value * 100:.0f}"
    return f"{value * 100:.1f} %" if rounded in {"0", "100"} and value not in {0.0, 1.0} else f"{rounded} %"


def amount(value: float | None, unit: str = "") -> str:
    """A plain number with three figures that count, and its unit."""
    if value is None:
        return "–"
    shown = f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"
    return f"{shown} {unit}".rstrip()


def signed(value: float | None) -> str:
    """A difference of two shares in points, with its sign: "+3.1", "−0.4"."""
    return "–" if value is None else f"{value * 100:+.1f}".replace("-", "−")


def seconds(value: float | None) -> str:
    """A time: "0.65 s", "12 s", "3 min 5 s"."""
    if value is None:
        return "–"
    if value < 120:
        return f"{value:.2f} s" if value < 10 else f"{value:.0f} s"
    return f"{int(value // 60)} min {int(value % 60)} s"


def dollars(value: float | None) -> str:
    """A cost in US dollars with the digits that count; "free" for nothing, a dash for unknown."""
    if value is None:
        return "–"
    if value == 0:
        return "free"
    return f"${value:,.2f}" if value >= 0.1 else f"${value:.2g}"
