"""Forms of what was discussed."""

from __future__ import annotations

import re

from prompts.fitting.articles import with_articles
from prompts.fitting.finite import has_verb, hides_verb
from prompts.fitting.phrase import tags_at
from prompts.fitting.piece import Piece, bare_or_the, piece_of, raw_form, text_of, whole
from prompts.fitting.plain import Plain, anchored, plain_of
from prompts.fitting.question import embedded
from prompts.fitting.shape import shape
from prompts.fitting.text import Tok, join, lowered_start, strip_lead, tokens
from prompts.fitting.voice import Reader, reader_of, spoken
from prompts.fitting.words import Tag, named_pattern, word_set
from prompts.notes import Notes, ScenarioId

__all__ = ["clause_of", "fit_topic", "how_of", "no_talk_of_talk"]

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


def clause_of(piece: Piece, *, mine: bool = False) -> str:
    """A finite clause that is not about the writer, with its articles; empty when it is not one for certain."""
    if piece.shape.kind != "clause" or piece.question:
        return ""
    subject = piece.first
    if subject in {"i", "we", "it", "this", "that", "he", "she", "they"}:
        return ""
    if (not mine or subject == "my") and any(tok.low in {"i", "my", "me", "mine", "myself"} for tok in piece.toks):
        return ""
    return text_of(whole(piece, head="the", objects="the"))


def how_of(piece: Piece) -> str:
    """A clause after "we talked about": "how you are moving to an app"; empty where "how" would not be natural."""
    clause = clause_of(piece)
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
    """What somebody is doing, as a noun: "you are moving to an app" as "your move to an app"."""
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


def _counted(piece: Piece, words: str) -> str:
    """A counted noun made definite: "two vacancies in the team" as "the two vacancies in the team"."""
    phrase = piece.shape.phrase
    number = piece.tags(0) & Tag.NUM and not piece.tags(0) & Tag.DET and piece.toks[0].word[:1] not in "£$€"
    named = (
        phrase is not None and phrase.plural and piece.toks[phrase.head].low not in {"years", "months", "weeks", "days", "hours", "minutes"}
    )
    return "the " + words if words and number and named else words


_SHOWN = named_pattern("topic_shown")
_ASKED = named_pattern("topic_asked")
_TALK = named_pattern("topic_talk")
_SECOND_SENTENCE = named_pattern("topic_second_sentence")
_YOU_SAID = named_pattern("topic_you_said")
_ON = named_pattern("topic_on")
_SPENT_ON = named_pattern("side_spent_on")
_CONFIDENCE = named_pattern("side_confidence")
_OWN_FAULT = named_pattern("topic_own_fault")
_HOW_MUCH = named_pattern("topic_how_much")
_LET_ME = named_pattern("topic_let_me")
_OUR_GROUP = named_pattern("topic_our_group")


def _as_written(text: str, notes: Notes) -> dict[str, str]:
    """The forms of a clean note, in the user's own words; none where it is not certain that it is one."""
    reader = reader_of(notes)
    if match := _ASKED.match(text):
        return _asked(text[match.end() :], reader, yours=_is_reader(match[0], reader))
    if match := _LET_ME.match(text):
        return _let_me(text, reader, notes)
    if _HOW_MUCH.match(text):
        return _asked(text, reader)
    told, said = (text[match.end() :], True) if (match := _YOU_SAID.match(text)) else spoken(strip_lead(text, "topic"), reader)
    if match := _SHOWN.match(told):
        told = told[match.end() :]
    unsaid = plain_of(strip_lead(text, "topic"), reader)
    plain = unsaid if unsaid and unsaid.kind == "np" else plain_of(re.sub(r"^that (?=(?:the|a|an|every|all|some|no)\b)", "", told), reader)
    if plain is None:
        return _our_group(told, said)
    if _CONFIDENCE.search(text) or (plain.has(_OWN_WORDS) and _OWN_FAULT.search(text)):
        return {}
    words = plain.text
    if plain.kind == "np":
        inner = _TALK.match(words)
        if _NUMBERED.match(words) and tags_at(plain.toks, 0) & Tag.NUM and tags_at(plain.toks, 1) & (Tag.NOUN | Tag.ADJ):
            words = "the " + words
        return {"np": words, "about": words[inner.end() :] if inner else words, "raw": words}
    if plain.has(_OWN_WORDS):
        return {}
    return {"about": _how(plain), "clause": words if said else "", "raw": words}


_EVENT = named_pattern("topic_event")


def no_talk_of_talk(forms: dict[str, str]) -> dict[str, str]:
    """The forms without `about` where the thing is itself something that happened: nobody "talked about the talk on the bridge"."""
    name = forms.get("np", "")
    return {form: words for form, words in forms.items() if form != "about" or words != name} if name and _EVENT.search(name) else forms


_NUMBERED = named_pattern("topic_numbered")
_OWN_WORDS = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours"})


def _how(plain: Plain) -> str:
    """The clause after "how", where that is natural."""
    toks, at = plain.toks, plain.verb
    after = tags_at(toks, at + 1)
    still = toks[at].low in {"is", "are", "was", "were"} and not after & (Tag.ING | Tag.PARTICIPLE)
    helped = tags_at(toks, at) & Tag.MODAL or toks[at].low.endswith("n't") or (at + 1 < len(toks) and toks[at + 1].low == "not")
    owning = toks[at].low in {"has", "have", "had"} and not after & (Tag.PARTICIPLE | Tag.ADV)
    return "" if still or bool(helped) or owning else "how " + plain.text


def _is_reader(who: str, reader: Reader) -> bool:
    """Whether the one who asked is the reader: "she asked", or the only reader's name, or nobody named."""
    named = [word.strip(".").lower() for word in who.split() if word[:1].isupper()]
    named = [word for word in named if word not in {"asked", "dr", "prof", "mr", "ms", "mrs", "they", "then", "also"}]
    if who.lower().startswith("they"):
        return True
    return reader.single and all(word in reader.names | {"she", "he"} for word in named) and not who.lower().startswith("the ")


def _asked(question: str, reader: Reader, *, yours: bool = False) -> dict[str, str]:
    """The question that was put: "what I would change first"."""
    question = re.split(r", and |, (?=nobody\b|then\b|she\b|he\b)", question)[0].rstrip(" .?!")
    toks = anchored(lowered_start(tokens(question), reader.names), reader)
    if not toks or len(toks) < 4 or any(mark in question for mark in ",;:()") or (toks[1].low == "i" and toks[2].low == "thought"):
        return {}
    found = shape(toks)
    plain_wh = not tags_at(toks, 1) & (Tag.AUX | Tag.MODAL) and not toks[1].post and has_verb(toks)
    if (
        found.kind != "wh"
        and not plain_wh
        and not (toks[1].low in {"i", "we", "you"} and tags_at(toks, 2) & (Tag.MODAL | Tag.PAST | Tag.BASE))
    ):
        return {}
    words = join(toks)
    return {"np": ("your question about " if yours else "the question of ") + words, "about": words, "raw": words}


def _let_me(text: str, reader: Reader, notes: Notes) -> dict[str, str]:
    """What the reader did for the writer: "you let me see the real report"; a clause only where no wording says "you said that"."""
    if not reader.single:
        return {}
    toks = anchored(lowered_start(tokens(text.rstrip(". ")), reader.names), reader)
    if (
        not toks
        or toks[0].low != "you"
        or len(toks) < 5
        or any(tok.post != "" for tok in toks[:-1])
        or any(tok.low in {"i", "we"} for tok in toks)
    ):
        return {}
    words = join(toks)
    answers = {ScenarioId.ACCEPT_OFFER, ScenarioId.DECLINE_OFFER, ScenarioId.TIME_TO_THINK, None}
    return {"np": "the way " + words, "about": "how " + words, "clause": words if notes.scenario in answers else "", "raw": words}


def _our_group(text: str, said: bool) -> dict[str, str]:
    """What the writer's group did, which nobody told them."""
    match = _OUR_GROUP.match(text)
    if not match or not said or any(mark in text for mark in ",;:()/→") or len(text.split()) > _MOST_GROUP:
        return {}
    words = text[:1].lower() + text[1:].rstrip(". ")
    return {"about": "how " + words, "raw": words}


_MOST_GROUP = 24
#: Parts of an assessment that a note names without article.
_ROUNDS = frozenset({"group exercise", "group discussion", "role play", "in-tray exercise", "group work"})


def fit_topic(text: str, notes: Notes) -> dict[str, str]:
    """`np`, `about`, `clause`, `raw` of something discussed."""
    text = _SPENT_ON.sub("", re.sub(r"^We (?=spent|talked|spoke)", "we ", text))
    text = _ON.sub("", re.sub(r"^([A-Z][\w’'-]+) \([^()]*\)", r"\1", text))
    if re.match(r"(?:which|whose) (?!\w+ (?:\w+ )?(?:to|the|you|they|we|i)\b)", text, re.IGNORECASE) and "?" not in text:
        return {}
    if written := _as_written(text, notes):
        return written
    if _SECOND_SENTENCE.search(text):
        return {}
    piece = piece_of(text, "topic", reader_of(notes))
    if piece is None or any(tok.low in {"i", "me", "myself", "my"} for tok in piece.toks):
        return {}
    bare_saying = (
        piece.shape.kind == "clause" and piece.first == "you" and piece.toks[-1].low in {"said", "says", "thinks", "thought", "think"}
    )
    if bare_saying or _CONFIDENCE.search(text) or _OWN_FAULT.search(text):
        return {}
    if piece.shape.kind == "np" and hides_verb(piece.toks):
        return {"raw": raw_form(piece, text, mine=False)}
    return _mended(piece, text)


def _mended(piece: Piece, text: str) -> dict[str, str]:
    """The forms of a telegraphic note, with its missing articles."""
    forms: dict[str, str] = {}
    kind = piece.shape.kind
    if kind == "np":
        if piece.first not in word_set("vague"):
            words = _counted(piece, bare_or_the(piece))
            forms["np"] = forms["about"] = ("the " if words in _ROUNDS else "") + words
    elif kind == "clause":
        forms["np"] = _nominal(piece)
        forms["about"] = forms["np"] or how_of(piece)
        if piece.said_by_reader:
            forms["clause"] = clause_of(piece)
    elif kind in {"ing", "wh"}:
        fixed = text_of(whole(piece, objects="the"))
        if kind == "wh" or piece.first != "being":
            forms["about"] = fixed
        forms["np"] = ("the question of " if kind == "wh" and fixed else "") + fixed
    elif kind in {"question", "whether"}:
        inner = embedded(piece)
        forms["np"] = "the question of " + inner if inner else ""
        forms["about"] = inner if inner and not inner.startswith("whether") else forms["np"]
    if kind not in {"question", "aux", "present", "third", "past"}:
        forms["raw"] = forms.get("clause") or (forms.get("np") if kind == "np" else "") or raw_form(piece, text, mine=False)
    return forms
