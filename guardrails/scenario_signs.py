"""Second signs of the SCN family: what looks like a fault and is a matter of the notes, and what stands in for an act that is missing."""

from __future__ import annotations

from guardrails.acts import Evidence
from guardrails.acts_data import load_words
from guardrails.acts_facts import stems
from guardrails.acts_tokens import read_row
from prompts.brief import Brief
from prompts.draft import Draft
from prompts.notes import FactKind

__all__ = ["is_matter", "looks_ahead", "weighs_offer"]

#: Kinds of facts whose own words are matter and no manner ("letters that are too small"), and how many of them a sentence shares with one.
_MATTER = frozenset({FactKind.TOPIC, FactKind.RAPPORT, FactKind.MOTIVATION, FactKind.STRENGTH, FactKind.STANCE})
_TOLD = 3
#: Sentences at the end of an email that close it.
_CLOSE = 2


def is_matter(item: Evidence, draft: Draft, brief: Brief) -> bool:
    """Whether the words that look like a fault are those of a fact that the sentence tells ("a customer found the letters too small")."""
    seen = stems(item.text) - load_words("first_person")
    if not seen or item.text == draft.body:
        return False
    told = stems(draft.sentences[item.sentence].text)
    facts = (stems(fact.text) for fact in brief.facts.values() if fact.kind in _MATTER)
    return any(seen <= fact and len(told & fact) >= _TOLD for fact in facts)


def looks_ahead(draft: Draft, brief: Brief) -> bool:
    """Whether the close wishes for the work and leaves what comes next to the reader; not where the notes have times to offer."""
    if brief.notes.of_kind(FactKind.AVAILABILITY):
        return False
    for sentence in draft.sentences[-_CLOSE:]:
        words = read_row(sentence.text).words
        if load_words("next_step") & words:
            return False
        if load_words("wishes") & words and load_words("ahead_of_work") & words and load_words("first_person") & words:
            return True
    return False


def weighs_offer(sentence: str) -> bool:
    """Whether time is asked for as one would with an offer in hand: where they have made none, a date is mostly owed to somebody else."""
    words = read_row(sentence).words
    return bool(load_words("weighs") & words) and not load_words("owes") & words
