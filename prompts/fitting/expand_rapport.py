"""A telegraphic note of a light moment, said whole: what the reader kindly did, what both did, or one plain sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from prompts.fitting.expand_topic import note_parts
from prompts.fitting.parts import Part, listed
from prompts.fitting.phrase import tags_at
from prompts.fitting.text import strip_lead, tokens
from prompts.fitting.voice import Reader, reader_of
from prompts.fitting.words import LazyPattern, Tag, lexicon, named_pattern
from prompts.notes import Notes

__all__ = ["expand_rapport"]

#: What stays out of an email, and marks that were not understood.
_ASIDE = LazyPattern(
    r"[()\[\]{}<>\\|=@#*_…→•?\"“”/]|\.\.|\b(?:I|he|she|him|etc|idk|failed|divorc\w+|sick|ill|drunk|fired|hated?|terrible|awful|today|tomorrow|yesterday"
    r"|son|daughter|wife|husband|kids?|baby|mums?|dads?|girlfriend|boyfriend|partner)\b",
    re.IGNORECASE,
)
_EMPHASIS = named_pattern("segments_emphasis")
#: What somebody kindly does for the writer, in the past or as an -ing form.
_DEED = LazyPattern(
    r"^(?P<who>(?:(?:Dr|Prof|Mr|Mrs|Ms)\.? )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?|[Ss]he|[Hh]e|[Tt]hey|you) (?:even |also |kindly )*"
    r"(?P<verb>showed|showing|walked|walking|took|taking|let|letting|gave|giving|lent|lending|taught|teaching|brought|bringing|drove|driving"
    r"|offered|offering|invited|inviting|introduced|introducing|sent|sending|made|making|saved|saving) (?P<me>me|us) (?P<rest>.+)$"
)
_SHARED = LazyPattern(
    r"^(?:then )?(?P<verb>joked|laughed|chatted|talked|bonded|swapped|compared|discovered|found out|ended up|got|were"
    r"|argued|agreed|realised"
    r"|realized|sang|danced|discussed|stuck|reminisced) ",
    re.IGNORECASE,
)
_BOTH = LazyPattern(r"^(?:we )?(?:are |were )?both (?P<one>[^,;]+?),? (?:and )?both (?P<other>[^,;]+)$", re.IGNORECASE)
#: "dog biscuits jar": what is in a thing that holds it.
_HOLDER = LazyPattern(r"\b(?:the )?((?:[a-z]+ )?[a-z]{3,}[^s\W]s) (jar|box|tin|pile|wall|rack|bowl|basket|bucket|shelf|drawer|cupboard)\b")
_MOST_DEED = 22
_JOINTS = {"because": " because ", "but": ", but ", "so": ", so "}
_HAPPY = frozenset({"make", "save"})


def expand_rapport(text: str, notes: Notes) -> dict[str, str]:
    """The forms that say all of a telegraphic light moment: `own`, `told`, `to`, `clause`, `np`; none where that is not certain.

    `to` is what the reader kindly did, as it follows "It was kind of you to".

    Args:
        text: a normalised note.
        notes: its notes; their recipients decide who "she" and "they" are.
    """
    text = _EMPHASIS.sub(lambda match: ", " if match[0].startswith(",") else "", text).strip(" ,!.")
    reader = reader_of(notes)
    if _ASIDE.search(text.split(" ", 1)[-1]):
        return {}
    if match := _DEED.match(text):
        return _deed(match, reader, notes)
    if (match := _BOTH.match(text)) and len(notes.recipients) <= 1:
        return _both(match["one"], match["other"])
    if (match := _SHARED.match(text)) and not re.match(r"\w+ (?:about|over|on) [^,;]+$", text):
        return _plain(("we were " if match["verb"].lower() == "stuck" else "we ") + text[0].lower() + text[1:], reader, made=True)
    if named := _laughing(text, reader):
        return _plain(named, reader, made=True)
    return _plain(strip_lead(text, "rapport"), reader)


def _is_reader(who: str, reader: Reader) -> bool:
    words = {word.strip(".").lower() for word in who.split()} - {"dr", "prof", "mr", "mrs", "ms"}
    return words <= {"they", "you"} or (reader.single and (words <= {"she", "he"} or words <= reader.names))


def _deed(match: re.Match[str], reader: Reader, notes: Notes) -> dict[str, str]:
    """What somebody did for the writer: as a sentence, and for the reader as "walk me through the drive-up"."""
    mine = _is_reader(match["who"], reader)
    if not mine and (not match["who"][:1].isupper() or match["who"].lower() in {"she", "he"}):
        return {}
    base = lexicon().base(match["verb"])
    past = lexicon().forms_of[base][0] if base in lexicon().forms_of else ""
    rest = _rest(match["rest"], reader)
    if not rest or not past or len(rest.split()) > _MOST_DEED:
        return {}
    who = "you" if mine else match["who"]
    told = f"{who} {past} {match['me']} {rest}"
    forms = {"own": told[:1].upper() + told[1:] + ".", "told": told}
    return forms | ({"to": f"{base} {match['me']} {rest}"} if mine and base not in _HAPPY else {})


def _rest(text: str, reader: Reader) -> str:
    """What follows "showed me", with its list joined; empty where a second sentence or another person is in it."""
    text = _HOLDER.sub(r"the \2 of \1", text)
    parts = [part for part in re.split(r",\s+|\s+[-–—]\s+", text) if part]
    toks = tokens(text)
    if any(tok.low in {"they", "them", "we", "our", "my"} for tok in toks) or len(parts) > 3:
        return ""
    turned = [_your(part, reader) for part in parts]
    if not all(turned):
        return ""
    for part in parts[1:]:
        first = tokens(part)
        if not tags_at(first, 0) & (Tag.DET | Tag.NUM | Tag.POSS) or any(tags_at(first, at) & Tag.AUX for at in range(len(first))):
            return ""
    if turned[0].split()[0] in {"round", "around", "over"} and len(turned) > 1:
        return turned[0] + ", with " + listed(turned[1:])
    return listed(turned)


def _your(text: str, reader: Reader) -> str:
    """The words with the only reader's "her" and "his" as "your"; empty where it is not certain whose."""
    words: list[str] = []
    for tok in tokens(text):
        low = tok.low
        if low in {"her", "his"} and not reader.single:
            return ""
        if low.removesuffix("'s") in reader.names and tok.word[:1].isupper():
            return "" if not reader.single else " ".join([*words, "your"]) if low.endswith("'s") else ""
        words.append(tok.pre + ("your" if low in {"her", "his", "their"} else tok.word) + tok.post)
    return " ".join(words)


def _both(one: str, other: str) -> dict[str, str]:
    """What both did, twice over: "we both grew up near Leeds and both support the wrong team"."""
    for words in (one, other):
        first = tokens(words)
        acts = len(first) > 1 and tags_at(first, 0) & (Tag.PAST | Tag.BASE)
        if not acts or {"he", "she", "they"} & {tok.low for tok in first}:
            return {}
    clause = f"we both {one.strip()} and both {other.strip()}"
    return {"clause": clause, "own": clause[:1].upper() + clause[1:] + ".", "told": clause}


def _laughing(text: str, reader: Reader) -> str:
    """What the reader was doing as a sentence: "Ann laughing at my list" as "Ann laughed at my list"; empty where it is not that."""
    words = text.split()
    at = next((n for n in range(1, min(4, len(words))) if words[n].endswith("ing")), 0)
    who = " ".join(words[:at])
    verb = lexicon().base(words[at]) if at else ""
    if not at or not _is_reader(who, reader) or verb not in lexicon().forms_of or len(words) < at + 3:
        return ""
    return " ".join([who, lexicon().forms_of[verb][0], *words[at + 1 :]])


def _plain(body: str, reader: Reader, *, made: bool = False) -> dict[str, str]:
    """The note as one sentence, or as a thing with what belongs to it; a single sentence only where it was `made` one here."""
    found = note_parts(body, reader, aside=_ASIDE, fewest=4)
    if not found:
        return {}
    head, rest = found[0], found[1:]
    if not rest and not made:
        return {}
    if head.kind == "clause" and all(part.kind == "clause" and part.mark in {",", "but", "so", "because", ";", " -"} for part in rest):
        return _told(found)
    if rest and all(part.kind == "np" and _joins(part) for part in found):
        words = listed([part.text for part in found])
        return {"np": words, "about": words}
    return {}


def _joins(part: Part) -> bool:
    """Whether a part is a thing of its own, not a year or a name thrown in."""
    first = part.toks[0]
    return first.low in {"the", "your", "a", "an"} and len(part.toks) > 1 and not first.word[:1].isdigit()


def _told(found: Sequence[Part]) -> dict[str, str]:
    text = found[0].text
    for index, part in enumerate(found[1:], start=1):
        last = ", and " if index + 1 == len(found) else ", "
        text += _JOINTS.get(part.mark, last) + part.text
    return {"own": text[:1].upper() + text[1:] + ".", "told": text}
