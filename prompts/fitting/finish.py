"""What the forms of a kind still need at the end: discretion, hung articles, the reader as "you"."""

from __future__ import annotations

import re

from prompts.fitting.expand_moment import no_clause_as_thing
from prompts.fitting.hung_articles import with_hung_articles, with_object_article
from prompts.fitting.withhold import discreetly
from prompts.fitting.words import LazyPattern
from prompts.notes import Fact, FactKind, Notes

__all__ = ["finished", "to_reader"]

#: Ends that want a word, and a turn that no article can take.
_BROKEN_OFF = LazyPattern(r"\b(?:not to|the|an|and|with the|of the)\.?$|\ban own\b|\bis was\b")

#: What is founded, where "found" is that verb and not "find" in the past.
_FOUNDED = LazyPattern(
    r"\b(?:company|business|charity|club|firm|start-?up|group|school|band|co-?op|magazine|festival|choir|society)\b", re.IGNORECASE
)

#: What is no topic by itself: a rate, or what there is only.
_NO_TOPIC = LazyPattern(r"(?:the )?\S*\d\S* (?:a|per) \w+\b|(?:only|still|just) |to [a-z]+ ", re.IGNORECASE)


def _owned_by_reader(forms: dict[str, str], text: str) -> dict[str, str]:
    """The forms with "your cat" where the note's "her cat" was taken for "you"."""
    for owned in re.findall(r"\b(?:her|his) (\w+)", text):
        forms = {form: re.sub(rf"\b([Yy])ou {re.escape(owned)}\b", rf"\1our {owned}", words) for form, words in forms.items()}
    return forms


#: A label that was taken for the start of a sentence: "I am saying no because: took a post", "I would like: to stay in touch".
_LABELLED = LazyPattern(
    r"I(?:['’]\w+)? (?:[a-z'’]+ ){0,6}(?:because|since|like|want|need|say|to|for|from|would|will): |I (?:would like|want|wish|need|hope)$"
)
#: What is left of "I liked that he said it straight".
_LEFT_OVER = LazyPattern(r"(?:it|them|him) [a-z]+", re.IGNORECASE)
#: Half of an answer: what was asked, or what was said wrongly, and nothing that puts it right; something "it" stands for, unsaid.
_HALF_TOLD = LazyPattern(
    r"(?:You|They) asked (?:(?!\bI\b)[^,;:.])+\.?"
    r"|I said (?:(?!\b(?:should|would|but|not|nothing|little|instead|meant|right|correct|wrong|is|was|when|that)\b)[^;:.])+\.?"
    r"|It(?: is|['’]s| was) (?:about |around |only |just )?\d[^,;]*",
    re.IGNORECASE,
)


def finished(forms: dict[str, str], fact: Fact) -> dict[str, str]:
    """The forms with what their kind asks for at the end: the articles of a jotting, a discreet word where the household is named."""
    forms = {form: words for form, words in forms.items() if not _BROKEN_OFF.search(words)}
    forms = {form: words for form, words in forms.items() if not _LABELLED.match(words) and not _LEFT_OVER().fullmatch(words)}
    if fact.kind is FactKind.CORRECTION:
        return {form: words for form, words in forms.items() if form not in {"own", "told"} or not _HALF_TOLD().fullmatch(words)}
    if fact.kind is FactKind.TOPIC:
        return {form: words for form, words in forms.items() if form not in {"np", "about", "raw"} or not _NO_TOPIC.match(words)}
    if fact.kind is FactKind.RAPPORT:
        forms = no_clause_as_thing(_owned_by_reader(forms, fact.text))
        if forms.get("clause", "").startswith(("we both ", "we are both ", "we share ")):  # no story of its own
            forms = {form: words for form, words in forms.items() if form not in {"own", "told"}}
        return {form: with_hung_articles(words) if form in {"own", "told", "to"} else words for form, words in forms.items()}
    if fact.kind is FactKind.STRENGTH and forms.get("ing", "").startswith("founding ") and not _FOUNDED.search(fact.text):
        del forms["ing"]
    if fact.kind is FactKind.STANCE:
        return {form: with_object_article(with_hung_articles(words)) for form, words in forms.items()}
    return discreetly(forms, fact.text) if fact.kind is FactKind.REASON else forms


_TOLD_THEM = LazyPattern(
    r"\b(told|showed|gave|sent|asked|mentioned to|explained to|described to) (?:her|him)\b(?! \w+ (?:is|was|were|had|has)\b)"
)


def to_reader(forms: dict[str, str], notes: Notes) -> dict[str, str]:
    """The forms with "I told her about" as "I told you about" where one person reads."""
    if len(notes.recipients) > 1:
        return forms
    return {form: _TOLD_THEM.sub(lambda match: f"{match[1]} you", words) for form, words in forms.items()}
