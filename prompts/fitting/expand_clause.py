"""Makes a whole clause of one piece of a jotted motive or reason: puts in the person, the copula and the articles it leaves out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from prompts.fitting.expand_subject import noun_clause
from prompts.fitting.phrase import AUXILIARY, noun_phrase, tags_at
from prompts.fitting.shape import shape
from prompts.fitting.text import Tok, join, lowered_start, tokens
from prompts.fitting.whole_clause import CONJUNCTIONS, MONTHS, PRONOUNS, Clause, articled, dated, motive_words, whole_clause
from prompts.fitting.words import LazyPattern, Tag, lexicon, word_set

__all__ = ["clause_of_piece"]

_SPLIT = LazyPattern(r" (and|but|because|so) (?=\S+ \S+)")
_YEARS = LazyPattern(
    r"^(?:about |over |almost |nearly )?(?:\d{1,2}\+?|[a-z]+) (?:years|months)(?: of)? (?=[a-z]+ing\b|(?:in|as|on|at|with) \S)"
)
_WOULD_BE_IT = frozenset({"mean", "involve", "require", "take", "need"})
_KEPT_PAST = LazyPattern(
    r"\b(?:ago|last|yesterday|in \d{4}|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|today|this morning)\b", re.IGNORECASE
)
_DANGLING = LazyPattern(r"^that is why \w+(?: \w+)?$")


def clause_of_piece(
    words: str, kind: Literal["motivation", "reason"], names: frozenset[str], *, first: bool, opens: bool = True
) -> Clause | None:
    """The piece as a clause, remark, loose end, span or thing; None where that is not certain.

    Args:
        words: a normalised piece between two commas, dashes or full stops.
        kind: the kind of the fact, which decides what "staying" and "starting" mean.
        names: the reader's names, which keep their capitals.
        first: whether it opens the note, so that it cannot lean on a piece before it.
        opens: whether it opens a sentence, so that its capital says nothing.
    """
    toks = tokens(words.strip(" ."))
    if toks and not opens and toks[0].word[:1].isupper() and toks[0].low not in {"i", "i'm", "i've", "i'd"}:
        verb = tags_at(toks, 1) & (Tag.PAST | Tag.THIRD | AUXILIARY)
        institution = toks[0].low in motive_words()["employer"]
        return whole_clause([Tok("the"), *toks] if institution else toks, changed=institution) if verb and len(toks) > 2 else None
    toks = lowered_start(toks, names)
    if not toks or (toks[0].low in {"he", "she"} and kind == "reason"):
        return None
    if _DANGLING.search(join(toks)):
        return None
    lead = ""
    if toks[0].low in CONJUNCTIONS and len(toks) > 2:
        lead, toks = toks[0].low, toks[1:]
        if lead == "where" and (told := _fronted([Tok("where"), *toks], kind)):
            return told
        if lead in {"which", "where", "who"}:
            return None if first else Clause(f"{lead} {join(toks)}", "tail")
    found = _made(toks, kind, first=first and not lead)
    if found is None:
        found = _halves(toks, kind, names, first=first and not lead)
    if found is None or not lead:
        return found
    return replace(found, text=f"{lead} {found.text}") if found.role in {"clause", "tail"} else None


def _halves(toks: Sequence[Tok], kind: Literal["motivation", "reason"], names: frozenset[str], *, first: bool) -> Clause | None:
    """Two statements with "and" between them, each made whole: "open at six and suits me"."""
    text = join(toks)
    for match in _SPLIT.finditer(text):
        left = _made(tokens(text[: match.start()]), kind, first=first)
        if left is None or left.role != "clause":
            continue
        right = clause_of_piece(text[match.end() :], kind, names, first=False)
        if right is not None and right.role == "clause" and (right.text.split()[0] in {"I", "my"} or not right.subjectless):
            comma = "," if match[1] != "because" else ""
            return Clause(f"{left.text}{comma} {match[1]} {right.text}", "clause", left.changed or right.changed, left.subjectless)
    return None


def _made(toks: Sequence[Tok], kind: str, *, first: bool) -> Clause | None:
    text, low, second = join(toks), toks[0].low, toks[1].low if len(toks) > 1 else ""
    for make in (_years, _no, _fronted, _loose_end if not first else _nothing, _pronoun, _helper, _verb):
        found = make(toks, kind)
        if found is not None:
            return found
    if kind == "motivation" and (
        (low == "looking" and second in {"for", "to"})
        or (low in word_set("feelings") and second in {"in", "by", "about", "of", "to", "that"})
    ):
        return whole_clause([Tok("I"), Tok("am"), *toks], changed=True)
    if low in {"ready", "proud", "curious", "happy", "glad", "keen", "used", "open", "sure", "unsure"} and second in {
        "for",
        "of",
        "about",
        "to",
        "that",
        "whether",
    }:
        return whole_clause([Tok("I"), Tok("am"), *toks], changed=True)
    if low == "too" and tags_at(toks, 1) & (Tag.ADJ | Tag.ADV) and kind == "reason" and len(toks) <= 3:
        return Clause(f"it is {text} for me" if len(toks) == 2 else f"it is {text}", "clause", True)
    return noun_clause(toks, kind, first=first)


def _nothing(toks: Sequence[Tok], kind: str) -> Clause | None:
    return None


def _years(toks: Sequence[Tok], kind: str) -> Clause | None:
    text = join(toks)
    match = _YEARS.match(text)
    if not match or not tags_at(toks, 0) & (Tag.NUM | Tag.PREP | Tag.ADV) or len(toks) > 9:
        return None
    rest = text[match.end() :]
    of = "of " if rest.split()[0].endswith("ing") else ""
    return Clause(match[0].removesuffix("of ") + of + rest, "years", True)


def _fronted(toks: Sequence[Tok], kind: str) -> Clause | None:
    """A clause with its place or time before it: "at my place we lose one a month"."""
    if toks[0].low not in {"at", "in", "on", "where", "when", "since", "after", "here"}:
        return None
    mine = {"this", "these", "those", "most"} | ({"i", "it", "he", "she"} if toks[0].low == "where" else set())
    subject = next((at for at in range(2, min(len(toks) - 1, 7)) if toks[at].low in PRONOUNS - mine), 0)
    if any(toks[at].low in CONJUNCTIONS | {"until", "when", "if", "that"} for at in range(1, subject)):
        return None
    verb = tags_at(toks, subject + 1) & (AUXILIARY | Tag.PAST | Tag.BASE | Tag.THIRD) if subject else 0
    if not verb or (
        any(tags_at(toks, at) & (AUXILIARY | Tag.WH) for at in range(1, subject)) and toks[0].low not in {"where", "when", "since"}
    ):
        return None
    return whole_clause(toks)


def _no(toks: Sequence[Tok], kind: str) -> Clause | None:
    """What there is none of: "no overnight trips" as "there are no overnight trips"."""
    if toks[0].low != "no" or len(toks) < 2:
        return None
    phrase = noun_phrase(toks)
    if phrase is None or (phrase.end < len(toks) and not tags_at(toks, phrase.end) & Tag.PREP):
        return None
    lasting = re.search(r"\b(?:in|for) (?:\d+|\w+) (?:years|months)$", join(toks))
    verb = ("have been" if phrase.plural else "has been") if lasting else "are" if phrase.plural else "is"
    return Clause(f"there {verb} {join(toks)}", "clause", True)


def _loose_end(toks: Sequence[Tok], kind: str) -> Clause | None:
    """What hangs on the piece before it without a verb of its own: "never alone", "near my parents"."""
    low, tags = toks[0].low, tags_at(toks, 0)
    if join(toks).lower() in {"so do i", "so am i", "so did i", "as do i"}:
        return Clause(f"and {join(toks)}" if low == "so" else join(toks), "tail", True)
    finite = any(
        tags_at(toks, at) & (AUXILIARY | Tag.THIRD) & ~Tag.PLURAL and not tags_at(toks, at) & Tag.PLURAL for at in range(1, len(toks))
    )
    if (
        low in motive_words()["tail"]
        and (tags & Tag.PREP or low in {"not", "never", "even", "rather", "instead", "especially"})
        and not finite
    ):
        if tags_at(toks, 1) & (Tag.PAST | Tag.PARTICIPLE) and low == "never":
            return None
        if low in {"just", "only", "always", "too"} or any(
            tags_at(toks, at) & Tag.SUBJ and not tags_at(toks, at) & Tag.DET for at in range(len(toks))
        ):
            return None
        fixed = articled(toks)
        return Clause(join(fixed), "tail") if fixed else None
    if low in word_set("reduced") | {"promised"} and len(toks) > 1 and toks[1].low in {"by", "from", "for"}:
        return Clause(join(toks), "tail")
    return None


def _pronoun(toks: Sequence[Tok], kind: str) -> Clause | None:
    """A clause that has its subject: "I miss it", "they weigh it", "that is where I began", "my boss agreed"."""
    low = toks[0].low
    if low in PRONOUNS or (low == "that" and tags_at(toks, 1) & (AUXILIARY | Tag.THIRD)):
        sure = shape(toks).kind == "clause" or (len(toks) > 2 and bool(tags_at(toks, 1) & (AUXILIARY | Tag.PAST | Tag.THIRD)))
        sure = sure or (
            low in {"nobody", "everyone", "everybody"} and any(tags_at(toks, at) & (AUXILIARY | Tag.THIRD) for at in range(1, 5))
        )
        sure = sure or (len(toks) > 2 and low in {"i", "you", "they", "we"} and bool(tags_at(toks, 1) & Tag.BASE))
        return whole_clause(toks) if sure else None
    if (
        toks[0].word[:1].isupper()
        and len(toks) > 2
        and tags_at(toks, 1) & (Tag.PAST | Tag.THIRD | AUXILIARY)
        and lexicon().base(toks[1].low)
    ):
        return whole_clause(toks)
    return None


def _helper(toks: Sequence[Tok], kind: str) -> Clause | None:
    """A helping verb without its subject, of the writer ("can finally use it", "been a user") or of the job ("would mean moving")."""
    low, after = toks[0].low, tags_at(toks, 1)
    if low in {"did", "do", "does", "had", "have"} and not after & Tag.BASE and low in {"did", "had", "have"}:
        return whole_clause([Tok("I"), *toks], changed=True)
    if low in {"did", "do"} and len(toks) > 2 and toks[1].low == "not":
        return whole_clause([Tok("I"), *toks], changed=True)
    if low in {"do", "does"} or not tags_at(toks, 0) & AUXILIARY or low in {"is", "are", "were", "has", "be", "being"} or len(toks) < 3:
        return None
    named_job = (toks[1].low == "be" and tags_at(toks, 2) & (Tag.DET | Tag.POSS)) or (
        toks[1].low == "be" and toks[2].low in {"another", "too"}
    )
    if low in {"would", "will"} and (named_job or (toks[1].low in _WOULD_BE_IT and kind == "reason")):
        return whole_clause([Tok("it"), *toks], changed=True)
    if low == "been":
        return whole_clause([Tok("I"), Tok("have"), *toks], changed=True)
    if after & Tag.SUBJ and not after & (Tag.DET | Tag.ADV):
        return None
    return whole_clause([Tok("I"), *toks], changed=True)


def _verb(toks: Sequence[Tok], kind: str) -> Clause | None:
    """A verb without its subject: the writer's own past or wish, or a remark on what stands before it."""
    at = 0
    while at + 1 < len(toks) and toks[at].low in {"always", "never", "only", "finally", "just", "really", "still", "also", "already"}:
        at += 1
    return _about_before(toks, at, kind) or (_of_the_writer(toks, at, kind) if len(toks) > at + 1 else None)


def _about_before(toks: Sequence[Tok], at: int, kind: str) -> Clause | None:
    """What is said of the piece before: "suits me", "starts in August"; and the one word that is a whole reason, "staying"."""
    low, after = toks[at].low, tags_at(toks, at + 1)
    relating = low in motive_words()["relating"]
    if tags_at(toks, at) & Tag.THIRD and (relating or (low in motive_words()["going_on"] and after)):
        return _remark(toks)
    if low in {"start", "starting", "starts"} and len(toks) > at + 1 and (after & Tag.NUM or toks[at + 1].low in MONTHS | {"in", "on"}):
        return _remark([Tok("starts"), *toks[at + 1 :]])
    return Clause("I am staying", "clause", True, True) if low == "staying" and len(toks) == 1 and kind == "reason" else None


_OF_THINGS = frozenset({"closed", "based", "located", "staffed", "funded", "owned", "known", "run"})
_OBJECTS = frozenset({"from", "with", "how", "what", "the", "a", "an", "my", "more"})


def _of_the_writer(toks: Sequence[Tok], at: int, kind: str) -> Clause | None:
    low, tags = toks[at].low, tags_at(toks, at)
    base = lexicon().base(low)
    opening: list[Tok] | None = None
    kind_of = shape(toks[at:], verbal=True).kind
    if not base:
        return None
    if at and tags & Tag.PARTICIPLE and toks[at - 1].low in {"always", "never"} and lexicon().forms_of.get(base, ("", ""))[1] == low:
        opening = [Tok("I"), Tok("have")]
    elif low in {"took", "takes", "cost"} and toks[at + 1].low == "me":
        opening = [Tok("it")]
    elif low == "get" and len(toks) > 2 and toks[1].low == "to":
        opening = [Tok("I"), Tok("would")]
    elif tags & Tag.PAST and (kind_of == "past" or low in {"used", "got", "grew", "did", "saw", "left", "led", "ran"}):
        return _own_past(toks, at, kind)
    elif tags & Tag.BASE and (
        base in motive_words()["stative"] or (at and (not tags & Tag.NOUN or toks[0].low in {"finally", "then", "also"}))
    ):
        opening = [Tok("I")]
    elif kind == "reason" and tags & Tag.ING and low in motive_words()["now"]:
        opening = [Tok("I"), Tok("am")]
    elif kind == "motivation" and not at and kind_of == "present" and toks[1].low in _OBJECTS:
        opening = [Tok("I"), Tok("want"), Tok("to")]
    return whole_clause([*opening, *toks], changed=True) if opening else None


def _own_past(toks: Sequence[Tok], at: int, kind: str) -> Clause | None:
    low, text = toks[at].low, join(toks)
    if (at + 1 < len(toks) and toks[at + 1].low in {"by", "of"}) or low in _OF_THINGS:
        return None
    if low in word_set("done_to_me") and not tags_at(toks, at + 1) & (Tag.DET | Tag.POSS | Tag.OBJ):
        return whole_clause(
            [Tok("I"), Tok("was" if _KEPT_PAST.search(text) else "have"), *([] if _KEPT_PAST.search(text) else [Tok("been")]), *toks],
            changed=True,
        )
    if kind == "reason" and low in motive_words()["settled"] and not _KEPT_PAST.search(text):
        participle = lexicon().forms_of[lexicon().base(low)][1]
        return whole_clause([Tok("I"), Tok("have"), *toks[:at], replace(toks[at], word=participle), *toks[at + 1 :]], changed=True)
    return whole_clause([Tok("I"), *toks], changed=True)


def _remark(toks: Sequence[Tok]) -> Clause | None:
    fixed = articled(dated(toks))
    return Clause("which " + join(fixed), "which", True, True) if fixed else None
