"""A last look at every form of a jotting before it is given out: small slips are mended, and what is still broken is left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from prompts.fitting.phrase import AUXILIARY, noun_phrase, tags_at
from prompts.fitting.reading import reads_as
from prompts.fitting.text import Tok, cleaning, normalise, tokens
from prompts.fitting.words import LazyPattern, Tag, lexicon, word_set

__all__ = ["is_sane", "sane_forms"]

#: Forms that stand behind a colon as the user jotted them.
_LOOSE_FORMS = frozenset({"raw", "link"})
#: Forms in which a list or steps may leave out articles.
_LISTED_FORMS = frozenset({"told"})
_SENTENCE = LazyPattern(r"(?<=[a-z\d%)\"”’])[.?!] (?=[A-Z\"“])")
_FINITE = AUXILIARY | Tag.THIRD | Tag.PAST | Tag.BASE
_ORDINALS = {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "5th": "fifth"}
_ORDINAL = LazyPattern(r"\b(?P<day>1st|2nd|3rd|4th|5th) (?=(?P<after>[a-z]+))")
_ARTICLE = LazyPattern(r"\b(?P<article>[Aa]n?) (?=(?P<after>[a-z][\w’'-]*))")
_WRITTEN_OUT = LazyPattern(r"[A-Z].*[.!?]", re.DOTALL)
_OPENS = LazyPattern(r"(?:the|an?|how|whether|why|my|your|our|their|being|having|[a-z]+ing)\b", re.IGNORECASE)
_ONE_PIECE = LazyPattern(r"[^,;:/=()\u2013\u2014]+")
#: An article that was put before somebody who speaks: "the I'd still like".
_BEFORE_ME = LazyPattern(r"\b(?:[Tt]he|[Aa]n?) (?:I(?:['’]|\b(?!T\b|[-.]))|you\b(?! \w+(?:ed|ing)? (?:to|of) be)|he\b|she\b|they\b)")
_NOT_WHOLE = frozenset({"np", "about", "weak", "ing"})
_NO_END = Tag.DET | Tag.POSS | Tag.CONJ


def sane_forms(forms: dict[str, str], note: str = "", *, listed: bool = False) -> dict[str, str]:
    """The forms with their small slips mended ("1st week" as "first week", "a hour" as "an hour"), without those that are still broken.

    Args:
        forms: form name to text, as `prompts.fit.fit` gives them.
        listed: whether a list may stand after a colon as the writer jotted it: the answer of a correction.
        note: the words of the note; what a written-out note says itself is not read again.
    """
    mended = {form: words if form in _LOOSE_FORMS else _mended(words) for form, words in forms.items()}
    sane = {form: words for form, words in mended.items() if _can_go(form, words, note.strip(), listed=listed)}
    if "own" in mended and "own" not in sane and mended.get("told", "?").casefold() == mended["own"].rstrip(".").casefold():
        sane.pop("told", None)
    return sane


def _can_go(form: str, words: str, note: str, *, listed: bool) -> bool:
    """Whether a form is sound, and was either said so in the note or reads well from end to end."""
    if form == "own" and words == note and words.endswith("."):
        return True
    if form == "own" and listed and note[:1].isupper() and words.rstrip(".") == note.rstrip("."):
        return is_sane(form, words)
    if form == "own" and _only_turned(words, note):
        return is_sane(form, words)
    as_jotted = listed and (form == "told" or "should be" in words)
    return is_sane(form, words) and (_said_so(form, words, note) or as_jotted or reads_as(words, form))


_YOU = frozenset({"you", "your", "yours", "yourself", "yourselves"})
_VERBS = frozenset({"am", "is", "are", "was", "were", "do", "does", "have", "has", "and"})
_WORD = LazyPattern(r"[\w%£$€]+(?:['’.-]\w+)*")


def _only_turned(words: str, note: str) -> bool:
    """Whether these are all words of a note that is written out as one sentence, with nothing changed but who is spoken to."""
    if not _WRITTEN_OUT().fullmatch(note) or note[-1:] == "?":
        return False
    said, asked = _WORD().findall(words), _WORD().findall(normalise(note))
    return len(said) == len(asked) and all(
        one.casefold() == other.casefold() or one.casefold() in _YOU or {one.casefold(), other.casefold()} <= _VERBS
        for one, other in zip(said, asked, strict=True)
    )


def _said_so(form: str, words: str, note: str) -> bool:
    """Whether these are the very words of a written-out note, or a whole note of one piece."""
    bare = form in _NOT_WHOLE and not _OPENS.match(words)
    if not bare and _ONE_PIECE().fullmatch(note.strip()) and note.strip().rstrip(".").casefold() == words.rstrip(".").casefold():
        return True
    said, part = note.casefold(), words.rstrip(".?!").casefold()
    at = said.find(part)
    ends = at >= 0 and said[at + len(part) : at + len(part) + 1] in {"", ".", "!", "?", ",", ";"}
    return form not in _NOT_WHOLE and ends and bool(_WRITTEN_OUT().fullmatch(note.strip()))


def is_sane(form: str, words: str) -> bool:
    """Whether a form of a fact can be given out: closed brackets and quotes, no clipped words, whole sentences where they stand alone."""
    if form == "link":
        return True
    if not words.strip() or not _closed(words) or _clipped_word(words) or _BEFORE_ME.search(words):
        return False
    if form in _LOOSE_FORMS:
        return True
    if form == "own" and not all(_is_sentence(sentence) for sentence in _SENTENCE().split(words)):
        return False
    toks = tokens(words)
    if not toks or _loose_end(toks) or (form not in _LISTED_FORMS and _bare_after_preposition(toks)):
        return False
    return not any(_clashes(toks, at) for at in range(len(toks) - 1))


def _mended(words: str) -> str:
    words = _ORDINAL.sub(lambda match: match[0] if match["after"] in {"of", "or", "and", "to"} else _ORDINALS[match["day"]] + " ", words)
    return _ARTICLE.sub(_right_article, words)


def _right_article(match: re.Match[str]) -> str:
    if match["article"] == "A" and match.start() and not match.string[: match.start()].rstrip().endswith((".", ":", "?")):
        return match[0]
    article = lexicon().article(match["after"].split("-")[0])
    if not article or article == match["article"].lower():
        return match[0]
    return (article.capitalize() if match["article"][0] == "A" else article) + " "


def _closed(words: str) -> bool:
    """Whether every bracket and quotation mark that opens is closed again."""
    pairs = all(words.count(left) == words.count(right) for left, right in ("()", "[]", "“”"))
    singles = len(re.findall(r"(?<![\w.])['‘](?=\w)", words)) <= len(re.findall(r"(?<=[\w.,!?])['’](?!\w)", words))
    return pairs and singles and words.count('"') % 2 == 0


def _clipped_word(words: str) -> bool:
    """Whether a short form of the note is left that an email writes out."""
    return any(word.strip(".,;:!?()'\"“”") in cleaning().words["clipped"] for word in words.split())


def _is_sentence(sentence: str) -> bool:
    """Whether a sentence begins with a capital or a number and has a finite verb."""
    first = sentence.lstrip("\"'“‘(")[:1]
    toks = tokens(sentence)
    if not first or not (first.isupper() or not first.isalpha()) or len(toks) < 2:
        return not first.islower() and len(toks) > 1
    return any(tags_at(toks, at) & _FINITE or tok.low.endswith(("'s", "'m", "'re", "'ve", "'ll", "'d")) for at, tok in enumerate(toks))


def _loose_end(toks: Sequence[Tok]) -> bool:
    """Whether the text ends on a word that something has to follow."""
    last, tags = toks[-1], tags_at(toks, len(toks) - 1)
    if last.word[:1].isupper() or last.low in word_set("may_end"):
        return False
    if tags & _NO_END and not tags & (Tag.NOUN | Tag.ADV | Tag.ADJ | Tag.PREP | Tag.WH):
        return True
    return last.low in word_set("ends_nothing") and len(toks) < 5


def _bare_after_preposition(toks: Sequence[Tok]) -> bool:
    """Whether a thing that is one of many stands after a preposition without its article: "for first quarter", "at site"."""
    for at in range(1, len(toks)):
        before = toks[at - 1]
        if before.post or not toks[at].word.islower() or before.low not in word_set("takes_article"):
            continue
        tags = tags_at(toks, at)
        if tags & (Tag.DET | Tag.ADV | Tag.ING | Tag.BASE | Tag.MASS | Tag.NAME | Tag.PLURAL) or not tags & Tag.COUNT:
            continue
        phrase = noun_phrase(toks, at)
        if phrase is None or not phrase.singular_count or phrase.determined or phrase.head > at + 1:
            continue
        numbered = tags_at(toks, phrase.end) & (Tag.NUM | Tag.NAME)
        paired = numbered or (phrase.end < len(toks) and toks[phrase.end].low in {"to", "by", "and", "or", "after", "in", "for"})
        if not paired and not toks[phrase.head].post and toks[phrase.head].low not in word_set("bare_place") | word_set("without_article"):
            return True
    return False


def _clashes(toks: Sequence[Tok], at: int) -> bool:
    """Whether a word cannot stand before the next one: "the go", "these report", "a forms"."""
    low, after = toks[at].low, toks[at + 1]
    if low == "so" and tags_at(toks, at + 1) & Tag.MODAL and tags_at(toks, at + 2) & Tag.BASE:
        return True
    if after.low == "am" and low not in {"i", "who"} and not tags_at(toks, at) & (Tag.NUM | Tag.ADV | Tag.NAME):
        return True
    if (
        at
        and low in {"if", "whether", "because", "when", "until"}
        and tags_at(toks, at + 1) & Tag.MODAL
        and not tags_at(toks, at + 1) & Tag.NOUN
    ):
        return True
    tags = tags_at(toks, at + 1)
    if toks[at].post or not after.word.islower() or not tags:
        return False
    if low in {"the", "a", "an"}:
        noun_like = tags & ~(Tag.BASE | Tag.THIRD | Tag.AUX | Tag.MODAL | Tag.SUBJ | Tag.OBJ)
        takes = tags_at(toks, at + 2) & (Tag.DET | Tag.POSS | Tag.OBJ) and not after.post
        noun_too = after.low in {"might", "being", "can", "must", "will"} and not tags_at(toks, at + 2) & Tag.AUX
        helps = tags & (Tag.AUX | Tag.MODAL) and toks[at].word.islower() and not noun_too
        if not noun_like and (helps or (takes and tags & (Tag.BASE | Tag.THIRD))):
            return True
        if after.low in {"as", "of", "with", "for", "to", "from", "at", "by", "and", "or", "but", "because", "i"}:
            return True
        if tags & Tag.DET and after.low in {"the", "a", "an", "my", "your", "this", "these"}:
            return True
    only_plural = tags & Tag.PLURAL and not tags & (Tag.MASS | Tag.COUNT | Tag.ADJ | Tag.THIRD)
    only_single = tags & Tag.COUNT and not tags & (Tag.MASS | Tag.PLURAL | Tag.ADJ | Tag.ING | Tag.PARTICIPLE | Tag.BASE)
    last = at + 2 >= len(toks) or bool(after.post) or not tags_at(toks, at + 2) & (Tag.NOUN | Tag.ADJ)
    if low in {"these", "those"}:
        return bool(only_single) and last
    return (
        low in {"a", "an", "each", "every"}
        and bool(only_plural)
        and last
        and after.low not in {"burns", "times", "works", "means", "series"}
    )
