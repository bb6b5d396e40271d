"""A better answer that the note announces and then lists, kept whole and in order: "should be: written matrix, all 14, every dish"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from prompts.fitting.articles import with_articles
from prompts.fitting.phrase import noun_phrase, tags_at
from prompts.fitting.text import Tok, join, lowered_start, tokens
from prompts.fitting.words import LazyPattern, Tag, lexicon, named_pattern
from prompts.patterns import compiled

__all__ = [
    "announced_answer",
    "keywords_kept",
    "listed_answer",
    "opening_words",
    "put_right",
    "reordered",
    "should_have_done",
    "without_loose_quotes",
]

_MARK = named_pattern("listed_mark")
_SAID_WAS = named_pattern("listed_said_was")
_SAID_MEANT = named_pattern("listed_said_meant")
_FORGOT_WHEN = named_pattern("listed_forgot_when")
_CONFESSED = named_pattern("listed_confessed")
_CUT = LazyPattern(r"(?P<stop>\.\s+(?=[A-Za-z\d])|;\s+)|,\s+")
_MOST_WORDS = 48
_MOST_ITEMS = 10
_GOES_ON = LazyPattern(r"(?:because|since|so|which|who|although|though|due to|as)\b", re.IGNORECASE)
_OTHERS = frozenset({"they", "them", "he", "she", "him", "his", "you", "your", "myself", "ffs", "idk"})
_OCCASION = LazyPattern(
    r"(?<=[a-z]) (?P<each>each|every) (?P<what>(?:[a-z]+ )?(?:change|shift|visit|delivery|lesson|batch|handover|order|meeting|session))\b"
)
_ME_OR = LazyPattern(r"^me (?P<joint>or|and) (?P<who>(?:the |my |a )?[a-z]+(?: [a-z]+)?) (?P<verb>[a-z]+) (?P<rest>.+)$")


def reordered(text: str) -> str:
    """The note with the question first, where it opens with what was forgotten: "forgot to say when asked about X: Y"."""
    text = re.sub(r"(?<=[a-z])(?P<before>[^.;]*[,;] )its (?=\d)", r"\g<before>it is ", text)
    match = _FORGOT_WHEN.match(text)
    return f"{match['weak'].strip()} question. Should have said: {match['answer']}" if match else text


def put_right(text: str) -> str:
    """A wrong figure or word set right as a whole sentence: "said load limit 500 kg, it is 750 kg" as "The load limit is 750 kg."."""
    if match := _SAID_MEANT.search(text):
        right, wrong = match["right"].strip(" ."), match["wrong"].strip(" .")
        return f"I meant {right}, not {wrong}." if len(right.split()) < 6 and len(wrong.split()) < 6 and "," not in right + wrong else ""
    match = _SAID_WAS.search(text)
    if not match or _CONFESSED.search(match["right"]):
        return ""
    subject = lowered_start(tokens((match["what"] + (match["more"] or "")).strip()), frozenset())
    phrase = noun_phrase(subject)
    if re.search(r"\b(?:runs|goes|works|starts|stays|sits) at\b", match[0]):
        return ""
    if phrase is None or any(tok.post for tok in subject) or tags_at(subject, 0) & Tag.SUBJ or {tok.low for tok in subject} & _OTHERS:
        return ""
    if not tags_at(subject, 0) & (Tag.DET | Tag.POSS | Tag.NAME) and not phrase.determined:
        subject = [Tok("the"), *subject]
        phrase = noun_phrase(subject) or phrase
    right = _written(tokens(match["right"].strip(" .")), "none")
    if not right or len(right.split()) > 16 or len(subject) > 9:
        return ""
    many = phrase.plural and not tags_at(subject, phrase.head) & Tag.MASS
    verb = "should be" if match["should"] else "are" if many else "is"
    told = f"{_years_old(join(subject))} {verb} {right}"
    return f"{told[0].upper()}{told[1:]}."


def announced_answer(text: str) -> str:
    """What the note gives as the answer behind its announcement ("should be:", "the right order:"); empty where it announces none."""
    found = list(_MARK.finditer(text))
    return text[found[-1].end() :].strip(" .!:-–—") if found else ""


def listed_answer(answer: str) -> str:
    """The whole answer as it stands behind a colon, in the order of the note; empty unless every item of it is plain.

    Args:
        answer: the announced answer, normalised.
    """
    if re.search(r"[=()\[\]?!\"“”→]| / ", answer) or not 3 <= len(answer.split()) <= _MOST_WORDS or _CONFESSED.search(answer):
        return ""
    groups: list[list[str]] = [[]]
    at = 0
    for match in _CUT.finditer(answer):
        groups[-1].append(answer[at : match.start()])
        at = match.end()
        if match["stop"]:
            groups.append([])
    groups[-1].append(answer[at:])
    steps = sum(_is_step(tokens(item.strip(" .,;-"))) for group in groups for item in group) > 0
    told = [[_item(item.strip(" .,;-"), steps=steps) for item in group if item.strip(" .,;-")] for group in groups]
    flat = [item for group in told for item in group]
    if not all(flat) or not 1 <= len(flat) <= _MOST_ITEMS or any(_GOES_ON.match(item) for item in flat[:3]):
        return ""
    steps_only = all(_is_step(tokens(item)) for item in flat)
    alone = len(told) == 1 and len(flat) > 1 and (steps_only or all(_NAMED.match(item) for item in flat))
    if alone and not re.match(r"(?:and|or|then|but|not|never)\b", flat[-1]) and " and " not in answer:
        return ", ".join(flat[:-1]) + " and " + flat[-1]
    return "; ".join(", ".join(group) for group in told if group)


_NAMED = LazyPattern(r"(?:an?|my|one|two|three|every|each|all|both|no|\d[\d.,%]*)\b")


def _is_step(toks: Sequence[Tok]) -> bool:
    """Whether an item can only be something to do: "get people out", "tell the nurse"."""
    tags = tags_at(toks, 0)
    goes_on = tags_at(toks, 1) & (Tag.OBJ | Tag.DET | Tag.POSS) or (
        len(toks) > 1 and toks[1].low in {"twice", "once", "first", "again", "straight", "back", "off", "out", "up", "by", "away"}
    )
    plain = not tags & (Tag.NOUN | Tag.ADJ | Tag.PAST | Tag.ADV)
    return bool(toks) and bool(tags & Tag.BASE) and not tags & (Tag.DET | Tag.PREP) and bool(plain or goes_on)


def _item(item: str, *, steps: bool = False) -> str:
    """One item with its articles; empty where it may mean somebody or something that is not named."""
    item = re.sub(r"\brefs?\b", lambda match: f"reference{match[0][3:]}", item)
    item = re.sub(r"(?<=\d) ?mins?\b\.?", " minutes", item)
    if match := _ME_OR.match(item):
        verb, base = match["verb"], lexicon().base(match["verb"])
        if not base or not lexicon().tags(verb) & (Tag.THIRD | Tag.BASE):
            return ""
        who = match["who"] if re.match(r"(?:the|my|a) ", match["who"]) else f"the {match['who']}"
        rest = _written(tokens(f"{base} {match['rest']}"), "none", step=True)
        return f"{who} {match['joint']} I {rest}" if rest else ""
    item = re.sub(r"^(?:the )?(?=\w+ (?:\w+ )?only if safe)", "", item)
    item = re.sub(r"\bwith (?=driver|customer|client|patient|tenant|guest|pupil|parent)(?!\w+s\b)", "with the ", item)
    item = _OCCASION.sub(lambda match: f" at {match['each']} {match['what']}", item)
    item = re.sub(r"\b(at|for|with|after|before|in) at (each|every)\b", r"\1 \2", item)
    toks = lowered_start(tokens(re.sub(r"^I\b(?= \w+ly\b)", "I", item)), frozenset())
    if not toks or {tok.low for tok in toks} & _OTHERS or any(tok.post for tok in toks[:-1]):
        return ""
    verb = tags_at(toks, 0) & Tag.BASE and not tags_at(toks, 0) & (Tag.DET | Tag.PREP)
    after = tags_at(toks, 1)
    does = (
        after & Tag.THIRD and len(toks) > 2 and (toks[2].low in {"if", "when", "once"} or tags_at(toks, 2) & (Tag.DET | Tag.OBJ | Tag.POSS))
    )
    if does and tags_at(toks, 0) & Tag.COUNT and not tags_at(toks, 0) & Tag.PLURAL:
        return f"the {join(toks)}"
    if tags_at(toks, 0) & Tag.ADJ and after & Tag.COUNT and any(tok.low in {"if", "when", "before", "until"} for tok in toks[2:]):
        steps = True
    takes = after & (Tag.NUM | Tag.DET | Tag.POSS) or (steps and not after & (Tag.THIRD | Tag.AUX | Tag.MODAL))
    step = bool(verb and takes) or _is_step(toks)
    return _written(toks, "none" if step else _head(toks), step=step)


def _head(toks: Sequence[Tok]) -> str:
    """Which article a bare noun at the start takes: "the" before what it does or what is done to it, "a" where it is one of the list."""
    phrase = noun_phrase(toks)
    if phrase is None or phrase.determined or not phrase.singular_count or toks[phrase.head].low == "obs":
        return "none"
    if phrase.end < len(toks):
        after = tags_at(toks, phrase.end)
        if toks[phrase.end].low in {"off", "on", "open", "shut", "closed", "down", "up", "out", "first"}:
            return "the"
        return "the" if after & (Tag.THIRD | Tag.PARTICIPLE | Tag.AUX | Tag.MODAL) and not after & Tag.PREP else "a"
    return "a"


def _written(toks: Sequence[Tok], head: str, *, step: bool = False) -> str:
    """The words with their articles; as they stand where none is certain, since a list may leave articles out."""
    verb_first = tags_at(toks, 0) & Tag.BASE and not tags_at(toks, 0) & (Tag.DET | Tag.PREP)
    after = tags_at(toks, 1)
    named = tags_at(toks, 0) & (Tag.NOUN | Tag.ADJ)
    goes_on = after & (Tag.DET | Tag.POSS | Tag.OBJ | Tag.ADV) or (after & Tag.PLURAL and named == Tag.COUNT)
    if (step or (verb_first and (not named or goes_on))) and len(toks) > 1:
        rest = with_articles(list(toks[1:]), head="the", objects="the", otherwise="the")
        return _INDEFINITE.sub(r"\1 ", join([toks[0], *rest]) if rest else join(toks))
    fixed = with_articles(list(toks), head="a" if head == "a" else "the" if head == "the" else "none", objects="the", otherwise="the")
    told = join(fixed) if fixed else join(toks)
    told = _INDEFINITE.sub(r"\1 ", told)
    return _months(re.sub(r"(?<!the )\bnext (?=(?:day|morning|shift|week)\b)", "the next ", told))


_INDEFINITE = compiled(r"\b(something|anything|nothing|someone|somewhere) the ")
_MONTHS = {"jan": "January", "feb": "February", "mar": "March", "apr": "April", "jun": "June", "jul": "July", "aug": "August"}
_MONTHS |= {"sep": "September", "sept": "September", "oct": "October", "nov": "November", "dec": "December"}
_MONTH_RANGE = named_pattern("answer_listed_month_range")


def _months(text: str) -> str:
    return _MONTH_RANGE.sub(lambda match: f"from {_month(match['one'])} to {_month(match['two'])}", text)


def _month(name: str) -> str:
    return _MONTHS.get(name.lower(), name.capitalize())


def _years_old(text: str) -> str:
    return re.sub(r"\b(\d+|two|three|four|five) years? olds\b", r"\1-year-olds", text)


_SHOULD_HAVE_DONE = named_pattern("answer_listed_should_have_done")


def should_have_done(text: str, *, whole: bool = True) -> str:
    """What the note says should have been done, as a sentence: "I should have asked for the policy first, then met the person.".

    Args:
        text: the note, normalised.
        whole: give it only where every part of it goes on with a participle.
    """
    match = _SHOULD_HAVE_DONE.search(text)
    if not match:
        return ""
    rest = match["rest"].rstrip(" .")
    first = [part.removeprefix("then ").removeprefix("and ").split()[0] for part in rest.split(", ")]
    in_step = all(lexicon().tags(word) & Tag.PARTICIPLE for word in first) and ". " not in rest
    return "" if whole and not in_step else f"I should have {rest}."


def without_loose_quotes(text: str) -> str:
    """The text without its quotation marks, where one of them is left open."""
    loose = len(re.findall(r"(?<!\w)['‘]\w|\w['’](?!\w)", text)) % 2
    return re.sub(r"(?<!\w)['‘“\"]|['’”\"](?!\w)", "", text) if loose else text


def keywords_kept(forms: dict[str, str], text: str) -> dict[str, str]:
    """The forms with words that the note writes in capitals as terms ("HAVING", "WHERE") in capitals too."""
    terms = {word for word in re.findall(r"\b[A-Z]{4,}\b", text) if not lexicon().tags(word.lower()) & Tag.ADV}
    if len(terms) < 2 or text.upper() == text:
        return forms
    pattern = re.compile(r"\b(?:" + "|".join(term.lower() for term in sorted(terms)) + r")\b")
    return {form: pattern.sub(lambda match: match[0].upper(), words) for form, words in forms.items()}


def opening_words(text: str) -> list[str]:
    """The first telling words of an answer, to see whether a form of it begins where it does."""
    words = [word.strip(".,;:").lower() for word in text.split()]
    return [word for word in words if word not in {"a", "an", "the", "i", "would", "my", "it", "is", "should", "have"}][:3]
