"""The employer's name in pasted notes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.reader_data import fold, labels, people
from pipeline.reader_frames import frame, part, weighted_frames, words_of
from pipeline.reader_names import is_given, is_role, looks_like_company
from pipeline.reader_segments import Shape
from pipeline.reader_small import small_votes
from pipeline.reader_votes import Stretch, Vote, label_value, value_span, winner
from pipeline.reader_words import is_lower_case, is_ordinary
from prompts.patterns import compiled

__all__ = ["cut_company", "read_company", "rivals"]


#: Addresses whose hosts are looked for among the names.
_MOST_ADDRESSES = 12


def rivals(text: str, shape: Shape) -> list[Stretch]:
    """Names of other employers: spans that stand where an other offer or one's own past is told."""
    found: list[Stretch] = []
    for clause in shape.clauses:
        for match in re.compile(rf"\b(?:from|at|with|for) (?:the )?{part('company')}").finditer(text, clause.start, clause.end):
            span = cut_company(text, *match.span("c"))
            if span and _is_elsewhere(text, clause.start, span):
                found.append(span)
    return found


def _is_elsewhere(text: str, start: int, span: Stretch) -> bool:
    before = fold(text[max(start, span[0] - 110) : span[0]])
    rival = frame("rival").search(before)
    # "I was in the assessment centre of ..." tells of this employer, not of one's own past.
    meeting = rival is not None and frame("this_meeting").search(rival[0]) is not None
    return (rival is not None and not meeting) or bool(frame("elsewhere").match(fold(text[span[1] : span[1] + 80])))


#: A school or a hospital is called "St Aldhelm's", with the ending that other names lose.
_SAINT = compiled(r"(?:St|Saint)\.? [A-Z]")
_OWNS = compiled(r"['’]s(?! (?:role|job|offer|position|post|interview|head|manager|deputy|recruiter)\b)(?=\W|$)")


def cut_company(text: str, left: int, right: int) -> Stretch | None:
    """A company's name without trailing small words, dots and clock words; None when it is no name."""
    lead = frame("company_lead").match(text, left, right)
    left = lead.end() if lead else left
    drop = frame("drop")
    while True:
        match = drop.search(text, left, right)
        keep = match is not None and match[0] == "." and re.search(r"\b(?:Inc|Ltd|ltd|Co|ehf|hf|S\.A|B\.V)\.$", text[left:right])
        if match is None or keep or match.start() <= left:
            break
        right = match.start()
    if _SAINT.match(text, left, right) and (owns := _OWNS.match(text, right)):
        right = owns.end()
    value = text[left:right]
    first = fold(value).split()[0] if value.split() else ""
    if (
        not value
        or first in words_of("not_company_start")
        or first in people()["titles"]
        or first.isdigit()
        or fold(value) in people()["not_names"]
        or len(value) < 2
    ):
        return None
    if (
        re.match(r"(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?\b|(?:jan|febr|mar|apr|jun|jul|aug|sept|octo|nov|dec)[a-z]*\b", first)
        and len(value.split()) < 3
        and first in people()["not_names"]
    ):
        return None
    return left, right


def read_company(text: str, shape: Shape, *, persons: frozenset[str], beside: Sequence[Stretch] = ()) -> Stretch | None:
    """The employer's name; None when nothing names it or two names fit equally well.

    Args:
        text: the pasted notes.
        shape: their lines.
        persons: words of people's names, which are no company.
        beside: spans of people's names: "Priya Nair (buyer) at Bluefin" speaks for Bluefin.
    """
    row = label_value(shape, "company")
    if row is not None and len(row.text) <= 90:
        return _without_place(text, *value_span(text, row))
    votes: dict[str, list[Vote]] = {}
    small = is_lower_case(text)
    for vote in small_votes(text, shape, persons) if small else [*_domain_votes(text), *_place_votes(text, shape)]:
        votes.setdefault(fold(text[slice(*vote.span)]), []).append(vote)
    for line in shape.lines:
        if not line.text or labels().fields.get(line.label or "") in {"sender", "skip", "interview.place", "recruiter"}:
            continue
        for weight, pattern in weighted_frames("company"):
            for match in pattern.finditer(text, line.start, line.end):
                span = cut_company(text, *match.span("c"))
                if (
                    span is None
                    or (weight < 2 and is_ordinary(re.split(r"['’]", text[slice(*span)])[0]))
                    or _is_elsewhere(text, line.start, span)
                    or _is_person(
                        text[slice(*span)],
                        persons,
                        at=text[max(0, span[0] - 3) : span[0]].endswith(("at ", "@ ")),
                    )
                ):
                    continue
                votes.setdefault(fold(text[slice(*span)]), []).append(Vote(span, weight))
    if any(looks_like_company(text[slice(*cast[0].span)]) for cast in votes.values()):
        votes = {key: cast for key, cast in votes.items() if looks_like_company(text[slice(*cast[0].span)]) or not _only_with(text, cast)}
    strong = [vote.span for cast in votes.values() for vote in cast if vote.weight > 1]
    for vote in [
        *_title_votes(text, shape, persons, strong),
        *_role_votes(text, shape, persons),
        *_suffix_votes(text, shape, persons),
        *_beside_votes(text, beside, persons),
        *_after_role_votes(text, shape, persons),
    ]:
        votes.setdefault(fold(text[slice(*vote.span)]), []).append(vote)
    return winner(_without_agencies(votes))


def _without_agencies(votes: dict[str, list[Vote]]) -> dict[str, list[Vote]]:
    """The votes without recruitment agencies, where another name is voted for."""
    others = {key: cast for key, cast in votes.items() if not frame("agency").search(key)}
    return others or votes


def _only_with(text: str, cast: list[Vote]) -> bool:
    """Whether a name stands only after "with", where a person may stand as well."""
    return all(fold(text[max(0, vote.span[0] - 5) : vote.span[0]]).endswith(("with ", "w/ ")) for vote in cast)


def _is_person(value: str, persons: frozenset[str], *, at: bool = False) -> bool:
    words = fold(value).split()
    if looks_like_company(value) and not (words[0] in persons and is_given(words[0])):
        return False
    if at and len(words) > 1 and words[-1] not in persons and not is_given(words[0]):
        return is_role(words[0]) or is_role(words[-1])  # a firm may bear its owner's name: "at Castellane Patisserie"
    named = not at and is_given(words[0]) and len(words) <= 2
    ends = is_role(words[0]) or is_role(words[-1])
    return any(word in persons for word in words) or named or ends


def _without_place(text: str, left: int, right: int) -> Stretch:
    """A labelled name without what stands in brackets behind it ("Kestrel Microfinance (Lagos)")."""
    bracket = re.search(r"[ ,]*\([^()]*\)$", text[left:right])
    return (left, left + bracket.start()) if bracket and bracket.start() > 1 else (left, right)


def _domain_votes(text: str) -> list[Vote]:
    """Votes for capital words that spell the host of an address in the notes ("@bluefigtable.com": Blue Fig Table)."""
    found: list[Vote] = []
    for address in list(re.finditer(r"@([\w-]+(?:\.[\w-]+)+)", text))[:_MOST_ADDRESSES]:
        hosts = [part.replace("-", "") for part in fold(address[1]).split(".") if len(part) > 4 and part not in people()["personal_mail"]]
        for match in re.compile(rf"(?<![\w@]){part('company')}").finditer(text) if hosts else ():
            words = list(re.compile(r"\S+").finditer(text, *match.span("c")))
            for first in range(len(words)):
                for last in range(len(words), first, -1):
                    span = (words[first].start(), words[last - 1].end())
                    if re.sub(r"[^a-z0-9]", "", fold(text[slice(*span)]).replace("&", "and")) in hosts:
                        found.append(Vote(span, 4))
    return found


def _place_votes(text: str, shape: Shape) -> list[Vote]:
    """Votes for an organisation's name under a label such as "Where"."""
    row = label_value(shape, "interview.place")
    match = re.compile(part("company")).match(text, row.start, row.end) if row else None
    span = cut_company(text, *match.span("c")) if match else None
    likely = span is not None and (looks_like_company(text[slice(*span)]) or " of " in text[slice(*span)])
    return [Vote(span, 2)] if span and likely else []


def _title_votes(text: str, shape: Shape, persons: frozenset[str], strong: Sequence[Stretch]) -> list[Vote]:
    """Votes from a heading line such as "Bluefin Logistics – ops manager – phone"."""
    found: list[Vote] = []
    for line in [line for line in shape.lines if line.text and not (line.own_label and labels().fields.get(line.label or "") != "subject")][
        :2
    ]:
        if len(line.text) > 110 or line.text.rstrip().endswith((".", "!", "?")) or any(line.start <= a < line.end for a, _ in strong):
            continue
        parts = [(line.start + m.start(), line.start + m.end()) for m in re.finditer(r"[^,:|/()–—-]+(?:-[^\s,:|/()–—]+)*", line.text)]
        if len(parts) < 2:
            continue
        for left, right in parts:
            while left < right and text[left].isspace():
                left += 1
            match = re.compile(part("company")).match(text, left, right)
            span = cut_company(text, *match.span("c")) if match else None
            if (
                span
                and not text[span[1] : right].strip()
                and not _is_person(text[slice(*span)], persons)
                and not re.search(rf"\b{part('meet')}\b|\d", fold(text[left:right]))
            ):
                found.append(Vote(span, 1 if found else 3))
    return found


def _role_votes(text: str, shape: Shape, persons: frozenset[str]) -> list[Vote]:
    """Votes for a name that is followed by a job ("Ferrovia Norte, train driver instructor")."""
    found: list[Vote] = []
    for line in shape.lines[:4]:
        for match in re.compile(
            rf"(?<![\w@]){part('company')}(?:,| -| –| —| \()[ ]?(?=[\w'’/&+-]+(?:[ ][\w'’/&+-]+){{0,4}}[ ]?(?:[.,;)\n]|$))"
        ).finditer(text, line.start, line.end):
            span = cut_company(text, *match.span("c"))
            job = re.compile(r"[^.,;()\n]+").match(text, match.end())
            if (
                span
                and not _is_place(text, line.start, span[0])
                and job
                and is_role(job[0])
                and not _is_elsewhere(text, line.start, span)
                and not _is_person(text[slice(*span)], persons)
            ):
                found.append(Vote(span, 3))
    return found


def _after_role_votes(text: str, shape: Shape, persons: frozenset[str]) -> list[Vote]:
    """Votes for a name behind a job at the start of a sentence ("Activities lead, Millbrook Court.")."""
    found: list[Vote] = []
    for clause in shape.clauses:
        match = re.compile(rf"(?P<job>[^,.;:()\n]{{3,50}}),[ ](?:[^,.;:()\n]{{3,50}},[ ])?{part('company')}(?=[.;)\n]|$)").match(
            text, clause.start, min(len(text), clause.end + 1)
        )
        span = cut_company(text, *match.span("c")) if match and is_role(match["job"].split()[-1]) else None
        if span and not _is_person(text[slice(*span)], persons):
            found.append(Vote(span, 3))
    return found


def _is_place(text: str, start: int, at: int) -> bool:
    """Whether a capital word stands where a town does: after "in", or behind an organisation's name and a comma."""
    before = text[max(start, at - 60) : at]
    part_before = re.split(r"[,.;:(]\s", before.rstrip(" ,"))[-1] if before.endswith(", ") else ""
    return before.endswith(" in ") or (bool(part_before) and looks_like_company(part_before))


def _suffix_votes(text: str, shape: Shape, persons: frozenset[str]) -> list[Vote]:
    """Votes for names that end like an organisation's ("Kestrel Housing Association")."""
    found: list[Vote] = []
    for line in shape.lines:
        if labels().fields.get(line.label or "") in {"sender", "skip", "interview.place"}:
            continue
        for match in re.compile(rf"(?<![\w@]){part('company')}").finditer(text, line.start, line.end):
            span = cut_company(text, *match.span("c"))
            if span is None or _is_elsewhere(text, line.start, span):
                continue
            value = text[slice(*span)]
            if " " in value and looks_like_company(value) and not is_role(value) and not _is_person(value, persons):
                found.append(Vote(span, 2))
    return found


def _beside_votes(text: str, beside: Sequence[Stretch], persons: frozenset[str]) -> list[Vote]:
    """Votes for what a person is "from" or "at"."""
    found: list[Vote] = []
    for _, end in beside:
        row = re.compile(rf",[ ](?P<job>[^,;.\n]{{2,60}}),[ ]{part('company')}(?=[.,;:)\n]|$)").match(text, end)
        if row and is_role(row["job"]) and (span := cut_company(text, *row.span("c"))) and not _is_person(text[slice(*span)], persons):
            found.append(Vote(span, 4))
            continue
        match = re.compile(rf"[^.;\n]{{0,60}}?\b(?:from|at|@|of) (?:the )?{part('company')}").match(text, end) or re.compile(
            rf",[ ][a-z][\w&' -]{{3,40}},[ ]{part('company')}(?=[.,;:)\n]|$)"
        ).match(text, end)
        span = cut_company(text, *match.span("c")) if match else None
        if (
            span
            and not _is_elsewhere(text, end, span)
            and not _is_person(text[slice(*span)], persons)
            and not re.search(r"\b(?:head|director|vp|manager|dean|chief|lead) of $", fold(text[max(0, span[0] - 14) : span[0]]))
        ):
            found.append(Vote(span, 3))
    return found
