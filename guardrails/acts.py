"""What an email does: thanking aside, every act of `prompts/acts.yaml`, found in any wording."""

from __future__ import annotations

from dataclasses import dataclass

from guardrails.acts_cues import CueHit, read_sentence
from guardrails.acts_data import load_words
from guardrails.acts_facts import fact_acts
from guardrails.acts_tokens import read_row
from prompts.brief import Brief
from prompts.draft import Draft

__all__ = ["Evidence", "count_acts", "find_acts"]

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
    and `leans_no`: words that tilt towards an answer to an offer without giving it.
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
        firm = {hit.act for hit in hits if hit.firm}
        for act in sorted(fact_acts(sentence.text, brief) - firm):
            if act == "went_well" and "weak_point" in firm:
                continue
            acts.setdefault(act, []).append(Evidence(index, start, end, sentence.text, act not in _BY_RECALL))
    evidence = acts.pop("evidence", [])
    if "weak_point" in acts and "correction" not in acts and evidence:
        acts["correction"] = evidence
    return acts


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
    """How often an act is performed: neighbouring sentences go on with the same one, unless they say "also" or "another"."""
    count = 0
    last = -2
    for item in sorted((item for item in evidence if item.firm), key=lambda item: item.sentence):
        words = read_row(draft.sentences[item.sentence].text).words
        if item.sentence == last:
            continue
        if item.sentence > last + 1 or load_words("adds") & words:
            count += 1
        last = item.sentence
    return count
