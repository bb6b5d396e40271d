"""Forms of facts about the writer: strength, correction, reason, stance."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from prompts.fit_articles import with_articles
from prompts.fit_piece import Piece, bare_or_the, piece_of, raw_form, text_of, whole
from prompts.fit_question import embedded
from prompts.fit_shape import Shape, noun_phrase, shape, tags_at
from prompts.fit_text import Tok, cleaning, join, sentences
from prompts.fit_voice import Reader, first_person, reader_of
from prompts.fit_words import LazyPattern, Tag, lexicon, named_pattern
from prompts.notes import Notes

__all__ = ["fit_correction", "fit_reason", "fit_stance", "fit_strength"]


_AT_FIRST = LazyPattern(r"^([A-Z][\w&.’'-]*(?: [A-Z][\w&.’'-]*){0,2}):\s+([a-z][^,;.]+)$")


def fit_strength(text: str, notes: Notes) -> dict[str, str]:
    """`i`, `np`, `ing`, `raw` of what the writer can do or has done."""
    reader = reader_of(notes)
    at = _AT_FIRST.match(text)
    text = f"{at[2]}, {at[1]}" if at else text
    piece = piece_of(text, "strength", reader, verbal=True, turn=False, ours=True)
    if piece is None or piece.question:
        return {}
    forms = _own(piece, reader)
    forms["raw"] = forms.get("i") or forms.get("np") or raw_form(piece, text)
    return forms


def _own(piece: Piece, reader: Reader) -> dict[str, str]:
    """`i`, `np`, `ing` of a piece about the writer."""
    placed = _place(_reordered(list(piece.toks)))
    found = shape(placed, verbal=True)
    if found.kind == "unknown":
        placed = _first_part(placed)
        found = shape(placed, verbal=True)
    piece = replace(piece, toks=tuple(placed), shape=found)
    if _dangling(placed):
        return {}
    if {tok.low for tok in placed} & {"they", "them", "he", "she", "him", "you", "your"} and not _plural_before_they(placed):
        return {}
    kind = piece.shape.kind
    if kind == "clause":
        return _from_clause(piece)
    if kind in {"past", "present", "third"}:
        return _from_verb(piece)
    if kind == "aux":
        return _from_aux(piece)
    if kind == "ing":
        words = text_of(whole(piece))
        return {"ing": words if piece.first != "being" else ""}
    if kind == "adj" and piece.first not in {"close", "closer", "near", "nearer", "looking"}:
        words = text_of(whole(piece))
        return {"i": "I am " + words if words else ""}
    if kind == "np":
        return _from_noun(piece)
    return {}


def _plural_before_they(toks: Sequence[Tok]) -> bool:
    """Whether a third-person pronoun has something to refer to in the same piece, and nobody is addressed."""
    if {tok.low for tok in toks} & {"he", "she", "him", "you", "your"}:
        return False
    at = next(index for index, tok in enumerate(toks) if tok.low in {"they", "them"})
    return any(tags_at(toks, index) & Tag.PLURAL for index in range(at))


def _reordered(toks: list[Tok]) -> list[Tok]:
    """ "at Kelso I cut X" as "I cut X at Kelso", "in 2021, led Y" as "led Y in 2021"."""
    if not toks or not tags_at(toks, 0) & Tag.PREP or toks[0].low in {"with", "from", "by", "like", "after", "before", "since"}:
        return toks
    if toks[0].low == "as" and not tags_at(toks, 1) & (Tag.DET | Tag.POSS):
        return toks
    phrase = noun_phrase(toks, 1)
    end = phrase.end if phrase else 2 if len(toks) > 1 and tags_at(toks, 1) & Tag.NUM else 0
    if not end or end >= len(toks) or end > 6:
        return toks
    if toks[end].low == "i" or (tags_at(toks, end) & Tag.PAST and not tags_at(toks, end) & Tag.NOUN):
        lead = [*toks[: end - 1], replace(toks[end - 1], post="")]
        if any(tok.post == "," for tok in toks[end:]) or any(tags_at(toks, at) & Tag.WH for at in range(end, len(toks))):
            return toks
        return [*toks[end:], *lead]
    return toks


_YEAR_SPAN = LazyPattern(r"^((?:19|20)\d\d)(?:\s?[-–]\s?((?:19|20)\d\d|now|present))?$")


def _place(toks: list[Tok]) -> list[Tok]:
    """A place or year after a last comma with its preposition: ", Kelso" as "at Kelso", ", 2021" as "in 2021"."""
    if (
        len(toks) > 2
        and re.fullmatch(r"(?:19[5-9]|20[0-4])\d", toks[-1].word)
        and tags_at(toks, len(toks) - 2) & (Tag.COUNT | Tag.PLURAL | Tag.MASS)
        and toks[-2].word.islower()
        and not toks[-2].post
    ):
        return [*toks[:-1], Tok("in"), toks[-1]]
    commas = [index for index, tok in enumerate(toks) if tok.post == ","]
    if not commas:
        return toks
    cut = commas[-1] + 1
    tail = toks[cut:]
    head = [*toks[: cut - 1], replace(toks[cut - 1], post="")]
    if not tail or len(commas) > 1 or len(tail) > 4:
        return toks
    year = _YEAR_SPAN.match(tail[0].word)
    if len(tail) == 1 and year:
        if year[2] in {"now", "present"}:
            return [*head, Tok("since"), Tok(year[1])]
        return [*head, Tok("from"), Tok(year[1]), Tok("to"), Tok(year[2])] if year[2] else [*head, Tok("in"), Tok(year[1])]
    capitals = all(tok.word[:1].isupper() for tok in tail)
    if (
        capitals
        and not any(tok.word.isupper() and len(tok.word) > 4 for tok in tail)
        and not any(tok.word[:1].isupper() for tok in head[1:])
    ):
        city = tail[0].word in cleaning().words["city"] and len(tail) == 1
        return [*head, Tok("in" if city else "at"), *tail]
    if (
        capitals
        and tail[0].word not in {"SQL", "Python", "Excel"}
        and lexicon().base(head[0].low)
        and not any(tok.word[:1].isupper() for tok in head[1:])
    ):
        return [*head, Tok("at"), *tail]
    if tail[-1].low in lexicon().sections["institution"] and tail[0].word[:1].isupper() and len(tail) <= 3:
        return [*head, Tok("at"), Tok("the"), *tail]
    return toks


def _first_part(toks: list[Tok]) -> list[Tok]:
    """The words before the first comma, when more follows that cannot be placed."""
    for index, tok in enumerate(toks):
        if tok.post in {",", ":"} or tok.post.strip() in {"–", "-", "—"}:
            return [*toks[:index], replace(tok, post="")] if index >= 2 else toks
    return toks


def _from_clause(piece: Piece) -> dict[str, str]:
    if piece.first != "i":
        return {}
    words = whole(piece)
    if words is None:
        return {}
    forms = {"i": join(words)}
    at = piece.shape.verb
    verb = tags_at(piece.toks, at)
    ing = lexicon().ing(piece.toks[at].low)
    plain = not any(
        tags_at(piece.toks, index) & Tag.SUBJ and not tags_at(piece.toks, index) & Tag.DET for index in range(at, len(piece.toks))
    )
    if (
        at == 1
        and verb & Tag.PAST
        and not verb & Tag.AUX
        and ing
        and plain
        and len(words) > 2
        and words[2].low != "to"
        and not _coordinated_verbs(piece.toks[2:])
    ):
        forms["ing"] = " ".join([ing, join(words[2:])])
    return forms | _years(join(words))


def _years(clause: str) -> dict[str, str]:
    """ "I have five years of SQL" also gives "five years of SQL"."""
    match = re.match(
        r"I have ((?:about |over |more than |nearly |almost )?[\w+]+ (?:years|months)(?: of |['’] )(?!(?:\w+ ){0,12}(?:and I|but|because)\b).+)$",
        clause,
    )
    return {"np": match[1]} if match else {}


def _coordinated_verbs(toks: Sequence[Tok]) -> bool:
    """Whether a second finite verb hangs on the same subject ("built X and trained Y"): its -ing form would be wrong."""
    return any(
        tags_at(toks, index) & (Tag.PAST | Tag.AUX)
        and (index and (toks[index - 1].low in {"and", "then", "but", "which", "that", "who", "so"} or toks[index - 1].post == ","))
        for index in range(len(toks))
    )


_DONE_TO_ME = frozenset(
    "promoted awarded selected nominated chosen elected appointed invited asked recognised recognized seconded shortlisted commended hired employed headhunted named".split()
)
_STATES = frozenset("have be know want need like love speak understand believe own hold mean belong contain".split())


def _from_verb(piece: Piece) -> dict[str, str]:
    fixed = whole(piece)
    if fixed is None:
        return {}
    if (
        piece.shape.kind == "past"
        and fixed[0].low in _DONE_TO_ME
        and (fixed[0].low == "awarded" or tags_at(fixed, 1) & (Tag.PREP | Tag.ADV))
    ):
        return {"i": "I was " + join(fixed)}
    if piece.shape.kind == "past" and _passive(fixed):
        return {}
    own = [Tok("I"), *fixed] if piece.shape.kind == "past" else first_person(fixed)
    if own is None:
        return {}
    if piece.shape.kind == "third" and _third_again(own[2:]):
        return {}
    text = join(own)
    forms = {"i": text} | _years(text)
    verb = next(index for index, _ in enumerate(fixed) if lexicon().base(fixed[index].low))
    ing = lexicon().ing(fixed[verb].low)
    if (
        verb == 0
        and ing
        and not (len(fixed) > 1 and fixed[1].low == "to")
        and lexicon().base(fixed[0].low) not in _STATES
        and len(fixed) > 1
        and not _coordinated_verbs(fixed[1:])
        and not _third_again(fixed[1:])
    ):
        forms["ing"] = " ".join([ing, join(fixed[1:])])
    return forms


_PARTICLES = frozenset("up out over off down on through after back together away forward".split())


def _passive(toks: Sequence[Tok]) -> bool:
    """Whether a past form without object may be a passive ("cited in three judgments")."""
    tags = tags_at(toks, 0)
    if (
        not tags & Tag.PARTICIPLE
        or lexicon().base(toks[0].low) in lexicon().sections["intransitive"]
        or len(toks) < 2
        or toks[1].low == "to"
    ):
        return False
    return bool(tags_at(toks, 1) & Tag.PREP) and toks[1].low not in _PARTICLES and not tags_at(toks, 1) & Tag.NOUN


def _third_again(toks: Sequence[Tok]) -> bool:
    """Whether another verb in the third person follows ("runs X and trains Y"), which a single change would leave wrong."""
    return any(
        tags_at(toks, index) & Tag.THIRD
        and index
        and (toks[index - 1].low == "and" or toks[index - 1].post == ",")
        and (not tags_at(toks, index) & Tag.PLURAL or tags_at(toks, index + 1) & (Tag.DET | Tag.NOUN))
        for index in range(len(toks))
    )


def _from_aux(piece: Piece) -> dict[str, str]:
    fixed = whole(piece)
    if fixed is None or len(fixed) < 2:
        return {}
    low = fixed[0].low
    if low in {"has", "have", "had", "am", "is", "was", "can", "could", "will", "would", "do", "did", "does"}:
        own = first_person(fixed) if low in {"has", "is", "does"} else [Tok("I"), *fixed]
        if own is None or low == "would":
            return {}
        return {"i": join(own)} | _years(join(own))
    if low == "been":
        return {"i": "I have " + join(fixed)}
    return {}


_AGENT_ADJ = frozenset("qualified registered certified licensed licenced chartered trained native fluent experienced".split())


def _from_noun(piece: Piece) -> dict[str, str]:
    phrase = piece.shape.phrase
    if phrase is None:
        return {}
    head = piece.tags(phrase.head)
    if phrase.singular_count and not phrase.determined:
        noun = piece.toks[phrase.head].low
        agent = noun.endswith(("er", "or", "ist", "ian")) or noun in lexicon().sections["person_noun"]
        words = text_of(with_articles(piece.toks, head="a"))
        if piece.first in _AGENT_ADJ and agent and words:
            return {"i": "I am " + words}
        return {"np": words if not agent else ""}
    if piece.tags(0) & Tag.DET and piece.first in {"this", "that", "these", "those"}:
        return {}
    words = text_of(with_articles(piece.toks, head="none"))
    if head & (Tag.PLURAL | Tag.MASS | Tag.NAME) or phrase.determined:
        forms = {"np": words}
        if re.match(r"(?:about |over |more than |nearly |almost )?[\w+]+ (?:years|months)\b", words):
            forms["i"] = "I have " + words
        return forms
    return {}


_HARSH_CUT = r"(?:blanked|froze|stumbled|struggled|rambled|fumbled|messed up|flubbed|tripped(?: up)?|went blank|drew a blank|mind went blank|hesitated|waffled|faltered|dodged|choked|got stuck|was stuck|got lost|mixed up|muddled|lost my thread|gave a (?:weak|vague|poor|thin|bad|short|rambling|muddled|terrible|awful|stupid|useless) answer|(?:could not|couldn't|failed to|did not|didn't|forgot to) (?:explain|define|describe|remember|recall|name|solve)(?: (?:how|what|why)(?= to))?|could not answer|couldn't answer|did not answer|didn't answer|had no (?:good |real )?(?:answer|example)|bombed|failed|tanked|butchered|botched|blew|screwed up|panicked)"
_ABOUT = r"(?: (?:badly|completely|totally|a bit|really|a little|on my answer))*(?: (?:on|with|over|about|at|to|for|when (?:they |she |he )?asked (?:me )?(?:about|for|on)|when it came to|during))?"
_STUMBLE = named_pattern("answer_stumble")
_STUMBLE_ONLY = named_pattern("answer_stumble_only")
_WAS_WEAK = named_pattern("answer_was_weak")
_SPLIT = LazyPattern(r"^(?P<weak>[^:;.,]{2,60}?)\s*(?::|;|\s[-–—/]+|\s→)\s+(?P<answer>.+)$")
_SHOULD = named_pattern("answer_should")
_QUESTION_ON = named_pattern("answer_question_on")


_CONFESSION = named_pattern("answer_confession")
_ANSWERED = named_pattern("answer_answered")
_WEAK_LABEL = LazyPattern(
    r"^(?:(?:the |my |a )?weak(?:ness|est)?(?: point| spot| answer)?s?|gap|went badly|did not go well)\s*(?::|\s[-–—])\s*", re.IGNORECASE
)


def fit_correction(text: str, notes: Notes) -> dict[str, str]:
    """`weak` for the point that went wrong, and `i`, `np`, `clause`, `raw` for the better answer or the evidence.

    What tells of the failure itself is never given as an answer.
    """
    reader = reader_of(notes)
    weak, answer = _split(text)
    forms: dict[str, str] = {}
    if weak:
        forms["weak"] = _weak_point(weak, reader)
    if answer:
        evidence = _evidence(answer, reader)
        forms |= {form: words for form, words in evidence.items() if not _CONFESSION.search(words)}
    return forms


def _split(text: str) -> tuple[str, str]:
    """The weak point and the answer; either may be empty."""
    label = _WEAK_LABEL.match(text)
    text = text[label.end() :] if label else text
    for pattern in (_STUMBLE, _WAS_WEAK, _ANSWERED):
        match = pattern.match(text)
        if match:
            return match["weak"], match["answer"].strip()
    only = _STUMBLE_ONLY.match(text)
    if only:
        return only["weak"], ""
    parts = sentences(text)
    if len(parts) > 1 and (label or parts[0].endswith("?") or _CONFESSION.search(parts[0])):
        weak = parts[0] if label or parts[0].endswith("?") else ""
        return weak, " ".join(part if part.endswith((".", "!", "?")) else part + "." for part in parts[1:])
    if not _SHOULD.match(text):
        match = _SPLIT.match(text)
        if match and len(match["weak"].split()) <= 8 and not re.search(r"https?$", match["weak"]):
            told = shape([Tok(word) for word in match["weak"].split()])
            if told.kind in {"np", "wh", "ing", "unknown"} or _QUESTION_ON.match(match["weak"]):
                return match["weak"], match["answer"]
    return (text, "") if label else ("", text)


def _weak_point(text: str, reader: Reader) -> str:
    text = _QUESTION_ON.sub("", text.strip()).strip(' ,:-–—?."“”')
    text = re.sub(
        r"^(?:my (?:example|answer|reply|story) (?:for|of|about|on|to) |(?:no|little|missing|lack of|not enough|limited) )",
        "",
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(r"\s+(?:at first|at all|in the (?:middle|interview)|today|badly)$", "", text, flags=re.IGNORECASE)
    if re.fullmatch(
        r"(?:it|this|that|the (?:question|answer|interview|test|point)|one (?:question|thing)|point)", text, re.IGNORECASE
    ) or re.search(r"\bfail", text):
        return ""
    piece = piece_of(text, "", reader)
    if piece is None or not piece.alone or len(piece.toks) > 12:
        return ""
    if piece.shape.kind == "np":
        return bare_or_the(piece)
    if piece.shape.kind in {"ing", "wh"}:
        return text_of(whole(piece))
    return embedded(piece) if piece.shape.kind == "question" else ""


_NEXT_TIME = LazyPattern(r"^(?:next time|today|now|these days|in future|since then),? (i (?:would|will|have|use|do)\b.+)$", re.IGNORECASE)


def _evidence(text: str, reader: Reader) -> dict[str, str]:
    parts = sentences(text)
    text = parts[0] if parts else ""
    text = _SHOULD.sub("", re.sub(r"^(?:but|and|so|yet|though|however),?\s+", "", text.strip(), flags=re.IGNORECASE))
    text = re.sub(r"^(?:better|instead|the truth|answer|evidence|fix|now)(?: answer| example)?:\s+", "", text, flags=re.IGNORECASE)
    later = _NEXT_TIME.match(text)
    text = later[1] if later else text
    piece = piece_of(text, "strength", reader, verbal=True, turn=False, ours=True)
    if piece is None or piece.question or not piece.toks:
        return {}
    words = {tok.low for tok in piece.toks}
    forms = {form: value for form, value in _own(piece, reader).items() if form in {"i", "np"}}
    if piece.shape.kind == "ing" and piece.first not in {"being", "having"}:
        told = text_of(whole(piece))
        forms["i"] = f"I {'have been' if words & {'since', 'for'} else 'am'} {told}" if told else ""
    own_words = {"i", "we", "it", "this", "that", "he", "she", "they", "you"}
    if piece.shape.kind == "clause" and piece.first not in own_words and not words & {"they", "them", "their", "you", "your"}:
        forms["clause"] = text_of(whole(piece, head="the"))
    if piece.shape.kind == "np" and "np" not in forms:
        forms["np"] = bare_or_the(piece)
    if not words & {"they", "he", "she", "we"} and len(parts) == 1 and not _dangling(piece.toks):
        forms["raw"] = forms.get("i") or raw_form(piece, text)
    return forms


def _dangling(toks: Sequence[Tok]) -> bool:
    """Whether an "it" or "that" refers to something outside these words."""
    for index, tok in enumerate(toks):
        if tok.low in {"it", "its", "them"} and not any(
            tags_at(toks, at) & Tag.NOUN and not tags_at(toks, at) & Tag.PAST and toks[at].low != "i" for at in range(index)
        ):
            return True
    return False


def fit_reason(text: str, notes: Notes) -> dict[str, str]:
    """`i`, `np`, `clause`, `to` of the reason for a decision."""
    piece = piece_of(text, "reason", reader_of(notes), verbal=False)
    if piece is None or piece.question or {tok.low for tok in piece.toks} & {"you", "your"}:
        return {}
    kind = piece.shape.kind
    if kind == "np":
        return {"np": bare_or_the(piece) if len(piece.toks) > 1 or piece.first != "health" else ""}
    if kind == "to":
        return {"to": text_of(whole(piece))}
    if kind == "ing":
        words = whole(piece)
        base = lexicon().base(piece.first)
        if words is None or not base or len(words) < 2 or piece.first in {"being", "having", "needing", "wanting"}:
            return {}
        return {"to": f"to {base} {join(words[1:])}"}
    if kind in {"past", "present", "aux", "adj"}:
        forms = _own(replace(piece), reader_of(notes)) if kind != "adj" else {}
        own = forms.get("i", "")
    elif kind == "clause" and piece.first == "i":
        own = text_of(whole(piece))
    else:
        own = ""
        if kind == "clause" and piece.first not in {"we", "he", "she", "it", "this", "that", "they"}:
            return {"clause": text_of(whole(piece, head="the"))}
        return {}
    return {"i": own, "to": _decided(own)} if own else {}


def _decided(clause: str) -> str:
    match = re.match(r"I (?:have |had )?(?:decided|chosen) (to .+)$", clause)
    return match[1] if match and not re.search(r"\b(?:but|because|and I)\b", match[1]) else ""


def fit_stance(text: str, notes: Notes) -> dict[str, str]:
    """`i`: what the writer would do, as a clause that starts with "I"."""
    text = re.sub(
        r"^(?:my (?:first step|approach|instinct|plan|idea) would be to|first thing i would do is(?: to)?|i think i would)\s+",
        "I would ",
        text,
        flags=re.IGNORECASE,
    )
    piece = piece_of(text, "stance", reader_of(notes), turn=True, verbal=True)
    if piece is None or piece.question:
        return {}
    if piece.shape.kind == "unknown":
        part = _first_part(list(piece.toks))
        piece = replace(piece, toks=tuple(part), shape=shape(part, verbal=True))
    if piece.shape.kind in {"np", "unknown"} and len(piece.toks) > 1 and piece.tags(0) & Tag.BASE and not piece.tags(1) & Tag.NOUN:
        piece = replace(piece, shape=Shape("present"))
    words = whole(piece)
    if words is None:
        return {}
    if piece.shape.kind == "clause" and piece.first == "i":
        return {"i": join(words)}
    if piece.shape.kind == "aux" and piece.first in {"would", "will", "could", "can"}:
        return {"i": "I " + join(words)}
    if piece.shape.kind in {"present", "past"} and piece.tags(0) & Tag.BASE:
        return {"i": "I would " + join(words)}
    if piece.shape.kind == "ing" and piece.first not in {"being", "having"}:
        return {
            "i": ("I would start by " if piece.first not in {"starting", "beginning"} else "I would ")
            + (join(words) if piece.first not in {"starting", "beginning"} else lexicon().base(piece.first) + " " + join(words[1:]))
        }
    return {}
