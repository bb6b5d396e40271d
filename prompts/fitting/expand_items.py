"""A hard jotting of a topic said whole: the parts of a day, somebody's talk, or a thing with its figures and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from prompts.fitting.items import Item, item_of
from prompts.fitting.parts import parts_of
from prompts.fitting.phrase import tags_at
from prompts.fitting.text import join, normalise, sentences, spelled_numbers, strip_lead, tokens
from prompts.fitting.voice import Reader, reader_of
from prompts.fitting.words import LazyPattern, Tag, lexicon, named_pattern, word_set
from prompts.notes import Notes

__all__ = ["expand_items", "happened"]

#: Remarks on how it was, which say nothing of the matter: "stuck w me", "very impressive", "loved it".
_REMARK = named_pattern("items_remark")
_TALK = named_pattern("items_talk")
_CUT = LazyPattern(r"(?<!\d),\s+|,\s+(?!\d{3}\b)|\s+[-–—]\s+|;\s+|(?<=[a-z]):\s+")
_MARKS = LazyPattern(r"[()\[\]{}<>\\|=@#*_…→•?\"“”!]|\.\.")
_PRIVATE = named_pattern("side_confidence")
_MOST_WORDS = 42


def expand_items(text: str, notes: Notes) -> dict[str, str]:
    """`np` and `about`, `own` or `told` of a hard jotting; none where a piece of it has no certain place.

    Args:
        text: a normalised note, its marks written out.
        notes: its notes; their recipients decide whose talk it was.
    """
    reader = reader_of(notes)
    text = _shaped(strip_lead(text, "topic"))
    if _PRIVATE.search(text) or not 4 <= len(text.split()) <= _MOST_WORDS:
        return {}
    if talk := _talk(text, reader):
        return _named(talk)
    text = _yours(text, reader)
    if _MARKS.search(text):
        return {}
    parts = [half for part in sentences(text) for half in re.split(r"(?<=[a-z\d]{3})\. (?=\w)", part)]
    told = [[piece for piece in _CUT().split(part.strip(" .")) if piece and not _REMARK.fullmatch(piece)] for part in parts]
    told = [pieces for pieces in told if pieces]
    if not told or len(told) > 2:
        return {}
    if len(told) == 2:
        return _two(told[0], told[1])
    pieces = told[0]
    if len(pieces) < 2:
        return {}
    later = next((at for at, piece in enumerate(pieces) if at and _IS.match(piece)), 0)
    if later and (both := _two(pieces[:later], pieces[later:])):
        return both
    if stated := _stated(pieces):
        return {"told": stated, "clause": stated}
    return _named(_day(pieces) or _liked(pieces)) or _situation(pieces)


def happened(text: str) -> bool:
    """Whether a note tells of the parts of a day or of somebody's talk, which nobody "talks about"."""
    text = _shaped(strip_lead(normalise(text), "topic"))
    talk = _TALK.match(text)
    told = talk is not None and talk["what"] not in {"rule", "idea", "tip", "advice", "point", "example", "comparison", "description"}
    return told or bool(_day([piece for piece in _CUT().split(text) if piece]))


def _named(words: str) -> dict[str, str]:
    words = join(spelled_numbers(tokens(words))) if words else ""
    return {"np": words, "about": words} if words else {}


def _shaped(text: str) -> str:
    """The note with its commonest turns in the order of a sentence."""
    text = re.sub(r"\b(\d+) (\w+s) (extra|more)\b", r"\1 \3 \2", text)
    text = re.sub(r"\b(\d+) min(?:ute)?s? (?=questions|talk|discussion|chat|[a-z]+ing\b)", r"\1 minutes of ", text)
    text = re.sub(r"(?<=, )(target) (?=zero|\d)", r"\1 of ", text)
    text = re.sub(r"\b(\w+) test (\d+k?m)\b", r"\2 \1 test", text)
    text = re.sub(r", ((?:19|20)\d\d)(?=,|$)", r" from \1", text)
    text = re.sub(
        r"\b([a-z]+ (?:backlog|fleet|team|staff|crew|herd|flock|list|budget)|^(?:fleet|team|herd|flock|crew)) (?=[£$€]?\d)", r"\1 of ", text
    )
    text = re.sub(r"\b(\w+s) (?=(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)", r"\1 on ", text)
    return re.sub(r"(?<=[a-z]) \((half|mostly|all|mainly) ([a-z]+)\)(?=,|$)", r" that are \1 \2", text)


def _yours(text: str, reader: Reader) -> str:
    """The text with the only reader's name as "your" where something is theirs."""
    if not reader.single:
        return text
    for name in sorted(reader.names, key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(name)}['’]s\b", "your", text, flags=re.IGNORECASE)
    return text


def _talk(text: str, reader: Reader) -> str:
    """Somebody's talk, story or rule: "Pádraic's talk on the near miss"; the reader's is "your talk"."""
    match = _TALK.match(text)
    if not match:
        return ""
    pieces = [piece for piece in _CUT().split(match["rest"]) if piece]
    about = pieces[0]
    where = re.split(r"[.!] ", about)[0]
    prep = {"re": "about", "abt": "about"}.get(match["prep"].lower(), match["prep"])
    if prep in {"why", "how"}:
        about = f"of {prep} {where}"
        about = re.sub(r"\bthey\b", "you", about)
        if re.search(r"\b(?:he|she|them|him|I|we)\b", about):
            return ""
    else:
        thing = item_of(f"thing {prep} {_unowned(where)}")
        if thing is None:
            return ""
        about = thing.words.removeprefix("thing ")
    who = match["who"].removesuffix("'s").removesuffix("’s").strip()
    words = {word.strip(".").lower() for word in who.split()} - {"mr", "mrs", "ms", "dr", "prof", "sister", "chef"}
    if not who[:1].isupper():
        if item_of(who) is None:
            return ""
        whose = f"{'' if who.startswith(('the ', 'your ')) else 'the '}{who}'s"
    else:
        whose = "your" if reader.single and words and words <= reader.names else f"{who}'s"
    hung = _details(pieces[1:]) if len(pieces) > 1 and "." not in match["rest"] else ""
    return f"{whose} {match['what']} {about}{hung or ''}"


def _unowned(text: str) -> str:
    return re.sub(r"^no (?=phone|mobile)", "no ", text)


def _day(pieces: Sequence[str]) -> str:
    """The parts of a day in their order: "the ward tour, the drug test and then the panel"."""
    items = [item_of(re.sub(r"^(?:and )?then ", "", piece)) for piece in pieces]
    if len(items) < 3 or sum(bool(item and _is_activity(item)) for item in items) < 2:
        return ""
    words: list[str] = []
    for item, piece in zip(items, pieces, strict=True):
        if item is None or item.counted:
            return ""
        then = "then " if re.match(r"(?:and )?then ", piece) else ""
        words.append(then + item.the)
    last = words[-1]
    return ", ".join(words[:-1]) + (", " if last.startswith("then ") else " and ") + last


def _is_activity(item: Item) -> bool:
    first = re.split(r" (?:on|in|at|with|by|of|for|from|to|about|round|after|outside) ", item.words)[0].split()
    return first[-1] in word_set("activity") or item.head in word_set("activity")


def _liked(pieces: Sequence[str]) -> str:
    """Two or three things that were liked, the last of them "especially"."""
    special = pieces[-1].removeprefix("especially ") if pieces[-1].startswith("especially ") else ""
    if not special:
        return ""
    things = [item_of(piece) for piece in pieces[:-1]]
    one = re.match(r"(?:the )?(ones?|bit|part) (?=with |about |on |in |where )", special)
    best = item_of(("thing " + special[one.end() :]) if one else special)
    if best is None or not all(things) or len(things) > 3:
        return ""
    end = f"the {one[1]} {best.words.removeprefix('thing ')}" if one else best.the
    named = [thing.the for thing in things if thing]
    return (", ".join(named[:-1]) + " and " if len(named) > 1 else "") + named[-1] + f", especially {end}"


def _situation(pieces: Sequence[str]) -> dict[str, str]:
    """A thing with its figures: "the new travel account, with 18 agents and a night shift"; what is said of it after that."""
    head, rest = _head(pieces[0])
    if head is None or head.words.startswith("no ") or head.head in word_set("activity") or _WHAT_IT_IS_ABOUT.search(pieces[0]):
        return {}
    details = [*rest, *pieces[1:]]
    counted = [item_of(piece) for piece in details] if head.counted else []
    if head.counted and all(item and (item.counted or item.words.startswith("no ")) for item in counted):
        words = [_seen(head), *(item.a for item in counted if item)]
        return _named(", ".join(words[:-1]) + " and " + words[-1])
    if hung := _details(details):
        return _named(_seen(head) + hung)
    statement = _statement(details[-1])
    if len(details) > 1 and statement and (hung := _details(details[:-1])):
        first = join(spelled_numbers(tokens(_seen(head) + hung)))
        return _named(_seen(head) + hung) | {"own": f"We talked about {first}. {statement[:1].upper()}{statement[1:]}."}
    if len(details) > 2 and (hung := _details(details[:-1])):
        return _named(_seen(head) + hung)
    return {}


def _seen(head: Item) -> str:
    """The thing as it is named first: a kind of things stays without "the"."""
    return head.words if head.plural and not head.counted else head.the


#: Heads whose rest after a dash is their own matter rather than a detail.
_WHAT_IT_IS_ABOUT = LazyPattern(
    r"^(?:the )?(?:case study|idea|plan|proposal|advice|tip|rule|question|how|why|what)\b|^(?:we|you|they|I) \b", re.IGNORECASE
)


def _head(piece: str) -> tuple[Item | None, list[str]]:
    """The thing itself, and its first figure where it follows without a mark: "new wing 24 beds"."""
    match = re.match(r"(?P<what>[a-z][a-z -]+[a-z]) (?P<count>\d+ [a-z]+s)$", piece)
    if match and (item := item_of(match["what"])) is not None and not item.plural and item.head not in word_set("labels"):
        return item, [match["count"]]
    return item_of(piece), []


def _details(pieces: Sequence[str]) -> str:
    """What belongs to a thing, as it hangs on it: ", with 18 agents and a night shift"; empty where a piece is no detail."""
    words: list[str] = []
    lead = ""
    for at, piece in enumerate(pieces):
        if not at and (match := re.match(r"(mostly|mainly|all|half of them|most of them) (?=\S)", piece)):
            item = item_of(piece[match.end() :])
            if item is None:
                return ""
            lead = f", {match[1]} {item.words}"
            continue
        detail = _detail(piece)
        if not detail:
            return ""
        words.append(detail)
    listed = (", ".join(words[:-1]) + " and " + words[-1]) if len(words) > 1 else "".join(words)
    return lead + (f", with {listed}" if listed else "")


def _detail(piece: str) -> str:
    """One detail: a new thing, a number of things, or something with what it is like."""
    part = re.match(r"(?:only )?\d+ (?:in|of|out of) (?:the )?\d+(?: (?P<more>on [A-Z]\w+|[a-z]+(?:ed|ing|en|lost|down|off|out)))?$", piece)
    if part:
        return piece
    short = re.match(r"\d+ [a-z]+s (?:short|down|off sick|out every (?:night|day|week))$", piece)
    if short and "sick" not in piece:
        return piece
    if item := item_of(piece):
        odd = item.words.split()[0]
        if item.words.endswith("ing") and not lexicon().tags(item.words.split()[-1]) & Tag.NOUN:
            return ""
        return "" if odd[:1].isupper() and not item.counted and not odd.isupper() else item.a
    found = parts_of(tokens(piece)) if "own" not in piece.split() else None
    if found and len(found) == 1 and found[0].kind == "state":
        return ("the " if found[0].text.startswith("opening ") else "") + found[0].text
    return ""


def _statement(piece: str) -> str:
    """What is said in a clause of its own: "tickets pile up"."""
    found = parts_of(tokens(piece))
    if found and len(found) == 1 and found[0].kind == "clause" and not re.search(r"\b(?:he|she|they|it|them|I|we|you)\b", piece):
        return found[0].sentence
    toks = tokens(piece)
    plain = len(toks) >= 3 and bool(tags_at(toks, 0) & Tag.PLURAL) and bool(tags_at(toks, 1) & Tag.BASE) and not tags_at(toks, 1) & Tag.ADJ
    loose = any(tags_at(toks, at) & (Tag.SUBJ | Tag.OBJ | Tag.AUX) & ~Tag.DET for at in range(1, len(toks)))
    return piece if plain and not loose else ""


_IS = LazyPattern(r"^(?P<what>[^,]+?) (?P<verb>is|are) (?P<said>[^,]+)$")


def _stated(pieces: Sequence[str]) -> str:
    """A thing said to be another, with its details: "aftertreatment is the biggest headache, with DPF comebacks"."""
    match = _IS.match(pieces[0])
    if not match:
        return ""
    what, said = item_of(match["what"]), item_of(match["said"])
    if what is None or said is None:
        return ""
    verb = match["verb"]
    known = "" if what.plural and not said.words.startswith("the ") else what.known
    mass = lexicon().tags(what.head) & Tag.MASS and not lexicon().tags(what.head) & Tag.COUNT
    chief = said.words.split()[0] in word_set("superlative") or said.words.split()[0] in {"main", "worst", "top", "real"}
    after = ("the " if chief else said.one) if not said.counted else ""
    text = f"{'' if mass else known}{what.words} {verb} {after}{said.words}"
    hung = _details(pieces[1:]) if len(pieces) > 1 else ""
    if len(pieces) > 1 and not hung:
        return ""
    return join(spelled_numbers(tokens(text + hung)))


def _two(first: Sequence[str], second: Sequence[str]) -> dict[str, str]:
    """A thing with its details, then what is said of it in a sentence of its own."""
    head, rest = _head(first[0])
    if head is None:
        return {}
    details = [*rest, *first[1:]]
    hung = _details(details) if details else ""
    if details and not hung:
        return {}
    named = join(spelled_numbers(tokens(_seen(head) + hung)))
    stated = _stated(second) or (_statement(second[0]) if len(second) == 1 else "")
    if not stated:
        return _named(named) if details else {}
    return _named(named) | {"own": f"We talked about {named}. {stated[:1].upper()}{stated[1:]}."}
