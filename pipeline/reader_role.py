"""The job's name in pasted notes, without article and without the word "role"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.reader_data import fold, labels, people
from pipeline.reader_frames import frame, part, weighted_frames, words_of
from pipeline.reader_names import find_names, is_role
from pipeline.reader_segments import Segment, Shape
from pipeline.reader_votes import Stretch, Vote, label_value, value_span, winner
from pipeline.reader_words import is_lower_case
from prompts.patterns import compiled

__all__ = ["read_role", "without_doing"]

_OTHER_LINES = frozenset({"sender", "skip", "recipients", "recruiter", "company", "recipient_role"})
#: A job of the people who hire: seldom the one that is applied for, unless a label says so.
_PEOPLE_JOB = compiled(r"(?:hr|human resources|recruit\w*|talent|people) ", re.IGNORECASE)
_SENTENCE = compiled(r"[.!?]+\s+")
_SHORT_RANK = compiled(r"\b(?:asst|assoc|jr|sn?r|dep|reg|gen|no|asst|sr|st|vp|exec|mgr|eng)\.$", re.IGNORECASE)
#: Terms and places behind a job that are none of its name: "teaching assistant, Year 3", "librarian, part time, 22 hours".
_TERMS = compiled(
    r",\s*(?:(?:year|grade|key stage|ks|class|floor|ward|shift|site|block|room|band)\s?\d|part[ -]time"
    r"|full[ -]time|permanent|temporary|fixed[ -]term|maternity"
    r"|nights?|days|\d+(?:\.\d)? ?(?:hours|hrs|h|days)\b|(?:from|starting|based)\b|remote|hybrid|term[ -]time)",
    re.IGNORECASE,
)
_JOB_NOUNS = (" role", " position", " post", " vacancy", " opening", " internship", " traineeship", " apprenticeship", " job")


def read_role(text: str, shape: Shape, *, others: Sequence[Stretch] = (), company: Stretch | None = None) -> Stretch | None:
    """The job's name, without article and without the word "role"; None when nothing names it or two names fit.

    `others` are spans of other people's jobs; what stands right behind `company` speaks for the job.
    """
    row = label_value(shape, "role") or _titled(shape)
    if row is not None and len(row.text) <= 120:
        return _without_company(text, *value_span(text, row))
    votes: dict[str, list[Vote]] = {}
    taken = [*others, *([company] if company else [])]
    behind = frame("behind").match(text, company[1]) if company else None
    span = _trim_role(text, *behind.span("r")) if behind else None
    for vote in [
        *_frame_votes(text, shape, taken),
        *([Vote(span, 3)] if span and not _overlaps(span, others) else []),
        *_heading_votes(text, shape, others),
    ]:
        votes.setdefault(fold(text[slice(*vote.span)]), []).append(vote)
    found = winner(votes)
    rank = re.search(r"\b(?:asst|assoc|jr|snr|sr|dep)\. $", text[max(0, found[0] - 8) : found[0]], re.IGNORECASE) if found else None
    return (found[0] - len(rank[0]), found[1]) if found and rank else found


def _overlaps(span: Stretch, others: Sequence[Stretch]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


def _frame_votes(text: str, shape: Shape, taken: Sequence[Stretch]) -> Iterator[Vote]:
    """Votes from the ways in which notes name a job, line by line; statement by statement in speech written down."""
    spoken = [clause for clause in shape.clauses if clause.sentence > 1 and text[clause.end : clause.end + 1] not in ".!?,;"]
    for line in shape.clauses if is_lower_case(text) else [*shape.lines, *spoken]:
        if not line.text or labels().fields.get(line.label or "") in _OTHER_LINES:
            continue
        for weight, pattern in weighted_frames("role"):
            for match in pattern.finditer(line.text):
                trust = match[0].rstrip().casefold().endswith(_JOB_NOUNS) and not re.match(r"(?:an?|my) ", match[0], re.IGNORECASE)
                span = _trim_role(text, line.start + match.start("r"), line.start + match.end("r"), trust=trust)
                if span is None or _overlaps(span, taken):
                    continue
                sure = weight > 2 or match[0].startswith(",") or _ends_as_role(text[slice(*span)])
                theirs = match[0].startswith(", ") and _behind_name(text, line.start, line.start + match.start())
                kind = re.compile(r" (?:scheme|programme|program|traineeship|internship|apprenticeship)\b").match(text, span[1])
                span = (span[0], kind.end()) if kind and " " not in text[slice(*span)] else span
                if sure and not theirs and not frame("not_this_job").search(fold(text[max(line.start, span[0] - 14) : span[0]])):
                    yield Vote(span, 1 if _PEOPLE_JOB.match(text, *span) else weight)


def _heading_votes(text: str, shape: Shape, others: Sequence[Stretch]) -> Iterator[Vote]:
    """Votes from the parts of the first two lines ("Bluefin Logistics – ops manager – phone")."""
    told = [line for line in shape.lines if line.text and line.own_label and line.label in words_of("offer_labels")]
    for line in [*[line for line in shape.lines if line.text and len(line.text) < 110][:2], *told]:
        for match in re.finditer(r"[^,|/()–—:!?]+?(?=\s+[–—-]\s|[,|/()–—:!?]|\.\s|\s\d+ ?%|$)", line.text):
            value = re.sub(rf"\s+{part('vacant')}$", "", match[0].strip(" -#*"), flags=re.IGNORECASE)
            at = line.start + match.start() + match[0].index(value) if value else 0
            span = _trim_role(text, at, at + len(value)) if value else None
            if span is None or _overlaps(span, others):
                continue
            value = text[slice(*span)]
            place = re.search(r"\s+(?:at|@|with|for)\s+(?:the\s+)?(?=[A-ZÀ-Þ])", value)
            if place and _ends_as_role(value[: place.start()]):
                span, value = (span[0], span[0] + place.start()), value[: place.start()]
            if len(value.split()) <= 6 and _ends_as_role(value):
                yield Vote(span, 3)


def _titled(shape: Shape) -> Segment | None:
    """A line "Title: rights manager", whose label may as well announce a subject."""
    rows = [
        line
        for line in shape.lines[:6]
        if line.own_label
        and line.text
        and (line.label == "title" or labels().fields.get(line.label or "") in {"interview.kind", "scenario"})
        and len(line.text.split()) < 7
        and _ends_as_role(line.text)
    ]
    return rows[0] if rows else None


def _behind_name(text: str, start: int, at: int) -> bool:
    return any(name.end == at for name in find_names(text, max(start, at - 50), at))


#: "Site Reliability Engineer II", "analyst 2": the grade behind a job.
_GRADE = compiled(r"(?<=\w) (?:i{1,3}|iv|[1-4])$")


def _ends_as_role(value: str) -> bool:
    words = fold(value).split()
    words = words[:-1] if len(words) == 2 and words[-1] in {"scheme", "programme", "program", "traineeship", "internship"} else words
    core = re.split(r" (?:of|for|in|,) ", _GRADE.sub("", " ".join(words)))[0].split()
    return (
        bool(core)
        and core[0] not in {"recruiter", "interviewer", "hiring", "hand"}
        and core[-1].rsplit("-", 1)[-1].removesuffix("s") in people()["role_heads"] | {"head", "lead"}
        and not re.search(r"\b(?:with|interview|call|spoke|hiring|met|i|me|was|by)\b", fold(value))
    )


#: What the notes do about the job, not a part of its name.
_DOING = compiled(r"(?:(?:declin|accept|refus|reject)ing|turning\s+down)\s+", re.IGNORECASE)


def without_doing(text: str, span: Stretch | None) -> Stretch | None:
    """The job without what the notes do about it ("declining assistant manager")."""
    doing = _DOING.match(text, *span) if span else None
    return (doing.end(), span[1]) if span and doing else span


def _trim_role(text: str, left: int, right: int, *, trust: bool = False) -> Stretch | None:
    """The job inside a stretch; `trust` takes any plain words, since "role" or "post" follows them."""
    right = left + len(re.sub(rf"[ ]+(?:{part('meet')}|{part('vacant')})$", "", text[left:right], flags=re.IGNORECASE))
    right = left + len(re.sub(rf"(?<= )(\S+)[ ]+{part('job')}$", r"\1", text[left:right], flags=re.IGNORECASE))
    lead = frame("lead").match(text, left, right)
    if lead:
        left = lead.end()
    stops = [match for match in _SENTENCE.finditer(text, left, right) if not _SHORT_RANK.search(text[left : match.start() + 1])]
    if stops:
        left = stops[-1].end()
    if text[left:right].endswith(("'s", "’s")):
        right -= 2
    while right > left and not (text[right - 1].isalnum() or text[right - 1] in ")+#"):
        right -= 1
    if text[right - 1 : right] == ")" and "(" not in text[left:right]:
        right -= 1
    while left < right and not (text[left].isalnum() or text[left] == "("):
        left += 1
    value = text[left:right]
    if text[left : left + 1] == "(" or value.count("(") != value.count(")"):
        return None
    plain = trust and 0 < len(value.split()) <= 4 and not set(fold(value).split()) & words_of("not_role") and not re.search(r"\d", value)
    if (
        not value
        or not (plain or is_role(value) or fold(value).endswith(" chair"))
        or len(value.split()) > 7
        or re.search(
            r"\b(?:i|we|he|she|they|was|were|hiring|line|is|who|and i|with|call|interview|said|asked|but|both|yesterday)\b", fold(value)
        )
    ):
        return None
    return left, right


def _without_company(text: str, left: int, right: int) -> Stretch:
    cut = re.search(
        r"\s*\((?![A-Z]{2,5}\))[^()]*\)$|\s+(?:at|@|with)\s+(?=[A-Z])|\s+\((?=[^)]*\b(?:ref|job id|id|m/f|req)\b)", text[left:right]
    )
    lead = re.match(
        r"(?:(?:assessment (?:cent(?:re|er)|day)|(?:\w+ )?interview|selection day|(?:phone )?(?:call"
        r"|screen)) (?:for|as)\s+)?(?:the|a|an)?\b\s*",
        text[left:right],
        re.IGNORECASE,
    )
    stop = left + cut.start() if cut else right
    terms = _TERMS.search(text, left, stop)
    stop = terms.start() if terms and is_role(text[left : terms.start()]) else stop
    return (left + lead.end() if lead else left, stop)
