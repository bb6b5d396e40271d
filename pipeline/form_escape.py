"""Any text on one line of a form and back: Markdown's own escapes, so that what people type means what it says."""

from __future__ import annotations

import re

from prompts.patterns import compiled

__all__ = ["escape", "join_broken", "split_bars", "unescape"]

#: What would not survive a line of the form: controls, line and paragraph separators, all white space but the plain space.
_ODD = compiled(r"[^\S ]|[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff]| (?= |$)|(?<=\n) ")
_ESCAPED = compiled(r"\\(?:u(?P<code>[0-9a-f]{4})|(?P<mark>[\\<|#>*+\-\[(])|\n[ \t]*)")


def escape(text: str, *, broken: bool = False) -> str:
    """The text as it stands in a form; `unescape` gives it back.

    Args:
        text: any text without white space at its ends.
        broken: whether a line break may stay one, written as a backslash at the end of the line (Markdown's hard break).
    """
    safe = text.replace("\\", "\\\\").replace("<!--", "\\<!--")
    safe = _ODD.sub(lambda match: "\n" if match[0] == "\n" and broken else f"\\u{ord(match[0]):04x}", safe)
    return safe.replace("\n", "\\\n  ")


def unescape(text: str) -> str:
    """The text that an escaped one stands for; a backslash that escapes nothing is a backslash."""

    def plain(match: re.Match[str]) -> str:
        if match["code"]:
            return chr(int(match["code"], 16))
        return match["mark"] or "\n"

    return _ESCAPED.sub(plain, text)


def join_broken(lines: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Lines as (number, start, text), each joined with the next one where it ends in a hard break."""
    joined: list[tuple[int, int, str]] = []
    open_line = False
    for number, start, line in lines:
        if open_line:
            first, begin, said = joined[-1]
            joined[-1] = (first, begin, f"{said}\n{line}")
        else:
            joined.append((number, start, line))
        open_line = (len(line) - len(line.rstrip("\\"))) % 2 == 1
    return joined


def split_bars(text: str) -> list[str]:
    """The parts of "name: ... | role: ...", cut at bars that are not escaped."""
    return re.split(r"(?<!\\)(?:\\\\)*\|", text) if "\\" not in text else _split(text)


def _split(text: str) -> list[str]:
    parts, current, skip = [], "", False
    for char in text:
        if char == "|" and not skip:
            parts.append(current)
            current = ""
        else:
            current += char
        skip = char == "\\" and not skip
    return [*parts, current]
