"""Company, role and meeting of pasted notes; each value a span, each left out when two readings fit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.reader_data import fold, labels, people
from pipeline.reader_names import is_given, is_role, looks_like_company
from pipeline.reader_segments import Segment, Shape

__all__ = ["Span2", "read_company", "read_kind", "read_place", "read_role", "rivals"]

Span2 = tuple[int, int]

_CAP = r"(?:St\.|(?:Inc|Ltd|Co|Corp)\.|[A-ZÀ-ÞĀ-Ž0-9Ø][\w'’&+-]*(?:\.[\w'’&+-]+)*)"
_COMPANY = rf"(?P<c>{_CAP}(?:[ \u00a0](?:{_CAP}|&|\+|of|of the|and|de|do|da|du|und|og|y|e|ehf\.?|hf\.?|gmbh|plc|ltd\.?)(?=[ \u00a0.,;:!?)\n'’]|$)){{0,5}})"
_JOB = r"(?:scheme|traineeship|role|position|job|post|vacancy|opening|opportunity|offer|internship|placement|apprenticeship)"
_MEET = r"(?:interview|call|screen|screening|chat|meeting|assessment (?:cent(?:er|re)|day)|round|conversation|zoom|panel|selection day)"
_FOR_COMPANY: tuple[tuple[int, re.Pattern[str]], ...] = tuple(
    (weight, re.compile(pattern))
    for weight, pattern in [
        (4, rf"\b{_JOB} (?:is )?(?:at|with|from|in|for|@) (?:the )?{_COMPANY}"),
        (4, rf"\b{_MEET}(?: (?:today|yesterday|this morning|just now|last \w+|on \w+))? (?:at|with|for|@) (?:the )?{_COMPANY}"),
        (3, rf"\b(?:join|joining|joined|work for|working for|work at|working at|[Aa]pplied to|[Aa]pplied at|employer is|start at|starting at|hear from|heard from|hear back from|word from|reply from|news from) (?:the )?{_COMPANY}"),
        (4, rf"\b(?:[Oo]ffer|[Aa]ccept(?:ing)?|[Dd]eclin(?:e|ing)|[Tt]urn(?:ing)? down|[Rr]eject(?:ing)?) (?:the )?(?:offer )?(?:from )?{_COMPANY}"),
        (3, rf"\b(?:accept|accepting|decline|declining|take|taking|reject|turn down|turning down) (?:the )?{_COMPANY}(?:['’]s)? (?:offer|job|role)"),
        (5, rf"\b(?:[Cc]ompany|[Ee]mployer|[Ff]irm|[Ss]chool|[Hh]ospital) (?:is|was|is called|called|name is|=) {_COMPANY}"),
        (2, rf"(?:\b(?:from|at|with)|@) ?(?:the )?{_COMPANY}"),
        (3, rf"\b(?:[Pp]hone|[Vv]ideo|[Zz]oom|[Ff]irst|[Ss]econd|[Pp]anel|[Ss]creening) (?:interview|call|screen),? {_COMPANY}"),
        (3, rf"\b{_COMPANY}(?:['’]s)? (?:interview|offer|role|phone screen|assessment|job|call|recruiter|offered)\b"),
        (1, rf"\b{_COMPANY} (?:is|are|has|have|wants|needs|makes|runs|does|said|builds|sells)\b"),
    ]
)
_RIVAL = re.compile(
    r"^\W*(?:led|ran|built|cut|managed|worked|launched|designed|reduced|grew|saved|improved|trained|taught|moved|rebuilt|wrote|set up|shipped|migrated|did|was|spent|have|had|used to|previously|ex)\b[^.;\n]{0,80}$|\b(?:other|another|competing|rival|counter|second (?:offer|job|company)|also (?:have|got|hold|interviewing|talking|in process))\b[^.;\n]{0,40}$|\b(?:i(?:'ve| have)?|my|we) (?:\w+ly )?(?:led|ran|built|cut|managed|worked|work|was|spent|did|launched|designed|reduced|"
    r"grew|saved|improved|trained|taught|studied|used to|moved|rebuilt|wrote|set up|handled|been|am|time|years|current|last|previous|old|former|degree|graduated|internship|thesis|shipped|migrated|made|brought|did the same)\b[^.;\n]{0,90}$"
    r"|\b(?:years|experience|currently|previously|formerly|ex|when i was|while|before that)\b[^.;\n]{0,25}$|\b(?:competitor|client|customer|supplier|partner|like|such as|e\.g\.|vs|versus|instead of|than|their competitor)\b[^.;\n]{0,15}$"
)
_ELSEWHERE = re.compile(r"^[^.;\n]{0,40}\b(?:also (?:offered|made)|other offer|offered me (?:too|as well)|wants? my answer|is my current|my current|made me an? (?:other )?offer)\b")
_BAD_START = frozenset("another other i we they he she it the a an and but so my our monday tuesday wednesday thursday friday saturday sunday zoom teams skype google meet webex linkedin hr".split())
_STOP = r"(?!(?:the|a|an|for|on|at|with|since|about|my|their|i|we|was|is|that|in|by|from|they|she|he|me|to|just|got|had|after|and|but|as)\b)"
_ROLE_WORDS = rf"(?P<r>{_STOP}[\w'’/&+#-]+(?:\.\w+)*(?:[ \u00a0](?:and |& )?{_STOP}\(?[\w'’/&+#-]+(?:\.\w+)*\)?){{0,6}}?)"
_FOR_ROLE: tuple[tuple[int, re.Pattern[str]], ...] = tuple(
    (weight, re.compile(pattern, re.IGNORECASE))
    for weight, pattern in [
        (4, rf"\b(?:for|about|re|regarding|accept|accepting|decline|declining|offered me|offering me|take|turn down|turning down|on|to) (?:the|a|an|their|this|that)[ ]+{_ROLE_WORDS}[ ]+{_JOB}\b"),
        (3, rf"\b(?:the|their|a|an|my)[ ]+{_ROLE_WORDS}[ ]+{_JOB}\b"),
        (4, rf"\b{_JOB} (?:of|as|is|was|:)[ ]+(?:the |an? )?{_ROLE_WORDS}(?= (?:at|with|in|for|from|on|yesterday|today|and|last)\b|[.,;:()\n]|\s[–—-]\s|$)"),
        (4, rf"\b(?:interview|interviewed|interviewing|call|screen|chat|applied|apply|applying|spoke|offer|assessment \w+|job|hired) (?:\w+ ){{0,2}}?(?:for|as) (?:the |an? |their )?{_ROLE_WORDS}(?= (?:at|with|in|for|from|on|job|role|yesterday|today|this|last|and)\b|[.,;:()\n]|\s[–—-]\s|$)"),
        (3, rf"\b(?:join(?:ing)?(?: them| \w+){{0,3}}|start(?:ing)?|offered me(?: the job| a job)?|work(?:ing)?) as (?:the |an? |their )?{_ROLE_WORDS}(?= (?:at|with|in|for|from|on|and)\b|[.,;:()\n]|\s[–—-]\s|$)"),
        (3, rf"\({_ROLE_WORDS}(?=[,)])"),
        (3, rf"(?:^|\n|[.!?,(–—-][ ])[ \t]*(?:[-*•#]+[ \t]*)?{_ROLE_WORDS} (?:{_JOB}|{_MEET})\b"),
        (3, rf"(?:^|\n|[.!?] )[ \t]*(?:[-*•#]+[ \t]*)?{_ROLE_WORDS},? (?:at|@|with) (?=(?-i:[A-Z]))"),
    ]
)

_BEHIND = re.compile(rf"(?:,| -| –| —| for(?: the| an?)?| as(?: the| an?)?|,? \()[ ]+?{_ROLE_WORDS}(?= (?:at|with|in|for|from|on|and|role|job|position|post|yesterday|today|this|last)\b|[.,;:()\n]|\s[–—-]\s|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Vote:
    span: Span2
    weight: int


def _label_value(text: str, shape: Shape, field: str) -> Segment | None:
    rows = [line for line in shape.lines if line.own_label and line.text and labels().fields.get(line.label or "") == field]
    return rows[0] if rows else None


def rivals(text: str, shape: Shape) -> list[Span2]:
    """Names of other employers: spans that stand where an other offer or one's own past is told."""
    found: list[Span2] = []
    for clause in shape.clauses:
        for match in re.compile(rf"\b(?:from|at|with|for) (?:the )?{_COMPANY}").finditer(text, clause.start, clause.end):
            span = _cut(text, *match.span("c"))
            if span and _is_elsewhere(text, clause.start, span):
                found.append(span)
    return found


def _is_elsewhere(text: str, start: int, span: Span2) -> bool:
    before = fold(text[max(start, span[0] - 110) : span[0]])
    return bool(_RIVAL.search(before)) or bool(_ELSEWHERE.match(fold(text[span[1] : span[1] + 80])))


def _cut(text: str, left: int, right: int) -> Span2 | None:
    """A company's name without trailing small words, dots and clock words; None when it is no name."""
    drop = re.compile(r"(?:[ \u00a0](?:of|and|the|for|de|do|da|du|und|og|y|e|&|\+)|['’]s|[.,'’&+-]+|[ \u00a0](?:on|today|yesterday|Mon\w*|Tue\w*|Wed\w*|Thu\w*|Fri\w*|Sat\w*|Sun\w*|I|We|They|She|He|It|The|My|A|An|But|And|So|HR|Recruiter|\d[\w.:-]*))$")
    while True:
        match = drop.search(text, left, right)
        keep = match is not None and match[0] == "." and re.search(r"\b(?:Inc|Ltd|ltd|Co|ehf|hf|S\.A|B\.V)\.$", text[left:right])
        if match is None or keep or match.start() <= left:
            break
        right = match.start()
    value = text[left:right]
    first = fold(value).split()[0] if value.split() else ""
    if not value or first in _BAD_START or first in people()["titles"] or first.isdigit() or fold(value) in people()["not_names"] or len(value) < 2:
        return None
    if re.match(r"(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?\b|(?:jan|febr|mar|apr|jun|jul|aug|sept|octo|nov|dec)[a-z]*\b", first) and len(value.split()) < 3 and first in people()["not_names"]:
        return None
    return left, right


def read_company(text: str, shape: Shape, *, persons: frozenset[str], beside: Sequence[Span2] = ()) -> Span2 | None:
    """The employer's name; None when nothing names it or two names fit equally well.

    Args:
        text: the pasted notes.
        shape: their lines.
        persons: words of people's names, which are no company.
        beside: spans of people's names: "Priya Nair (buyer) at Bluefin" speaks for Bluefin.
    """
    row = _label_value(text, shape, "company")
    if row is not None and len(row.text) <= 90:
        return _value_span(text, row)
    votes: dict[str, list[_Vote]] = {}
    for line in shape.lines:
        if not line.text or labels().fields.get(line.label or "") in {"sender", "skip", "interview.place"}:
            continue
        for weight, pattern in _FOR_COMPANY:
            for match in pattern.finditer(text, line.start, line.end):
                span = _cut(text, *match.span("c"))
                if span is None or _is_elsewhere(text, line.start, span) or _is_person(text[slice(*span)], persons, at=text[max(0, span[0] - 3) : span[0]].endswith(("at ", "@ ")) or fold(text[max(0, span[0] - 11) : span[0]]).endswith("offer from ")):
                    continue
                votes.setdefault(fold(text[slice(*span)]), []).append(_Vote(span, weight))
    if any(looks_like_company(key) for key in votes):
        votes = {key: cast for key, cast in votes.items() if looks_like_company(key) or not _only_with(text, cast)}
    for vote in [*_title_votes(text, shape, persons), *_role_votes(text, shape, persons), *_suffix_votes(text, shape, persons), *_beside_votes(text, beside, persons)]:
        votes.setdefault(fold(text[slice(*vote.span)]), []).append(vote)
    return _winner(text, votes)


def _only_with(text: str, cast: list[_Vote]) -> bool:
    """Whether a name stands only after "with", where a person may stand as well."""
    return all(fold(text[max(0, vote.span[0] - 5) : vote.span[0]]).endswith(("with ", "w/ ")) for vote in cast)


def _is_person(value: str, persons: frozenset[str], *, at: bool = False) -> bool:
    words = fold(value).split()
    if looks_like_company(value) and not (words[0] in persons and is_given(words[0])):
        return False
    named = not at and is_given(words[0]) and len(words) <= 2
    return any(word in persons for word in words) or named or is_role(value)


def _title_votes(text: str, shape: Shape, persons: frozenset[str]) -> list[_Vote]:
    """Votes from a heading line such as "Bluefin Logistics – ops manager – phone"."""
    found: list[_Vote] = []
    for line in [line for line in shape.lines if line.text][:2]:
        if len(line.text) > 110 or line.text.rstrip().endswith((".", "!", "?")):
            continue
        parts = [(line.start + m.start(), line.start + m.end()) for m in re.finditer(r"[^,|/()–—-]+(?:-[^\s,|/()–—]+)*", line.text)]
        if len(parts) < 2:
            continue
        for left, right in parts:
            while left < right and text[left].isspace():
                left += 1
            match = re.compile(_COMPANY).match(text, left, right)
            span = _cut(text, *match.span("c")) if match else None
            if span and not text[span[1] : right].strip() and not _is_person(text[slice(*span)], persons) and not re.search(rf"\b{_MEET}\b|\d", fold(text[left:right])):
                found.append(_Vote(span, 3))
    return found


def _role_votes(text: str, shape: Shape, persons: frozenset[str]) -> list[_Vote]:
    """Votes for a name that is followed by a job ("Ferrovia Norte, train driver instructor")."""
    found: list[_Vote] = []
    for line in shape.lines[:4]:
        for match in re.compile(rf"(?<![\w@]){_COMPANY}(?:,| -| –| —| \()[ ]?(?=(?:[\w'’/&+-]+[ ]?){{1,5}}(?:[.,;)\n]|$))").finditer(text, line.start, line.end):
            span = _cut(text, *match.span("c"))
            job = re.compile(r"[^.,;()\n]+").match(text, match.end())
            if span and job and is_role(job[0]) and not _is_elsewhere(text, line.start, span) and not _is_person(text[slice(*span)], persons):
                found.append(_Vote(span, 3))
    return found


def _suffix_votes(text: str, shape: Shape, persons: frozenset[str]) -> list[_Vote]:
    """Votes for names that end like an organisation's ("Kestrel Housing Association")."""
    found: list[_Vote] = []
    for line in shape.lines:
        if labels().fields.get(line.label or "") in {"sender", "skip", "interview.place"}:
            continue
        for match in re.compile(rf"(?<![\w@]){_COMPANY}").finditer(text, line.start, line.end):
            span = _cut(text, *match.span("c"))
            if span and " " in text[slice(*span)] and looks_like_company(text[slice(*span)]) and not _is_elsewhere(text, line.start, span):
                if not is_role(text[slice(*span)]) and not _is_person(text[slice(*span)], persons):
                    found.append(_Vote(span, 2))
    return found


def _beside_votes(text: str, beside: Sequence[Span2], persons: frozenset[str]) -> list[_Vote]:
    """Votes for what a person is "from" or "at"."""
    found: list[_Vote] = []
    for _, end in beside:
        match = re.compile(rf"[^.;\n]{{0,60}}?\b(?:from|at|@|of) (?:the )?{_COMPANY}").match(text, end)
        span = _cut(text, *match.span("c")) if match else None
        if span and not _is_elsewhere(text, end, span) and not _is_person(text[slice(*span)], persons) and not re.search(r"\b(?:head|director|vp|manager|dean|chief|lead) of $", fold(text[max(0, span[0] - 14) : span[0]])):
            found.append(_Vote(span, 3))
    return found


def _winner(text: str, votes: dict[str, list[_Vote]]) -> Span2 | None:
    """The name with the most votes; a shorter form of a name votes for the longer one."""
    totals: Counter[str] = Counter()
    for key, cast in votes.items():
        totals[key] += sum(vote.weight for vote in cast)
    for short in list(totals):
        longer = [key for key in totals if key != short and re.search(rf"\b{re.escape(short)}\b", key)]
        if len(longer) == 1:
            totals[longer[0]] += totals.pop(short)
    ranked = totals.most_common(2)
    if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < 2):
        return None
    return min((vote.span for vote in votes[ranked[0][0]]), default=None)


def read_role(text: str, shape: Shape, *, others: Sequence[Span2] = (), company: Span2 | None = None) -> Span2 | None:
    """The job's name, without article and without the word "role"; None when nothing names it or two names fit.

    `others` are spans of other people's jobs; what stands right behind `company` speaks for the job.
    """
    row = _label_value(text, shape, "role")
    if row is not None and len(row.text) <= 120:
        return _without_company(text, *_value_span(text, row))
    votes: dict[str, list[_Vote]] = {}
    for line in shape.lines:
        if not line.text or labels().fields.get(line.label or "") in {"sender", "skip", "recipients", "recruiter", "company", "recipient_role"}:
            continue
        for weight, pattern in _FOR_ROLE:
            for match in pattern.finditer(line.text):
                trust = match[0].rstrip().casefold().endswith(_JOB_NOUNS)
                span = _trim_role(text, line.start + match.start("r"), line.start + match.end("r"), trust=trust)
                if span and not any(a < span[1] and span[0] < b for a, b in others) and not re.search(r"\b(?:my|current|last|previous|old|other|another|was an?|worked as|dream)\s*$", fold(text[max(line.start, span[0] - 14) : span[0]])):
                    votes.setdefault(fold(text[slice(*span)]), []).append(_Vote(span, weight))
    behind = _BEHIND.match(text, company[1]) if company else None
    span = _trim_role(text, *behind.span("r")) if behind else None
    if span and not any(a < span[1] and span[0] < b for a, b in others):
        votes.setdefault(fold(text[slice(*span)]), []).append(_Vote(span, 3))
    for line in [line for line in shape.lines if line.text][:2]:
        for match in re.finditer(r"[^,|/()–—:]+?(?=\s+[–—-]\s|[,|/()–—:]|$)", line.text):
            value = re.sub(rf"\s+{_JOB}$", "", match[0].strip(" -#*"), flags=re.IGNORECASE)
            at = line.start + match.start() + match[0].index(value) if value else 0
            if any(a < at + len(value) and at < b for a, b in others):
                continue
            if value and len(value.split()) <= 6 and len(line.text) < 110 and _ends_as_role(value):
                votes.setdefault(fold(value), []).append(_Vote((at, at + len(value)), 3))
    return _winner(text, votes)


def _ends_as_role(value: str) -> bool:
    words = fold(value).split()
    core = re.split(r" (?:of|for|in|,) ", " ".join(words))[0].split()
    return bool(core) and core[0] not in {"recruiter", "interviewer", "hiring"} and core[-1].removesuffix("s") in people()["role_heads"] | {"head", "lead"} and not re.search(
        r"\b(?:with|interview|call|spoke|hiring|met|i|me|was|by)\b", fold(value)
    )


_LEAD = re.compile(r"(?:(?:the|a|an|their|your|our|this|that|for|as|about|of|phone|video|first|interview|screen|with|after|had|my|new|accepting|declining|accept|decline|got|and|call|assessment|centre|center|just|to|on|re|regarding|is|was|offered|me|at|in|from)[ \u00a0]+)+", re.IGNORECASE)


_JOB_NOUNS = (" role", " position", " post", " vacancy", " opening", " internship", " traineeship", " apprenticeship", " job")
_NO_ROLE = frozenset(
    "same open new other kind type sort right dream whole first second current last next different great ideal perfect interesting important leading key big central "
    "remote actual real exact good better best full-time part-time fulltime permanent temporary blog old job work vacant similar such next-level own full whatever any "
    "offered advertised linkedin final paid unpaid best-paid senior junior their your our her his ad".split()
)


def _trim_role(text: str, left: int, right: int, *, trust: bool = False) -> Span2 | None:
    """The job inside a stretch; `trust` takes any plain words, since "role" or "post" follows them."""
    right = left + len(re.sub(rf"[ ]+{_JOB}$", "", text[left:right], flags=re.IGNORECASE))
    lead = _LEAD.match(text, left, right)
    if lead:
        left = lead.end()
    while right > left and not (text[right - 1].isalnum() or text[right - 1] in ")+#"):
        right -= 1
    while left < right and not (text[left].isalnum() or text[left] == "("):
        left += 1
    value = text[left:right]
    if text[left:left + 1] == "(" or value.count("(") != value.count(")"):
        return None
    plain = trust and 0 < len(value.split()) <= 4 and not set(fold(value).split()) & _NO_ROLE and not re.search(r"\d", value)
    if not value or not (plain or is_role(value)) or len(value.split()) > 7 or re.search(r"\b(?:i|we|he|she|they|was|were|hiring|line|is|who|and i|with|call|interview|said|asked|but|both|yesterday)\b", fold(value)):
        return None
    return left, right


def _without_company(text: str, left: int, right: int) -> Span2:
    cut = re.search(r"\s+(?:at|@|with)\s+(?=[A-Z])|\s+\((?=[^)]*\b(?:ref|job id|id|m/f|req)\b)", text[left:right])
    lead = re.match(r"(?:the|a|an)\s+", text[left:right], re.IGNORECASE)
    stop = left + cut.start() if cut else right
    return (left + lead.end() if lead else left, stop)


def _value_span(text: str, row: Segment) -> Span2:
    left, right = row.start, row.end
    while left < right and text[left] in " \t*_\"'“‘":
        left += 1
    while right > left and text[right - 1] in " \t*_\"'”’.,;":
        if text[right - 1] == "." and re.search(r"\b(?:Inc|Ltd|Co|ehf|hf|S\.A|B\.V)\.$", text[left:right]):
            break
        right -= 1
    return left, right


def read_kind(text: str, shape: Shape) -> Span2 | None:
    """How they met, as written ("phone screen", "video call", "panel interview")."""
    row = _label_value(text, shape, "interview.kind")
    pattern = re.compile(
        r"\b(?:(?:tele)?phone[ -](?:interview|screen|screening|call)|video[ -](?:interview|call|chat)|(?:zoom|teams|skype|google meet|webex)(?: (?:call|interview|chat|meeting))?|panel interview|"
        r"ass?es?sment (?:cent(?:er|re)|day)|selection day|on-?site(?: interview)?|in[- ]person(?: interview)?|face[- ]to[- ]face(?: interview)?|screening call|phone)\b", re.IGNORECASE)
    if row is not None and (match := pattern.search(text, row.start, row.end)):
        return match.span()
    found = pattern.search(text)
    return found.span() if found else None


def read_place(text: str, shape: Shape) -> Span2 | None:
    """Where they met, only from a labelled line."""
    row = _label_value(text, shape, "interview.place")
    return _value_span(text, row) if row is not None and len(row.text) <= 120 and "://" not in row.text else None
