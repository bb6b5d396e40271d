"""Forms of facts about the other side and the conversation: topic, motivation, concern, offer, promise, rapport."""

from __future__ import annotations

import re
from dataclasses import replace

from prompts.fit_articles import with_articles
from prompts.fit_piece import Piece, bare_or_the, piece_of, raw_form, text_of, whole
from prompts.fit_question import as_question, embedded
from prompts.fit_shape import shape, tags_at
from prompts.fit_text import Tok, join
from prompts.fit_voice import first_person, reader_of
from prompts.fit_words import LazyPattern, Tag, lexicon, named_pattern
from prompts.notes import Notes

__all__ = ["fit_concern", "fit_motivation", "fit_offer", "fit_promise", "fit_rapport", "fit_topic"]

#: What someone is doing, as a noun that takes the same words after it.
_DOINGS = {
    "moving": ("move", "from to into out"),
    "migrating": ("migration", "from to off"),
    "switching": ("switch", "from to over"),
    "transitioning": ("transition", "from to"),
    "expanding": ("expansion", "into to from across"),
    "relocating": ("relocation", "to from"),
    "planning": ("plan", "to"),
    "hoping": ("hope", "to"),
    "trying": ("effort", "to"),
    "struggling": ("struggle", "with to"),
    "redesigning": ("redesign of", ""),
    "launching": ("launch of", ""),
    "rebuilding": ("rebuild of", ""),
    "replacing": ("replacement of", ""),
    "introducing": ("introduction of", ""),
    "reorganising": ("reorganisation of", ""),
    "reorganizing": ("reorganization of", ""),
    "relaunching": ("relaunch of", ""),
    "merging": ("merger", "with"),
    "investing": ("investment", "in"),
}


def _clause(piece: Piece, *, mine: bool = False) -> str:
    """A finite clause that is not about the writer, with its articles; empty when it is not one for certain."""
    if piece.shape.kind != "clause" or piece.question:
        return ""
    subject = piece.first
    if subject in {"i", "we", "it", "this", "that", "he", "she", "they"}:
        return ""
    if (not mine or subject == "my") and any(tok.low in {"i", "my", "me", "mine", "myself"} for tok in piece.toks):
        return ""
    return text_of(whole(piece, head="the", objects="the"))


def _how(piece: Piece) -> str:
    """ "how you are moving to an app": a clause after "we talked about"; empty where "how" would not be natural."""
    clause = _clause(piece)
    if not clause:
        return ""
    at = piece.shape.verb
    verb, after = piece.toks[at].low, piece.tags(at + 1)
    if verb in {"is", "are", "was", "were", "am"}:
        return "how " + clause if after & Tag.ING and piece.toks[at + 1].low not in {"interesting", "challenging"} else ""
    if (
        verb in {"can", "could", "may", "might", "must", "should", "would", "will", "cannot"}
        or verb.endswith("n't")
        or (at + 1 < len(piece.toks) and piece.toks[at + 1].low == "not")
    ):
        return ""
    if verb in {"has", "have", "had"} and not after & Tag.PARTICIPLE:
        return ""
    return "how " + clause


def _nominal(piece: Piece) -> str:
    """ "you are moving from paper to an app" as "your move from paper to an app"."""
    words = list(piece.toks)
    if piece.shape.kind != "clause" or piece.first != "you" or len(words) < 4 or words[1].low != "are":
        return ""
    start = 3 if words[2].low in {"currently", "now", "still", "also", "finally", "slowly", "already"} else 2
    noun, needs = _DOINGS.get(words[start].low, ("", ""))
    if not noun or (needs and (start + 1 >= len(words) or words[start + 1].low not in needs.split())):
        return ""
    rest = words[start + 1 :]
    if not needs and (not rest or tags_at(rest, 0) & (Tag.PREP | Tag.SUBJ)):
        return ""
    if any(tok.low in {"because", "but", "so", "which", "and", "while"} for tok in rest):
        return ""
    fixed = with_articles([Tok("your"), Tok(noun), *rest], head="none") if needs else with_articles(rest, head="none")
    if fixed is None:
        return ""
    return join(fixed) if needs else f"your {noun} {join(fixed)}"


_VAGUE = frozenset("no any neither either what which much many few little one both each every".split())


def _counted(piece: Piece, words: str) -> str:
    """ "two vacancies in the team" as "the two vacancies in the team"."""
    phrase = piece.shape.phrase
    number = piece.tags(0) & Tag.NUM and not piece.tags(0) & Tag.DET and piece.toks[0].word[:1] not in "£$€"
    named = (
        phrase is not None and phrase.plural and piece.toks[phrase.head].low not in {"years", "months", "weeks", "days", "hours", "minutes"}
    )
    return "the " + words if words and number and named else words


def fit_topic(text: str, notes: Notes) -> dict[str, str]:
    """`np`, `about`, `clause`, `raw` of something discussed."""
    piece = piece_of(text, "topic", reader_of(notes))
    if piece is None or any(tok.low in {"i", "me", "myself", "my"} for tok in piece.toks):
        return {}
    forms: dict[str, str] = {}
    kind = piece.shape.kind
    if kind == "np":
        if piece.first not in _VAGUE:
            forms["np"] = forms["about"] = _counted(piece, bare_or_the(piece))
    elif kind == "clause":
        forms["np"] = _nominal(piece)
        forms["about"] = forms["np"] or _how(piece)
        if piece.said_by_reader:
            forms["clause"] = _clause(piece)
    elif kind in {"ing", "wh"}:
        fixed = text_of(whole(piece, objects="the"))
        if kind == "wh" or piece.first != "being":
            forms["about"] = fixed
        if fixed:
            forms["np"] = "the question of " + fixed if kind == "wh" else fixed
    elif kind in {"question", "whether"}:
        inner = embedded(piece)
        forms["np"] = "the question of " + inner if inner else ""
        forms["about"] = inner if inner and not inner.startswith("whether") else forms["np"]
    if kind not in {"question", "aux", "present", "third", "past"}:
        forms["raw"] = forms.get("clause") or (forms.get("np") if kind == "np" else "") or raw_form(piece, text, mine=False)
    return forms


def fit_motivation(text: str, notes: Notes) -> dict[str, str]:
    """`np`, `clause`, `i`, `to`, `raw` of a reason to want the job."""
    piece = piece_of(text, "motivation", reader_of(notes), verbal=True)
    if piece is None or _FOR_MONEY.search(text):
        return {}
    kind = piece.shape.kind
    forms: dict[str, str] = {}
    if kind == "np" and piece.first not in _VAGUE:
        forms["np"] = bare_or_the(piece)
    elif kind == "ing":
        forms |= _wish(piece)
    elif kind == "adj":
        forms |= _attribute(piece)
    elif kind == "clause":
        forms |= _wanting(piece) if piece.first == "i" else {"clause": _clause(piece, mine=True)}
    elif kind in {"present", "past", "third"} or (kind == "aux" and piece.first in {"am", "was", "have", "would", "will", "can"}):
        own = first_person(piece.toks) if kind in {"present", "third"} else [Tok("I"), *piece.toks]
        forms |= _wanting(replace(piece, toks=tuple(own), shape=shape(own))) if own else {}
    elif kind == "to":
        forms["to"] = text_of(whole(piece))
        forms["np"] = "the chance " + forms["to"] if forms["to"] else ""
    elif kind == "wh" and piece.first in {"how", "what"}:
        forms["np"] = text_of(whole(piece))
    forms["raw"] = forms.get("i") or forms.get("clause") or forms.get("np") or raw_form(piece, text)
    return forms


def _wish(piece: Piece) -> dict[str, str]:
    fixed = whole(piece)
    if fixed is None:
        return {}
    if piece.first == "looking" and len(fixed) > 2 and fixed[1].low in {"for", "to"}:
        return {"i": "I am " + join(fixed)}
    base = lexicon().base(piece.first) or ("be" if piece.first == "being" else "")
    return {"np": join(fixed), "to": f"to {base} {join(fixed[1:])}".strip() if base and len(fixed) > 1 else ""}


_FEELINGS = frozenset(
    "interested excited keen passionate curious inspired impressed fascinated motivated drawn happy proud fond determined eager ready committed looking skilled".split()
)


def _attribute(piece: Piece) -> dict[str, str]:
    fixed = text_of(whole(piece))
    if not fixed:
        return {}
    if piece.first in _FEELINGS:
        return {"i": "I am " + fixed}
    if piece.first in {"close", "closer", "near", "nearer"}:
        return {"np": "being " + fixed, "to": "to be " + fixed if piece.first in {"closer", "nearer"} else ""}
    return {}


_WANTS = named_pattern("topic_wants")


def _wanting(piece: Piece) -> dict[str, str]:
    fixed = whole(piece)
    if piece.shape.kind != "clause" or fixed is None:
        return {}
    text = join(fixed)
    forms = {"i": text}
    match = _WANTS.match(text)
    if (
        match
        and tags_at(tuple(Tok(word) for word in match[1].split()), 1) & Tag.BASE
        and not re.search(r"\b(?:but|because|so|and I)\b", match[1])
    ):
        forms["to"] = match[1]
        forms["np"] = "the chance " + match[1]
    noun = re.match(
        r"^I (?:really |just |also )?(?:like|love|liked|loved|enjoy|enjoyed) ((?:your|the|that|how|working|teaching|being|helping) ?.*)$",
        text,
    )
    if noun and not re.search(r"\b(?:but|because|so|and I)\b", text):
        rest = tuple(piece.toks[text[: noun.start(1)].count(" ") :])
        inner = shape(rest)
        if inner.kind in {"np", "ing"}:
            forms["np"] = noun[1]
    return forms


def fit_concern(text: str, notes: Notes) -> dict[str, str]:
    """`whether`, `question`, `about` of an open question."""
    piece = piece_of(text, "concern", reader_of(notes))
    if piece is None or not piece.toks:
        return {}
    kind = piece.shape.kind
    if kind == "np":
        return {"about": bare_or_the(piece)}
    if kind == "ing":
        return {"about": text_of(whole(piece))}
    inner = embedded(piece)
    forms = {"whether": inner, "question": as_question(piece)}
    if kind == "wh" or (kind == "question" and inner and not inner.startswith("whether")):
        forms["about"] = inner
    return forms


_MONEY = LazyPattern(
    r"[£$€¥]|\b\d+(?:[.,]\d+)?\s?k\b|\b(?:salary|pay|bonus|per hour|an hour|p\.?a\.?|gross|net|usd|eur|gbp|package|stipend|wage)\b",
    re.IGNORECASE,
)


def fit_offer(text: str, notes: Notes) -> dict[str, str]:
    """`np` of an offer: "the offer of the junior analyst role"; pay is left out with the piece that names it."""
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


_FOR_MONEY = LazyPattern(
    r"[£$€¥]|\b(?:salary|bonus|money|wages?|(?:good|better|higher|the|decent|great|well) pay|pays?(?: (?:more|better|well))|paid)\b",
    re.IGNORECASE,
)
_LINK = named_pattern("topic_link")


def fit_promise(text: str, notes: Notes) -> dict[str, str]:
    """`np` of what is sent, `link` where it is."""
    link = _LINK.search(text)
    reader = reader_of(notes)
    words = (text[: link.start()] + " " + text[link.end() :] if link else text).strip(" :,-–—<>")
    words = re.sub(r"\s*\b(?:link|url|is at|at|here|on|see|via)?[:\s]*$", "", words, flags=re.IGNORECASE) if link else words
    words = re.sub(
        r"\s*\b(?:is |are )?(?:attached|as (?:i )?promised|to (?:her|him|them|maria|send|attach)|(?:by )?(?:email|today|tomorrow|tonight|monday|friday|this week|next week|soon|asap))\s*$",
        "",
        words,
        flags=re.IGNORECASE,
    )
    for name in reader.names:
        words = re.sub(rf"\b(?:to )?{re.escape(name)}\b(?!['’]s)\s*", "", words, flags=re.IGNORECASE)
    forms = {"link": link[0]} if link else {}
    piece = piece_of(words.strip(), "promise", reader) if words.strip() else None
    if piece is not None and piece.shape.kind == "np" and not piece.question:
        forms["np"] = _sent(piece)
    return forms


def _sent(piece: Piece) -> str:
    """What is sent, as the object of "I have attached": "the case study", "my references"."""
    phrase = piece.shape.phrase
    if phrase is None or piece.tags(0) & Tag.SUBJ:
        return ""
    words = bare_or_the(piece)
    if not words or phrase.determined or words.startswith(("the ", "a ", "an ")):
        return words
    return "the " + words


_BOTH = named_pattern("topic_both")


def fit_rapport(text: str, notes: Notes) -> dict[str, str]:
    """`np`, `about`, `clause` of a light moment between the two people."""
    reader = reader_of(notes)
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
    if kind == "np" and piece.first not in _VAGUE:
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
        clause = _clause(piece)
        return {"clause": clause, "about": _how(piece) if piece.first != "you" else ""}
    return {}
