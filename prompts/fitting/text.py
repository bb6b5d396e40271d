"""Cleans a note and cuts it into words: bullets, abbreviations, arrows, shouting, contractions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from prompts.fitting.words import LazyPattern, Tag, lexicon, read_sections, word_set
from prompts.patterns import compiled

__all__ = ["Tok", "cleaning", "join", "lowered_start", "normalise", "sentences", "spelled_numbers", "strip_lead", "tokens"]


@dataclass(frozen=True, slots=True)
class Tok:
    """A word with the punctuation that clings to it."""

    word: str
    pre: str = ""
    post: str = ""

    @property
    def low(self) -> str:
        """The word in lower case with a straight apostrophe."""
        return self.word.lower().replace("’", "'")

    def __str__(self) -> str:
        return self.pre + self.word + self.post


@dataclass(frozen=True, slots=True)
class _Cleaning:
    abbreviations: dict[str, str]
    typos: dict[str, str]
    words: dict[str, frozenset[str]]
    leads: dict[str, LazyPattern]


@cache
def cleaning() -> _Cleaning:
    """The tables of `lexicon/cleaning.txt`, read once."""
    sections = read_sections("cleaning.txt")
    leads = {
        name.removeprefix("lead:"): LazyPattern("(?:" + "|".join(f"(?:{line})" for line in lines) + r")(?=\W|$)[\s,:]*", re.IGNORECASE)
        for name, lines in sections.items()
        if name.startswith("lead:")
    }
    pairs = {key: dict(line.split(" ", 1) for line in sections[key]) for key in ("abbreviation", "typo")}
    words = {
        key: frozenset(" ".join(sections[key]).split())
        for key in ("label", "mumble", "harsh", "city", "name_word", "proper", "acronym", "filler", "clipped")
    }
    return _Cleaning(pairs["abbreviation"], pairs["typo"], words, leads)


_BULLET = LazyPattern(r"^\s*(?:[-*•–—·▪►>]+\s+|\(?\d{1,2}[.)]\s+|\[[ xX]?\]\s*)+")
_ARROW = LazyPattern(r"\s*(?:-+>|=+>|→|➔|⟶|➜|⇒)\s*")
_QUANTITY = LazyPattern(r"(?<![\w-])((?:[£$€]?\d[\w.,%]*|one|two|three|four|five|six|seven|eight|nine|ten)(?: [a-z]+)?|[\w-]+) → ")
_PICTURE = LazyPattern("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d]")


_DAY_NAMES = LazyPattern(
    r"\b(?:mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|january|february|april|june|july|august|september|october"
    r"|november|december)\b"
)


_SHORT_DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}


@lru_cache(maxsize=1024)
def normalise(text: str) -> str:
    """The note on one line, without bullet, label, markup and pictures, with safe abbreviations written out.

    Numbers, names and the user's own punctuation inside the text stay as they are.
    """
    text = " ".join(unicodedata.normalize("NFC", text).split())
    text = re.sub(r"\*\*|__|`", "", _PICTURE.sub("", text))
    text = _BULLET.sub("", text)
    label = re.match(r"([A-Za-z_]+)\s*:\s+(?=\S)", text)
    if label and label[1].lower() in cleaning().words["label"]:
        text = text[label.end() :]
    text = re.sub(r"(?:^|\s)(?:[:;]-?[)(DPp/]|\^\^|<3)(?=\s|$|[.,])", "", text)
    text = re.sub(r"(?<=\w)/(?:wk|week)\b", " a week", text)
    text = re.sub(r"\b(?:2x|x2)\b", "twice", text)
    text = re.sub(r"\b(every|each|on) (mon|tue|wed|thu|fri|sat|sun)\b", lambda match: f"{match[1]} {_SHORT_DAYS[match[2]]}", text)
    text = re.sub(r"\b(\d+\+?) ?(?:yr|year)s?\.?(?: of)? exp(?:erience|\.)?(?=\W|$)", r"\1 years of experience", text)
    text = re.sub(
        r"(years of experience) (?=[A-Za-z])(?!in\b|with\b|of\b|as\b|at\b|on\b|across\b|and\b|working\b|w/)(?!\w+ing\b)", r"\1 in ", text
    )
    text = re.sub(r"\b(\d+\+?|[a-z]+) (?:yrs?|years?) (?=([a-z]+)\b)", _years_as, text)
    text = re.sub(r"\b(run|running|lead|leading|have|having|manage|managing|head|build|building) own (?=\w)", r"\1 my own ", text)
    text = re.sub(r"(?<=[a-z])['’]s (?=been\b)", " has ", text)
    text = re.sub(r"(?<=[a-z])['’]s (?=(?:not|a|an|the|no|too|very|so|always|only|out|up)\b)", " is ", text)
    text = re.sub(r"\bits (?=(?:a|an|the|not|too|very|so|closer|busy|damp|been|all|always|hard|more|less|quiet|late)\b)", "it is ", text)
    text = re.sub(r"\b[aA]n? (?=([a-z]\w+))", _right_article, text)
    text = _DAY_NAMES.sub(lambda match: match[0].capitalize(), text)
    text = re.sub(r"\btold that (?=[a-z])", "said that ", text)
    text = re.sub(r"\b(question|chat|talk|point|discussion|conversation) re:? ", r"\1 about ", text)
    text = re.sub(
        r"\b(in|by|since|from|until|till|of|late|early|mid|\d{1,2}) (march|may|jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)\b"
        r"(?! (?:be|not|have|need))",
        _month,
        text,
    )
    text = re.sub(r"(?<!\w)~\s?(?=[£$€]?\d)", "about ", text)
    text = re.sub(r"(?<=\S) \+ (?=\w)", " and ", text)
    text = re.sub(r"(?<![A-Z]) & (?![A-Z])|(?<=[a-z]) & (?=[A-Z]{2})", " and ", text)
    text = _arrows(text)
    for pattern, written in _SHORT_PAIRS:
        text = pattern.sub(written, text)
    raw = text.split()
    words = [_expanded(word) if _is_slip(raw, at) else word for at, word in enumerate(raw)]
    text = _expand_contractions(" ".join(words))
    while len(text) > 1 and text[0] in "\"“'‘" and text[-1] in "\"”'’" and text[1:-1].isprintable() and not set(text[1:-1]) & set('"“”'):
        text = text[1:-1].strip()
    return text.strip(" ,;:-–—")


#: Short forms that only their neighbours make clear.
_SHORT_PAIRS: tuple[tuple[LazyPattern, Callable[[re.Match[str]], str] | str], ...] = (
    (LazyPattern(r"\b[aA]cc\.? to\b"), lambda match: "According to" if match[0][0] == "A" and not match.start() else "according to"),
    (
        LazyPattern(
            r"(?<!\d )(?<!in )(?<!by )(?<!since )(?<!until )(?<!from )(?<!mid )\bsep\.? (?=[a-z]{3})(?!start|intake|term|until|onwards)"
        ),
        "separate ",
    ),
    (LazyPattern(r"\bdiff (?=between\b)"), "the difference "),
    (LazyPattern(r"\bconf (?=call\b|room\b)"), "conference "),
    (LazyPattern(r"\bconf(?= (?:letter|email|of)\b|$)"), "confirmation"),
    (LazyPattern(r"(?<=[a-z] )no\.(?= (?:when|if|by|on|to)\b|$)"), "number"),
    (LazyPattern(r"(?<=\bin )Mar\b|(?<=\bby )Mar\b|(?<=\bend )Mar\b"), "March"),
    (LazyPattern(r"\bsat(?= (?:am|pm|\d{1,2}(?:st|nd|rd|th))\b)"), "Saturday"),
    (LazyPattern(r"\bsun(?= (?:am|pm|\d{1,2}(?:st|nd|rd|th))\b)"), "Sunday"),
    (LazyPattern(r"^[qQ] (?=(?:on|about|re)\b)"), "question "),
)


_SHORT_MONTHS = {"jan": "January", "feb": "February", "apr": "April", "jun": "June", "jul": "July", "aug": "August"}
_SHORT_MONTHS |= {"sep": "September", "sept": "September", "oct": "October", "nov": "November", "dec": "December"}


def _month(match: re.Match[str]) -> str:
    return f"{match[1]} {_SHORT_MONTHS.get(match[2], match[2].capitalize())}"


#: Endings and words by which a job stands after "4 yrs": somebody, not something.
_SOMEBODY = compiled(
    r"(?:\w+(?:aller|ainer|acher|ager|iner|iver|elder|iller|iter|oder|urser|eeper|ander|rator|ector|litor|ditor|tist|mist|gist|pist|cian|rian))"
    r"|nurse|chef|cook|clerk|lawyer|teacher|driver|welder|plumber|engineer|analyst|paralegal|midwife|carer|foreman|supervisor|signaller"
)


def _years_as(match: re.Match[str]) -> str:
    """Years in a job: "4 yrs signaller" as "4 years as a signaller"; other years as they stand."""
    if match[1] in {"these", "those", "last", "first", "few", "many"} or not _SOMEBODY.fullmatch(match[2]):
        return match[0]
    return f"{match[1]} years as {'an' if match[2][0] in 'aeiou' else 'a'} "


def _right_article(match: re.Match[str]) -> str:
    """The article "a" or "an" as the next word asks; as it stands where that is not certain, or where it is a letter ("Class A is")."""
    before = match.string[: match.start()].rstrip(" ")
    if match[0][0] == "A" and before and before[-1] not in '.!?:;-–—("“•':
        return match[0]
    article = lexicon().article(match[1])
    written = match[0].strip()
    return (article.capitalize() if written[0].isupper() else article) + " " if article and article != written.lower() else match[0]


def _is_slip(words: Sequence[str], at: int) -> bool:
    """Whether a word that may be a slip is one here: "ill" and "id" only before a verb ("ill bring it", not "was ill" or "the id card")."""
    if words[at].lower() not in {"ill", "id"}:
        return True
    before = lexicon().tags(words[at - 1]) if at else Tag.NONE
    after = lexicon().tags(words[at + 1]) if at + 1 < len(words) else Tag.NONE
    return bool(after & (Tag.BASE | Tag.ADV)) and not before & (Tag.DET | Tag.POSS | Tag.AUX | Tag.ADJ | Tag.ADV)


def _expanded(word: str) -> str:
    core = word.rstrip(".,;:!?)")
    tail = word[len(core) :]
    table = cleaning()
    dotted_form = ((core + ".", tail[1:]),) if tail.startswith(".") else ()
    for form, rest in ((word, ""), *dotted_form, (core, tail)):
        if form in table.abbreviations:
            dotted = rest.startswith(".") and len(rest) == 1 and form == core
            return table.abbreviations[form] + (rest if not dotted else ".")
    if core in table.typos:
        return table.typos[core] + tail
    return word


def _arrows(text: str) -> str:
    if not _ARROW.search(text):
        return text
    text = _ARROW.sub(" → ", text)
    if text.count("→") > 1:
        return text
    if re.search(r"\bfrom\b[^→]*→", text):
        return text.replace(" → ", " to ")
    quantity = list(_QUANTITY.finditer(text))
    if not quantity:
        return text
    if quantity[-1].start() == 0:
        return text
    if not re.match(r"[£$€]?\d|one|two|three|four|five|six|seven|eight|nine|ten", quantity[-1][1]):
        return text
    at = quantity[-1].start()
    return text[:at] + "from " + text[at:].replace(" → ", " to ", 1)


_CONTRACTIONS = (
    (LazyPattern(r"\b(I)['’]m\b"), r"\1 am"),
    (LazyPattern(r"\b(we|they|you)['’]re\b", re.IGNORECASE), r"\1 are"),
    (LazyPattern(r"\b(I|we|they|you)['’]ve\b", re.IGNORECASE), r"\1 have"),
    (LazyPattern(r"\b(I|we|they|you|he|she|it|there|that)['’]ll\b", re.IGNORECASE), r"\1 will"),
    (LazyPattern(r"\b(he|she|it|that|there|what|who|where|how)['’]s (?=been\b|got\b|had\b|gone\b)", re.IGNORECASE), r"\1 has "),
    (LazyPattern(r"\b(he|she|it|that|there|what|who|where|how)['’]s\b", re.IGNORECASE), r"\1 is"),
    (LazyPattern(r"\b(I|we|they|you|he|she|it|there)['’]d (?=better\b)", re.IGNORECASE), r"\1 had "),
    (LazyPattern(r"\b(would|could|should|must|might|may)['’]ve\b", re.IGNORECASE), r"\1 have"),
    (LazyPattern(r"\bcan['’]t\b"), "cannot"),
    (LazyPattern(r"\bwon['’]t\b"), "will not"),
    (LazyPattern(r"\b(do|does|did|is|are|was|were|has|have|had|could|would|should|must|need)n['’]t\b", re.IGNORECASE), r"\1 not"),
)
_WOULD = LazyPattern(
    r"\b(I|we|they|you|he|she|it|there)['’]d ((?:also|really|rather|probably|first|never|always|definitely) )?(\w+)", re.IGNORECASE
)


def _expand_contractions(text: str) -> str:
    for pattern, written in _CONTRACTIONS:
        text = pattern.sub(written, text)
    return _WOULD.sub(_would, text)


def _would(match: re.Match[str]) -> str:
    tags = lexicon().tags(match[3])
    helper = (
        "would"
        if tags & Tag.BASE and not (tags & Tag.PARTICIPLE and match[3].lower() not in {"run", "let"} and match[1].lower() != "i")
        else "had"
        if tags & Tag.PARTICIPLE
        else ""
    )
    if not helper:
        return match[0]
    return f"{match[1]} {helper} {match[2] or ''}{match[3]}"


def strip_lead(text: str, kind: str) -> str:
    """The text without its lead-in ("talked about", "because", "want to know"), at most twice."""
    pattern = cleaning().leads.get(kind)
    for _ in range(2):
        match = pattern.match(text) if pattern else None
        if not match or not match[0] or match.end() >= len(text):
            break
        text = text[match.end() :]
    return text


_END = LazyPattern(
    r"(?<=[.!?])[\"”’)]?\s+(?=[\"“(]?[A-Z\d])|\s*;\s+|\.{3,}|…|(?<=[a-z]{3})[.!?]\s+(?=[a-z])|(?<=\d)[.!?]\s+(?=[a-z]{3})|(?<=\d)%?[.!?]\s+(?=[a-z]{3})|!+\s+"
)


def sentences(text: str) -> list[str]:
    """The note's sentences; a semicolon ends one too. Titles and initials ("Dr. Amina", "J. Okoye") do not."""
    pieces: list[str] = []
    at = 0
    for match in _END.finditer(text):
        before = text[at : match.start()]
        if re.search(r"(?:\b(?:Dr|Mr|Mrs|Ms|Prof|St|No|e\.g|i\.e|vs|approx|incl)|\b[A-Z])\.$", before.rstrip()):
            continue
        if before.strip(" .;"):
            pieces.append(before.strip())
        at = match.end()
    if text[at:].strip(" .;"):
        pieces.append(text[at:].strip())
    return pieces


def tokens(text: str) -> list[Tok]:
    """The words with their punctuation; end marks of the sentence are dropped."""
    found: list[Tok] = []
    for raw in text.split():
        if raw in {"-", "–", "—"}:
            if found:
                found[-1] = replace(found[-1], post=f"{found[-1].post} {raw}")
            continue
        match = re.match(r"([\"“‘(\[]*)(.*?)([,;:!?)\]\"”]*|[.…]+[\"”)]*)$", raw)
        if match is None or not match[2]:
            continue
        found.append(Tok(match[2], match[1], match[3]))
    if found:
        last = found[-1]
        quotes = "".join(char for char in last.post if char in ')"”]')
        word = last.word if re.search(r"\b[A-Z]\.$|\b[ap]\.m\.$", last.word) else last.word.rstrip(".")
        found[-1] = replace(last, word=word, post=quotes)
    return found


def join(toks: Sequence[Tok]) -> str:
    """The words as text again."""
    return " ".join(map(str, toks))


def lowered_start(toks: Sequence[Tok], names: frozenset[str]) -> list[Tok]:
    """The words with common words in capitals brought down: the first one, and shouted ones.

    A name, an acronym, a language or month, or an unknown capitalised word stays.
    """
    out = list(toks)
    if not out:
        return out
    letters = "".join(tok.word for tok in out)
    shouting = len(out) >= 3 and sum(map(str.isupper, letters)) > 0.6 * max(1, sum(map(str.isalpha, letters)))
    for index, tok in enumerate(out):
        if tok.word.isupper() and len(tok.word) > (1 if shouting else 5) and _common(tok.low, names):
            out[index] = replace(tok, word=tok.low)
    first = out[0]
    if first.word[:1].isupper() and not first.word.isupper() and first.word[1:].islower() and _first_is_common(out, names):
        out[0] = replace(first, word=first.word[0].lower() + first.word[1:])
    elif first.word == "A":
        out[0] = replace(first, word="a")
    return out


def _common(low: str, names: frozenset[str]) -> bool:
    words = cleaning().words
    return (
        low not in names and low not in words["proper"] and low not in words["acronym"] and low != "i" and bool(lexicon().tags_of.get(low))
    )


def _first_is_common(toks: Sequence[Tok], names: frozenset[str]) -> bool:
    low = toks[0].low
    if low in {"i", "i'm", "i've", "i'd", "i'll"} or low in names or low in cleaning().words["proper"]:
        return False
    following = toks[1].word if len(toks) > 1 else ""
    if len(following) == 1 and following.isupper() and following != "I" and lexicon().tags_of.get(low, 0) & Tag.NOUN:
        return False
    if low in cleaning().words["name_word"]:
        after = lexicon().tags(following) if following else Tag.NONE
        if following[:1].isupper() or (after & (Tag.THIRD | Tag.PAST | Tag.AUX) and not after & Tag.NOUN):
            return False
    if lexicon().tags_of.get(low):
        return not (following[:1].isupper() and not following.isupper() and _title_case(low))
    if low.endswith("ing") and lexicon().tags(following) & (Tag.PREP | Tag.DET | Tag.POSS) and following.islower():
        return True
    head = low.split("-")[0]
    if "-" in low and lexicon().tags_of.get(head):
        return True
    return low.endswith(("tion", "ment", "ness", "ility", "ology", "ally", "ising", "izing", "ating", "ated", "ised", "ized"))


def _title_case(low: str) -> bool:
    """A capitalised noun or adjective right before another capital reads as a name ("Green Line", "Night Owl")."""
    tags = lexicon().tags_of.get(low, Tag.NONE)
    if low in word_set("superlative") or low in {"same", "old", "new", "big", "small", "good", "great", "nice", "other", "own", "more"}:
        return False
    return not tags & (Tag.DET | Tag.POSS | Tag.PREP | Tag.WH | Tag.SUBJ | Tag.AUX | Tag.PAST | Tag.ING | Tag.THIRD | Tag.ADV) and not (
        tags & Tag.BASE and not tags & Tag.NOUN
    )


_WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


def spelled_numbers(toks: Sequence[Tok]) -> list[Tok]:
    """Whole numbers up to ten in words where they count things ("six people"); all digits stay if any number is larger."""
    numbers = [tok.word for tok in toks if any(map(str.isdigit, tok.word))]
    if not numbers or not all(number.isdigit() and 1 <= int(number) <= 10 and len(number) < 3 for number in numbers):
        return list(toks)
    out = list(toks)
    for index, tok in enumerate(toks):
        if not tok.word.isdigit():
            continue
        before = toks[index - 1] if index else None
        after = toks[index + 1].word if index + 1 < len(toks) and not tok.post else ""
        if before and (
            before.low in word_set("labels") or (before.word[:1].isupper() and before.low not in cleaning().words["label"] and index > 1)
        ):
            return list(toks)
        if after and (not after[:1].islower() or after in {"am", "pm", "kg", "km", "k", "m", "mm", "cm", "x", "o'clock", "of"}):
            return list(toks)
        out[index] = replace(tok, word=_WORDS[int(tok.word)])
    return out
