"""What the notes tell: each clause as a fact of one kind, private or not, or left out with the reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.reader_data import cues, fold, labels, private_cues, situations, steering
from pipeline.reader_frames import frame
from pipeline.reader_kept import cut_at, kept_back
from pipeline.reader_lean import lean
from pipeline.reader_names import is_role
from pipeline.reader_scorer import ORDER, PRIVATE, label_of
from pipeline.reader_segments import Segment
from pipeline.reader_spelling import respell
from pipeline.reader_sure import FELT as _FELT
from pipeline.reader_sure import Weighed, weigh
from prompts.notes import PRIVATE_KINDS, FactKind, ScenarioId
from prompts.patterns import compiled

__all__ = ["Told", "classify", "is_steering", "private_reason", "rule_label", "tell"]

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
#: Fields whose label may also stand before a plain note ("Me: set one up at my last school").
_NAMING = frozenset({"sender", "recipients", "recruiter", "company", "role"})
#: What stands in quotation marks or brackets on one line.
_QUOTED = compiled(r"[\"“«„][^\"”»\n]{12,600}[\"”»]|\[[^\]\n]{12,600}\]|\([^()\n]{12,600}\)|<[^>\n]{12,600}>|\{[^}\n]{12,600}\}")
#: Words of a sentence in which somebody tells what happened.
_TELLS = compiled(r"\b(?:i|i'm|i've|i'd|we|she|he|they|my|our|me|us|ms|mr|mrs|dr|interview|asked|talked|spoke)\b")
#: What a person may tell when it stands under a heading of the person's own choice.
_LABEL_ALLOWS = frozenset({"family", "health", "doubt or self-criticism"})


#: What the writer sets down as a good point.
_PLUS = re.compile(r"(?:^|\n)[ \t]*\+[ \t]+$")
_UNCLEAR = "it is not clear what this is for"
_CONFESSED = "it says that it went wrong, not what is right"


@dataclass(frozen=True, slots=True)
class Told:
    """One piece of the notes and what became of it. `kind` None means left out, `why` says why (or why private)."""

    start: int
    end: int
    kind: FactKind | None
    private: bool = False
    why: str = ""


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


def private_reason(text: str, *, pasted: bool, scenario: ScenarioId | None = None) -> str | None:
    """Why these words must stay out of an email; None when they may be told.

    Args:
        text: a clause or a fact.
        pasted: whether it comes from pasted text, where family, health and remarks are private too.
        scenario: a decision about an offer may rest on a family reason that the notes give as one.
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
    if private_reason(text, pasted=True, scenario=scenario):
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


def tell(
    text: str,
    clauses: list[Segment],
    *,
    scenario: ScenarioId | None,
    company: str | None,
    persons: frozenset[str] = frozenset(),
    used: list[tuple[int, int]],
    others: Sequence[tuple[int, int]] = (),
) -> list[Told]:
    """What becomes of every clause, in order.

    Args:
        text: the pasted notes.
        clauses: their clauses.
        scenario: the situation, when known.
        company: the employer, when known.
        persons: words of the interviewers' names: "Greg said" is read as "she said".
        used: spans from which header values were read: a clause that holds one and says nothing else is not listed.
        others: stretches of a chat that somebody else wrote.
    """
    told: list[Told] = []
    at_line: dict[int, list[int]] = {}
    confessed = -1
    kept = kept_back(text, clauses, scenario)
    clauses = cut_at(clauses, kept, text) if kept else clauses
    ordered = _ordered_sentences(text, clauses)
    for clause in clauses:
        aside = _set_aside(clause, ordered, others)
        if aside is not None:
            told.append(aside)
            continue
        key = labels().fields.get(clause.label or "")
        if clause.own_label and key is not None and key not in {"scenario", "subject", "interview.kind", "plain"}:
            if key == "skip":
                told.append(Told(clause.start, clause.end, None, why="a technical line"))
            if key not in _NAMING or any(start < clause.end and end > clause.start for start, end in used):
                continue
        if any(start <= clause.start < end for start, end in kept):
            told.append(Told(clause.start, clause.end, FactKind.PRIVATE, True, "you asked to keep it out"))
            continue
        if told and (private_cues().refers_back.match(fold(clause.text)) or frame("back_again").fullmatch(fold(clause.text))):
            told[-1] = replace(told[-1], kind=told[-1].kind or FactKind.PRIVATE, private=True, why="you asked to keep it out")
            _spread(told, clause, at_line)
            continue
        entry = _one(clause, scenario, company, persons, used)
        entry = _good_point(text, clause, entry)
        entry = _only_reason(clause, entry, scenario)
        because = _split_reason(clause, entry, scenario, company)
        if because is not None:
            told.append(because)
            rest = clause.text[because.end - clause.start :]
            entry = replace(
                entry,
                start=clause.end
                - len(re.sub(r"^[ ,]*(?:(?:because|cause|since|due to|coz|cos|bc)\b[ ]*)?", "", rest, flags=re.IGNORECASE)),
            )
        confessed = clause.line if entry.why == _CONFESSED else confessed
        entry = _answered(clause, entry) if confessed == clause.line else entry
        entry, purpose = _split_purpose(clause, entry, scenario)
        if purpose is not None:
            told.append(entry)
            entry = purpose
        previous = told[-1] if told else None
        if _joins(text, previous, entry, clause, used) and previous is not None:
            told[-1] = replace(previous, end=entry.end)
            continue
        at_line.setdefault(clause.line * 1000 + clause.sentence, []).append(len(told))
        told.append(entry)
    told = _named_private(text, told)
    return [
        replace(entry, kind=FactKind.PRIVATE) if entry.private and entry.kind is None else entry
        for entry in told
        if entry.kind or entry.why
    ]


def _set_aside(clause: Segment, ordered: frozenset[int], others: Sequence[tuple[int, int]]) -> Told | None:
    """A clause that is no note of the writer's: part of an order, or somebody else's words."""
    if clause.line * 1000 + clause.sentence in ordered:
        return Told(clause.start, clause.end, None, why="an instruction, not a note")
    if any(start <= clause.start < end for start, end in others):
        return Told(clause.start, clause.end, None, why="somebody else wrote it")
    return None


def _ordered_sentences(text: str, clauses: list[Segment]) -> frozenset[int]:
    """The sentences that give orders to a writer, so that no clause of theirs is taken for a note."""
    spans: dict[int, tuple[int, int]] = {}
    for clause in clauses:
        key = clause.line * 1000 + clause.sentence
        start, _ = spans.get(key, (clause.start, clause.end))
        spans[key] = (start, clause.end)
    attack = steering().attack
    quoted = [match.span() for match in _QUOTED.finditer(text) if any(pattern.search(fold(match[0])) for pattern in attack)]
    orders: set[int] = set()
    for key, (start, end) in spans.items():
        folded = fold(text[start:end])
        ordered = any(pattern.search(folded) for pattern in attack) and private_reason(text[start:end], pasted=True) != "leverage"
        inside = any(left <= start < right for left, right in quoted)
        # What follows on the same line goes on with the order, until somebody tells something again.
        if ordered or inside or (key - 1 in orders and _TELLS.search(folded) is None):
            orders.add(key)
    return frozenset(orders)


def _named_private(text: str, told: list[Told]) -> list[Told]:
    """What is told, with every clause private that holds a word the notes ask not to name ("don't go into the partner stuff")."""
    words: set[str] = set()
    for match in frame("do_not_name").finditer(text):
        words |= {word for word in re.findall(r"[^\W\d_]{4,}", fold(match["what"])) if not frame("not_a_subject").fullmatch(word)}
    if not words:
        return told
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(words)))})\b")
    return [
        replace(entry, kind=entry.kind or FactKind.PRIVATE, private=True, why="you asked to keep it out")
        if not entry.private and entry.kind and pattern.search(fold(text[entry.start : entry.end]))
        else entry
        for entry in told
    ]


def _spread(told: list[Told], clause: Segment, at_line: dict[int, list[int]]) -> None:
    """Make private the whole sentence that ends in "... don't mention that"."""
    told_here = at_line.get(clause.line * 1000 + clause.sentence, [])
    if not told_here and not clause.tail:
        told_here = at_line.get(clause.line * 1000 + clause.sentence - 1, [])
    for index in told_here if len(told_here) < 4 else told_here[-1:]:
        told[index] = replace(told[index], kind=told[index].kind or FactKind.PRIVATE, private=True, why="you asked to keep it out")


def _joins(text: str, previous: Told | None, entry: Told, clause: Segment, used: list[tuple[int, int]]) -> bool:
    """A clause of the same sentence that says nothing by itself goes on with the one before it."""
    if (
        previous is None
        or not clause.tail
        or entry.kind is not None
        or entry.private
        or entry.why.startswith(("an instruction", "a wish", "it reads", "it says"))
    ):
        return False
    if ":" in clause.text or len(clause.text) > 120:
        return False
    near = 0 <= entry.start - previous.end <= 12
    return previous.kind is not None and not previous.private and near and entry.end - previous.start <= 240


def _without_names(text: str, persons: frozenset[str]) -> str:
    """The words with a known person at their start replaced, for matching only."""
    match = re.match(r"(?:(?:dr|mrs?|ms|prof|sir|madame|frau|herr)\.?\s+)?((?:[\w'’-]+\s+){1,3}?)(?=\S)", text, re.IGNORECASE)
    words = fold(match[1]).split() if match else []
    while words and match and words[-1] not in persons:
        words.pop()
    if not words or match is None or not all(word in persons for word in words):
        return text
    return "she " + " ".join(text[match.start(1) :].split()[len(words) :])


#: What one liked, where the job is turned down, is something to thank for.
_LIKED: dict[tuple[ScenarioId | None, FactKind | None], FactKind] = {(ScenarioId.DECLINE_OFFER, FactKind.MOTIVATION): FactKind.TOPIC}
#: Kinds for which a line that only names job, people and day is sometimes taken.
_LOOSE = frozenset({FactKind.TOPIC, FactKind.TIMELINE, FactKind.STRENGTH, FactKind.MOTIVATION, FactKind.STANCE, FactKind.CORRECTION})


def _is_header(clause: Segment, used: list[tuple[int, int]]) -> bool:
    """Whether a clause mostly names job, employer, people and day, or only tells that one met."""
    inside = [(start, end) for start, end in used if clause.start <= start and end <= clause.end]
    covered = sum(end - start for start, end in inside)
    if len(inside) >= 3 and covered * 2 >= clause.end - clause.start:
        return True
    return bool(inside) and frame("met_them").match(fold(clause.text)) is not None and not re.search(r"\babout\b|:", clause.text)


def _introduces(text: str, persons: frozenset[str]) -> bool:
    """Whether words only say who somebody is ("my future boss is Robert Steiner", "she is the commercial director")."""
    match = frame("is_somebody").search(text)
    if match is None or private_reason(text, pasted=False):
        return False
    return is_role(match["who"]) or bool(set(re.findall(r"[^\W\d_]+", fold(match["who"]))) & persons)


def _split_reason(clause: Segment, entry: Told, scenario: ScenarioId | None, company: str | None) -> Told | None:
    """The public first half of "I need until Friday because my wife is ill", whose second half is private."""
    joint = re.search(r",?\s+(?:because|cause|since|due to|as my|as i|coz|cos|bc)\b", clause.text, re.IGNORECASE)
    if not entry.private or entry.why == "you asked to keep it out" or clause.label or joint is None:
        return None
    left = clause.text[: joint.start()]
    kind = classify(left, scenario=scenario, company=company)
    if kind is None or kind in PRIVATE_KINDS or private_reason(left, pasted=True, scenario=scenario):
        return None
    return Told(clause.start, clause.start + joint.start(), kind)


def _answered(clause: Segment, entry: Told) -> Told:
    """What stands behind "I blanked on it" on the same line is the answer."""
    unclear = entry.kind is None and entry.why == _UNCLEAR and len(clause.text.split()) > 3
    return replace(entry, kind=FactKind.CORRECTION, why="") if unclear else entry


def _good_point(text: str, clause: Segment, entry: Told) -> Told:
    """A line that begins with a plus sign is one, whatever the classifier feels about it."""
    felt = entry.private and entry.why == _FELT and not clause.tail
    plus = felt and _PLUS.search(text[max(0, clause.start - 6) : clause.start])
    return Told(clause.start, clause.end, FactKind.TOPIC) if plus else entry


def _only_reason(clause: Segment, entry: Told, scenario: ScenarioId | None) -> Told:
    """A reason without the decision in front of it: "I must decline, because I stay here" is a reason from "because" on."""
    if scenario is not ScenarioId.DECLINE_OFFER or entry.kind is not FactKind.REASON or entry.private:
        return entry
    joint = frame("decision_first").match(clause.text)
    return replace(entry, start=clause.start + joint.end()) if joint else entry


def _split_purpose(clause: Segment, entry: Told, scenario: ScenarioId | None) -> tuple[Told, Told | None]:
    """The date asked for and, apart, what the time is for: "until Monday, to read the contract"."""
    if scenario is not ScenarioId.TIME_TO_THINK or entry.kind is not FactKind.DEADLINE or entry.private:
        return entry, None
    joint = frame("purpose").search(clause.text)
    if joint is None or not re.search(r"\d|day|week|until|till", fold(clause.text[: joint.start()])):
        return entry, None
    start = clause.start + joint.end()
    reason = private_reason(clause.text[joint.end() :], pasted=True, scenario=scenario)
    private = reason not in {None, "family"}
    return replace(entry, end=clause.start + joint.start()), Told(
        start, clause.end, FactKind.REASON, private, reason or "" if private else ""
    )


def _told_apart(clause: Segment, reason: str | None, scenario: ScenarioId | None, persons: frozenset[str]) -> Told | None:
    """What looks private and is not: an answer that was not given, and who somebody is."""
    folded = fold(clause.text)
    mild = reason in {None, "you asked to keep it out", "doubt or self-criticism"}
    if scenario is ScenarioId.BAD_INTERVIEW and mild and frame("unsaid").match(folded) and not frame("never_to_say").search(folded):
        return Told(clause.start, clause.end, FactKind.CORRECTION)
    if reason == "a remark about a person" and _introduces(clause.text, persons):
        return Told(clause.start, clause.end, None, why="it says who somebody is")
    return None


def _says_nothing(clause: Segment, kind: FactKind | None, scenario: ScenarioId | None, used: list[tuple[int, int]]) -> str:
    """Why a clause is no fact though it looks like one: a mere verdict, a heading, a line of names; empty when it may be one."""
    if scenario is ScenarioId.BAD_INTERVIEW and frame("confession").fullmatch(clause.text):
        return _CONFESSED
    if kind in _LOOSE and (frame("headline").fullmatch(clause.text) or _is_header(clause, used)):
        return "it says nothing by itself"
    return ""


def _kind_of_label(clause: Segment, scenario: ScenarioId | None) -> FactKind | None:
    """The kind that a clause's label names; "why" asks for a reason where an offer is declined or thought over."""
    kind = labels().facts.get(clause.label or "")
    why = kind is FactKind.MOTIVATION and (clause.label or "").startswith("why")
    return FactKind.REASON if why and scenario in {ScenarioId.DECLINE_OFFER, ScenarioId.TIME_TO_THINK} else kind


def _is_short(clause: Segment) -> bool:
    """Whether a clause is too short to tell of a topic beside the names it holds."""
    return len(clause.text.split()) < 9 and not re.search(r"\babout\b|\bdiscuss|\basked\b|\bshowed\b|\btold\b", fold(clause.text))


def _one(clause: Segment, scenario: ScenarioId | None, company: str | None, persons: frozenset[str], used: list[tuple[int, int]]) -> Told:
    kind_of_label = _kind_of_label(clause, scenario)
    said = _without_names(clause.text, persons)
    reason = private_reason(clause.text, pasted=True, scenario=scenario)
    if reason is None and said != clause.text:
        reason = private_reason(said, pasted=True, scenario=scenario)
    if reason == "leverage":
        return Told(clause.start, clause.end, FactKind.PRIVATE, True, reason)
    apart = _told_apart(clause, reason, scenario, persons)
    if apart is not None:
        return apart
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
        weighed = weigh(said, scenario, kind, cued=cued) if len(clause.text.split()) > 1 else Weighed(kind)
        if weighed.why:
            return Told(clause.start, clause.end, weighed.kind, not weighed.order, weighed.why)
        kind = weighed.kind
    empty = _says_nothing(clause, kind, scenario, used)
    if empty:
        return Told(clause.start, clause.end, None, why=empty)
    kind = _LIKED.get((scenario, kind), kind)
    if kind is None or (kind is FactKind.TOPIC and holds and _is_short(clause)):
        return Told(clause.start, clause.end, None, why="" if holds else _UNCLEAR)
    return Told(clause.start, clause.end, kind, kind in PRIVATE_KINDS)
