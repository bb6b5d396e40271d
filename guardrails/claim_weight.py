"""How well the notes carry the words of a claim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from guardrails.claim_words import Claim
from guardrails.ground import Ground
from guardrails.vocabulary import Token, load_vocabulary
from prompts.patterns import compiled

__all__ = ["Weight", "is_about_this_job", "weigh"]


@dataclass(frozen=True, slots=True)
class Weight:
    """Words of a claim by how the notes carry them."""

    supported: tuple[Token, ...]
    strong: tuple[Token, ...]
    unknown: tuple[Token, ...]
    everyday: tuple[Token, ...]

    @property
    def load(self) -> float:
        """How much the claim brings in that the notes do not have."""
        return len(self.unknown) + 0.5 * len(self.everyday)


#: "I'm joining ... as your ...", "the ... role": the claim is about the job at hand, not about the writer's past.
_THIS_JOB = compiled(
    r"\b(?:joining|starting|becoming|beginning|accept(?:ing|ed)?|appl(?:y|ied|ying)|taking\s+(?:on|up)|stepping\s+into|coming\s+(?:aboard|on\s+board|to\s+work)"
    r"|look(?:ing)?\s+forward|as\s+your|(?:be|become)\s+your|interview(?:ed|ing)?\s+for"
    r"|(?:the|this|your|that)\s+(?:[\w'\u2019,/&\-]+\s+){0,6}(?:role|position|job|post|opening|vacancy|traineeship|place|offer))\b",
    re.IGNORECASE,
)

#: Kinds of claims that the bare name of a company or a job does not carry.
_OF_THE_READER = frozenset({"said", "reader", "told"})

#: Kinds of claims that words of any letter do not carry either.
_STRICT = frozenset({"reader", "told"})

#: Names for the job at hand, when it is wanted or accepted.
_PLACES = frozenset({"apprenticeship", "traineeship", "internship", "placement", "residency", "fellowship", "scholarship", "secondment"})


def is_about_this_job(claim: Claim, text: str) -> bool:
    """Whether a claim of the writer's speaks of taking or wanting the job of the notes."""
    return claim.kind == "past" and bool(_THIS_JOB.search(text[claim.start : claim.end + 24]))


def weigh(claim: Claim, ground: Ground, skip: Sequence[tuple[int, int]] = (), *, about_this_job: bool = False) -> Weight:
    """The words of a claim by how the notes carry them; spans in `skip` (names, dates, figures) are judged elsewhere."""
    is_theirs = claim.kind in _OF_THE_READER
    groups: dict[str, list[Token]] = {"supported": [], "strong": [], "unknown": [], "everyday": [], "neutral": []}
    for token in claim.words:
        if any(start <= token.start < end for start, end in skip) or token.low[0].isdigit():
            continue
        if about_this_job and token.stem in ground.header_stems:
            continue
        if claim.kind in _STRICT and token.stem in load_vocabulary().letter:
            continue
        if claim.kind == "mind" and token.low in _PLACES:
            continue
        if is_theirs and token.stem in ground.header_stems and token.stem not in ground.own_stems:
            continue
        groups[ground.kind_of(token, is_own=claim.kind == "past")].append(token)
    return Weight(tuple(groups["supported"]), tuple(groups["strong"]), tuple(groups["unknown"]), tuple(groups["everyday"]))
