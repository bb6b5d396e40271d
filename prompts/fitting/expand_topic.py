"""A telegraphic note of what was discussed, said whole: as a thing with its details, or as one plain sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from prompts.fitting.parts import Part, listed, parts_of
from prompts.fitting.plain import anchored
from prompts.fitting.text import Tok, cleaning, lowered_start, sentences, spelled_numbers, strip_lead, tokens
from prompts.fitting.voice import Reader, reader_of, spoken
from prompts.fitting.words import LazyPattern, Tag, lexicon, named_pattern, word_set
from prompts.notes import Notes

__all__ = ["expand_topic", "note_parts"]

_MOST_WORDS = 34
_FEWEST_WORDS = 5
#: What is not put into one sentence with the rest: asides, doubts, the writer, marks that were not understood.
_ASIDE = LazyPattern(
    r"[()\[\]{}<>\\|=@#*_…→•?\"“”]|(?<![a-z]{4})/|/(?![a-z]{4})|\.\.|\b(?:I|me|my|we|us|our|he|she|him|it's|its|this|that one"
    r"|etc|tbh|lol|idk|imo|pls|somehow|apparently"
    r"|wants?|hope|hate[sd]?|loves?|laugh\w*|worr\w+|scared|keen|afraid|funny|sounded|seems?|seemed|today|tomorrow|yesterday)\b",
    re.IGNORECASE,
)
#: "whiteboard to Samsara move", a date without "on", "line/humidity", "SAP go live".
_MOVE = LazyPattern(
    r"^(?:the |their |your )?([\w-]+(?: [\w-]+)?) to ([\w-]+(?: [\w-]+)?) "
    r"(move|migration|switch|transition|changeover|conversion|upgrade)\b"
)
_UNDATED = LazyPattern(
    r"(?<=[a-z]{4}) (?=(?:\d{1,2}(?:st|nd|rd|th)? "
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\b))()"
)
_AVERAGE = LazyPattern(r"(\d+ [a-z]+) average(?=$|[,.;])")
_AVERAGE_FIRST = LazyPattern(r"\baverage (\d+ [a-z]+)(?=$|[,.;])")
_EITHER = LazyPattern(r"(?<=[a-z]{4})/(?=[a-z]{4})")
_GO_LIVE = LazyPattern(r"\b([A-Z]{2,}\w*) go live\b")
_MARKED = LazyPattern(r"[,;:!]| [-–—] ")
_SHOWN = named_pattern("topic_shown")
_CONFIDENCE = named_pattern("side_confidence")
_HEDGE = named_pattern("segments_hedge")
_SECRET = named_pattern("segments_secret")
#: Heads that the words after a dash explain rather than add to, and heads that nobody "talks about".
_EXPLAINED = frozenset(
    [
        "case",
        "study",
        "project",
        "task",
        "topic",
        "talk",
        "presentation",
        "question",
        "idea",
        "plan",
        "proposal",
        "problem",
        "challenge",
        "issue",
        "point",
        "rule",
        "advice",
        "tip",
    ]
)
_DONE = frozenset(
    [
        "exercise",
        "tour",
        "walk",
        "visit",
        "lunch",
        "role-play",
        "play",
        "roleplay",
        "simulation",
        "game",
        "round",
        "dinner",
        "tasting",
        "trial",
    ]
)
_DETERMINED = frozenset(["the", "a", "an", "your", "their", "our", "every", "each", "his", "her"])
_JOINTS = {"because": " because ", "while": " while ", "but": ", but ", "so": ", so "}
_NUMBERED = Tag.NUM


def expand_topic(text: str, notes: Notes) -> dict[str, str]:
    """The forms that say all of a telegraphic topic: `np` and `about`, or `own`, `told` and `clause`; none where that is not certain.

    Args:
        text: a normalised note.
        notes: its notes; their recipients decide who "they" are.
    """
    reader = reader_of(notes)
    body, said = spoken(strip_lead(text.replace(" → ", " - "), "topic"), reader)
    if match := _SHOWN.match(body):
        body = body[match.end() :]
    body = _MOVE.sub(r"the \3 from \1 to \2", body)
    found = note_parts(body, reader)
    if found is None:
        return {}
    head, rest = found[0], found[1:]
    if all(part.kind == "clause" for part in found) and not _MARKED.search(body):
        return {}
    if not rest:
        if head.kind == "np" and {"not", "and"} & {tok.low for tok in head.toks}:
            name = _definite(head)
            return {"np": name, "about": name, "raw": name}
        if head.kind in {"ing", "wh"} and len(head.toks) > len(body.split()):
            return {"about": head.text, "raw": head.text} | ({"np": head.text} if head.kind == "ing" else {})
        return _sentence([head], said=said) if head.kind == "state" and _wants_verb(head) else {}
    contrast = head.kind == "state" and any(part.mark in {"but", "because", "so", "while"} for part in rest)
    if head.kind == "clause" or contrast or (head.kind == "state" and _wants_verb(head)):
        return _sentence(found, said=said)
    if head.kind in {"np", "state"}:
        return _thing(head, rest)
    if head.kind in {"ing", "wh"}:
        return _discussed(head, rest)
    return {}


def note_parts(body: str, reader: Reader, *, aside: LazyPattern | None = None, fewest: int = _FEWEST_WORDS) -> list[Part] | None:
    """The parts of a note without its lead-in, seen from the reader's side; None where it is not certain or not sendable.

    Args:
        body: the note, normalised, without its lead-in.
        reader: who reads the email.
        aside: what must not stand in it; what must not stand in a topic by default.
        fewest: of how many words it must be made.
    """
    words = body.split()
    if not fewest <= len(words) <= _MOST_WORDS or (aside or _ASIDE).search(body) or _CONFIDENCE.search(body) or _HEDGE.search(body):
        return None
    low = {word.strip(".,;:!").lower() for word in words}
    if _SECRET.search(body) or low & (cleaning().words["harsh"] | cleaning().words["mumble"]) or len(sentences(body)) > 2:
        return None
    body = _AVERAGE.sub(r"\1 on average", _AVERAGE_FIRST.sub(r"\1 on average", body))
    body = _UNDATED.sub(r" on \1", _EITHER.sub(" and ", _GO_LIVE.sub(r"\1 go-live", body)))
    toks = anchored(lowered_start(tokens(body.rstrip(" .!")), reader.names), reader)
    toks = _yours(toks) if toks else toks
    return parts_of(spelled_numbers(_shouts(toks))) if toks else None


def _shouts(toks: Sequence[Tok]) -> list[Tok]:
    return [replace(tok, post=",") if tok.post in {"!", "!!", "!!!", "."} else tok for tok in toks]


def _yours(toks: Sequence[Tok]) -> list[Tok] | None:
    """The words with "their" as "your" where no people before it could be meant; None where it would mean things."""
    out = list(toks)
    for index, tok in enumerate(toks):
        if tok.low not in {"they", "them", "their"}:
            continue
        people = any(lexicon().among("person", before.low) or before.low in word_set("group") for before in toks[:index])
        plural = any(lexicon().tags(before.word) & Tag.PLURAL for before in toks[:index])
        if not people and tok.low == "their" and index + 1 < len(toks) and toks[index + 1].low == "own":
            out[index] = replace(tok, word="your")
        elif not people and not plural:
            return None
    return out


def _wants_verb(part: Part) -> bool:
    """Whether a state reads as a sentence that lost its verb: "beds blocked till four", not "14 buses coming in January"."""
    word = part.toks[part.verb] if part.verb < len(part.toks) else part.toks[-1]
    tags = lexicon().tags(word.word)
    measured = word.low in {"down", "up", "under", "over", "above", "below"}
    return not tags & Tag.ING and not (tags & Tag.PREP and not measured) and part.toks[0].low not in {"no", "the"}


def _sentence(found: list[Part], *, said: bool) -> dict[str, str]:
    """One sentence from a statement and what hangs on it."""
    text = found[0].sentence
    statements = [part for part in found[1:] if part.kind in {"clause", "verb"} or part.mark in {"but", "because", "so", "while"}]
    details = [part for part in found[1:] if part not in statements]
    early = bool(statements and details) and found.index(details[0]) < found.index(statements[-1])
    if early or any(part.kind in {"ing", "wh"} for part in details):
        return {}
    for index, part in enumerate(statements):
        if part.kind == "np" or (part.kind == "verb" and not _same_verb(found[0], part)):
            return {}
        shown = part.mark in {":", " -", " –", " —"} and len(statements) == 1 and part.kind != "verb"
        joint = ": " if shown else _JOINTS.get(part.mark, "")
        last = index + 1 == len(statements)
        text += joint or (" and " if part.kind == "verb" else ", and " if last else ", ")
        text += part.sentence
    if details:
        hung = _hung(details)
        if not hung:
            return {}
        text += hung
    return {"told": text} | ({"clause": text} if said and ":" not in text else {})


def _same_verb(head: Part, part: Part) -> bool:
    """Whether a verb without subject goes on from the statement before it: "the menu changes every week, uses the garden"."""
    if head.kind != "clause":
        return False
    first, second = lexicon().tags(head.toks[head.verb].word), lexicon().tags(part.toks[0].word)
    return bool(first & second & (Tag.THIRD | Tag.PAST))


def _hung(details: Sequence[Part]) -> str:
    """Details after a comma: ", with two callouts and an angry customer"; empty where one of them may only repeat what it hangs on."""
    firm = [part for part in details if part.kind != "rest"]
    loose = [part for part in details if part.kind == "rest"]
    if len(loose) > 1 or not all(_is_detail(part) for part in firm):
        return ""
    hung = ", with " + listed([part.text for part in firm], then=firm[-1].mark == "then") if firm else ""
    if not loose:
        return hung
    first = details[0].kind == "rest"
    if not first and details[-1].kind != "rest":
        return ""
    return f", {loose[0].text}{hung}" if first else f"{hung}, {loose[0].text}"


def _is_detail(part: Part) -> bool:
    first = part.toks[0]
    if part.kind == "state":
        return True
    tags = lexicon().tags(first.word)
    if part.kind != "np" or first.word[:1].isupper() or tags & Tag.THIRD:
        return False
    return first.low not in {"the", "your", "this", "that"} and bool(tags & (Tag.NUM | Tag.DET | Tag.PLURAL | Tag.ADJ) or part.plural)


def _thing(head: Part, rest: Sequence[Part]) -> dict[str, str]:
    """A thing with its details, or a sentence that says it was talked about and what was said."""
    name = _definite(head)
    noun = {tok.low for tok in head.toks[:4]}
    hung = _hung(rest)
    if hung and not any(part.kind == "clause" for part in rest):
        if noun & _EXPLAINED and len(rest) == 1 and rest[0].kind == "np" and not lexicon().tags(rest[0].toks[0].word) & Tag.NUM:
            return {}
        alike = all(part.kind == "np" and _counts(part) for part in (head, *rest))
        words = listed([name, *(part.text for part in rest)]) if alike else name + hung
        return {"np": words, "about": words}
    if noun & _DONE or not all(part.kind in {"clause", "state"} for part in rest):
        return {}
    told = [part.sentence for part in rest]
    if _counts(head) and head.toks[0].low != "the" and head.mark == "" and rest[0].mark == ",":
        text = f"there {'are' if head.plural else 'is'} {head.text}, and {_row(told)}"
        return {"told": text, "clause": text}
    return {"own": f"We talked about {name}: {_row(told)}."}


def _row(told: Sequence[str]) -> str:
    """Statements in a row: "the contractor took 19 days, and nobody complained"."""
    return (", ".join(told[:-1]) + ", and " if len(told) > 1 else "") + told[-1]


def _counts(part: Part) -> bool:
    first = part.toks[0]
    return first.low == "no" or bool(lexicon().tags(first.word) & _NUMBERED and not lexicon().tags(first.word) & Tag.DET)


def _definite(head: Part) -> str:
    """The thing that was talked about, seen as known: "the 14 new buses coming in January"."""
    if any(tok.low in _DONE for tok in head.toks[:3]) and head.toks[0].low not in _DETERMINED and not _counts(head):
        return "the " + head.text
    counted = _counts(head) and head.toks[0].low != "no" and head.toks[0].word[0] not in "£$€"
    return ("the " if counted and head.plural else "") + head.text


def _discussed(head: Part, rest: Sequence[Part]) -> dict[str, str]:
    """What was gone into, and what was said of it after a colon."""
    if all(part.kind in {"clause", "state"} for part in rest):
        told = [part.sentence for part in rest]
    elif all(part.kind == "np" and _is_detail(part) for part in rest):
        told = [part.text for part in rest]
        return {"own": f"We talked about {head.text}: {listed(told, then=rest[-1].mark == 'then')}."}
    else:
        return {}
    return {"own": f"We talked about {head.text}: {_row(told)}."}
