"""Whole sentences out of jottings on open questions: papers that say other than what was agreed, dates to be cleared, clipped questions."""

from __future__ import annotations

import re

from prompts.fitting.articles import with_articles
from prompts.fitting.expand_absence import absence
from prompts.fitting.expand_when import spans_in
from prompts.fitting.phrase import noun_phrase, tags_at
from prompts.fitting.plain import anchored
from prompts.fitting.text import Tok, join, lowered_start, tokens
from prompts.fitting.voice import Reader
from prompts.fitting.when import Clock
from prompts.fitting.words import LazyPattern, Tag, lexicon, named_pattern

__all__ = ["clipped_question", "concern_in_full", "plainly_asked", "question_parts"]

_DIFFERS = named_pattern("concern_differs")
_THING_DIFFERS = named_pattern("concern_thing_differs")
_MISSPELT = named_pattern("concern_misspelt")
_TO_DO = named_pattern("concern_to_do")
_CLEARED = named_pattern("concern_cleared")
_ANY = LazyPattern(r"^(?:is there |are there )?any (?P<what>.+?)\??$", re.IGNORECASE)
_OR_SUPPLIED = named_pattern("concern_or_supplied")
_KNOWN = named_pattern("concern_known")
_SUBJECT_FIRST = LazyPattern(r"^(?P<what>[\w’' -]{3,40}?)(?:\s+[-–—]\s+|:\s+|\?\s+|,\s+)(?P<question>[^?]+\??)$")
_EITHER = LazyPattern(r"^(?P<one>[^,?;:]{1,30}?),? or (?P<two>[^,?;:]{1,30}?)\??$", re.IGNORECASE)
_PUT_RIGHT = "Could you correct that?"
_HEDGES = LazyPattern(r"\b(?:not sure|maybe|i think|perhaps|unclear|pay|salary|bonus|wage|rate)\b|[£$€]", re.IGNORECASE)


def concern_in_full(text: str, reader: Reader, clock: Clock) -> str:
    """A point to put right, or a question with what it rests on, as whole sentences; empty unless all of it is understood."""
    text = text.strip(" .")
    bare = _TO_DO.sub("", text).strip(" .,;-–—")
    if _HEDGES.search(bare):
        return _cleared(text, clock)
    if told := _misspelt(bare) or _differs(bare, reader, clock) or _thing_differs(bare, reader, clock):
        return f"{told} {_PUT_RIGHT}"
    return _cleared(text, clock)


def _differs(text: str, reader: Reader, clock: Clock) -> str:
    """What the paper says against what was agreed: "contract says 40 hours, we agreed 37.5"."""
    match = _DIFFERS.fullmatch(text)
    if not match:
        return ""
    who, verb = _agreed(match["who"] or "", match["verb"], reader)
    paper, agreed = _value(match["paper"], reader, clock), _value(match["agreed"], reader, clock)
    if not who or not paper or not agreed:
        return ""
    doc = re.sub(r"^(?:the|my) ", "", match["doc"].lower())
    has = (match["has"] or "says").lower()
    has = {"have": "has", "say": "says", "state": "states"}.get(has, has)
    return f"{'It' if doc == 'it' else 'The ' + doc} {has} {paper}, but {who} {verb} {agreed}."


def _thing_differs(text: str, reader: Reader, clock: Clock) -> str:
    """A matter that stands otherwise on paper: "job title in letter is A, should be B"."""
    match = _THING_DIFFERS.fullmatch(text)
    if not match:
        return ""
    paper, agreed = _value(match["paper"], reader, clock), _value(match["agreed"], reader, clock)
    what = re.sub(r"^(?:the|my) ", "", match["what"].strip(), flags=re.I)
    if not paper or not agreed or not _plain(what):
        return ""
    doc = match["doc"] or match["doc2"] or ""
    where = f" in the {re.sub(r'^(?:the|my) ', '', doc.strip().lower())}" if doc else ""
    if match["should"]:
        return f"The {what}{where} is {paper}, but it should be {agreed}."
    who, verb = _agreed(match["who"] or "", match["verb"] or "", reader)
    return f"The {what}{where} is {paper}, but {who} {verb} {agreed}." if who else ""


def _misspelt(text: str) -> str:
    match = _MISSPELT.fullmatch(text)
    if not match or match["right"] == match["wrong"]:
        return ""
    where = re.sub(r"^(?:in|on) (?:the |my )?", "in the ", match["where"].strip()) if match["where"] else ""
    return f"My {match['what'].lower()} is misspelt{' ' + where if where else ''}: it should be {match['right']}, not {match['wrong']}."


def _agreed(who: str, verb: str, reader: Reader) -> tuple[str, str]:
    """Who agreed on what, as the reader sees it: "we agreed", "you told me"."""
    words = {word.lower().strip(".") for word in who.split()} - {"and", "mr", "mrs", "ms", "dr", "me"}
    verb = re.sub(r"\b(?:him|her|them)\b", "me", verb.lower())
    if not words or words == {"we"}:
        return "we", verb if not verb.startswith("told") else "said"
    if words == {"i"}:
        return ("I", verb) if verb == "said" else ("", "")
    named = words - {"i"}
    if named <= reader.names and reader.single:
        return ("we", verb) if "i" in words else ("you", verb)
    if named <= {"you", "they"}:
        return "you", verb
    if reader.single or not named <= reader.names or "i" in words:
        return "", ""
    return who, verb


def _value(text: str, reader: Reader, clock: Clock) -> str:
    """What a paper says, with its dates written out and its articles; empty where it is no plain matter."""
    text = text.strip(" ,.")
    if not text or len(text.split()) > 9 or _HEDGES.search(text) or "?" in text:
        return ""
    spans = spans_in(text, clock)
    if spans is None:
        return ""
    for span in reversed(spans):
        before = text[: span.start]
        written = (
            span.text
            if span.word not in {"on", ""} or re.match(r"(?:on|in|by|from) ", text[span.start :])
            else span.text.removeprefix("on ")
        )
        text = before + written + text[span.end :]
    text = re.sub(r"\b(start|start date|title|notice|end date) as (?=\d|[A-Z])", r"the \1 as ", text)
    text = re.sub(r"\bthe the\b", "the", text)
    text = re.sub(r"\b(\d+) (month|week|day|year)s (?=(?:of )?(?:probation|notice)\b)(?:of )?", r"\1 \2s' ", text)
    text = re.sub(r"^1 (month|week|day|year) (?=probation|notice)", r"one \1's ", text)
    toks = anchored(
        lowered_start(tokens(text), reader.names | frozenset({text.split()[0].lower()} if text[0].isupper() else set())), reader
    )
    if not toks:
        return ""
    if any(tok.low in {"i", "we", "they", "he", "she"} for tok in toks):
        return ""
    strange = [tok for at, tok in enumerate(toks) if not tags_at(toks, at) and tok.word.isalpha() and tok.word.islower()]
    return "" if strange else join(toks)


def _plain(what: str) -> bool:
    toks = tokens(what)
    held = Tag.SUBJ | Tag.MODAL | Tag.WH | Tag.AUX | Tag.PREP
    return 1 <= len(toks) <= 4 and not any(tags_at(toks, at) & held for at in range(len(toks)))


def _cleared(text: str, clock: Clock) -> str:
    """What is planned, and whether it may stay: "holiday booked 3-10 Aug, is that ok?"."""
    match = _CLEARED.fullmatch(text)
    if not match:
        return ""
    told = absence(match["what"].strip(" ,-"), clock)
    if not told:
        return ""
    days = " and would need those days off" if match["need"] else ""
    return f"{told}{days}. Would that be all right?"


def question_parts(text: str, reader: Reader, clock: Clock) -> tuple[str, str]:
    """The question of a note, and what it rests on as a sentence ("I am away in the second week of May."), where a comma joins the two."""
    for match in re.finditer(r"(?:,|\?| -| –|;)(?: because| as| since)? (?=I (?:am|will be|have) )", text):
        told = absence(text[match.end() :].strip(" .?"), clock)
        if told:
            return text[: match.start()].strip(" ,?"), re.sub(r"^I will be", "I am", told) + "."
    return text, ""


def clipped_question(text: str, reader: Reader) -> str:
    """A clipped question in full, to be read as a question again: "X, A or B" as "is X A or B".

    Returns:
        The question, or an empty text where the note is none of these.
    """
    bare = text.strip(" .")
    bare = re.sub(r"^is the (?=(?:\d|two|three|four|five)\w* days\b)", "are the ", bare, flags=re.I)
    if bare.startswith("are the "):
        return re.sub(r"\bin office\b", "in the office", bare).rstrip("?") + "?"
    if match := _OR_SUPPLIED.match(bare):
        return _or_supplied(match)
    if match := _ANY.match(bare):
        what = match["what"].strip()
        toks = tokens(what)
        phrase = noun_phrase(toks)
        if phrase and len(toks) > 1 and not any(tok.post for tok in toks):
            many = bool(tags_at(toks, phrase.head) & Tag.PLURAL) and not tags_at(toks, phrase.head) & Tag.MASS
            return f"{'are' if many else 'is'} there any {what}?"
        return ""
    if match := re.match(r"^how many (?P<what>[\w’' -]+?)\??$", bare, re.I):
        toks = tokens(match["what"])
        phrase = noun_phrase(toks)
        if phrase and phrase.end == len(toks) and tags_at(toks, phrase.head) & Tag.PLURAL:
            mine = re.search("report|client|pupil|patient|account|case", match["what"])
            return f"how many {match['what']} would {'I have' if mine else 'there be'}?"
        return ""
    if match := _HOW_LONG.match(bare):
        return f"is the {match['what'].lower()} {match['one']} or {match['two']}?"
    timed = re.sub(r"(?<!the )(?<!my )\b(first|second|last) (day|week|month|year)(\??)$", r"in the \1 \2\3", bare)
    if timed != bare and re.match(r"(?:is|are|does|do|can|will|would|could|should|may|must)\b", bare, re.I) and " in in " not in timed:
        return timed.rstrip("?") + "?"
    return _with_subject(bare, reader)


_HOW_LONG = named_pattern("concern_how_long")
_ASKED = named_pattern("concern_asked")
_SOMEBODY = frozenset({"they", "them", "their", "he", "she", "his", "her", "him", "we", "that"})


def plainly_asked(text: str) -> str:
    """A short direct question as it stands, with its mark, where all its words are known and nothing is clipped; empty otherwise."""
    text = text.strip(" ?.")
    toks = tokens(text)
    if not _ASKED.match(text) or not 4 <= len(toks) <= 14 or {tok.low for tok in toks} & _SOMEBODY:
        return ""
    if any(not tags_at(toks, at) and tok.word.islower() for at, tok in enumerate(toks)) or any(tok.post not in {"", ","} for tok in toks):
        return ""
    subject = 1 if tags_at(toks, 0) & (Tag.AUX | Tag.MODAL) else 2
    clipped = tags_at(toks, subject) & Tag.COUNT and not tags_at(toks, subject) & (Tag.MASS | Tag.PLURAL | Tag.NAME | Tag.DET | Tag.SUBJ)
    fixed = with_articles(toks, head="none")
    if clipped or not fixed or len(fixed) != len(toks) or tags_at(toks, len(toks) - 1) & (Tag.PREP | Tag.DET | Tag.CONJ | Tag.POSS):
        return ""
    return text[:1].upper() + text[1:] + "?"


def _or_supplied(match: re.Match[str]) -> str:
    what = match["what"].split()[-1].lower()
    them = "them" if lexicon().tags(what) & Tag.PLURAL else "it"
    return f"{match['first'][:1].upper()}{match['first'][1:]}, or do you {match['verb'].lower()} {them}?"


def _with_subject(bare: str, reader: Reader) -> str:
    match = _SUBJECT_FIRST.match(bare)
    if not match:
        return ""
    subject, question = match["what"].strip(), match["question"].strip(" ?")
    which = re.match(r"^which (?P<noun>\w+)$", subject, re.I)
    toks = lowered_start(tokens(which["noun"] if which else subject), reader.names)
    phrase = noun_phrase(toks)
    if _KNOWN.fullmatch(subject) and (either := _EITHER.match(question)):
        return f"is the {subject.lower()} {either['one']} or {either['two']}?"
    if not phrase or phrase.end != len(toks) or len(toks) > 4 or tags_at(toks, 0) & (Tag.AUX | Tag.MODAL | Tag.SUBJ):
        return ""
    many = bool(tags_at(toks, phrase.head) & Tag.PLURAL) and not tags_at(toks, phrase.head) & Tag.MASS
    bare_noun = phrase.determined or tags_at(toks, 0) & Tag.POSS or tags_at(toks, phrase.head) & Tag.MASS
    named = join(toks) if bare_noun else f"the {join(toks)}"
    if _ANY.match(question):
        return clipped_question(question, reader)
    asked = tokens(question)
    if tags_at(asked, 0) & (Tag.AUX | Tag.MODAL | Tag.WH) and len(asked) > 2:
        pointing = [at for at, tok in enumerate(asked) if tok.low in ({"them", "they"} if many else {"it"})]
        if not pointing:
            return question + "?"
        at = pointing[0]
        if not many or asked[at].low == "them" or not reader.single:
            asked[at] = Tok(named, asked[at].pre, asked[at].post)
        return join(asked) + "?"
    if (either := _EITHER.match(question)) and not which:
        alike = all(word.strip(",").lower() not in {"i", "we", "do", "is", "can"} for word in question.split()[:1])
        return f"{'are' if many else 'is'} {named} {either['one']} or {either['two']}?" if alike else ""
    return ""
