"""LNG-grammar on verb forms: "delighted to opening", "will defends", "does it stands", "have survey two", "I want that you"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from guardrails.findings import Finding
from guardrails.language_words import word_list
from guardrails.lexicon import Passage
from guardrails.text import is_quoted
from prompts.draft import Part
from prompts.patterns import compiled

__all__ = ["find_forms"]

_END = r"(?![\w'\u2019-])"
_WHO = r"(?:I|you|we|they|he|she|it|who|which|that|this)"
_ADVERB = r"(?:(?:gladly|happily|also|really|certainly|always|just|only|then|still|never|not|first)\s+)?"
_THING = r"(?:you|it|she|he|they|we|this|that|(?:the|your|my|our|their|his|her|a|an)\s+(?:\w+\s+)?\w+)"


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    verb = _alternatives(word_list("plain_verbs"))
    no_noun = _alternatives(word_list("plain_verbs") - word_list("verbs_as_nouns"))
    before_to, no_form = _alternatives(word_list("before_infinitive")), _alternatives(word_list("nouns_in_ing"))
    separable = _alternatives(word_list("separable_verbs"))
    third = rf"(?:{verb})e?s"
    return (
        (
            compiled(
                rf"\b(?:{before_to}|would\s+(?:like|love)|['\u2019]d\s+(?:like|love))\s+to\s+(?!(?:{no_form}){_END})[a-z]+ing{_END}"
                r"(?=\s+(?:it|the|a|an|my|your|our|them|you|me|this|that|in|with|for|at|to|from|about)\b)",
                re.IGNORECASE,
            ),
            'an infinitive is needed after "to" here',
        ),
        (
            compiled(
                rf"\b{_WHO}(?:\s+(?:will|would|can|could|must|should|might|shall|cannot|won['\u2019]t)|['\u2019]ll)\s+{_ADVERB}{third}{_END}",
                re.IGNORECASE,
            ),
            "a verb after a modal takes no ending",
        ),
        (
            compiled(
                rf"\b(?:does|did|doesn['\u2019]t|didn['\u2019]t)\s+{_THING}\s+{third}{_END}(?!\s+(?:\w+\s+)?(?:{verb}){_END})",
                re.IGNORECASE,
            ),
            'after "does" or "did" the verb takes no ending',
        ),
        (
            compiled(
                rf"(?:^|[.!?;:,\n(]\s*|\b(?:and|but|because|as|so|since)\s+)(?:(?:(?:I|we|you|they)\s+)?(?:have|had)|(?:I|we|you|they)['\u2019]ve|(?:he|she|it)\s+has)\s+{_ADVERB}(?:work(?=\s+(?:nights|shifts|weekends)\b)|(?:{no_noun}){_END})"
                r"(?=\s+(?:the|a|an|my|your|our|their|his|her|this|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|fifty|\d+|nights|shifts|weekends)\b(?!\s+(?:or|and)\b))",
                re.IGNORECASE,
            ),
            'after "have" the participle is needed',
        ),
        (
            compiled(
                rf"(?:^|[.?!\n]\s*|\b(?:or|and|but)\s+)have\s+(?:an?|this|that|each|every)\s+\w+\s+(?:been|come|arrived|changed|happened|fallen|gone){_END}",
                re.IGNORECASE,
            ),
            'one thing takes "has"',
        ),
        (
            compiled(
                r"\b(?:I|we)(?:\s+(?:want|wanted|need|needed|expect|expected|would\s+like|would\s+love)|['\u2019]d\s+(?:like|love))\s+that\s+(?:you|he|she|we|they)\s+(?!(?:all|both)?\s*(?:said|told|mentioned|had|have|showed|described|gave|made|sent|offered|promised)\b)\w+",
                re.IGNORECASE,
            ),
            'after this verb stands "you to ..."',
        ),
        (
            compiled(
                rf"\b(?:to\s+be|been|being)\s+(?:{separable})\s+(?:up|out|off|over|by){_END}",
                re.IGNORECASE,
            ),
            "the passive takes a participle",
        ),
    )


def _alternatives(words: frozenset[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


def find_forms(part: Part, passage: Passage) -> Iterator[Finding]:
    """Verb forms that no dialect has; quoted words are somebody else's."""
    text = passage.text
    for pattern, why in _patterns():
        for match in pattern.finditer(text):
            if is_quoted(match.start(), match.end(), passage.quoted):
                continue
            seen = " ".join(match[0].split())
            yield Finding(
                "LNG-grammar", "error", part, match.start(), match.end(), f'"{seen}": {why}.', "Use the form of the verb that belongs here."
            )
