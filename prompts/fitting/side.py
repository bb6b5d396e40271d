"""Forms of open questions, offers and promises."""

from __future__ import annotations

import re
from dataclasses import replace

from prompts.fitting.expand_ask import asked_in_full, named_places, unclipped, with_places
from prompts.fitting.expand_concern import clipped_question, concern_in_full, plainly_asked, question_parts
from prompts.fitting.expand_promise import promise_in_full
from prompts.fitting.expand_send import handed_over, one_copy, sent_thing
from prompts.fitting.expand_thing import attached, thing, things
from prompts.fitting.finite import np_or_clause
from prompts.fitting.piece import Piece, bare_or_the, piece_of, text_of, whole
from prompts.fitting.plain import Plain, anchored, plain_of
from prompts.fitting.question import as_question, embedded, first_question, plain_question
from prompts.fitting.segments import segments
from prompts.fitting.text import join, strip_lead
from prompts.fitting.voice import reader_of
from prompts.fitting.when import clock_of
from prompts.fitting.words import LazyPattern, Tag, lexicon, named_pattern
from prompts.notes import Notes
from prompts.patterns import compiled

__all__ = ["fit_concern", "fit_offer", "fit_promise", "with_ground"]

_CONDITION = LazyPattern(r"if [^,.;?]+, (?:what|who|how|when|where|would|will|is|are|does|do|can|could)\b[^.;?]+\?", re.IGNORECASE)


def fit_concern(text: str, notes: Notes) -> dict[str, str]:
    """`whether`, `question`, `about` of an open question; `own` where it is told in whole sentences."""
    reader, clock = reader_of(notes), clock_of(notes, reported=False)
    if own := concern_in_full(text, reader, clock):
        return {"own": own}
    if _PAPER.search(text):
        return {}
    text = unclipped(text)
    if both := _both_asked(text, notes):
        return {"question": both}
    clipped = asked_in_full(strip_lead(text, "concern"), reader, clock)
    if "own" in clipped or not clipped:
        return clipped or {form: named_places(words) for form, words in _as_asked(text, notes).items()}
    forms = {form: named_places(words) for form, words in _as_asked(text, notes).items() if words}
    about = {"about": forms["about"]} if _THING.fullmatch(forms.get("about", "")) else {}
    same = forms.get("question", "").casefold() == clipped["question"].casefold()
    whole = _OPENED.match(text) and "?" not in text.rstrip(" ?")
    said = forms.get("question", "")
    either = " or " in clipped["question"] and (" or " not in said or " - " in said)
    return forms if forms and (same or (whole and not either)) else about | clipped


_ASKED_OF_IT = LazyPattern(
    r"(?P<said>[A-Z][^?.;]{8,160}?)(?:,|;|\.| -| –| —) "
    r"(?P<asked>(?:(?:is|are|was|would|will|does|do|can|could|should) (?:that|this|it|they)\b"
    r"|(?:is|are) there (?:another|a different|any other)\b|(?:can|could|may|should) I \w+ (?:it|them|that)\b)[^?.]{3,80}\?)",
    re.IGNORECASE,
)
_NOT_SAID = LazyPattern(
    r"(?:I )?(?:still )?(?:need|want|would like) to (?:know|ask|find out) "
    r"(?P<what>(?:what|which|where|when|how|who|whether|if) [^,;?]{4,90}), "
    r"(?P<where>(?:the|your|my) (?:\w+ )?\w+) (?P<verb>does|do|did) not (?P<say>say|tell|mention it|mention|state)(?: it)?\??",
    re.IGNORECASE,
)


#: Words that point to somebody, and marks of a jotting.
_POINTS = LazyPattern(r"\b(?:he|she|they|him|her|them|his|their|today|tomorrow|yesterday|etc)\b|[()/=?](?=.)", re.IGNORECASE)
_STATES = LazyPattern(r"\b(?:is|are|was|were|will|would|can|cannot|must|have|has|had|takes?|needs?|runs?|ends?|starts?)\b", re.IGNORECASE)


def with_ground(text: str) -> str:
    """A question together with what it rests on: "The papers take six weeks, is that soon enough?"; empty for any other note."""
    text = text.strip()
    if match := _ASKED_OF_IT.fullmatch(text):
        said, asked = match["said"], re.sub(r"\b(through|with|from|by|for|to) them\b", r"\1 you", match["asked"])
        sound = _STATES.search(said) and not _POINTS.search(said) and not _POINTS.search(asked)
        return f"{said}. {asked[:1].upper()}{asked[1:]}" if sound else ""
    if match := _NOT_SAID.fullmatch(text.rstrip(".")):
        where = match["where"]
        said = f"{where[:1].upper()}{where[1:]} {match['verb']} not say {match['what']}."
        return "" if _POINTS.search(said) else f"{said} Could you tell me?"
    return ""


_THING = LazyPattern(r"(?!who |how |what |when |where |why |whether )(?:the )?[a-z]+(?: [a-z]+)?", re.IGNORECASE)
_OPENED = LazyPattern(r"(?:is|are|do|does|can|will|would|could|should|may|must|has|have|any|how|what|when|where|why|who) ", re.IGNORECASE)


def _as_asked(text: str, notes: Notes) -> dict[str, str]:
    """The forms of a question that is not clipped, or only as much as its parts show."""
    reader, clock = reader_of(notes), clock_of(notes, reported=False)
    text = _LOOSE_TAIL.sub("", text)
    asked, ground = question_parts(strip_lead(text, "concern"), reader, clock)
    if ground:
        forms = _asked(asked, notes)
        question = forms.get("question") or plainly_asked(asked)
        question = question or (f"Could you tell me {forms['whether']}?" if forms.get("whether") else "")
        return forms | ({"own": f"{question} {ground}"} if question else {})
    if (whole := clipped_question(strip_lead(text, "concern"), reader)) and (own := _about_it(text, whole, notes)):
        return {"own": own}
    if whole:
        forms = {form: words for form, words in _asked(whole, notes).items() if words}
        if re.search(r", or do you \w+ ", forms.get("question", "")):
            return {"question": forms["question"]}
        if forms:
            return forms
        if question := plainly_asked(whole):
            return {"question": question}
    if which := re.match(r"which (?P<what>\w+)(?: -|:|,) [^,;]+ or [^,;]+$", text.rstrip("?"), re.IGNORECASE):
        return {"about": f"the {which['what'].lower()}"} if lexicon().tags(which["what"].lower()) & Tag.NOUN else {}
    return _asked(text, notes)


#: Papers said to differ in words that are not understood: half of them would mislead.
_PAPER = LazyPattern(
    r"\b(?:contract|letter|offer|agreement|draft|paperwork)\b[^?]{0,30}? (?:says?|has|states?|shows?|spells?|spelt|misspelt)\b[^?]*$",
    re.IGNORECASE,
)
_LOOSE_TAIL = LazyPattern(
    r"(?<=[a-z]), (?=\d[^,]*$)(?!\d+ or \d)[^?]*"
    r"|, (?:never|forgot|did not|still|as (?:discussed|agreed)|agreed|apparently|allegedly|pls|please)\b[^,?]*(?=\??$)",
    re.IGNORECASE,
)
_ABOUT = LazyPattern(r"^(?P<what>[A-Za-z][\w’' -]{2,40}?) (?:-|–|—) (?P<question>[^-?]+\??)$")


def _about_it(text: str, whole_question: str, notes: Notes) -> str:
    """A question after its subject, where it does not name it: "A question about the pension: is the 8% matched?"."""
    match = _ABOUT.match(text.strip(" ."))
    asked = match["question"].rstrip("? ") if match else ""
    if not match or whole_question.rstrip("?") != asked:
        return ""
    subject = fit_concern(match["what"], notes).get("about", "")
    question = _asked(whole_question, notes).get("question") or plainly_asked(whole_question)
    if not subject or not question or set(subject.lower().split()) - {"the"} & set(asked.lower().split()):
        return ""
    return f"A question about {subject}: {question if question.startswith('I ') else question[0].lower() + question[1:]}"


def _both_asked(text: str, notes: Notes) -> str:
    """Two direct questions as one: "Is there a canteen, and can I bring food?"; empty unless the note is that."""
    parts = [part for part in re.split(r"\s+/\s+|\?\s+(?:(?:and|also|plus),? )?", text) if part.strip(" ?")]
    if len(parts) != 2:
        return ""
    reader = reader_of(notes)
    asked = []
    for part in parts:
        whole_question = clipped_question(part, reader) or part
        asked.append(_asked(whole_question, notes).get("question", "") or plainly_asked(whole_question))
    if not all(asked) or any(len(question.split()) > 14 for question in asked):
        return ""
    second = asked[1] if asked[1].startswith("I ") else asked[1][0].lower() + asked[1][1:]
    return f"{asked[0][:-1]}, and {second}"


def _asked(text: str, notes: Notes) -> dict[str, str]:
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
        told = np_or_clause(piece.toks) if len(piece.toks) > 2 else None
        if told is not None and told[0] == "clause":
            return {}
        loose = (
            piece.first[:1].isdigit()
            or piece.first == "any"
            or (len(piece.toks) == 2 and not piece.tags(1) and piece.toks[1].word.islower() and piece.tags(0) & Tag.COUNT)
            or piece.toks[-1].word[-1:] in "%'’"
            or {tok.low for tok in piece.toks} & {"we", "i", "they", "he", "she"}
        )
        return {} if loose else {"about": _STARTING.sub("the ", with_places(bare_or_the(piece)))}
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
    if re.search(r" (?:it|that|them|this)$", inner or asked.rstrip("?")) and not both.alone | (" - " not in text):
        return {}
    forms = {"whether": inner, "question": asked}
    if inner and not inner.startswith("whether") and kind in {"wh", "question"}:
        if re.match(r"\w+ to ", inner):
            forms["whether"] = inner
        else:
            forms["about"] = inner
    return forms


_STARTING = LazyPattern(r"^(?=(?:start|finish|end) (?:time|date)\b)", re.IGNORECASE)
_MONEY = LazyPattern(
    r"[£$€¥]|\b\d+(?:[.,]\d+)?\s?k\b|\b(?:salary|pay|bonus|per hour|an hour|p\.?a\.?|gross|net|usd|eur|gbp|package|stipend|wage)\b",
    re.IGNORECASE,
)


_POST_AT = LazyPattern(
    r"(?:they |she |he )?(?:have )?(?:offered me )?(?:the )?(?P<what>(?:[\w-]+ ){1,4}(?:post|role|job|position) at (?:the )?"
    r"(?-i:[A-Z])[\w’'. ]+)",
    re.IGNORECASE,
)
_TITLE = LazyPattern(r"(?-i:(?:[A-Z][\w’'&/-]+|of|and|for|the)(?: (?:[A-Z][\w’'&/-]*|of|and|for|in)){1,5})")
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


#: A sentence that tells who offered the job, and no name of it.
_OFFERED_ME = LazyPattern(
    r"\b(?:offered me|been offered|was offered|offered (?:it|the \w+) to me|offering me|to offer me)\b", re.IGNORECASE
)


_OFFERED_FIRST = LazyPattern(r"(?:(?:they|she|he)(?:['’]ve)? )?(?:have |has )?(?:just )?offered me\b", re.IGNORECASE)


def _offered_by(text: str, notes: Notes) -> str:
    """The offer that a sentence tells of, by the job and the employer the notes name: "your offer of the receptionist role"."""
    role = re.sub(r"\s+(?:role|position|job|post)$", "", notes.role or "", flags=re.IGNORECASE)
    if not role or role.casefold() not in text.casefold():
        return ""
    company = f" at {notes.company}" if notes.company and notes.company.casefold() in text.casefold() else ""
    return f"your offer of the {role} role{company}"


def fit_offer(text: str, notes: Notes) -> dict[str, str]:
    """`np` of an offer: "the offer of the junior analyst role"; pay is left out with the piece that names it."""
    if _OFFERED_ME.search(text) and (told := _offered_by(text, notes)):
        return {"np": told}
    if _OFFERED_ME.search(text) and not _OFFERED_FIRST.match(text):
        return {}
    if named := _offer_itself(text):
        return {"np": named}
    article = re.match(
        r"(?:the )?offer of (?=(an?) (?:[\w-]+ ){0,9}?(?:place|post|role|job|position|contract|placement|internship|fellowship)\b)",
        text,
        re.I,
    )
    if article and not _MONEY.search(text) and "," not in text:
        return {"np": "the offer of " + text[article.end() :].rstrip(".")}
    text = re.sub(r"^(?:the |their |an? )?(?:job )?offer(?: (?:for|of|as)|:) (?:the |an? )?", "", text, flags=re.IGNORECASE)
    text = re.sub(r"\bperm\b", "permanent", re.sub(r"\b(fixed|part|full)[ -](term|time)\b", r"\1-\2", text, flags=re.IGNORECASE))
    text = re.sub(
        r",? (?:over the phone|by (?:phone|e-?mail|letter|post)|in writing|on (?:\w+day)|(?:Mon|Tues|Wednes|Thurs|Fri)day)\b.*$", "", text
    )
    text = re.sub(r"\s*\([^()]*\)|,? (?:until|till|from|as of)\b.*$", "", text)
    first = re.split(r",|;|\bat (?=[£$€\d])| - |\bstart(?:s|ing)?\b", text)[0].strip()
    if not first or _MONEY.search(first):
        return {}
    if match := _POST_AT.fullmatch(first):
        return {"np": f"the offer of the {match['what']}"}
    if _TITLE.fullmatch(first):
        return {"np": f"the offer of the {first} role"}
    piece = piece_of(first, "offer", reader_of(notes))
    if piece is None or piece.shape.kind != "np":
        return {}
    words = bare_or_the(piece)
    phrase = piece.shape.phrase
    head = piece.toks[phrase.head].low if phrase else ""
    if head == "contract":
        words = re.sub(r"^the (?=permanent\b|fixed|part|full)", "a ", words)
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
    """`np` of what is sent now, `link` where it is; `own` for what is given in the email itself, comes later or is passed on."""
    reader, clock = reader_of(notes), clock_of(notes, reported=False)
    text = re.sub(r"\b([a-z]{3,}s) x ?(\d)\b", r"\2 \1", text)
    if own := handed_over(text, clock, reader) or promise_in_full(text, reader, clock):
        return {"own": own}
    if re.match(r"(?:will )?(?:return|collect|pick up|drop|hand) ", text, re.IGNORECASE):
        return {}
    if named := sent_thing(text, reader):
        return {"np": named}
    sent = attached(text)
    if not sent or _LATER.search(sent):
        return {}
    if not _LINK.search(sent) and (several := things(_AFTER.sub("", _IF_USEFUL.sub("", _I_SEND.sub("", sent))), reader)):
        return {"np": several}
    forms = _sendable(sent, notes)
    if not forms and (one := (thing(sent, reader) if sent != text else "") or one_copy(text, reader)):
        return {"np": one}
    if "np" in forms and not re.search(r"\bthe (?:cv|r[eé]sum[eé]|bank|reference|portfolio)", text, re.IGNORECASE):
        forms["np"] = re.sub(r"^the (?=(?:CV|resume|résumé|bank details|references|portfolio)\b)", "my ", forms["np"])
    return {form: words for form, words in forms.items() if form != "np" or not _NO_THING.search(words)}


#: "by Friday", "once it is signed": it does not come with this email.
_LATER = compiled(
    r"\b(?:by|before|until) (?:the )?(?:mon|tue|wed|thu|fri|sat|sun|end|next|\d|tomorrow)"
    r"|\b(?:by|before|until) (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|\b(?:next week|tomorrow|later|as soon as|once|when (?:it|i)|asap|pass on|introduce|recommend|put \w+ in touch|the name of)\b",
    re.IGNORECASE,
)
_NO_THING = compiled(r"[,;:]|\b(?:looking|friend|name)\b|^(?:\d+|\w+) (?:days|weeks|months|hours|pages|slides|minutes)$", re.IGNORECASE)


def _sendable(text: str, notes: Notes) -> dict[str, str]:
    link = _LINK.search(text)
    reader = reader_of(notes)
    words = (_beside(text, link.start(), link.end()) if link else text).strip(" :,-–—<>→")
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


def _beside(text: str, start: int, end: int) -> str:
    """What the note says of a link: what stands before it, or after it where nothing does."""
    before = text[:start].strip(" :,-–—<>→(")
    return before if len(before.split()) > 1 or before.lower() in {"portfolio", "cv", "demo"} else f"{before} {text[end:]}"


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
