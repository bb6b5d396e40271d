"""IDN on the role laid word by word beside the text: the notes' title with one of its words exchanged, or one put in."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from guardrails.findings import Finding
from guardrails.ground import Ground
from guardrails.identity_data import identity_pattern
from guardrails.names_near import is_near, name_list
from guardrails.told import load_weights
from guardrails.vocabulary import Token, load_vocabulary, tokens
from prompts.draft import Part
from prompts.patterns import compiled

__all__ = ["TRADE_END", "check_replaced", "is_abbreviated"]

#: Ends of nouns that name a person by the work.
TRADE_END = compiled(r"(?:[a-z]{3}(?:er|or|ist|ian|eer|man)|woman|keeper|smith|wright|hand)s?$")
#: After these a role says what it is for, and its noun stands before them ("chef de partie", "head of sales").
_LINKS = frozenset({"of", "de", "du", "for", "in", "at", "to"})
_TRADE = compiled(r"(?<=[a-z]{4})(?:(?:er|or|e)?ship|ing|[eo]rs?|ed|e)$")
_JOINT = compiled(r"[ \-/]| & ")
_JOINT_COMMA = compiled(r"[ \-/]|, | & ")
#: From this many words on, a title with all but one of them right is a title wherever it stands.
_TELLING = 3


def is_abbreviated(low: str, right: str) -> bool:
    """Whether two words are one another's short form or of one trade ("dev" and "developer", "planning" and "planner")."""
    short, long = sorted((low, right), key=len)
    return (len(short) >= 2 and long.startswith(short)) or _root(low) == _root(right)


def _root(low: str) -> str:
    return re.sub(r"([^aeiou])\1$", r"\1", _TRADE.sub("", low))


def check_replaced(text: str, part: Part, ground: Ground) -> list[Finding]:
    """The role with one word exchanged or put in: "guest relations manager" for "guest services manager", "sous-chef" for "chef"."""
    role = tokens(ground.brief.notes.role or "")
    heads = _heads(role)
    if not heads:
        return []
    found: list[Finding] = []
    row = tokens(text)
    joint = _JOINT_COMMA if "," in (ground.brief.notes.role or "") else _JOINT
    for head in heads:
        stems = {token.stem for token in head}
        for start in range(len(row)):
            if not any(token.stem in stems for token in row[start : start + 2]):
                continue
            for size in (len(head), len(head) + 1):
                window = row[start : start + size]
                if len(window) < size or not _stand_together(text, window, joint):
                    continue
                if _is_another(text, window, head, ground):
                    seen = text[window[0].start : window[-1].end]
                    message = f"The email names the role {seen!r}; the notes have {ground.brief.notes.role!r}."
                    fix = f"Write {ground.brief.notes.role!r}."
                    found.append(Finding("IDN-role", "error", part, window[0].start, window[-1].end, message, fix))
    return found


def _heads(role: Sequence[Token]) -> list[Sequence[Token]]:
    """The role and, where it goes on to say what for, its part before that; single words tell too little."""
    link = next((index for index, token in enumerate(role) if index and token.low in _LINKS), len(role))
    return [head for head in dict.fromkeys((tuple(role), tuple(role[:link]))) if len(head) > 1]


def _stand_together(text: str, window: Sequence[Token], joint: re.Pattern[str]) -> bool:
    return all(joint.fullmatch(text, one.end, other.start) for one, other in itertools.pairwise(window))


def _is_another(text: str, window: Sequence[Token], head: Sequence[Token], ground: Ground) -> bool:
    place = _only_difference(window, head)
    if place is None:
        return False
    found, is_put_in = window[place], len(window) > len(head)
    if not _tells(found, ground) or _stands_in_notes(window, ground):
        return False
    named = _is_named(text, window)
    if is_put_in:
        return named
    if is_abbreviated(found.low, head[place].low) or (is_near(found.low, head[place].low) and not _are_two_words(found, head[place])):
        return False
    is_last = place == len(head) - 1
    if is_last and head[place - 1].low not in _LINKS and not _is_trade(found):
        return False
    return named or (len([token for token in head if token.low not in load_vocabulary().function]) >= _TELLING)


def _are_two_words(found: Token, right: Token) -> bool:
    """As in "project" and "product": near in letters, yet each a word of its own, not a slip."""
    known = load_weights().words
    return found.low in known and right.low in known and OSA.distance(found.low, right.low) > 1


def _only_difference(window: Sequence[Token], head: Sequence[Token]) -> int | None:
    """The place of the one word that differs, or was put in between two that do not; None for none or several."""
    if len(window) == len(head):
        other = [index for index, pair in enumerate(zip(window, head, strict=True)) if pair[0].stem != pair[1].stem]
        return other[0] if len(other) == 1 else None
    for index in range(1, len(head)):
        rest = (*window[:index], *window[index + 1 :])
        if all(one.stem == other.stem for one, other in zip(rest, head, strict=True)):
            return index
    return None


def _tells(found: Token, ground: Ground) -> bool:
    """Whether a word tells one title from another: no article, no praise, no name of the employer or place, nobody's."""
    vocabulary = load_vocabulary()
    names = {token.stem for text in (ground.brief.notes.company, ground.brief.notes.interview.place) for token in tokens(text or "")}
    return not (
        found.low in vocabulary.function
        or found.low in name_list("role_adjectives")
        or found.low in name_list("ordinals")
        or found.stem in names | ground.role_stems
        or found.low.endswith("ly")
        or found.text.endswith(("'s", "\u2019s", "s'", "s\u2019"))
        or found.low[0].isdigit()
    )


def _is_trade(found: Token) -> bool:
    vocabulary = load_vocabulary()
    return found.stem in vocabulary.job_nouns or (bool(TRADE_END.search(found.low)) and not vocabulary.is_ordinary(found))


def _stands_in_notes(window: Sequence[Token], ground: Ground) -> bool:
    """Whether the notes have the very title for somebody or some other time, as in the recipient's role or the writer's past."""
    said = " ".join(token.low for token in window)
    others = [" ".join(token.low for token in tokens(person.role or "")) for person in ground.brief.notes.recipients]
    return any(said in text for text in (ground.public_text, *others))


def _is_named(text: str, window: Sequence[Token]) -> bool:
    """Whether the place is one where the role of this email is named."""
    before, after = text[max(0, window[0].start - 40) : window[0].start], text[window[-1].end : window[-1].end + 24]
    return bool(identity_pattern(r"^\s+(?:{role_after})\b").search(after) or identity_pattern(r"\b(?:{role_before})\s+$").search(before))
