"""Forms of the better answer in a correction: what the writer did or would do, or the fact that was missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from prompts.fitting.own import dangling, own_forms
from prompts.fitting.phrase import AUXILIARY, OBJECT_START, tags_at
from prompts.fitting.piece import Piece, bare_or_the, piece_of, raw_form, text_of, whole
from prompts.fitting.plain import plain_of
from prompts.fitting.shape import shape
from prompts.fitting.text import Tok, join, sentences
from prompts.fitting.voice import Reader
from prompts.fitting.words import LazyPattern, Tag, lexicon, named_pattern, word_set

__all__ = ["MARKED", "answer_forms", "stated", "without_marker"]

#: What announces the better answer: "should have said", "real answer:".
MARKED = named_pattern("answer_should")
_NEXT_TIME = LazyPattern(r"^(?:next time|today|now|these days|in future|since then),? (i (?:would|will|have|use|do)\b.+)$", re.IGNORECASE)
_REGULAR = LazyPattern(r"\b(?:daily|weekly|monthly|regularly|usually|often|always|every|each|use)\b", re.IGNORECASE)
_OPENING = named_pattern("answer_opening")
_SECOND_CLAUSE = named_pattern("answer_second_clause")
_PLAIN_OPENING = named_pattern("answer_plain_opening")
_ANSWERS_IT = named_pattern("answer_it")
_NOT_AN_ANSWER = named_pattern("answer_not_it")
_ASKED_FOR = frozenset({"question", "test", "exercise", "answer", "part", "interview", "task", "case", "story", "example", "time"})
_BARE_POINTER = named_pattern("answer_bare_pointer")


def without_marker(text: str) -> str:
    """The answer without the words that announce it."""
    text = re.sub(r"^(?:but|and|so|yet|though|however),?\s+", "", text.strip(), flags=re.IGNORECASE)
    text = MARKED.sub("", text)
    text = re.sub(r"^(?:better|instead|the truth|answer|evidence|fix|now)(?: answer| example)?:\s+", "", text, flags=re.IGNORECASE)
    text = re.sub(r"^I (?:do|have|did|am|can): ", "", text)
    text = re.sub(r"^I do (?=have\b)", "I ", text)
    text = re.sub(r"^I actually ", "I ", text)
    text = re.sub(r"^i\b", "I", text)
    later = _NEXT_TIME.match(text)
    text = _PLAIN_OPENING.sub("", later[1] if later else text)
    years = re.match(r"((?:From \d{4} to|In|Since) \d{4}),? (I .+?)\.?$", text)
    if years and not _SECOND_CLAUSE.search(years[2]):
        return f"{years[2]} {years[1][0].lower()}{years[1][1:]}"
    opening = _OPENING.match(text)
    return text[opening.end() :] if opening and _SECOND_CLAUSE.search(text[opening.end() :]) else text


def answer_forms(text: str, reader: Reader, *, weak: str = "", would: bool = False) -> dict[str, str]:
    """`i`, `np`, `clause`, `raw` of a piece that may hold the answer.

    Args:
        text: the piece.
        reader: the reader of the email.
        weak: the point that went wrong, which an opening "it" means.
        would: whether a bare verb says what the writer would do ("tell the head the same day").
    """
    parts = sentences(text)
    named = _NAMED.search(parts[0].rstrip(".")) if parts and MARKED.match(parts[0]) else None
    if named and not _LOOSE.search(named["np"]):
        return {"np": named["np"], "raw": named["np"]}
    text = _with_name(without_marker(parts[0]) if parts else "", weak)
    piece = piece_of(text, "strength", reader, verbal=True, turn=False, ours=True)
    ones = piece and any(tok.low == "ones" for tok in piece.toks)
    if piece is None or piece.question or ones or not piece.toks or _BARE_POINTER.search(re.split(r",? and I\b", text)[0]):
        return {}
    done = _done_by_me(piece, would)
    if done:
        return {"i": done, "raw": done}
    meant = _said_of(weak, text)
    if meant:
        return {"clause": meant, "raw": meant}
    if _loose_it(piece.toks) and piece.first == "i":
        return {}
    forms = {form: value for form, value in _shaped(piece, reader, text).items() if value} or _plain(text, reader)
    words = {tok.low for tok in piece.toks}
    if not words & {"they", "he", "she", "we"} and len(parts) == 1 and not dangling(piece.toks):
        forms["raw"] = forms.get("i") or raw_form(piece, text)
    return forms


def _with_name(text: str, weak: str) -> str:
    """The text with the weak point in place of its first "it", where nothing else in it can be meant: "I have drawn it since"."""
    head = re.split(r" (?:of|for|in|on|at|from|to|with|by)\b", weak)[0].split(" ")[-1]
    if not re.match(r"(?:(?:at|in|on|for) [A-Z][\w ]+,? )?I ", text, re.IGNORECASE) or not re.fullmatch(
        r"(?!how |why |what |a )[\w -]{3,40}", weak
    ):
        return text
    if head in _ASKED_FOR or head.endswith("ing") or lexicon().tags(head) & Tag.PLURAL:
        return text
    words = text.split()
    at = next((at for at, word in enumerate(words) if word.strip(",.").lower() == "it"), 0)
    single = any(lexicon().tags(word.strip(",.")) & (Tag.COUNT | Tag.MASS | Tag.NAME) for word in words[words.index("I") + 2 : at])
    if not at or single or words[at - 1] in {"and", "but", "that", "because", "as"}:
        return text
    return " ".join([*words[:at], words[at].lower().replace("it", weak), *words[at + 1 :]])


def _loose_it(toks: Sequence[Tok]) -> bool:
    """Whether an "it" has no single thing before it."""
    at = next((at for at, tok in enumerate(toks) if tok.low == "it"), None)
    return at is not None and not any(tags_at(toks, index) & (Tag.COUNT | Tag.MASS | Tag.NAME) for index in range(1, at))


def _shaped(piece: Piece, reader: Reader, text: str) -> dict[str, str]:
    """The forms that the shape of the piece allows."""
    words = {tok.low for tok in piece.toks}
    forms = {form: value for form, value in own_forms(piece, reader).items() if form in {"i", "np"}}
    if (
        piece.shape.kind == "present"
        and forms.get("i")
        and lexicon().base(piece.first) not in word_set("states")
        and not _REGULAR.search(text)
    ):
        forms["i"] = forms["i"].replace("I ", "I would ", 1)
    if piece.shape.kind == "ing" and piece.first not in {"being", "having"}:
        told = text_of(whole(piece))
        forms["i"] = f"I {'have been' if words & {'since', 'for'} else 'am'} {told}" if told else ""
    own_words = {"ours", "mine", "theirs", "i", "we", "it", "this", "that", "he", "she", "they", "you"}
    if piece.shape.kind == "clause" and piece.first not in own_words and not words & {"they", "them", "their", "you", "your"}:
        forms["clause"] = text_of(whole(piece, head="the"))
    if _parallel(piece):
        forms["clause"] = join(piece.toks)
    plain = stated(piece)
    if plain:
        return {"clause": plain}
    if piece.shape.kind == "np" and "np" not in forms:
        forms["np"] = bare_or_the(piece)
    return forms


def _plain(text: str, reader: Reader) -> dict[str, str]:
    """A clean noun phrase or sentence as it was written."""
    if _LOOSE.search(text):
        return {}
    plain = plain_of(text, reader)
    return {plain.kind: plain.text} if plain else {}


_NAMED = LazyPattern(r"^[^:,]{4,40}? (?:reason|example|one) (?:is|was) (?P<np>(?:the|my|our) \w+[^,;:()]{4,80})$", re.IGNORECASE)
_LOOSE = LazyPattern(r"\b(?:they|them|their|you|your|he|she|him|her|his|we|us|it)\b", re.IGNORECASE)
_HAPPENED = named_pattern("answer_happened")
_FROM_TO = LazyPattern(r"\bfrom \S*\d\S*(?: \S+)? to \S*\d")


def stated(piece: Piece) -> str:
    """A clause that reads as something else at first: "our team cut queues from 18 to 7 percent", "postponed accounting means ..."."""
    toks = list(piece.toks)
    if piece.shape.kind == "np" and piece.tags(0) & (Tag.DET | Tag.POSS) and _FROM_TO.search(join(toks)):
        turn = next((at for at, tok in enumerate(toks) if tok.low == "from"), 0)
        return join(toks) if any(tags_at(toks, at) & Tag.PAST for at in range(2, turn)) else ""
    numbers = [at for at in range(2, len(toks) - 1) if tags_at(toks, at) & Tag.THIRD and tags_at(toks, at + 1) & (Tag.NUM | Tag.DET)]
    if (
        piece.shape.kind in {"np", "unknown"}
        and numbers
        and piece.tags(0) & (Tag.NUM | Tag.DET)
        and not any(tags_at(toks, at) & (Tag.WH | Tag.SUBJ) for at in range(1, numbers[0]))
    ):
        return join(toks)
    ended = next((at for at in (2, 3) if at < len(toks) and _HAPPENED.fullmatch(toks[at].low)), 0)
    if piece.shape.kind == "unknown" and ended and toks[0].low in {"the", "my", "our"} and not any(tok.post for tok in toks[:ended]):
        alone = not any(
            tags_at(toks, at) & (AUXILIARY | Tag.SUBJ | Tag.THIRD) for at in range(ended + 1, len(toks)) if toks[at].low != "be"
        )
        return join(toks) if alone else ""
    subject = tags_at(toks, 1) & (Tag.NOUN | Tag.BASE) and not tags_at(toks, 1) & (Tag.PLURAL | Tag.NAME | Tag.PREP)
    if piece.shape.kind == "past" and subject:
        verb = tags_at(toks, 2)
        if verb & (Tag.THIRD | AUXILIARY) and not verb & Tag.NOUN:
            return join([replace(toks[0], word=toks[0].low), *toks[1:]])
    return ""


def _said_of(weak: str, text: str) -> str:
    """A sentence about "it" with the weak point in its place, where that is what it means."""
    match = _ANSWERS_IT.match(text.rstrip("."))
    if (
        not match
        or not weak
        or _NOT_AN_ANSWER.match(match["rest"])
        or not re.match(r"(?:the|our|my|a|an|their|its)\b", weak, re.IGNORECASE)
    ):
        return ""
    if _opinion(match["rest"]):
        return ""
    head = re.split(r" (?:of|for|in|on|at|from|to|with|by)\b", weak)[0].split()[-1].lower()
    asked = head in _ASKED_FOR
    plural = lexicon().tags(head) & Tag.PLURAL
    loose = set(re.findall(r"\b(?:they|them|he|she|you|your|this)\b", match["rest"], re.IGNORECASE))
    return "" if asked or plural or loose or " and " in weak else f"{weak} {match['rest']}"


def _opinion(rest: str) -> bool:
    """Whether what is said of "it" is how it was, and not what it is: "was hard", "was because of ..."."""
    words = [word.strip(",.") for word in rest.split()]
    at = next((at for at, word in enumerate(words) if word.lower() in {"is", "was", "be"}), -1)
    if at < 0 or at + 1 >= len(words):
        return at >= 0
    at += 2 if words[at + 1].lower() == "not" and at + 2 < len(words) else 1
    loose = Tag.ADJ | Tag.PARTICIPLE | Tag.ADV | Tag.PREP | Tag.ING | Tag.PAST | Tag.WH | Tag.CONJ | Tag.SUBJ
    return bool(
        words[at].lower() not in _MEASURED and lexicon().tags(words[at]) & loose and not lexicon().tags(words[at]) & (Tag.NUM | Tag.DET)
    )


_MEASURED = frozenset({"about", "around", "roughly", "nearly", "almost", "under", "over", "minus", "called", "caused", "half"})


def _parallel(piece: Piece) -> bool:
    """Whether a second part leaves out the verb of the first: "Class A is for wood, Class B for fuel"."""
    commas = [index for index, tok in enumerate(piece.toks) if tok.post == ","]
    if len(commas) != 1 or len(piece.toks) < commas[0] + 4:
        return False
    head, tail = piece.toks[: commas[0] + 1], piece.toks[commas[0] + 1 :]
    first = [*head[:-1], replace(head[-1], post="")]
    return (
        head[0].low == tail[0].low and shape(first).kind == "clause" and not any(tags_at(tail, at) & AUXILIARY for at in range(len(tail)))
    )


def _done_by_me(piece: Piece, would: bool) -> str:
    """A clause that starts with "I" as the writer put it, or an instruction turned into what the writer would do."""
    toks = list(piece.toks)
    words = {tok.low for tok in toks}
    if piece.first == "i":
        if len(toks) > 3 and toks[1].low in {"would", "will"} and not words & {"he", "she", "you"} and _instructed(toks[2:]):
            return join(toks)
        sound = (
            piece.shape.kind == "clause" and not words & {"you", "your", "he", "she", "him"} and not dangling(toks) and not _loose_it(toks)
        )
        telegraphic = whole(piece) != toks and not words & {"a", "an", "the"}
        return join(toks) if sound and not telegraphic else ""
    return _instructed(toks) if would and not words & {"i", "he", "she"} else ""


def _instructed(toks: Sequence[Tok]) -> str:
    """An instruction as what the writer would do: "tell the head, log it" as "I would tell the head and log it"."""
    items: list[list[Tok]] = [[]]
    for tok in toks:
        items[-1].append(tok)
        if tok.post == ",":
            items.append([])
    if not all(_commands(item) for item in items) or any(tok.post.strip() not in {"", ","} for tok in toks):
        return ""
    last = items[-1][0].low
    if len(items) > 1 and last not in {"and", "then", "or"}:
        inner = any(tok.low == "and" and tags_at(items[-1], at + 1) & Tag.BASE for at, tok in enumerate(items[-1]))
        if not inner:
            items[-2][-1] = replace(items[-2][-1], post="")
            items[-1].insert(0, Tok("and"))
    told = [tok for item in items for tok in item]
    told = [tok for at, tok in enumerate(told) if not (tok.low == "do" and at + 1 < len(told) and told[at + 1].low == "not")]
    told[0] = replace(told[0], word=told[0].low)
    return "I would " + join(told)


def _commands(item: Sequence[Tok]) -> bool:
    """Whether these words start with a bare verb."""
    rest = list(item)
    while rest and rest[0].low in {"and", "then", "first", "next", "never", "always", "just", "also"}:
        rest.pop(0)
    if not rest:
        return False
    tags, after = tags_at(rest, 0), tags_at(rest, 1)
    if rest[0].low in word_set("labels") and after & Tag.NUM:
        return False
    if rest[0].low in {"be", "do", "have", "not"}:
        return rest[0].low != "not"
    if tags & (Tag.DET | Tag.POSS | Tag.PREP | AUXILIARY) or rest[0].word[:1].isupper():
        return False
    if not tags & Tag.BASE:
        return not tags and bool(after & Tag.OBJ) and not after & Tag.DET
    noun = tags & (Tag.NOUN | Tag.ADJ)
    return not noun or bool(after & (OBJECT_START | Tag.PLURAL | Tag.ADJ | Tag.PARTICIPLE | Tag.ADV | Tag.WH)) or len(rest) == 1
