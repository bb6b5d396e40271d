"""GRA: gratitude, appreciation or pleasure, early, about something particular, and not too often.

Gratitude is recognised in three ways: explicit thanks, which are counted; warm wordings that are enough on their own
("you were kind to ..."); and a pleasant word in a sentence about the reader or the meeting that looks back, not ahead.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from guardrails.findings import Finding, Severity
from guardrails.lexicon import Hit, Passage, load_lexicons, load_lines
from guardrails.settings import limit
from guardrails.text import fold, words
from prompts.brief import Brief
from prompts.draft import Draft, Sentence

__all__ = ["check_gratitude", "has_gratitude"]


@dataclass(frozen=True, slots=True)
class _Thanks:
    index: int
    start: int
    end: int


@lru_cache(maxsize=1024)
def has_gratitude(sentence: str) -> bool:
    """Whether a sentence says thanks, appreciation or pleasure about the reader, the meeting or the offer."""
    passage = Passage.of(sentence)
    return bool(load_lexicons("gratitude")["explicit"].find(passage)) or _warm_hit(passage) is not None


def check_gratitude(draft: Draft, brief: Brief) -> list[Finding]:
    """GRA findings of the body; thanks in the closing line do not count."""
    spans = draft.sentence_spans()
    if not draft.body.strip():
        return []
    explicit = load_lexicons("gratitude")["explicit"].find(Passage.of(draft.body))
    first = _first_thanks(spans, explicit, brief.contract.gratitude.within_sentences)
    if first is None:
        message = "Nothing in the body says thanks, appreciation or pleasure; an email of this kind opens with it."
        return [Finding("GRA-missing", "error", "body", 0, 0, message, _OPEN_WITH)]
    return [
        *_check_place(draft, brief, spans, first),
        *_check_particular(spans, first),
        *_check_count(brief, explicit),
    ]


_OPEN_WITH = "Open with thanks or pleasure about one particular thing: the call, the tour, the frank answer, the offer."


def _first_thanks(spans: list[tuple[int, int, Sentence]], explicit: list[Hit], within: int) -> _Thanks | None:
    """The first sentence that shows gratitude, with the place of it; without a word of thanks only one of the first `within` does so."""
    hits = iter(explicit)
    hit = next(hits, None)
    for index, (start, end, sentence) in enumerate(spans):
        while hit is not None and hit.start < start:
            hit = next(hits, None)
        if hit is not None and hit.start < end:
            return _Thanks(index, hit.start, hit.end)
        warm = _warm_hit(Passage.of(sentence.text)) if index == 0 or (index < within and _is_meant(sentence.text)) else None
        if warm is not None:
            return _Thanks(index, start + warm.start, start + warm.end)
    return None


def _is_meant(sentence: str) -> bool:
    """Whether a sentence speaks to the reader: further down a pleasant word alone may be about the work."""
    return any(word.text in {"you", "your"} for word in words(fold(sentence)))


def _warm_hit(passage: Passage) -> Hit | None:
    lists = load_lexicons("gratitude")
    warm = lists["warm"].find(passage)
    if warm:
        return warm[0]
    if passage.text.rstrip().endswith("?"):
        return None
    pleasant = lists["pleasant"].find(passage, negatable=True)
    if not pleasant or not lists["shared"].find(passage) or not lists["past"].find(passage):
        return None
    ahead = lists["future"].find(passage)
    return pleasant[0] if not ahead or pleasant[0].start < ahead[0].start else None


def _check_place(draft: Draft, brief: Brief, spans: list[tuple[int, int, Sentence]], first: _Thanks) -> list[Finding]:
    within = brief.contract.gratitude.within_sentences
    if first.index < within:
        return []
    late = spans[first.index][0] >= len(draft.body) / 2
    place = "the first sentence" if within == 1 else f"the first {within} sentences"
    message = f"The first gratitude stands in sentence {first.index + 1} of {len(spans)}; it belongs in {place}."
    fix = "Move it to the front, or open with one short line of thanks or pleasure about something particular."
    return [Finding("GRA-late", "error" if late else "warning", "body", first.start, first.end, message, fix)]


def _check_particular(spans: list[tuple[int, int, Sentence]], first: _Thanks) -> list[Finding]:
    generic = load_lines("generic_thanks")
    start, end, sentence = spans[first.index]
    following = spans[first.index + 1][2] if first.index + 1 < len(spans) else None
    said = [word for word in words(fold(sentence.text)) if word.text not in generic]
    goes_on = following is not None and (following.facts or has_gratitude(following.text))
    if said or goes_on or "?" in sentence.text:
        return []
    message = f'"{" ".join(sentence.text.split())}" could open any email; the gratitude should name something of this meeting.'
    fix = "Name what you are glad of: what they showed, explained or asked, or at least the role and the day."
    return [Finding("GRA-generic", "warning", "body", start, end, message, fix)]


def _check_count(brief: Brief, explicit: list[Hit]) -> list[Finding]:
    allowed = brief.contract.gratitude.at_most
    if len(explicit) <= allowed:
        return []
    surplus = explicit[allowed]
    severity: Severity = "error" if len(explicit) >= allowed + limit("GRA-overdone", "refuse_from_surplus") else "warning"
    message = f"The body says thanks {len(explicit)} times; {allowed} are enough."
    fix = "Keep the particular thanks at the start and at most one more; say something of substance instead of the others."
    return [Finding("GRA-overdone", severity, "body", surplus.start, surplus.end, message, fix)]
