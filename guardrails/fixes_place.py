"""What to write instead, and where: the edits of an email text that mend the findings of one rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from guardrails.characters import find_exclamations
from guardrails.findings import Finding
from guardrails.fixes import drop_marks, plain_letters
from guardrails.format import known_text
from guardrails.names_near import is_near
from guardrails.places import Places
from guardrails.text import count_words, fold, sentence_spans
from prompts.brief import Brief
from prompts.draft import Draft
from prompts.patterns import compiled

__all__ = ["Edit", "Email", "propose"]

_OPENS = compiled(
    r"[ \t]*(?=\n|$|(?:And|As|At|But|For|From|He|I|If|In|It|Looking|My|On|Once|Our|Please|She|So|Thanks?|That|The|There|They|This|We|What|"
    r"When|With|You|Your)\b)"
)
_DOUBLED = compiled(r"([^\W\d_]+)(?:\s+\1)+", re.IGNORECASE)
_NAME = compiled(r"[^\W\d_][\w'’.-]*[\w]|[^\W\d_]")
_LABELS = compiled(r"[ \t]*(?:subject(?: line)?|re|fwd?)[ \t]*[:：][ \t]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Edit:
    """Write `text` in place of the characters from `start` to `end`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Email:
    """A text, the draft read from it, and the brief it is judged by."""

    text: str
    draft: Draft
    brief: Brief

    @cached_property
    def places(self) -> Places:
        """Where the draft's parts stand in the text."""
        return Places(self.text, self.draft)


def propose(rule: str, findings: Sequence[Finding], email: Email) -> list[Edit]:
    """The edits that may mend these findings of one rule; none for a rule that takes judgement to mend."""
    mender = _MENDERS.get(rule)
    return mender(findings, email) if mender else []


def _spans(findings: Sequence[Finding], email: Email) -> list[tuple[Finding, int, int]]:
    """Each finding with its place in the text, where it has one."""
    placed = ((finding, email.places.span(finding)) for finding in findings)
    return [(finding, *span) for finding, span in placed if span is not None]


def _mend_control(findings: Sequence[Finding], email: Email) -> list[Edit]:
    return [Edit(start, end, plain_letters(email.text[start:end])) for _, start, end in _spans(findings, email)]


def _mend_markup(findings: Sequence[Finding], email: Email) -> list[Edit]:
    edits = []
    for _, start, end in _spans(findings, email):
        left, right = _line(email.text, start, end)
        plain = drop_marks(email.text[start:end])
        if not plain.strip() and not email.text[left:start].strip() and not email.text[end:right].strip():
            edits.append(_without_lines(email.text, left, right))
        else:
            edits.append(Edit(start, end, plain))
    return edits


def _mend_emoji(findings: Sequence[Finding], email: Email) -> list[Edit]:
    """Pictures go with the space before them; where one stood in for a full stop, a full stop comes."""
    edits = []
    for finding, start, end in _spans(findings, email):
        while start and email.text[start - 1] in " \t":
            start -= 1
        before = email.text[start - 1 : start]
        follows = _OPENS.match(email.text, end)
        is_end = finding.where == "body" and follows is not None and (before.isalnum() or before in ")\"'’”")
        if not before.strip():
            end += len(email.text[end:]) - len(email.text[end:].lstrip(" \t"))
        edits.append(Edit(start, end, "." if is_end and before.strip() else ""))
    return edits


def _mend_exclamations(findings: Sequence[Finding], email: Email) -> list[Edit]:
    """One mark stays in the body; all others become the calm sign of their place."""
    edits: list[Edit] = []
    known = known_text(email.brief)
    for part in dict.fromkeys(finding.where for finding in findings):
        text = email.draft.part(part)
        calm = {"greeting": ",", "closing": ",", "subject": "", "signature": ""}.get(part, ".")
        for index, mark in enumerate(find_exclamations(text, known)):
            kept = "!" if part == "body" and index == 0 else "?" if "?" in mark[0] else calm
            place = email.places.span(Finding("", "warning", part, mark.start(), mark.end(), "", ""))
            if place and email.text[place[0] : place[1]] != kept:
                edits.append(Edit(*place, kept))
    return edits


def _mend_chatter(findings: Sequence[Finding], email: Email) -> list[Edit]:
    """Lines that hold nothing but chatter go, with the empty lines they leave."""
    spans = [(start, end) for _, start, end in _spans(findings, email)]
    edits: dict[int, Edit] = {}
    for start, end in spans:
        left, right = _line(email.text, start, end)
        line = email.text[left:right]
        rest = [
            line[low:high]
            for low, high in sentence_spans(line)
            if not any(first < left + high and left + low < last for first, last in spans)
        ]
        if sum(map(count_words, rest)) <= 2:
            edits[left] = _without_lines(email.text, left, right)
    return list(edits.values())


def _mend_names(findings: Sequence[Finding], email: Email) -> list[Edit]:
    """Names whose spelling the notes settle: dropped accents anywhere, a slip of the pen in greeting and signature."""
    brief = email.brief
    edits: list[Edit] = []
    for finding, start, end in _spans(findings, email):
        people = [brief.notes.candidate.name] if finding.where == "signature" else [person.name for person in brief.recipients]
        if finding.where in ("subject", "body"):
            people += [brief.notes.company, *(person.name for person in brief.notes.recipients), brief.notes.candidate.name]
        right = [match[0] for name in people for match in _NAME.finditer(name or "")]
        for match in _NAME.finditer(email.text, start, end):
            known = _settled(match[0], right, may_slip=finding.where in ("greeting", "signature"))
            if known and known != match[0]:
                edits.append(Edit(*match.span(), known))
    return edits + _absent_frame(findings, email)


def _settled(word: str, right: Sequence[str], *, may_slip: bool) -> str | None:
    """The one spelling among `right` that this word can only mean."""
    same = {name for name in right if fold(name) == fold(word)}
    if not same and may_slip:
        same = {name for name in right if is_near(fold(word), fold(name))}
    return same.pop() if len(same) == 1 else None


def _absent_frame(findings: Sequence[Finding], email: Email) -> list[Edit]:
    """A greeting or a signature that is not there, as the notes give it."""
    edits = []
    brief, draft, text = email.brief, email.draft, email.text
    rules = {finding.rule for finding in findings if finding.end <= finding.start}
    body = email.places.part("body")
    if "IDN-recipient" in rules and not draft.greeting and body:
        edits.append(Edit(body[0], body[0], f"{brief.greeting}\n\n"))
    if "IDN-sender" in rules and not draft.signature and brief.signature and body:
        above = "\n" if draft.closing else f"\n\n{brief.closing}\n"
        edits.append(Edit(len(text.rstrip()), len(text), f"{above}{brief.signature}\n"))
    return edits


def _mend_subject(findings: Sequence[Finding], email: Email) -> list[Edit]:
    """A label said twice at the head of the subject ("Subject: Subject: ...")."""
    place = email.places.part("subject")
    label = _LABELS.match(email.draft.subject)
    if place is None or label is None or not any(finding.where == "subject" for finding in findings):
        return []
    return [Edit(place[0], place[0] + len(label[0]), "")] if email.text.startswith(label[0], place[0]) else []


def _mend_chatter_and_label(findings: Sequence[Finding], email: Email) -> list[Edit]:
    return [*_mend_subject(findings, email), *_mend_chatter(findings, email)]


def _mend_repeated(findings: Sequence[Finding], email: Email) -> list[Edit]:
    """The second of two like words goes, with the space between them."""
    doubled = ((_DOUBLED.fullmatch(email.text, start, end), start, end) for _, start, end in _spans(findings, email))
    return [Edit(start, end, match[1]) for match, start, end in doubled if match]


_MENDERS: dict[str, Callable[[Sequence[Finding], Email], list[Edit]]] = {
    "FMT-control": _mend_control,
    "FMT-markup": _mend_markup,
    "FMT-emoji": _mend_emoji,
    "FMT-exclaim": _mend_exclamations,
    "FMT-chatter": _mend_chatter_and_label,
    "FMT-header": _mend_subject,
    "LNG-repeated": _mend_repeated,
    "IDN-recipient": _mend_names,
    "IDN-sender": _mend_names,
    "IDN-company": _mend_names,
    "GND-name": _mend_names,
}


def _line(text: str, start: int, end: int) -> tuple[int, int]:
    """Start and end of the lines a span lies on."""
    right = text.find("\n", end)
    return text.rfind("\n", 0, start) + 1, len(text) if right < 0 else right


def _without_lines(text: str, left: int, right: int) -> Edit:
    """The edit that takes lines out with the empty lines below them, or above them where they are the last."""
    below = len(text) - len(text[right:].lstrip())
    if text[right:].strip():
        return Edit(left, text.rfind("\n", right, below) + 1, "")
    return Edit(len(text[:left].rstrip()), len(text), "\n" if text.endswith("\n") else "")
