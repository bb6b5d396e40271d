"""GND-invention and PRV-private on the writer's own circumstances: a clause about them that no public note carries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from guardrails.findings import Finding
from guardrails.ground import Ground
from guardrails.vocabulary import Token, load_data, load_vocabulary, stem, tokens, word_list
from prompts.draft import Part
from prompts.patterns import compiled

__all__ = ["LONGEST", "check_circumstances", "clauses_of", "covered"]

#: A longer sentence is refused as such; its clauses are left alone.
LONGEST = 1200

_CUT = compiled(
    r"[,;:()\u2014\u2013](?=\s|$)|\s-\s"
    r"|(?<=\s)(?:because|since|though|although|while|whilst|but|so|as|after|before|until|unless|when|where|which|who|that|if|with|without"
    r"|despite|given)\b"
    r"|(?<=\s)(?:and|or)\s+(?=(?:i|i['\u2019]\w+|my|it|you|we|they|he|she|the|this|that|there|a|an|have|am)\b)",
    re.IGNORECASE,
)
_HEAD = compiled(
    r"[\W_]*(?:(?:and|but|even|especially|particularly|not\s+least|just|only)\s+)*"
    r"(because|since|though|although|while|whilst|as|after|before|until|now\s+that|given|with|without|despite|due\s+to|owing\s+to|following)\b",
    re.IGNORECASE,
)
_SUBJECT = compiled(r"(?<=\s)I(?:['\u2019](?:m|ve|d|ll))?\s")
#: A preposition that opens an adjunct, after which the main clause begins with its subject ("after a no from them I am glad").
_ADJUNCTS = frozenset({"after", "before", "with", "without", "despite", "given", "due to", "owing to", "following", "as"})
_REASONS = frozenset({"after", "despite", "due to", "owing to", "following"})
_CAUSES = frozenset({"since", "as", "because", "though", "although", "while", "whilst", "now that"})
_KIN = re.compile(
    r"\b(?:daughters?|sons?|child|children|kids?|wife|husband|partner|family|mother|father|mum|mom|dad|parents?|baby|nan|nana|gran|granny|"
    r"grandma|grandmother|grandad|grandfather|sister|brother|aunt|uncle|cousins?|niece|nephew|in-laws?|home)\b"
)
_TIMES = frozenset({"before", "after", "until", "without"})
_MINE = frozenset({"i", "my", "our"})
#: As in "I am desperate": a state told by itself is a mood, which other rules judge; told as a reason it is a circumstance.
_IS = re.compile(r"I(?:['\u2019]m|\s+am|\s+was)\b", re.IGNORECASE)
_RELATIVE = compiled(r"[\W_]*(?:so|where|which|who|when|that|if)\b", re.IGNORECASE)
_AUXILIARIES = frozenset(
    {"am", "m", "was", "be", "been", "have", "ve", "had", "has", "do", "did", "does", "can", "must", "to", "cannot", "not", "are", "is"}
)
_OPEN = frozenset({"wo", "would", "could", "should", "shall", "will", "might", "may", "let", "you", "your", "if"})
_CONTRACTED = compiled(r"['\u2019](?:d|ll)\b", re.IGNORECASE)
#: So many words may stand between "my" and the noun it belongs to.
_NOUN_GROUP = 4


@cache
def _thoughts() -> frozenset[str]:
    """Stems of what a letter says of its writer without telling anything: what is thought, felt, said or offered in it."""
    return frozenset(stem(word) for word in word_list("thoughts")) | load_vocabulary().letter_verbs


@cache
def _letter_nouns() -> frozenset[str]:
    """What a letter may call "my" without telling anything."""
    return word_list("letter_nouns") | {f"{word}s" for word in word_list("letter_nouns")}


@cache
def _other_offers() -> re.Pattern[str]:
    """What PRV-leverage judges."""
    source = re.sub(r"\s*\|\s*", "|", str(load_data("privacy")["leverage"]))
    return re.compile(rf"(?<![^\W_])(?:{source})(?![^\W_])", re.IGNORECASE)


def clauses_of(sentence: str) -> list[tuple[int, int]]:
    """Start and end of each clause of a sentence, an adjunct before its subject apart."""
    found: list[tuple[int, int]] = []
    at = 0
    for cut in (*(match.start() for match in _CUT.finditer(sentence)), len(sentence)):
        if cut <= at:
            continue
        head = _HEAD.match(sentence, at, cut)
        subject = _SUBJECT.search(sentence, head.end(), cut) if head and _head(head) in _ADJUNCTS else None
        if head and subject and len(sentence[head.end() : subject.start()].split()) > 1:
            found.append((at, subject.start()))
            at = subject.start()
        found.append((at, cut))
        at = cut
    return found


def _head(match: re.Match[str] | None) -> str:
    return re.sub(r"\s+", " ", match[1].casefold()) if match else ""


def check_circumstances(
    text: str, part: Part, spans: Sequence[tuple[int, int]], ground: Ground, skip: Sequence[tuple[int, int]]
) -> list[Finding]:
    """Findings in the body; `spans` are its sentences, `skip` the names, dates and figures judged elsewhere."""
    findings = []
    judged = covered(text, skip)
    for start, end in spans:
        sentence = text[start:end]
        for low, high in clauses_of(sentence) if len(sentence) <= LONGEST else ():
            words = [token for token in tokens(sentence[low:high]) if not judged[start + low + token.start]]
            culprits = _circumstance(sentence[low:high], sentence[high : high + 8], words, ground)
            if culprits and not _other_offers().search(sentence, low, high):
                base = start + low
                findings.append(_finding(part, (base + words[0].start, base + culprits[-1].end), culprits, ground))
    return findings


def covered(text: str, skip: Sequence[tuple[int, int]]) -> bytearray:
    """A mark for every character of a text that stands within one of the spans."""
    marks = bytearray(len(text) + 1)
    for low, high in skip:
        marks[low:high] = b"\1" * (high - low)
    return marks


def _circumstance(clause: str, following: str, words: Sequence[Token], ground: Ground) -> list[Token]:
    """The words with which a clause tells something of the writer's life; none where the notes carry one of them, or it is a thought."""
    lows = [token.low for token in words]
    is_life = _names_life(words)
    if not words or (not is_life and (_OPEN & set(lows) or _CONTRACTED.search(clause))):
        return []
    head = _head(_HEAD.match(clause))
    new = []
    for token in words:
        if token.low == "family" and _KIN.search(ground.public_text):
            return []
        kind = ground.kind_of(token)
        if is_life and token.low in word_list("life_nouns"):
            kind = "supported" if token.stem in ground.narrow_stems else "unknown"
        if kind == "supported":
            if is_life and token.low not in word_list("life_nouns"):
                continue
            return []
        if kind != "neutral" and not token.text.endswith(("n't", "n\u2019t")):
            new.append(token)
    if not new:
        return []
    if is_life:
        return new
    if not _MINE & set(lows):
        return new if head in _REASONS and len(new) > 1 and _SUBJECT.match(f" {following}", 1) else []
    if head in _TIMES and "can" not in lows:
        return []
    is_bare = len(new) == 1 and head not in _CAUSES
    return new if not is_bare and _tells_of_writer(clause, words) else []


def _names_life(words: Sequence[Token]) -> bool:
    """As in "nearer to my parents", "with a young child to think of": what of a life nobody tells unless the notes have it in public."""
    for index, token in enumerate(words):
        is_own = token.low in {"my", "our"} or (token.low in {"a", "an"} and index and words[index - 1].low in {"with", "having"})
        if is_own and any(one.low in word_list("life_nouns") for one in words[index + 1 : index + 3]):
            return True
    return False


def _tells_of_writer(clause: str, words: Sequence[Token]) -> bool:
    """Whether the writer, or something of the writer's, is the subject of a clause that is no thought, courtesy or act of the letter."""
    if _RELATIVE.match(clause):
        return False
    for index, token in enumerate(words):
        if token.low == "i":
            after = next((one for one in words[index + 1 :] if one.low not in _AUXILIARIES and not _is_adverb(one)), None)
            is_state = _IS.match(clause, token.start) is not None and not _HEAD.match(clause)
            return after is not None and after.stem not in _thoughts() and not is_state
        if token.low in {"my", "our"}:
            group = words[index + 1 : index + 1 + _NOUN_GROUP]
            is_first = not any(one.low not in load_vocabulary().function for one in words[:index])
            return is_first and len(words) > index + 2 and not any(one.low in _letter_nouns() for one in group)
    return False


def _is_adverb(token: Token) -> bool:
    return token.low in load_vocabulary().function or token.low in word_list("adverbs") or token.low.endswith("ly")


def _finding(part: Part, span: tuple[int, int], culprits: Sequence[Token], ground: Ground) -> Finding:
    named = ", ".join(repr(token.text) for token in culprits[:4])
    if ground.private:
        message = f"No public note tells this of the writer ({named}), and there are private ones."
        return Finding("PRV-private", "error", part, span[0], span[1], message, "Leave it out; only public notes may show.")
    message = f"The email tells of the writer's circumstances, and the notes have no {named}."
    return Finding("GND-invention", "error", part, span[0], span[1], message, "Leave it out, or add it to the notes.")
