"""Forms of open questions, offers, promises and light moments."""

from __future__ import annotations

import re
from dataclasses import replace

from prompts.fit_piece import Piece, bare_or_the, piece_of, text_of, whole
from prompts.fit_plain import Plain, anchored, plain_of, reader_did
from prompts.fit_question import as_question, embedded, first_question, plain_question
from prompts.fit_segments import segments
from prompts.fit_text import join, strip_lead
from prompts.fit_topic import clause_of, how_of
from prompts.fit_voice import Reader, reader_of
from prompts.fit_words import LazyPattern, Tag, lexicon, named_pattern, word_set
from prompts.notes import Notes

__all__ = ["fit_concern", "fit_offer", "fit_promise", "fit_rapport"]


_CONDITION = LazyPattern(r"if [^,.;?]+, (?:what|who|how|when|where|would|will|is|are|does|do|can|could)\b[^.;?]+\?", re.IGNORECASE)


def fit_concern(text: str, notes: Notes) -> dict[str, str]:
    """`whether`, `question`, `about` of an open question."""
    if _CONDITION.fullmatch(text) and not re.search(r"\b(?:they|them|their|he|she|his|her)\b", text, re.IGNORECASE):
        return {"question": text[0].upper() + text[1:]}
    reader = reader_of(notes)
    piece = piece_of(text, "concern", reader)
    if piece is None:
        untouched = piece_of(text, "concern", reader, turn=False)
        kept = anchored(untouched.toks, reader) if untouched else None
        piece = replace(untouched, toks=tuple(kept)) if untouched and kept else None
    if piece is None or not piece.toks:
        return {}
    kind = piece.shape.kind
    if kind == "np":
        loose = piece.first[:1].isdigit() or {tok.low for tok in piece.toks} & {"we", "i", "they", "he", "she"}
        return {} if loose else {"about": bare_or_the(piece)}
    if kind == "ing":
        return {"about": text_of(whole(piece))}
    if text.lower().startswith("if "):
        return {}
    both, piece = piece, first_question(piece)
    kind = piece.shape.kind
    inner = embedded(piece) or ("" if piece.question else plain_question(piece))
    asked = as_question(piece)
    if both is not piece and both.question and asked:
        asked = asked[:-1] + join(both.toks)[len(join(piece.toks)) :] + "?"
    forms = {"whether": inner, "question": asked}
    if kind == "wh" or (kind == "question" and inner and not inner.startswith("whether")):
        forms["about"] = inner
    return forms


_MONEY = LazyPattern(
    r"[£$€¥]|\b\d+(?:[.,]\d+)?\s?k\b|\b(?:salary|pay|bonus|per hour|an hour|p\.?a\.?|gross|net|usd|eur|gbp|package|stipend|wage)\b",
    re.IGNORECASE,
)


_OFFER_DATED = named_pattern("side_offer_dated")
_OFFER_CAME = named_pattern("side_offer_came")
_OFFER_WITH = named_pattern("side_offer_with")


def _offer_itself(text: str) -> str:
    """An offer named as such, by its date or by how it came: "your offer of 9 October", "your written offer"; empty if it is not."""
    if match := _OFFER_DATED.match(text):
        return f"your offer of {match['date']}"
    if match := _OFFER_CAME.match(text):
        return f"your {match['what'].lower()}offer"
    match = _OFFER_WITH.match(text)
    return f"your {match['what']}offer {match['rest']}" if match and not _MONEY.search(text) else ""


def fit_offer(text: str, notes: Notes) -> dict[str, str]:
    """`np` of an offer: "the offer of the junior analyst role"; pay is left out with the piece that names it."""
    if named := _offer_itself(text):
        return {"np": named}
    article = re.match(
        r"(?:the )?offer of (?=(an?) (?:[\w-]+ ){0,9}?(?:place|post|role|job|position|contract|placement|internship|fellowship)\b)",
        text,
        re.I,
    )
    if article and not _MONEY.search(text) and "," not in text:
        return {"np": "the offer of " + text[article.end() :].rstrip(".")}
    text = re.sub(r"^(?:the |their |an? )?(?:job )?offer (?:for|of|as) (?:the |an? )?", "", text, flags=re.IGNORECASE)
    first = re.split(r",|;|\bat (?=[£$€\d])| - |\bstart(?:s|ing)?\b", text)[0].strip()
    if not first or _MONEY.search(first):
        return {}
    piece = piece_of(first, "offer", reader_of(notes))
    if piece is None or piece.shape.kind != "np":
        return {}
    words = bare_or_the(piece)
    phrase = piece.shape.phrase
    head = piece.toks[phrase.head].low if phrase else ""
    if head == "offer":
        return {"np": re.sub(r"^the ", "your ", words)}
    if head in {
        "role",
        "job",
        "position",
        "post",
        "place",
        "contract",
        "internship",
        "apprenticeship",
        "traineeship",
        "fellowship",
        "placement",
    }:
        return {"np": "the offer of " + words}
    plain = (
        phrase is not None and phrase.end == len(piece.toks) and phrase.singular_count and not phrase.determined and len(piece.toks) <= 5
    )
    return {"np": f"the offer of {words} role"} if plain and words.startswith("the ") else {}


_LINK = named_pattern("topic_link")
_AFTER = named_pattern("side_after")
_I_SEND = named_pattern("side_i_send")
_IF_USEFUL = named_pattern("side_if_useful")


def fit_promise(text: str, notes: Notes) -> dict[str, str]:
    """`np` of what is sent, `link` where it is; nothing for what will only come later, or is not a thing that can be sent."""
    if _LATER.search(text):
        return {}
    forms = _sendable(text, notes)
    return {form: words for form, words in forms.items() if form != "np" or not _NO_THING.search(words)}


#: "by Friday", "once it is signed": it does not come with this email.
_LATER = re.compile(
    r"\b(?:by|before|until) (?:the )?(?:mon|tue|wed|thu|fri|sat|sun|end|next|\d|tomorrow)"
    r"|\b(?:by|before|until) (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|\b(?:next week|tomorrow|later|as soon as|once|when (?:it|i)|asap|pass on|introduce|recommend|put \w+ in touch|the name of)\b",
    re.IGNORECASE,
)
_NO_THING = re.compile(r"[,;:]|\b(?:looking|friend|name)\b", re.IGNORECASE)


def _sendable(text: str, notes: Notes) -> dict[str, str]:
    link = _LINK.search(text)
    reader = reader_of(notes)
    words = (text[: link.start()] + " " + text[link.end() :] if link else text).strip(" :,-–—<>")
    words = re.sub(r"\s*\b(?:link|url|is at|at|here|on|see|via)?[:\s]*$", "", words, flags=re.IGNORECASE) if link else words
    words = re.sub(r"^(?:the )?link to (?:the |my )?", "", words) if link else words
    words = re.sub(r"\s+(?:with|in|to) (?:this|the|my) (?:e-?mail|message|note)\b.*$", "", words, flags=re.IGNORECASE)
    text = re.sub(r"\s+(?:with|in|to) (?:this|the|my) (?:e-?mail|message|note)\b.*$", "", text, flags=re.IGNORECASE)
    words = _AFTER.sub("", _IF_USEFUL.sub("", _I_SEND.sub("", words)))
    for name in reader.names:
        words = re.sub(rf"\b(?:to )?{re.escape(name)}\b(?!['’]s)\s*", "", words, flags=re.IGNORECASE)
    forms = {"link": link[0]} if link else {}
    asked = plain_of(_IF_USEFUL.sub("", _I_SEND.sub("", text)), reader) if not link else None
    if asked is not None and asked.kind == "np" and "," not in asked.text and _noun(asked):
        return {"np": asked.text}
    for part in segments(words.strip()) if "?" not in words else ():
        clear = plain_of(part, reader)
        if clear is not None and clear.kind == "np" and _noun(clear) and "," not in clear.text:
            forms["np"] = clear.text
            break
        piece = piece_of(_AFTER.sub("", part), "promise", reader)
        if piece is not None and piece.shape.kind == "np" and not piece.question and _sent(piece):
            forms["np"] = _sent(piece)
            break
    return forms


def _noun(plain: Plain) -> bool:
    """Whether a phrase names a thing that can be sent."""
    return plain.first in {"the", "a", "an", "my", "two", "three", "four", "five", "six", "both"} or plain.first.isdigit()


def _sent(piece: Piece) -> str:
    """What is sent, as the object of "I have attached": "the case study", "my references"."""
    phrase = piece.shape.phrase
    if phrase is None or piece.tags(0) & Tag.SUBJ or piece.first in {"it", "this", "that", "them", "all", "something"}:
        return ""
    words = bare_or_the(piece)
    if not words or phrase.determined or words.startswith(("the ", "a ", "an ")):
        return words
    return "the " + words


_BOTH = named_pattern("topic_both")


_AND_I_BOTH = named_pattern("side_and_i_both")
_BOTH_OF_US = named_pattern("side_both_of_us")
_CONFIDENCE = named_pattern("side_confidence")
_SPENT_ON = named_pattern("side_spent_on")
_OWN = frozenset({"i", "me", "my", "mine", "myself", "our", "ours", "us", "we"})


def _rapport_as_written(text: str, notes: Notes, reader: Reader) -> dict[str, str]:
    """The forms of a clean light moment, in the user's own words; none where it is not certain that it is one."""
    told = strip_lead(text, "rapport")
    if any(mark in told for mark in ":;()/→") or " - " in told or (len(told.split()) > _MOST_RAPPORT):
        return {}
    if match := _BOTH_OF_US.match(told):
        return {"clause": "we both " + told[match.end() :].rstrip(". ")} if len(notes.recipients) <= 1 else {"clause": _lower(told)}
    if match := _AND_I_BOTH.match(told):
        named = {word.strip(".").lower() for word in match["who"].split()} - {"dr", "prof", "mr", "mrs", "ms"}
        mine = match["who"].lower() in {"she", "he"} or named <= reader.names
        if mine and len(notes.recipients) <= 1:
            return {"clause": f"we both {told[match.end() :].rstrip('. ')}"}
        return {"clause": told.rstrip(". ")} if match["who"][:1].isupper() and match["who"].lower() not in {"she", "he"} else {}
    spent = _SPENT_ON.match(told)
    plain = plain_of(re.split(r" and | until |, ", told[spent.end() :])[0] if spent else told, reader)
    if plain is not None and plain.kind == "np" and not plain.has(_OWN - {"i", "we"}):
        return {"np": plain.text, "about": plain.text}
    if plain is not None and plain.kind == "clause" and not plain.has(_OWN):
        return {"clause": plain.text, "about": "how " + plain.text}
    did = reader_did(told, reader)
    return {"clause": did} if did else {}


_MOST_RAPPORT = 26


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:].rstrip(". ")


def fit_rapport(text: str, notes: Notes) -> dict[str, str]:
    """`np`, `about`, `clause` of a light moment between the two people."""
    reader = reader_of(notes)
    if _CONFIDENCE.search(text):
        return {}
    if written := _rapport_as_written(text, notes, reader):
        return written
    text = _SPENT_ON.sub("", text)
    if len(notes.recipients) <= 1:
        match = _BOTH.match(text)
        if match:
            rest = text[match.end() :]
            first = rest.split()[0].lower() if rest.split() else ""
            text = ("we both " if lexicon().tags(first) & (Tag.PAST | Tag.BASE) else "we are both ") + rest
    piece = piece_of(text, "rapport", reader, ours=True)
    if piece is None:
        return {}
    kind = piece.shape.kind
    if kind == "np" and piece.first not in word_set("vague"):
        words = bare_or_the(piece)
        if piece.first in {"shared", "common", "mutual"}:
            words = "our " + re.sub(r"^the ", "", words) if words else ""
        return {"np": words, "about": words}
    if kind in {"ing", "wh"}:
        words = text_of(whole(piece))
        return {"np": words if kind == "ing" else "", "about": words}
    if kind == "clause" and piece.said_by_reader:
        if piece.first == "we" and len(piece.toks) > 2 and "both" in {tok.low for tok in piece.toks[1:3]}:
            return {"clause": text_of(whole(piece))}
        clause = clause_of(piece)
        return {"clause": clause, "about": how_of(piece) if piece.first != "you" else ""}
    return {}
