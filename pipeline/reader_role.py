"""The job's name in pasted notes, without article and without the word "role"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.reader_data import fold, labels, people
from pipeline.reader_frames import frame, part, weighted_frames, words_of
from pipeline.reader_names import is_role
from pipeline.reader_segments import Shape
from pipeline.reader_votes import Stretch, Vote, label_value, value_span, winner

__all__ = ["read_role"]

_JOB_NOUNS = (" role", " position", " post", " vacancy", " opening", " internship", " traineeship", " apprenticeship", " job")


def read_role(text: str, shape: Shape, *, others: Sequence[Stretch] = (), company: Stretch | None = None) -> Stretch | None:
    """The job's name, without article and without the word "role"; None when nothing names it or two names fit.

    `others` are spans of other people's jobs; what stands right behind `company` speaks for the job.
    """
    row = label_value(text, shape, "role")
    if row is not None and len(row.text) <= 120:
        return _without_company(text, *value_span(text, row))
    votes: dict[str, list[Vote]] = {}
    taken = [*others, *([company] if company else [])]
    for line in shape.lines:
        if not line.text or labels().fields.get(line.label or "") in {
            "sender",
            "skip",
            "recipients",
            "recruiter",
            "company",
            "recipient_role",
        }:
            continue
        for weight, pattern in weighted_frames("role"):
            for match in pattern.finditer(line.text):
                trust = match[0].rstrip().casefold().endswith(_JOB_NOUNS)
                span = _trim_role(text, line.start + match.start("r"), line.start + match.end("r"), trust=trust)
                if (
                    span
                    and not any(a < span[1] and span[0] < b for a, b in taken)
                    and not re.search(
                        r"\b(?:my|current|last|previous|old|other|another|was an?|worked as|dream)\s*$",
                        fold(text[max(line.start, span[0] - 14) : span[0]]),
                    )
                ):
                    votes.setdefault(fold(text[slice(*span)]), []).append(Vote(span, weight))
    behind = frame("behind").match(text, company[1]) if company else None
    span = _trim_role(text, *behind.span("r")) if behind else None
    if span and not any(a < span[1] and span[0] < b for a, b in others):
        votes.setdefault(fold(text[slice(*span)]), []).append(Vote(span, 3))
    for line in [line for line in shape.lines if line.text][:2]:
        for match in re.finditer(r"[^,|/()–—:]+?(?=\s+[–—-]\s|[,|/()–—:]|$)", line.text):
            value = re.sub(rf"\s+{part('job')}$", "", match[0].strip(" -#*"), flags=re.IGNORECASE)
            at = line.start + match.start() + match[0].index(value) if value else 0
            if any(a < at + len(value) and at < b for a, b in others):
                continue
            if value and len(value.split()) <= 6 and len(line.text) < 110 and _ends_as_role(value):
                votes.setdefault(fold(value), []).append(Vote((at, at + len(value)), 3))
    return winner(text, votes)


def _ends_as_role(value: str) -> bool:
    words = fold(value).split()
    core = re.split(r" (?:of|for|in|,) ", " ".join(words))[0].split()
    return (
        bool(core)
        and core[0] not in {"recruiter", "interviewer", "hiring"}
        and core[-1].removesuffix("s") in people()["role_heads"] | {"head", "lead"}
        and not re.search(r"\b(?:with|interview|call|spoke|hiring|met|i|me|was|by)\b", fold(value))
    )


def _trim_role(text: str, left: int, right: int, *, trust: bool = False) -> Stretch | None:
    """The job inside a stretch; `trust` takes any plain words, since "role" or "post" follows them."""
    right = left + len(re.sub(rf"[ ]+{part('job')}$", "", text[left:right], flags=re.IGNORECASE))
    lead = frame("lead").match(text, left, right)
    if lead:
        left = lead.end()
    while right > left and not (text[right - 1].isalnum() or text[right - 1] in ")+#"):
        right -= 1
    while left < right and not (text[left].isalnum() or text[left] == "("):
        left += 1
    value = text[left:right]
    if text[left : left + 1] == "(" or value.count("(") != value.count(")"):
        return None
    plain = trust and 0 < len(value.split()) <= 4 and not set(fold(value).split()) & words_of("not_role") and not re.search(r"\d", value)
    if (
        not value
        or not (plain or is_role(value))
        or len(value.split()) > 7
        or re.search(
            r"\b(?:i|we|he|she|they|was|were|hiring|line|is|who|and i|with|call|interview|said|asked|but|both|yesterday)\b", fold(value)
        )
    ):
        return None
    return left, right


def _without_company(text: str, left: int, right: int) -> Stretch:
    cut = re.search(r"\s+(?:at|@|with)\s+(?=[A-Z])|\s+\((?=[^)]*\b(?:ref|job id|id|m/f|req)\b)", text[left:right])
    lead = re.match(r"(?:the|a|an)\s+", text[left:right], re.IGNORECASE)
    stop = left + cut.start() if cut else right
    return (left + lead.end() if lead else left, stop)
