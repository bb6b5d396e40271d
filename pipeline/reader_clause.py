"""What becomes of one clause of the notes: a fact of one kind, private or not, or left out with the reason."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.reader_data import fold, fold_in_place, labels, situations
from pipeline.reader_facts import classify, is_steering, private_reason
from pipeline.reader_frames import frame, words_of
from pipeline.reader_names import is_role
from pipeline.reader_segments import Segment
from pipeline.reader_sure import Weighed, tells_own_work, weigh
from prompts.notes import PRIVATE_KINDS, FactKind, ScenarioId
from prompts.patterns import compiled

__all__ = ["CONFESSED", "KEPT_OUT", "UNCLEAR", "Told", "told_of_clause"]

#: What a person may tell when it stands under a heading of the person's own choice.
_LABEL_ALLOWS = frozenset({"family", "health", "doubt or self-criticism"})
#: Why something is private, as `data/private.yaml` has it.
KEPT_OUT = "you asked to keep it out"
UNCLEAR = "it is not clear what this is for"
CONFESSED = "it says that it went wrong, not what is right"


@dataclass(frozen=True, slots=True)
class Told:
    """One piece of the notes and what became of it. `kind` None means left out, `why` says why (or why private)."""

    start: int
    end: int
    kind: FactKind | None
    private: bool = False
    why: str = ""


def _without_names(text: str, persons: frozenset[str]) -> str:
    """The words with a known person at their start replaced, for matching only."""
    match = re.match(r"(?:(?:dr|mrs?|ms|prof|sir|madame|frau|herr)\.?\s+)?((?:[\w'’-]+\s+){1,3}?)(?=\S)", text, re.IGNORECASE)
    words = fold(match[1]).split() if match else []
    while words and match and words[-1] not in persons:
        words.pop()
    if not words or match is None or not all(word in persons for word in words):
        return text
    return "she " + " ".join(text[match.start(1) :].split()[len(words) :])


_YES_OR_NO = frozenset({ScenarioId.ACCEPT_OFFER, ScenarioId.DECLINE_OFFER})

#: What one liked, where the job is turned down, is something to thank for.
_LIKED: dict[tuple[ScenarioId | None, FactKind | None], FactKind] = {(ScenarioId.DECLINE_OFFER, FactKind.MOTIVATION): FactKind.TOPIC}

#: Work of the writer's own, what says why, and a first day, where an offer is accepted and a reason has no place.
_WORKED = compiled(r"i(?:'ve| have)? (?:been|worked|done|spent|run|led|had|was an?|taught)\b|.*\b(?:years|since) ")
_WHY = compiled(r"\b(?:because|why|decid\w+|the reason|convinced)\b")
_START = compiled(r"\b(?:start(?:ing)? (?:date|day)|first day)\b")


def _in_place(clause: Segment, kind: FactKind | None, scenario: ScenarioId | None) -> FactKind | None:
    """The kind under which a fact is of use in this situation: a yes has no reason and no timeline, but a start and what speaks for it."""
    if scenario is ScenarioId.ACCEPT_OFFER and kind in {FactKind.REASON, FactKind.TIMELINE}:
        folded = fold(clause.text)
        if kind is FactKind.REASON:
            return FactKind.STRENGTH if _WORKED.match(folded) else FactKind.MOTIVATION if _WHY.search(folded) else None
        return FactKind.START_DATE if _START.search(folded) else kind
    if kind is FactKind.MOTIVATION and _THEIR_WISH.match(clause.text):
        return FactKind.TOPIC
    return _LIKED.get((scenario, kind), kind)


#: Kinds for which a line that only names job, people and day is sometimes taken.
_LOOSE = frozenset({FactKind.TOPIC, FactKind.TIMELINE, FactKind.STRENGTH, FactKind.MOTIVATION, FactKind.STANCE, FactKind.CORRECTION})


#: A laugh at the end of a clause, and how words about oneself begin.
_LAUGH = compiled(r"[ ,;.!(–-]+(?:(?:ha){2,}h?|(?:he){2,}h?|lol|:-?\)|;-?\)|😂|😅|😄|🙂|😊)+[)!. ]*$", re.IGNORECASE)
_OWN_WORDS = compiled(r"(?:and |but |so )*(?:i\b|i['’]|my\b|we\b|want(?:ed)? to\b|would (?:love|like)\b)", re.IGNORECASE)
#: What the writer did on the day: "in the planning game I moved the night order".
_I_DID = compiled(
    r"(?:(?:in|at|on|during|for) [^,.;]{3,50}?,? )?i (?!was\b|am\b|felt|think|thought|like|love|enjoy"
    r"|had (?:fun|a ))(?:[\w-]+ly )?(?:\w+ed|got|kept|made|took|led|found|gave|set|cut|ran|built|did|put)\b",
    re.IGNORECASE,
)
#: What they want is no motive of the writer's.
_THEIR_WISH = compiled(
    r"(?:and |so |but )?(?:they|she|he|the \w+) (?:(?:really|only|just|also) )*(?:wants?|needs?|(?:are "
    r"|is )?look(?:s|ing)? for)\b(?!.*\bI\b)",
    re.IGNORECASE,
)
#: A day among the values of a line is the day they met: that is the only one read.
_DAY = compiled(
    r"\d{1,2}[./-]\d|\b(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|jan\w*|feb\w*"
    r"|mar(?:ch)?|apr\w*|may|june?|july?|aug\w*"
    r"|sept?\w*|oct\w*|nov\w*|dec\w*|yesterday|today)\b",
    re.IGNORECASE,
)


def _is_header(clause: Segment, used: list[tuple[int, int]]) -> bool:
    """Whether a clause mostly names job, employer, people and day, or only tells that one met."""
    inside = [(start, end) for start, end in used if clause.start <= start and end <= clause.end]
    covered = sum(end - start for start, end in inside)
    if len(inside) >= 3 and covered * 2 >= clause.end - clause.start:
        return True
    if inside and not _words_beside(clause, inside) - words_of("header"):
        return True
    if (
        len(inside) > 1
        and frame("met_day").match(clause.text)
        and any(_DAY.search(clause.text[a - clause.start : b - clause.start]) for a, b in inside)
    ):
        return True
    return bool(inside) and frame("met_them").match(fold(clause.text)) is not None and not re.search(r"\babout\b|:", clause.text)


def _words_beside(clause: Segment, inside: list[tuple[int, int]]) -> set[str]:
    """The words of a clause that stand outside some spans of it, folded; a lone letter and a number are none."""
    text = "".join(" " if any(start <= at < end for start, end in inside) else char for at, char in enumerate(clause.text, clause.start))
    text = re.sub(r"\b(?:in|at|near|from|,) (?:[A-Z][\w'’-]+ ?){1,3}", " ", text)
    return set(re.findall(r"[^\W\d_]{2,}", fold(text)))


def _introduces(text: str, persons: frozenset[str]) -> bool:
    """Whether words only say who somebody is ("my future boss is Robert Steiner", "she is the commercial director")."""
    match = frame("is_somebody").search(text)
    if match is None or private_reason(text, pasted=False):
        return False
    return is_role(match["who"]) or bool(set(re.findall(r"[^\W\d_]+", fold(match["who"]))) & persons)


def _told_apart(clause: Segment, reason: str | None, scenario: ScenarioId | None, persons: frozenset[str]) -> Told | None:
    """What looks private and is not: an answer that was not given, and who somebody is."""
    folded = fold(clause.text)
    mild = reason in {None, KEPT_OUT, "doubt or self-criticism"}
    if scenario is ScenarioId.BAD_INTERVIEW and mild and frame("unsaid").match(folded) and not frame("never_to_say").search(folded):
        return Told(clause.start, clause.end, FactKind.CORRECTION)
    unsaid = frame("good_unsaid").match(fold_in_place(clause.text)) if reason is None and scenario is not ScenarioId.BAD_INTERVIEW else None
    if unsaid and private_reason(clause.text[unsaid.end() :], pasted=True) is None:
        return Told(clause.start + unsaid.end(), clause.end, FactKind.STRENGTH)
    slip = scenario is not ScenarioId.BAD_INTERVIEW and frame("own_slip").match(folded) is not None
    slip = slip and classify(clause.text, scenario=scenario) is not FactKind.CORRECTION
    if reason is None and (slip or frame("own_age").search(folded)):
        return Told(clause.start, clause.end, FactKind.PRIVATE, True, "doubt or self-criticism")
    if reason == "a remark about a person" and _introduces(clause.text, persons):
        return Told(clause.start, clause.end, None, why="it says who somebody is")
    return None


def _says_nothing(clause: Segment, kind: FactKind | None, scenario: ScenarioId | None, used: list[tuple[int, int]]) -> str:
    """Why a clause is no fact though it looks like one: a mere verdict, a heading, a line of names; empty when it may be one."""
    if scenario is ScenarioId.BAD_INTERVIEW and frame("confession").fullmatch(clause.text):
        return CONFESSED
    if kind is not None and frame("left_open").fullmatch(clause.text):
        return "it says nothing by itself"
    if kind in _LOOSE and (frame("headline").fullmatch(clause.text) or _is_header(clause, used)):
        return "it says nothing by itself"
    return ""


def _kind_of_label(clause: Segment, scenario: ScenarioId | None) -> FactKind | None:
    """The kind that a clause's label names; "why" asks for a reason where an offer is declined or thought over.

    What was talked about may be the writer's own work.
    """
    kind = labels().facts.get(clause.label or "")
    if (
        kind is FactKind.DEADLINE
        and not _DAY.search(clause.text)
        and re.search(r"\d|week|month|tomorrow|fortnight|end of", fold(clause.text)) is None
    ):
        return None
    if kind is FactKind.TOPIC and (tells_own_work(clause.text) or ("went well" in (clause.label or "") and _I_DID.match(clause.text))):
        return FactKind.STRENGTH
    why = kind is FactKind.MOTIVATION and (clause.label or "").startswith("why")
    return FactKind.REASON if why and scenario in {ScenarioId.DECLINE_OFFER, ScenarioId.TIME_TO_THINK} else kind


def _without_laugh(clause: Segment) -> Segment:
    """The clause without a laugh at its end, where the writer laughs at own words ("I want to fix it, haha")."""
    laugh = _LAUGH.search(clause.text)
    if laugh is None or not _OWN_WORDS.match(clause.text) or private_reason(clause.text[: laugh.start()], pasted=True):
        return clause
    return replace(clause, end=clause.start + laugh.start(), text=clause.text[: laugh.start()])


def _of_the_answer(clause: Segment, scenario: ScenarioId | None) -> Told | None:
    """Where an offer is answered: the yes or no itself, which is no fact, and thanks to be given or passed on."""
    if scenario not in _YES_OR_NO:
        return None
    if frame("decision_only").fullmatch(fold(clause.text)):
        return Told(clause.start, clause.end, None, why="it tells the situation")
    return Told(clause.start, clause.end, FactKind.RAPPORT) if frame("thanks_to").match(clause.text) else None


def _is_short(clause: Segment) -> bool:
    """Whether a clause is too short to tell of a topic beside the names it holds."""
    return len(clause.text.split()) < 9 and not re.search(r"\babout\b|\bdiscuss|\basked\b|\bshowed\b|\btold\b", fold(clause.text))


def told_of_clause(
    clause: Segment, scenario: ScenarioId | None, company: str | None, persons: frozenset[str], used: list[tuple[int, int]]
) -> Told:
    """What becomes of a clause by itself.

    Args:
        clause: one clause of the notes.
        scenario: the situation, when known.
        company: the employer, when known.
        persons: words of the interviewers' names.
        used: spans from which header values were read.
    """
    clause = _without_laugh(clause)
    kind_of_label = _kind_of_label(clause, scenario)
    said = _without_names(clause.text, persons)
    reason = private_reason(clause.text, pasted=True) or (private_reason(said, pasted=True) if said != clause.text else None)
    if reason == "leverage":
        return Told(clause.start, clause.end, FactKind.PRIVATE, True, reason)
    apart = _told_apart(clause, reason, scenario, persons)
    if apart is not None:
        return apart
    answer = _of_the_answer(clause, scenario) if kind_of_label is None and reason is None else None
    if answer is not None:
        return answer
    order = is_steering(clause.text)
    if order:
        return Told(clause.start, clause.end, None, why=order)
    if kind_of_label is not None:
        private = kind_of_label in PRIVATE_KINDS or (reason is not None and reason not in _LABEL_ALLOWS)
        return Told(clause.start, clause.end, kind_of_label, private, reason or "")
    holds = any(start < clause.end and end > clause.start for start, end in used)
    situation = situations().by_id[scenario].strong if scenario else ()
    if (
        not reason
        and classify(said, scenario=scenario, company=company) is None
        and any(pattern.search(fold(clause.text)) for pattern in situation)
    ):
        return Told(clause.start, clause.end, None, why="it tells the situation")
    kind = classify(said, scenario=scenario, bullet=clause.bullet or (clause.fragment and not holds), company=company)
    family = reason == "family" and scenario in {ScenarioId.TIME_TO_THINK, ScenarioId.DECLINE_OFFER} and kind is FactKind.REASON
    if reason is not None and not family:
        keep = kind if kind in {FactKind.OFFER, FactKind.OTHER_OFFER, FactKind.REASON} else FactKind.PRIVATE
        return Told(clause.start, clause.end, keep, True, reason)
    if kind not in PRIVATE_KINDS:
        cued = classify(said, scenario=scenario, company=company) is kind
        weighed = weigh(said, scenario, kind, cued=cued, header=holds) if len(clause.text.split()) > 1 else Weighed(kind)
        if weighed.why:
            return Told(clause.start, clause.end, weighed.kind, not weighed.order, weighed.why)
        kind = weighed.kind
    empty = _says_nothing(clause, kind, scenario, used)
    if empty:
        return Told(clause.start, clause.end, None, why=empty)
    kind = _in_place(clause, kind, scenario)
    if kind is None or (kind is FactKind.TOPIC and holds and _is_short(clause)):
        return Told(clause.start, clause.end, None, why="" if holds else UNCLEAR)
    return Told(clause.start, clause.end, kind, kind in PRIVATE_KINDS)
