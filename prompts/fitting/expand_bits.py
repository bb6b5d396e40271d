"""Cuts a jotted motive or reason into the pieces between its marks, tidied of what only fills speech."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from prompts.fitting.phrase import tags_at
from prompts.fitting.text import sentences, tokens
from prompts.fitting.whole_clause import motive_words
from prompts.fitting.withhold import Why, leans, withheld
from prompts.fitting.words import LazyPattern, Tag, lexicon, named_pattern, word_set

__all__ = ["ASIDE", "Bit", "bits_of", "kept_of", "plain", "without_asides"]

ASIDE = named_pattern("motive_aside")
_WITH_WHOM = named_pattern("motive_with_whom")
#: "real hardware not simulations", where "not" belongs to no verb.
_NOT_THAT = LazyPattern(r"\b([a-z]+) not ((?:just |only )?(?:an? |the )?[a-z-]+)(?=$|[,.;])")
_TWO_DAYS = LazyPattern(r"(?<!on )\b(mon|tue|wed|thu|fri|sat|sun) (and|or|to) (mon|tue|wed|thu|fri|sat|sun)\b")
_OF_YEARS = LazyPattern(r"(?<!for )(\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten) (?:years|months)) (?=([a-z]+)\b)")
_DAYS = {"mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday", "sat": "Saturday", "sun": "Sunday"}
_MARK = LazyPattern(r"\s+[-–—]+\s+|\s*—\s*|,\s+|;\s+|:\s+|\s+/\s+")


def without_asides(text: str) -> str:
    """The note without what only opens or fills speech ("tbh", "I'll be honest"), and the reason without its "because"."""
    text = ASIDE.sub(lambda match: "," if match.start() and match[0].endswith(",") else "", text)
    text = re.sub(r"(?: ?,)+(?=,|$)| +(?=,)", "", " ".join(text.split())).strip(" ,;-")
    text = re.sub(r"\b[Uu]r (?=\w)", "your ", re.sub(r"(?<![.\w])[Uu] (?=[a-z])", "you ", text))
    text = re.sub(
        r"\b(finish|finishing|complete|submit|defend) (?=(?:PhD|phd|thesis|master's|degree|apprenticeship|course|studies|residency)\b)",
        r"\1 my ",
        text,
    )
    text = re.sub(r"\b(\d+|two|three|four|five|six)[ -]days? week\b", r"\1-day week", text)
    text = re.sub(r"\b(on|by|until|till|from|before|after) (?=\d{1,2}(?:st|nd|rd|th)\b(?! [A-Za-z]))", r"\1 the ", text)
    return re.sub(r"^(?:(?:mainly|mostly|just|and|simply) )*(?:because|since|cos) (?!of\b|\d)", "", text)


def plain(text: str) -> str:
    """The note without asides, with days, spans and set phrases written out."""
    text = without_asides(text)
    text = _WITH_WHOM.sub(r"\1", text)
    text = re.sub(
        r"\b(in|by|until|since|from|before|after|of|this|next|mid|early|late) (march|may|june|july)\b(?! \w+ing)",
        lambda m: f"{m[1]} {m[2].capitalize()}",
        text,
    )
    text = re.sub(r"\b(every|on|each) (mon|tue|wed|thu|fri|sat|sun)\b", lambda m: f"{m[1]} {_DAYS[m[2]]}", text)
    text = re.sub(r"\bhands on\b(?= (?:role|job|work|post|one)|$|[,.])", "hands-on", text)
    text = re.sub(r" & (?=I\b|[a-z])", " and ", text)
    text = re.sub(r"\bturned out (?=\d|mostly|mainly|all|only|more|less|too)", "turned out to be ", text)
    text = re.sub(r"\b(move|transfer|relocation|moving) - (?=[A-Z]\w+ to [A-Z])", r"\1 from ", text)
    text = re.sub(
        r"\b(?:its|it is|is)( only| just)? (\d+)[ -](min|minute|minutes|hour|hours) (walk|drive|ride|commute|journey)\b", _away, text
    )
    text = re.sub(
        r"^(taking|accepted|taken|took|chose|choosing|going for|going with) (?:the )?other (?:one|job|offer|role)\b",
        r"\1 another offer",
        text,
    )
    text = _OF_YEARS.sub(_of, text)
    text = _NOT_THAT.sub(_set_off, text)
    text = _TWO_DAYS.sub(lambda match: f"on {_DAYS[match[1]]} {match[2]} {_DAYS[match[3]]}", text)
    text = re.sub(r"^(?:\d+|a|one|two) (?:days?|weeks?) (?:because|as|since|cos|for)(?: of)? ", "", text)
    return " ".join(text.split()).strip(" ,;-")


def _set_off(match: re.Match[str]) -> str:
    tags = lexicon().tags(match[1])
    bound = tags & (Tag.AUX | Tag.MODAL | Tag.CONJ | Tag.WH | Tag.ADV | Tag.PREP | Tag.SUBJ)
    return match[0] if bound else f"{match[1]}, not {match[2]}"


def _of(match: re.Match[str]) -> str:
    """Years of something: "3 years agency" as "3 years of agency work"; others as they stand."""
    tags = lexicon().tags(match[2])
    following = match.string[match.end() :].split(",")[0].split()
    if len(following) == 2 and lexicon().tags(following[1]) & Tag.MASS and not tags & (Tag.ING | Tag.PREP | Tag.PAST):
        return f"{match[1]} of "
    if match[2] in motive_words()["workplace"] and match.string[match.end() :].strip()[len(match[2]) :][:1] in {"", ",", "."}:
        return f"{match[1]} of "
    if (
        match[2] in word_set("not_of")
        or not tags & (Tag.MASS | Tag.PLURAL)
        or tags & (Tag.ING | Tag.PREP | Tag.ADV | Tag.CONJ | Tag.THIRD | Tag.PAST)
    ):
        return match[0]
    return f"{match[1]} of "


def _away(match: re.Match[str]) -> str:
    unit = "minute" if match[3].startswith("min") else "hour"
    return f"it is{match[1] or ''} {'an' if match[2] in {'8', '11', '18', '80'} else 'a'} {match[2]}-{unit} {match[4]}"


@dataclass(frozen=True, slots=True)
class Bit:
    """A piece of the note and the mark before it."""

    text: str
    mark: str


def bits_of(text: str) -> list[Bit]:
    """The pieces between the marks; a list with its "and" stays one piece."""
    found: list[Bit] = []
    for sentence in sentences(text):
        at, mark = 0, "." if found else ""
        for match in _MARK.finditer(sentence):
            if sentence.count("(", 0, match.start()) > sentence.count(")", 0, match.start()) or _in_list(sentence[at:], match.start() - at):
                continue
            found.append(Bit(sentence[at : match.start()].strip(" ,.!"), mark))
            at, mark = match.end(), match[0].strip() if match[0].strip() in {",", ":", "/"} else "-"
        found.append(Bit(sentence[at:].strip(" ,.!"), mark))
    return [bit for bit in found if bit.text]


def _in_list(text: str, at: int) -> bool:
    """Whether a comma stands in a list of short things that ends with "and" or "or": "the maps, the boats and the tides"."""
    if text[at] != ",":
        return False
    rest = text[at + 1 :].strip()
    match = re.match(r"((?:[^,;.]+, ){0,3})([^,;.]{1,30}?),? (?:and|or) (\S+(?: \S+){0,2})", rest)
    if not match:
        return False
    items = [*[item.strip() for item in match[1].split(",") if item.strip()], match[2].strip(), match[3]]
    return all(_is_thing(item) for item in items) and _is_thing(" ".join(text[:at].split()[-1:]))


def _is_thing(words: str) -> bool:
    toks = tokens(words)
    if not toks or len(toks) > 5 or toks[0].low in {"i", "it", "they", "you", "we", "she", "he", "want", "need", "love", "like"}:
        return False
    return all(
        tags_at(toks, at) & (Tag.NOUN | Tag.ADJ | Tag.DET | Tag.POSS | Tag.NUM | Tag.PREP | Tag.ING) or not tags_at(toks, at)
        for at in range(len(toks))
    )


def kept_of(bits: Sequence[Bit], kind: Why) -> tuple[list[Bit], bool]:
    """The pieces that may stand in the email, and whether any had to go."""
    kept = [bit for bit in bits if not withheld(bit.text, kind)]
    gone = len(kept) < len(bits)
    if kept and gone:
        first = re.sub(r"^(?:but|and|so)(?: also| mainly| mostly)? ", "", kept[0].text)
        kept[0] = Bit(re.sub(r"^(?:the )?(?:real|main|true) (?:reason|thing)(?: is)?:? ", "", first), "")
        if bits[0] != kept[0] and withheld(bits[0].text, kind) and leans(kept[0].text):
            return [], True
    return kept, gone
