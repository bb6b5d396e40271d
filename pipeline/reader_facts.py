"""What words of notes are by themselves: an order to a writer, something private, or a fact of one kind."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.reader_data import cues, fold, private_cues, steering
from pipeline.reader_frames import frame
from pipeline.reader_lean import lean
from pipeline.reader_scorer import ORDER, PRIVATE, label_of
from pipeline.reader_spelling import respell
from prompts.notes import PRIVATE_KINDS, FactKind, ScenarioId
from prompts.patterns import compiled

__all__ = ["classify", "is_steering", "private_reason", "rule_label"]

_THRESHOLD = 4
_ABBREVIATIONS = {
    "abt": "about",
    "ppl": "people",
    "bc": "because",
    "cos": "because",
    "coz": "because",
    "bcoz": "because",
    "cuz": "because",
    "w": "with",
    "w/": "with ",
    "yr": "years",
    "yrs": "years",
    "mgr": "manager",
    "mth": "months",
    "mths": "months",
    "int": "interview",
    "wk": "week",
    "thx": "thanks",
}

#: Sums of this size are business, not somebody's pay, unless the words say so.
_LARGE = compiled(r"[£$€]\s?\d[\d.,]*\s?(?:m|mn|mio|million|bn|billion)\b")
_THOUSANDS = compiled(r"\b\d+(?:[.,]\d+)?\s?(?:k|lakhs?|lpa|crores?)\b")


def _plain(text: str) -> str:
    """Folded text with the commonest words of notes spelt right, for matching only."""
    folded = re.sub(
        r"\b(?:abt|ppl|bc|cos|coz|w|yrs?|mgr|mths?|int|wk|thx|bcoz|cuz)\b|\bw/", lambda match: _ABBREVIATIONS[match[0]], fold(text)
    )
    return re.sub(r"[a-z]{6,}", lambda match: respell(match[0]), folded)


def is_steering(text: str) -> str | None:
    """Why this text is an order to a writer and not a note; None when it is a note."""
    folded = fold(text)
    if any(pattern.search(folded) for pattern in steering().attack):
        return "an instruction, not a note"
    if any(pattern.search(folded) for pattern in steering().style):
        return "a wish about the email, not a note"
    return None


def private_reason(text: str, *, pasted: bool) -> str | None:
    """Why these words must stay out of an email; None when they may be told.

    Args:
        text: a clause or a fact.
        pasted: whether it comes from pasted text, where family, health and remarks are private too.
    """
    folded = _plain(text)
    signs = private_cues()
    for why, pattern in signs.strong:
        if pattern.search(folded):
            return why
    money, large = frame("money").search(folded), _LARGE.search(folded)
    sum_of_money = bool(money or _THOUSANDS.search(folded)) and not signs.work_money.search(folded)
    if sum_of_money and (signs.offer_money.search(folded) or (pasted and money and not large)):
        return "pay"
    if pasted:
        for why, pattern in signs.plain:
            if pattern.search(folded):
                return why
    return None


def classify(text: str, *, scenario: ScenarioId | None = None, bullet: bool = False, company: str | None = None) -> FactKind | None:
    """The kind of fact these words are; None when nothing shows it.

    Args:
        text: one clause.
        scenario: settles what a date is for.
        company: an offer from it is the offer, not another one.
        bullet: a listed fragment without any sign is something that was talked about.
    """
    best, points = _best(text, scenario, company)
    if best is None or points >= _THRESHOLD:
        return best
    folded = _plain(text)
    if (
        bullet
        and (points >= 2 or len(folded.split()) >= 3)
        and not re.search(r"\b(?:went|good|great|nice|ok|okay|fine|well|bad|lovely|tired)\W*$", folded)
    ):
        return best if points >= 2 else FactKind.TOPIC
    return None


@lru_cache(maxsize=64)
def _best(text: str, scenario: ScenarioId | None, company: str | None) -> tuple[FactKind | None, int]:
    """The kind with the most signs and their points; no kind for a mere verdict."""
    folded = _plain(text)
    if frame("verdict").match(folded) and len(folded.split()) < 9:
        return None, 0
    scores = {kind: sum(weight for weight, pattern in patterns if pattern.search(folded)) for kind, patterns in cues().items()}
    _settle(scores, scenario, folded)
    lean(scores, scenario, folded)
    if company and fold(company) in folded and not re.search(r"\b(?:other|another|second|competing|rival)\b", folded):
        scores[FactKind.OTHER_OFFER] = 0
    best = max(scores, key=lambda kind: scores[kind])
    return best, scores[best]


def rule_label(text: str, scenario: ScenarioId | None, *, bullet: bool) -> str:
    """What the rules alone make of a clause: a kind of fact (as `weigh` is told it), `private`, `order` or `none`."""
    if private_reason(text, pasted=True):
        return PRIVATE
    if is_steering(text):
        return ORDER
    kind = classify(text, scenario=scenario, bullet=bullet)
    if kind in PRIVATE_KINDS:
        return PRIVATE
    return label_of(kind, cued=classify(text, scenario=scenario) is kind)


def _settle(scores: dict[FactKind, int], scenario: ScenarioId | None, folded: str) -> None:
    """What the situation says about readings that look alike."""
    decision = {ScenarioId.ACCEPT_OFFER, ScenarioId.DECLINE_OFFER, ScenarioId.TIME_TO_THINK}
    if scenario is ScenarioId.TIME_TO_THINK and scores[FactKind.DEADLINE]:
        scores[FactKind.DEADLINE] += 4
    if (
        scenario not in decision
        and scores[FactKind.TIMELINE]
        and re.match(r"(?:they|she|he|recruiter|hr|\w+) (?:said|promised|told|expects?)\b", folded)
    ):
        scores[FactKind.TIMELINE] += 4
        scores[FactKind.DEADLINE] = 0
    if scenario not in decision:
        scores[FactKind.REASON] = min(scores[FactKind.REASON], 1)
        scores[FactKind.START_DATE] = scores[FactKind.START_DATE] if "start date" in folded else min(scores[FactKind.START_DATE], 4)
    if scenario not in {ScenarioId.BAD_INTERVIEW, ScenarioId.ASSESSMENT_CENTER, None} and scores[FactKind.CORRECTION] < 4:
        scores[FactKind.CORRECTION] = 0
    if re.match(
        r"(?!i\b|we\b)(?:\w+ ){1,2}?(?:also |then )?(?:asked|asks|told|showed|mentioned|wanted to know|quizzed|explained|described)\b",
        folded,
    ):
        scores[FactKind.TOPIC] += 6
        scores[FactKind.STANCE] = 0
    if scores[FactKind.CORRECTION] >= 4 and scenario not in decision:
        scores[FactKind.CORRECTION] += 8
    if scores[FactKind.STRENGTH] >= 4 and re.search(r"\b(?:she|he|they) (?:asked|told|showed|mentioned|said)\b", folded):
        scores[FactKind.TOPIC] += 2
    elif scores[FactKind.STRENGTH] >= 4 and re.match(r"(?:i|i've|i have)\b", folded):
        scores[FactKind.TOPIC] -= 3
    if (
        scores[FactKind.STANCE] >= 4
        or scores[FactKind.TIMELINE] >= 4
        or scores[FactKind.OTHER_OFFER] >= 4
        or scores[FactKind.RAPPORT] >= 4
        or scores[FactKind.PROMISE] >= 4
    ):
        scores[FactKind.TOPIC] = min(scores[FactKind.TOPIC], 3)
