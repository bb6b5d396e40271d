"""What stands in pasted notes beside the facts that were read from them: it is the user's own word, and supports an email as facts do."""

from __future__ import annotations

from collections.abc import Iterator

from prompts.notes import Fact, FactKind, Notes
from prompts.patterns import compiled

__all__ = ["spare_facts"]

_CUT = compiled(r"\n+|(?<=[.!?;])\s+")
#: Headings, comments and help of the form are ours and not the user's.
_OURS = compiled(r"\s*(?:#|<!--|>|-->)")
_WORD = compiled(r"[^\W\d_]{2,}|\d")
#: More than notes can be; such a text is refused elsewhere.
_MAX_CHARS = 50_000


def spare_facts(notes: Notes) -> Iterator[Fact]:
    """Stretches of the pasted text that no fact took, as facts of no kind in particular.

    Nothing is given when some private fact has no place in the text: what belongs to it could not be told apart. A clause is left
    out whole when a private fact took a part of it.
    """
    source = notes.source
    if not source or len(source) > _MAX_CHARS or any(fact.private and fact.span is None for fact in notes.facts):
        return
    taken = sorted((fact.span.start, fact.span.end, fact.private) for fact in notes.facts if fact.span)
    at = 0
    for end in (*(match.end() for match in _CUT.finditer(source)), len(source)):
        start, at = at, end
        here = [one for one in taken if one[0] < end and one[1] > start]
        if any(private for *_, private in here) or _OURS.match(source, start):
            continue
        left = list(source[start:end])
        for low, high, _ in here:
            for index in range(max(low, start) - start, min(high, end) - start):
                left[index] = " "
        text = " ".join("".join(left).split())
        if len(_WORD.findall(text)) > 1:
            yield Fact(id="notes", kind=FactKind.TOPIC, text=text[:2000])
