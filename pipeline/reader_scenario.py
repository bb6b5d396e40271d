"""Which of the seven situations pasted notes are about, and what says so."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from pipeline.reader_company import read_company
from pipeline.reader_data import ends_of, fold, labels, private_cues, situations
from pipeline.reader_dates import find_dates
from pipeline.reader_frames import frame
from pipeline.reader_ranker import ranker
from pipeline.reader_segments import Shape, cut
from pipeline.reader_spelling import respell
from pipeline.reader_whole import VALUE, text_features
from prompts.notes import FactKind, ScenarioId
from prompts.patterns import compiled

__all__ = ["WORDS", "Guess", "guess_scenario", "name_scenario"]

#: The reason given where no single sign decides.
WORDS = "its words as a whole"


@dataclass(frozen=True, slots=True)
class Guess:
    """The situation, or None with the ones that fit; `why` quotes the sign, folded."""

    scenario: ScenarioId | None
    why: str = ""
    candidates: tuple[ScenarioId, ...] = ()


def name_scenario(value: str) -> ScenarioId | None:
    """The situation that this value names by its id or a synonym ("phone screen", "declining"); None when it names none."""
    key = re.sub(r"\s+", " ", re.sub(r"[^\w\s]", "", fold(value).replace("-", " ").replace("_", " "))).strip()
    key = re.sub(r"^(?:after |an? |the |its |it is |i want to |want to |i am |im |to )+", "", key)
    for scenario, situation in situations().by_id.items():
        if (
            key in situation.names
            or key == scenario.value.replace("_", " ")
            or key.replace(" centre", " center") == scenario.value.replace("_", " ")
        ):
            return scenario
    return None


def guess_scenario(text: str, shape: Shape, *, today: dt.date | None = None) -> Guess:
    """The situation of pasted notes.

    Args:
        text: the pasted notes.
        shape: their lines and clauses.
        today: the day of writing: a promised date that has passed shows that no answer came.

    A decision about an offer outranks how the two met; silence outranks a bad interview, that an assessment centre or a
    call. Two decisions at once, or nothing at all, give None.
    """
    for line in shape.lines:
        if labels().fields.get(line.label or "") == "scenario" and line.own_label:
            named = name_scenario(line.text)
            if named is not None:
                return Guess(named, line.text)
    strong, weak, folded = _signs(_without_kept_back(text))
    late = _promise_passed(shape, today) if today and ScenarioId.NO_RESPONSE not in strong else ""
    if late and ScenarioId.BAD_INTERVIEW not in strong:
        strong[ScenarioId.NO_RESPONSE] = late
    apart = _two_employers(text)
    if apart:
        return Guess(None, "", apart)
    return _second_look(text, _decision(strong, weak) or _course(folded, strong, weak))


#: How likely a situation must be by the words of the whole text to be taken where no sign stands, or instead of one that is unlikely;
#: how unlikely one must be to be given up, and to be asked about.
_TAKEN, _INSTEAD = 0.12, 0.2
_GIVEN_UP, _DOUBTED = 0.03, 0.05
#: Of fewer words than this, in the first characters, too little can be said.
_LEAST, _FEW = 25, 400


def _second_look(text: str, guess: Guess) -> Guess:
    """What signs and the words of the whole text say together: where they contradict each other, the user is asked."""
    if guess.candidates or len(text[:_FEW].split()) < _LEAST:
        return guess
    points = ranker("situation").score(text_features(text), value=VALUE)
    best, second = sorted(points, key=lambda label: -points[label])[:2]
    if guess.scenario is None:
        sure = points[best] >= _TAKEN and points[best] >= 2 * points[second]
        return Guess(ScenarioId(best), WORDS) if sure else guess
    own = points[guess.scenario.value]
    if best == guess.scenario.value or points[best] < _INSTEAD or points[best] < 3 * own or own > _DOUBTED:
        return guess
    return Guess(ScenarioId(best), WORDS) if own <= _GIVEN_UP else Guess(None, "", (guess.scenario, ScenarioId(best)))


#: A stretch that a "don't mention" may stand for: what brackets hold, or a sentence of a line.
_SHORT = 25
_STRETCH = re.compile(r"[(\[][^()\[\]\n]{3,400}[)\]]|[^.!?\n()\[\]]+[.!?]*")


def _without_kept_back(text: str) -> str:
    """The notes without what they ask to keep out: a confidence says nothing about why the email is written."""
    asked = [pattern for why, pattern in private_cues().strong if why == "you asked to keep it out"]

    def told(match: re.Match[str]) -> str:
        is_short = len(match[0].split()) <= _SHORT  # in a transcript without full stops everything is one stretch
        return "" if is_short and any(pattern.search(fold(match[0])) for pattern in asked) else match[0]

    return _STRETCH.sub(told, text)


#: One more good thing that was not told: no sign of an interview that went badly.
_ADDED = compiled(r"\bi forgot to (?:say|mention|tell|add)(?: (?:him|her|them))?(?: that)? (?=i also\b|i(?:'ve| have) also\b)")


def _signs(text: str) -> tuple[dict[ScenarioId, str], dict[ScenarioId, str], str]:
    """The first strong and the first weak sign of each situation, and the folded text in which they stand."""
    folded = _signs_of_own(re.sub(r"\n+", "\n", re.sub(r"[^\S\n]+", " ", fold(ends_of(text, _FIRST, _LAST)))))
    folded = _ADDED.sub("", re.sub(r"[a-z]{6,}", lambda match: respell(match[0]), folded))
    strong: dict[ScenarioId, str] = {}
    weak: dict[ScenarioId, str] = {}
    for scenario, situation in situations().by_id.items():
        for patterns, into in ((situation.strong, strong), (situation.weak, weak)):
            hit = next((match for pattern in patterns if (match := pattern.search(folded))), None)
            if hit:
                into[scenario] = hit[0].strip()
    return strong, weak, folded


def _promise_passed(shape: Shape, today: dt.date) -> str:
    """The words of a promise whose date lies behind `today`; empty when there is none."""
    for clause in shape.clauses:
        folded = fold(clause.text)
        kind = labels().facts.get(clause.label or "")
        if not (frame("promised").search(folded) or kind is FactKind.TIMELINE) or re.search(r"\bi (?:said|promised|told)\b", folded):
            continue
        for when in find_dates(clause.text, today=today, past=True):
            if (
                when.exact
                and 1 < (today - when.day).days <= 75
                and re.search(r"\b(?:by|before|until|on|of|the|in|for)\W*(?:\w+ )?$|^$|[:=(]\s*$", clause.text[: when.start][-14:])
            ):
                return clause.text
    return ""


def _two_employers(text: str) -> tuple[ScenarioId, ...]:
    """The situations of two parts of the text, apart by an empty line or a number, that speak of two employers; else none."""
    parts = [part for part in re.split(r"\n[ \t]*\n|\n(?=[ \t]*(?:#+ |\d[.)] ))", text) if len(part.split()) > 6]
    if not 2 <= len(parts) <= 8 or len(text) > 6000:
        return ()
    found: list[tuple[ScenarioId, str]] = []
    for part in parts:
        strong, weak, folded = _signs(part)
        guess = (_decision(strong, weak) or _course(folded, strong, {})).scenario
        span = read_company(part, cut(part), persons=frozenset()) if guess else None
        if guess and span:
            found.append((guess, fold(part[slice(*span)])))
    for index, (one, employer) in enumerate(found):
        for other, rival in found[index + 1 :]:
            if other is not one and not set(employer.split()) & set(rival.split()):
                return (one, other)
    return ()


def _signs_of_own(folded: str) -> str:
    """The text without what it says about other employers' offers, and what their letter asks ("if you would like to accept")."""
    return _THEIR_QUESTION.sub(" ", frame("other_decision").sub(" ", folded))


#: A pasted letter speaks to the candidate as "you"; what it offers them to decide is not yet their decision.
_THEIR_QUESTION = compiled(r"\b(?:if|whether|should|once|when|unless|until) you\b[^.;!?\n]{0,80}")


def _decision(strong: dict[ScenarioId, str], weak: dict[ScenarioId, str]) -> Guess | None:
    found = [scenario for scenario in strong if situations().by_id[scenario].decision]
    thinking = ScenarioId.TIME_TO_THINK
    if thinking in found:
        return Guess(thinking, strong[thinking])
    if ScenarioId.ACCEPT_OFFER in found and ScenarioId.DECLINE_OFFER in found:
        return Guess(None, "", (ScenarioId.ACCEPT_OFFER, ScenarioId.DECLINE_OFFER))
    if found:
        return Guess(found[0], strong[found[0]])
    if ScenarioId.ACCEPT_OFFER in weak:
        return Guess(ScenarioId.ACCEPT_OFFER, weak[ScenarioId.ACCEPT_OFFER])
    return None


#: Of a paste of many pages, the characters at its beginning and end in which the situation is looked for.
_FIRST, _LAST = 30_000, 10_000
#: One slip of manner does not make a call a bad interview.
_ONLY_MANNER = compiled(r"rambled|waffled|fumbled|stumbled|got stuck|flubbed|mixed up")


def _course(folded: str, strong: dict[ScenarioId, str], weak: dict[ScenarioId, str]) -> Guess:
    """The situation from how the meeting went and what came after it."""
    went_well = any(pattern.search(folded) for pattern in situations().positive)
    order = [ScenarioId.NO_RESPONSE, ScenarioId.ASSESSMENT_CENTER, ScenarioId.BAD_INTERVIEW, ScenarioId.PHONE_INTERVIEW]
    doubtful = (
        ScenarioId.PHONE_INTERVIEW in strong and sum(1 for p in situations().by_id[ScenarioId.BAD_INTERVIEW].weak if p.search(folded)) < 2
    )
    if ScenarioId.BAD_INTERVIEW in weak and not went_well and not (doubtful and _ONLY_MANNER.fullmatch(weak[ScenarioId.BAD_INTERVIEW])):
        strong.setdefault(ScenarioId.BAD_INTERVIEW, weak[ScenarioId.BAD_INTERVIEW])
    for found in (strong, weak):
        for scenario in order:
            if scenario in found and not (scenario is ScenarioId.BAD_INTERVIEW and found is weak):
                return Guess(scenario, found[scenario])
    return Guess(None)
