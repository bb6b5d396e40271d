"""Assertions of an email about the writer's past, the reader's organisation and the conversation, and how well the notes carry them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from guardrails.ground import Ground
from guardrails.vocabulary import Token, bare, load_vocabulary, tokens, word_list
from prompts.patterns import compiled

__all__ = ["Claim", "Weight", "find_claims", "is_about_this_job", "weigh"]

#: Kinds of claims: `said` (what passed in the conversation), `told` (a whole sentence given to the reader), `past` (the writer),
#: `mind` (what the writer thought or felt of it),
#: `reader` (their organisation) and `thanked` (what they are thanked for).


@dataclass(frozen=True, slots=True)
class Claim:
    """A stretch of a sentence that asserts something; `words` are the tokens it asserts it with, `verb` the deed if there is one."""

    kind: str
    start: int
    end: int
    words: tuple[Token, ...]
    verb: Token | None = None


@dataclass(frozen=True, slots=True)
class Weight:
    """Words of a claim by how the notes carry them."""

    supported: tuple[Token, ...]
    strong: tuple[Token, ...]
    unknown: tuple[Token, ...]
    everyday: tuple[Token, ...]

    @property
    def load(self) -> float:
        """How much the claim brings in that the notes do not have."""
        return len(self.unknown) + 0.5 * len(self.everyday)


_SAID = compiled(
    r"\b(?:(?:as|when|what|how|since|after|that|which|where|and|because)\s+)?you(?:\s+(?:also|kindly|rightly|all|both|briefly|had|have|once|then|so))*\s+"
    r"(?:mentioned|said|told\s+(?:me|us)|asked|explained|described|noted|pointed\s+out|raised|shared|stressed|promised|recommended|talked|spoke|walked\s+me|suggested|emphasi[sz]ed|"
    r"pointed|brought\s+up|outlined|confirmed|hinted|remarked|admitted|warned|sketched|showed\s+me|shown\s+me|introduced\s+me)\b"
    r"|\bas\s+(?:we\s+)?(?:discussed|agreed|mentioned|promised|requested)\b"
    r"|\bwe(?:\s+(?:also|briefly|both|had|have|all))*\s+(?:talked|spoke|discussed|agreed|touched\s+on|covered|explored|compared|laughed|chatted|went\s+through|walked\s+through)\b"
    r"|\byour\s+(?:[a-z]+\s+)?(?:questions?|points?|remarks?|comments?|advice|suggestions?|descriptions?|explanations?|story|stories|mention|observations?|words|account|thoughts|example|request|invitation|summary)\s+"
    r"(?:about|on|of|regarding|around|that|for|into|to)\b"
    r"|\b(?:our|the|yesterday['\u2019]s|today['\u2019]s)\s+(?:[a-z]+\s+)?(?:conversation|discussion|talk|chat|exchange|part\s+of\s+our\s+conversation)\s+(?:about|on|of|around|regarding)\b"
    r"|\b(?:hearing|to\s+hear|heard|learning|to\s+learn|learned|learnt|learnt\s+more|talking|speaking|to\s+talk|to\s+speak|discussing|to\s+discuss)(?:\s+(?:more|from\s+you|with\s+you|to\s+you|a\s+little|so\s+much|together))*\s+(?:about|how|that|of|on)\b"
    r"|\bI\s+(?:told|promised|mentioned|said)\b|\bwhat\s+you\s+(?:said|told\s+me|described|mentioned)\b",
    re.IGNORECASE,
)
_HARD_STOP = compiled(r"[.;:!?\u2026()\n\u2014\u2013]")
_SOFT_STOPS = word_list("clause_stops")
_HYPOTHETICAL = word_list("hypothetical")
_MIND_NOW = word_list("mind_now")
_ADVERBS = word_list("adverbs")
_BE = frozenset({"am", "m", "was", "be"})
_NO_PREPOSITION = word_list("prepositions")
_QUALIFIED = word_list("qualified")
_REFLEXIVE = word_list("reflexive")


def find_claims(text: str, spans: Sequence[tuple[int, int]], ground: Ground) -> list[Claim]:
    """Claims of a body in order.

    Args:
        text: the body.
        spans: start and end of each sentence in it.
        ground: the support of the brief, for the company's name.
    """
    all_tokens = tokens(text)
    claims: list[Claim] = []
    at = 0
    for start, end in spans:
        while at < len(all_tokens) and all_tokens[at].start < start:
            at += 1
        last = at
        while last < len(all_tokens) and all_tokens[last].start < end:
            last += 1
        claims += _in_sentence(text, start, end, all_tokens[at:last], ground)
        at = last
    return claims


def _in_sentence(text: str, start: int, end: int, words: tuple[Token, ...], ground: Ground) -> list[Claim]:
    if not words:
        return []
    is_question = text[max(start, end - 2) : end].strip().endswith("?")
    claims = (
        []
        if is_question and words[0].low in {"could", "would", "may", "might", "can", "is", "are", "do", "does", "shall"}
        else _said(text, start, end, words)
    )
    for index, token in enumerate(words):
        raw = token.text.casefold().replace("\u2019", "'")
        if token.low == "i":
            claims += _writer(text, words, index, raw)
        elif token.low == "my":
            claims += _own(text, words, index)
        elif token.low in {"as", "being"}:
            claims += _as_somebody(text, words, index, ground)
        elif token.low == "having":
            claims += _having(text, words, index)
        elif token.low == "your" and not is_question:
            claims += _possession(text, words, index)
        elif token.low == "you" and not is_question:
            claims += _reader(text, words, index, raw)
        else:
            claims += _of_the_reader(text, words, index, ground)
    return claims


def _of_the_reader(text: str, words: Sequence[Token], index: int, ground: Ground) -> list[Claim]:
    """Claims that thanks, the company's name, or "whose" and "its" after it begin."""
    token = words[index]
    if token.low in {"thanks", "grateful", "appreciate"} and index + 1 < len(words):
        return _thanks(text, words, index)
    if token.low == "whose" and index and words[index - 1].low in ground.company_words:
        found = _stretch(text, words, index + 1, limit=10)
        is_thought = any(word.low == "i" for word in words[index:])
        return [Claim("told", token.start, found[-1].end, tuple(found))] if found and not is_thought else []
    if token.low == "its" and any(word.low in ground.company_words or word.low == "your" for word in words[:index]):
        return _possession(text, words, index)
    if token.low in ground.company_words and token.text[0].isupper():
        return _company(text, words, index)
    return []


def _said(text: str, start: int, end: int, words: tuple[Token, ...]) -> list[Claim]:
    claims = []
    for match in _SAID.finditer(text, start, end):
        before = bare(text[max(start, match.start() - 24) : match.start()]).split()[-2:]
        if any(word in _HYPOTHETICAL - {"to", "do", "did"} or word in {"forward", "love", "like", "hope", "hoping"} for word in before):
            continue
        first = next((index for index, token in enumerate(words) if token.start >= match.end()), len(words))
        found = _stretch(text, words, first, limit=14, soft=frozenset({"because", "but", "so", "while", "although"}))
        told = _what_was_told(text, words, match) if _is_relative(match[0]) else []
        start = told[0].start if told else match.start()
        kind = "told" if found and not told and found[0].low == "that" and _PROPOSES.match(match[0]) else "said"
        claims.append(Claim(kind, start, found[-1].end if found else match.end(), (*told, *(() if told else found))))
    return claims


#: "You mentioned that ..." puts a whole sentence into the reader's mouth.
_PROPOSES = compiled(r"(?:\w+\s+)?you\b", re.IGNORECASE)
_RELATIVE = compiled(r"(?:(?:that|which)\s+)?you\b(?!.*\b(?:your|with)\b)", re.IGNORECASE)


def _is_relative(said: str) -> bool:
    return bool(_RELATIVE.match(said))


def _what_was_told(text: str, words: Sequence[Token], match: re.Match[str]) -> list[Token]:
    """The noun that a clause such as "the new vessel you mentioned" hangs on."""
    found: list[Token] = []
    before = [token for token in words if token.end <= match.start()]
    for token in reversed(before[-_NOUN_PHRASE:]):
        between = text[token.end : found[-1].start if found else match.start()]
        if between.strip(" "):
            return []
        found.append(token)
        if token.low in {"the", "that", "this", "those", "these", "your", "a", "an"}:
            return list(reversed(found)) if len(found) > 1 else []
        if token.low in {"as", "what", "when", "how", "and", "but", "because", "since", "if", "where"}:
            return []
    return []


#: A noun with its adjectives before "you mentioned" has at most so many words.
_NOUN_PHRASE = 6


def _stretch(text: str, words: Sequence[Token], first: int, *, limit: int, soft: frozenset[str] = _SOFT_STOPS) -> list[Token]:
    """Tokens from `first` to the end of the clause."""
    found: list[Token] = []
    for index in range(first, min(len(words), first + limit)):
        token = words[index]
        between = text[words[index - 1].end : token.start] if index else ""
        if _HARD_STOP.search(between) or (token.low in soft and (token.low != "so" or "," in between)):
            break
        if (found and token.low in {"i", "you", "we"}) or ("," in between and _ends_clause(words, index)):
            break
        found.append(token)
    return found


def _ends_clause(words: Sequence[Token], index: int) -> bool:
    vocabulary = load_vocabulary()
    low = words[index].low
    following = words[index + 1].low if index + 1 < len(words) else ""
    if low in {"and", "or"}:
        return following.endswith("ing") or following in {
            "where",
            "when",
            "so",
            "since",
            "because",
            "i",
            "you",
            "we",
            "it",
            "that",
            "this",
            "my",
            "your",
            "the",
            "what",
            "would",
            "am",
            "look",
        }
    return low in vocabulary.function and low not in {"the", "a", "an", "of", "with", "at", "in", "from", "by"}


def _is_past(token: Token) -> bool:
    vocabulary = load_vocabulary()
    return token.low in vocabulary.past or (
        token.low.endswith("ed")
        and len(token.low) > 3
        and token.low not in {"need", "feed", "speed", "succeed", "proceed", "exceed", "indeed"}
    )


def _is_participle(token: Token) -> bool:
    return _is_past(token) or token.low in load_vocabulary().participles


def _verb_at(words: Sequence[Token], index: int) -> int:
    while index < len(words) and (words[index].low in _ADVERBS or words[index].low.endswith("ly")):
        index += 1
    return index


def _writer(text: str, words: Sequence[Token], index: int, raw: str) -> list[Claim]:
    """As in "I led", "I have led", "I've a degree", "I am a nurse", "I speak": the writer's deeds, states and skills."""
    vocabulary = load_vocabulary()
    at = _verb_at(words, index + 1)
    if at >= len(words) or raw in {"i'd", "i'll"}:
        return []
    verb = words[at]
    if raw == "i'm" or verb.low in _BE or verb.low == "was":
        return _state(text, words, index, at if raw == "i'm" else at + 1)
    has = raw == "i've" or verb.low in {"have", "had", "hold"}
    if has:
        after = _verb_at(words, at if raw == "i've" else at + 1)
        if after < len(words) and _is_participle(words[after]) and verb.low != "hold":
            return [_deed(text, words, index, after)]
        found = _stretch(text, words, after, limit=10)
        return [Claim("past", words[index].start, found[-1].end, tuple(found))] if found and _claims_possession(found) else []
    if verb.low in {"did", "do", "do n't"} or (verb.low == "managed" and at + 1 < len(words) and words[at + 1].low == "to"):
        return []
    if _is_supposed(words, index):
        return []
    if _is_past(verb) or verb.low in vocabulary.claim_verbs or verb.low in _MIND_NOW:
        return [_deed(text, words, index, at)]
    return []


#: So many words before a clause tell whether it belongs to a plan.
_BEFORE = 24


def _is_supposed(words: Sequence[Token], index: int) -> bool:
    """As in "I would walk the blocks before I touched a valve": the past tense of a plan."""
    if not index or words[index - 1].low not in {"before", "until", "if", "when", "once", "after", "unless"}:
        return False
    return any(
        token.low in {"would", "could", "might"} or token.text.casefold().replace("\u2019", "'") == "i'd"
        for token in words[max(0, index - _BEFORE) : index]
    )


_POSSESSED = word_list("possessed")


def _claims_possession(found: Sequence[Token]) -> bool:
    lows = [token.low for token in found[:7]]
    return any(low in _POSSESSED or low.removesuffix("s") in _POSSESSED for low in lows) or any(
        low in load_vocabulary().strong for low in lows
    )


def _deed(text: str, words: Sequence[Token], index: int, at: int) -> Claim:
    verb = words[at]
    turned_inward = at + 1 < len(words) and words[at + 1].low == "myself" and verb.low in _REFLEXIVE
    kind = "mind" if turned_inward or verb.stem in load_vocabulary().letter_verbs else "past"
    found = _stretch(text, words, at + 1, limit=16)
    return Claim(kind, words[index].start, found[-1].end if found else verb.end, (verb, *found) if kind == "past" else tuple(found), verb)


def _state(text: str, words: Sequence[Token], index: int, at: int) -> list[Claim]:
    """As in "I am a certified nurse", "I am fluent in Dutch", "I was head of a team"."""
    found = _stretch(text, words, at, limit=8, soft=_SOFT_STOPS | {"to", "about", "that", "with", "by"})
    lows = {token.low for token in found}
    vocabulary = load_vocabulary()
    is_claim = any(token.low in vocabulary.strong or token.stem in vocabulary.job_nouns for token in found[:5]) or lows & _QUALIFIED
    return [Claim("past", words[index].start, found[-1].end, tuple(found))] if found and is_claim else []


def _own(text: str, words: Sequence[Token], index: int) -> list[Claim]:
    """As in "my decade in retail", "my experience of X", "my time at Y", "my last role"."""
    vocabulary = load_vocabulary()
    ahead = words[index + 1 : index + 5]
    for offset, token in enumerate(ahead):
        between = text[words[index + offset].end : token.start]
        if _HARD_STOP.search(between) or (offset and token.low in vocabulary.function - {"own"}):
            break
        follows = words[index + offset + 2].low if index + offset + 2 < len(words) else ""
        is_noun = token.stem in vocabulary.past_nouns or (
            token.low in {"time", "work", "role", "job", "team", "position"} and follows in _NO_PREPOSITION
        )
        is_former = token.low in {"previous", "former", "last", "current", "present"} and offset == 0
        if is_noun or is_former or token.low in vocabulary.strong:
            found = _stretch(
                text,
                words,
                index + 1,
                limit=10,
                soft=_SOFT_STOPS | {"is", "are", "was", "would", "will", "can", "has", "have", "that", "and"} - {"and"},
            )
            found = [one for one in found if one.low not in {"experience", "background"}]
            return [Claim("past", words[index].start, found[-1].end, tuple(found))] if found else []
    return []


def _as_somebody(text: str, words: Sequence[Token], index: int, ground: Ground) -> list[Claim]:
    """As in "as a certified nurse", "being a former teacher"; not "as a team", nor the role that is applied for."""
    if index + 2 >= len(words) or words[index + 1].low not in {"a", "an"}:
        return []
    found: list[Token] = []
    for token in words[index + 2 : index + 7]:
        if token.low in load_vocabulary().function or _HARD_STOP.search(
            text[(found[-1].end if found else words[index + 1].end) : token.start]
        ):
            break
        found.append(token)
    is_claim = any(token.stem in load_vocabulary().job_nouns or token.low in _QUALIFIED for token in found)
    if found and words[index].low == "as" and all(token.stem in ground.role_stems for token in found):
        return []
    is_future = any(
        token.low in {"join", "joining", "start", "starting", "begin", "accept", "accepting", "role", "position"}
        for token in words[max(0, index - 12) : index]
    )
    return [Claim("past", words[index].start, found[-1].end, tuple(found))] if found and is_claim and not is_future else []


def _having(text: str, words: Sequence[Token], index: int) -> list[Claim]:
    at = _verb_at(words, index + 1)
    if at < len(words) and _is_participle(words[at]):
        return [_deed(text, words, index, at)]
    return []


#: What is said of "your herd" after these is a claim about it ("has grown", "was outstanding").
_STATES = frozenset({"has", "have", "had", "was", "were"})


def _possession(text: str, words: Sequence[Token], index: int) -> list[Claim]:
    """As in "your recent expansion", "your work on renewable energy"."""
    vocabulary = load_vocabulary()
    found: list[Token] = []
    for token in words[index + 1 : index + 9]:
        between = text[(found[-1].end if found else words[index].end) : token.start]
        if _HARD_STOP.search(between) or "," in between:
            break
        if token.low in vocabulary.function and not (
            found and token.low in {"of", "for", "on", "in", "and", "the", "with", "into", "a", "to"}
        ):
            break
        found.append(token)
    while found and found[-1].low in vocabulary.function:
        found.pop()
    after = words[index + 1 + len(found) :]
    is_told = found and after and after[0].low in _STATES and not _HARD_STOP.search(text[found[-1].end : after[0].start])
    if is_told:
        found += _stretch(text, words, index + 1 + len(found), limit=10)
    return [Claim("reader", words[index].start, found[-1].end, tuple(found))] if found else []


def _reader(text: str, words: Sequence[Token], index: int, raw: str) -> list[Claim]:
    """As in "you have opened three stores", "thank you for the tour"; questions, wishes and conditions claim nothing."""
    if raw in {"you'd", "you'll"}:
        return []
    before = [token.low for token in words[max(0, index - 6) : index]]
    after = words[index + 1 :]
    if not after:
        return []
    if before[-1:] == ["thank"] and after[0].low in {"for", "again", "so", "very", "and", "all", "both", "once"}:
        start = next((offset for offset, token in enumerate(after[:6]) if token.low == "for"), None)
        found = _stretch(text, words, index + 2 + start, limit=12) if start is not None else []
        return [Claim("thanked", words[index].start, found[-1].end, tuple(found))] if found else []
    at = _verb_at(words, index + 1)
    if (
        at >= len(words)
        or set(before[-5:]) & _HYPOTHETICAL
        or (
            words[at].low in {"would", "may", "might", "can", "could", "should", "will", "need", "like", "wish", "want", "prefer", "have"}
            and _is_wish(words, at)
        )
    ):
        return []
    verb = words[at]
    is_verb = (
        verb.low in {"are", "have", "were", "run", "lead", "use", "plan", "offer", "make", "build", "sell", "own", "serve", "operate"}
        or raw in {"you're", "you've"}
        or _is_past(verb)
    )
    if not is_verb or verb.low in {"said", "told", "asked", "mentioned"}:
        return []
    found = _stretch(text, words, at, limit=10)
    return [Claim("reader", words[index].start, found[-1].end, tuple(found))] if found else []


def _thanks(text: str, words: Sequence[Token], index: int) -> list[Claim]:
    """As in "thanks heaps for the tour", "grateful to you for the lunch"."""
    start = next((at for at in range(index + 1, min(len(words), index + 6)) if words[at].low == "for"), None)
    if start is None or _HARD_STOP.search(text[words[index].end : words[start].start]):
        return []
    found = _stretch(text, words, start + 1, limit=14)
    return [Claim("thanked", words[index].start, found[-1].end, tuple(found))] if found else []


def _is_wish(words: Sequence[Token], at: int) -> bool:
    """As in "you would like", "you may need", "you have any questions"."""
    following = [token.low for token in words[at + 1 : at + 3]]
    return words[at].low != "have" or bool(set(following) & {"any", "a", "time", "questions", "further", "everything", "all", "to", "the"})


def _company(text: str, words: Sequence[Token], index: int) -> list[Claim]:
    """As in "Brightwater has doubled its staff", "Brightwater's reputation"."""
    if index + 1 >= len(words):
        return []
    if words[index].text.endswith(("'s", "\u2019s")):
        return _possession(text, words, index)
    if words[index + 1].low in {"is", "has", "was", "leads", "won", "opened", "makes", "builds", "grew", "does", "runs"}:
        found = _stretch(text, words, index + 2, limit=10)
        return [Claim("reader", words[index].start, found[-1].end, tuple(found))] if found else []
    return []


#: "I'm joining ... as your ...", "the ... role": the claim is about the job at hand, not about the writer's past.
_THIS_JOB = compiled(
    r"\b(?:joining|starting|becoming|beginning|accept(?:ing|ed)?|appl(?:y|ied|ying)|taking\s+(?:on|up)|stepping\s+into|coming\s+(?:aboard|on\s+board|to\s+work)"
    r"|look(?:ing)?\s+forward|as\s+your|(?:be|become)\s+your|interview(?:ed|ing)?\s+for"
    r"|(?:the|this|your|that)\s+(?:[\w'\u2019,/&\-]+\s+){0,6}(?:role|position|job|post|opening|vacancy|traineeship|place|offer))\b",
    re.IGNORECASE,
)


#: Kinds of claims that the bare name of a company or a job does not carry.
_OF_THE_READER = frozenset({"said", "reader", "told"})


#: Kinds of claims that words of any letter do not carry either.
_STRICT = frozenset({"reader", "told"})


#: Names for the job at hand, when it is wanted or accepted.
_PLACES = frozenset({"apprenticeship", "traineeship", "internship", "placement", "residency", "fellowship", "scholarship", "secondment"})


def is_about_this_job(claim: Claim, text: str) -> bool:
    """Whether a claim of the writer's speaks of taking or wanting the job of the notes."""
    return claim.kind == "past" and bool(_THIS_JOB.search(text[claim.start : claim.end + 24]))


def weigh(claim: Claim, ground: Ground, skip: Sequence[tuple[int, int]] = (), *, about_this_job: bool = False) -> Weight:
    """The words of a claim by how the notes carry them; spans in `skip` (names, dates, figures) are judged elsewhere."""
    is_theirs = claim.kind in _OF_THE_READER
    groups: dict[str, list[Token]] = {"supported": [], "strong": [], "unknown": [], "everyday": [], "neutral": []}
    for token in claim.words:
        if any(start <= token.start < end for start, end in skip) or token.low[0].isdigit():
            continue
        if about_this_job and token.stem in ground.header_stems:
            continue
        if claim.kind in _STRICT and token.stem in load_vocabulary().letter:
            continue
        if claim.kind == "mind" and token.low in _PLACES:
            continue
        if is_theirs and token.stem in ground.header_stems and token.stem not in ground.own_stems:
            continue
        groups[ground.kind_of(token, is_own=claim.kind == "past")].append(token)
    return Weight(tuple(groups["supported"]), tuple(groups["strong"]), tuple(groups["unknown"]), tuple(groups["everyday"]))
