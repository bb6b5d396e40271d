"""What an email does: thanking aside, every act of `prompts/acts.yaml`, found in any wording."""

from __future__ import annotations

from dataclasses import dataclass

from guardrails.acts_cues import CueHit, read_sentence
from guardrails.acts_data import load_words
from guardrails.acts_facts import fact_acts, stems
from guardrails.acts_tokens import Row, read_row
from prompts.brief import Brief
from prompts.draft import Draft, Sentence
from prompts.notes import FactKind, ScenarioId

__all__ = ["Evidence", "count_acts", "find_acts"]

#: Content words a question shares with a fact before it is about that fact and not about the decision.
_SAME_QUESTION = 2
#: Words in front of "so" that can hold a reason.
_REASON = 3
#: Good enough when asked for: a fact of the notes stands there, in whatever words.
_BY_RECALL = frozenset({"went_well", "continued_interest"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where an act is performed: index of the body sentence, offsets in `draft.body`, the words.

    `firm` is False where the wording is good enough for an act that is asked for, but too weak to hold against one
    that is forbidden.
    """

    sentence: int
    start: int
    end: int
    text: str
    firm: bool = True


def find_acts(draft: Draft, brief: Brief) -> dict[str, list[Evidence]]:
    """Every act the body performs, with its evidence in order; an act that is not performed has no entry.

    Beside the acts of `prompts/acts.yaml` (without `gratitude`, which has checks of its own) there are `leans_yes`
    and `leans_no`, words that tilt towards an answer to an offer without giving it, `tilts_yes` and `tilts_no`, an answer foretold.
    """
    body = draft.body
    spans = draft.sentence_spans()
    acts: dict[str, list[Evidence]] = {}
    named = [name for name in (brief.notes.role, brief.notes.company) if name and "," in name]
    for index, (start, end, sentence) in enumerate(spans):
        following = spans[index + 1][2].text if index + 1 < len(spans) else ""
        hits = [_settle(hit, sentence.text, following) for hit in read_sentence(_one_name(sentence.text, named))]
        for hit in hits:
            acts.setdefault(hit.act, []).append(
                Evidence(index, start + hit.start, start + hit.end, body[start + hit.start : start + hit.end], hit.firm)
            )
        acts.pop("reproach", None)
        acts.pop("circumstance", None)
        firm = {hit.act for hit in hits if hit.firm}
        if "excuse" not in firm and (_gives_reason(hits, sentence.text) or _blames_circumstance(hits, sentence.text, brief)):
            acts.setdefault("excuse", []).append(Evidence(index, start, end, sentence.text))
        reproach = next((hit for hit in hits if hit.act == "reproach" and hit.firm), None)
        if reproach and "blame" not in firm and _may_reproach(_part_of(sentence.text, reproach), brief):
            words = body[start + reproach.start : start + reproach.end]
            acts.setdefault("blame", []).append(Evidence(index, start + reproach.start, start + reproach.end, words))
        for act in sorted(fact_acts(sentence.text, brief) - firm):
            if act in ("went_well", "slip") and "weak_point" in firm:
                continue
            act = "correction" if act == "slip" else act
            acts.setdefault(act, []).append(Evidence(index, start, end, sentence.text, act not in _BY_RECALL))
        if "status_request" not in firm and _asks_loosely(sentence.text, brief):
            acts.setdefault("status_request", []).append(Evidence(index, start, end, sentence.text, False))
    if "door_open" not in acts and "declines" in acts:
        after = max(item.sentence for item in acts["declines"])
        acts |= {"door_open": parting} if (parting := _parting_words(spans[after + 1 :], after + 1)) else {}
    evidence = acts.pop("evidence", [])
    is_raised = bool(brief.notes.of_kind(FactKind.CONCERN)) and not brief.notes.of_kind(FactKind.CORRECTION)
    if "correction" not in acts and evidence and ("weak_point" in acts or is_raised):
        acts["correction"] = evidence
    return acts


def _parting_words(spans: list[tuple[int, int, Sentence]], first: int) -> list[Evidence]:
    """Sentences after a refusal that look ahead and are meant for the reader: a friendly last word in whatever wording."""
    found = []
    for index, (start, end, sentence) in enumerate(spans, first):
        words = read_row(sentence.text).words
        if load_words("reader") & words and load_words("ahead") & words and not load_words("thanks") & words:
            found.append(Evidence(index, start, end, sentence.text, False))
    return found


def _gives_reason(hits: list[CueHit], sentence: str) -> bool:
    """Whether a weak point is told as the outcome of something: "it had been a long day, so I went blank"."""
    row = read_row(sentence)
    for hit in hits:
        if hit.act == "weak_point" and hit.firm:
            before = [token.text for token in row.tokens if token.start < hit.start]
            if len(before) > _REASON and load_words("leads").intersection(before[-2:]):
                return True
    return False


def _blames_circumstance(hits: list[CueHit], sentence: str, brief: Brief) -> bool:
    """Whether a sentence about the weak moment also tells of something around it, other than the matter of the notes itself.

    "In the rush of the interview I forgot the heat": the rush is a circumstance, the heat is the noted matter.
    """
    said = stems(sentence)
    slips = [stems(fact.text) for fact in brief.facts.values() if fact.kind is FactKind.CORRECTION]
    tells_slip = any(said & slip for slip in slips) and bool(load_words("looks_back") & read_row(sentence).words)
    if not tells_slip and not any(hit.act == "weak_point" for hit in hits):
        return False
    noted = frozenset().union(*(stems(fact.text) for fact in brief.facts.values()))
    told = [stems(sentence[hit.start : hit.end]) for hit in hits if hit.act == "circumstance" and hit.firm]
    return any(not matter & noted for matter in told)


def _part_of(sentence: str, hit: CueHit) -> str:
    """The part of a sentence between commas or semicolons in which a hit stands."""
    begin = max(sentence.rfind(mark, 0, hit.start) for mark in ",;:") + 1
    ends = [at for mark in ",;:" if (at := sentence.find(mark, hit.end)) >= 0]
    return sentence[begin : min(ends, default=len(sentence))]


def _may_reproach(sentence: str, brief: Brief) -> bool:
    """Whether a word of reproach can be meant for the reader: after a silence, and where the sentence is about no fact of the notes."""
    if brief.contract.id != ScenarioId.NO_RESPONSE:
        return False
    said = stems(sentence)
    return not any(said & stems(fact.text) for fact in brief.facts.values() if fact.kind is not FactKind.TIMELINE)


def _asks_loosely(sentence: str, brief: Brief) -> bool:
    """Whether a question may be the one about the decision: it offers nothing, and is not the open question of the notes."""
    row = read_row(sentence)
    if not row.question or load_words("offers") & row.words:
        return False
    asked = stems(sentence)
    return not any(
        len(asked & stems(fact.text)) >= _SAME_QUESTION for fact in brief.facts.values() if fact.kind in (FactKind.CONCERN, FactKind.TOPIC)
    )


def _one_name(text: str, names: list[str]) -> str:
    """The text with the commas inside a role or company ("Marine Biologist, Cleaner Fish") blanked, so that they part no clauses."""
    for name in names:
        text = text.replace(name, name.replace(",", " "))
    return text


def _settle(hit: CueHit, sentence: str, following: str) -> CueHit:
    """A "would be glad to accept" that the next sentence takes back is only a leaning."""
    if hit.act != "accepts":
        return hit
    row = read_row(sentence)
    first = read_row(following).tokens[:1]
    if (
        first
        and first[0].text in load_words("takes_back")
        and load_words("conditional") & row.words
        and not load_words("definite") & row.words
    ):
        return CueHit("leans_yes", hit.start, hit.end, hit.firm)
    return hit


def count_acts(evidence: list[Evidence], draft: Draft) -> int:
    """How often an act is performed: neighbouring sentences go on with the same one, unless they say "also"; "as did" tells two."""
    count = 0
    last = -2
    for item in sorted((item for item in evidence if item.firm), key=lambda item: item.sentence):
        row = read_row(draft.sentences[item.sentence].text)
        if item.sentence == last:
            continue
        within = _says(row, "adds_within")
        if item.sentence > last + 1 or load_words("adds") & row.words or within or _says(row, "adds_after"):
            count += 1
        if within and count == 1:
            count += 1
        last = item.sentence
    return count


def _says(row: Row, phrases: str) -> bool:
    return any(f" {phrase.replace('_', ' ')} " in row.text for phrase in load_words(phrases))
