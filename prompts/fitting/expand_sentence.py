"""Puts the clauses of a jotting together: one subject for what goes on with it, a comma or semicolon before what does not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from prompts.fitting.phrase import tags_at
from prompts.fitting.text import join, lowered_start, spelled_numbers, tokens
from prompts.fitting.words import LazyPattern, Tag

__all__ = ["MOST_WORDS", "Clause", "sentence_of", "with_whole"]

#: Longer notes are not told as a whole.
MOST_WORDS = 55


@dataclass(slots=True)
class Clause:
    """A clause under way: who it is about, in which form its verb stands, and its words."""

    subject: Literal["I", "other", "steps"]
    form: str
    words: str
    tails: str = ""
    lead: str = ""
    front: str = ""


def sentence_of(clauses: Sequence[Clause]) -> str:
    """The clauses as one sentence with its full stop."""
    groups: list[list[Clause]] = []
    for clause in clauses:
        if groups and clause.subject in {"I", "steps"} and _goes_on(groups[-1][-1], clause):
            groups[-1].append(clause)
        else:
            groups.append([clause])
    told = [_group(group) for group in groups]
    text = told[0]
    for at in range(1, len(told)):
        lead = groups[at][0].lead
        last = at + 1 == len(told)
        joint = f", {lead} " if lead in {"and", "but", "so"} else ", and " if last and not text.endswith(";") else "; "
        joint = "; " if joint == ", and " and re.search(r" and (?:it|they|I|we|the|my|our) ", told[at]) else joint
        if groups[at][0].words.startswith(("it ", "they ")) or (": " in text and joint == ", and "):
            joint = "; "
        text += joint + told[at]
    words = text.split()
    if len(words) > MOST_WORDS:
        return ""
    text = join(spelled_numbers(tokens(text))) if ":" not in text else text
    text = _OPENING_NUMBER.sub(lambda match: _IN_WORDS[int(match[0]) - 1], text)
    return text[:1].upper() + text[1:] + "."


_OPENING_NUMBER = LazyPattern(r"^(?:[1-9]|1[0-2])(?= [a-z])")
_IN_WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def _goes_on(before: Clause, clause: Clause) -> bool:
    if before.subject != clause.subject or ": " in before.tails or clause.front:
        return False
    if clause.form == before.form:
        return True
    return before.form == "would" and clause.form == "past" and before.words.startswith("would have ")


def _group(group: Sequence[Clause]) -> str:
    """One subject and what it did: "I moved the rota, trained two others and wrote the guide"."""
    first = group[0]
    if first.subject == "steps":
        return _steps(group)
    items = [first.front + (("I " if first.subject == "I" else "") + first.words) if first.subject != "other" else first.words]
    for clause in group[1:]:
        words = clause.words.removeprefix("would have ") if first.words.startswith("would have ") else clause.words.removeprefix("would ")
        words = re.sub(r"^(?:have|am) ", "", words) if clause.form == "perfect" else words
        items.append(words)
    text = items[0] + first.tails
    for at, clause in enumerate(group[1:], 1):
        last = at + 1 == len(group)
        if clause.lead == "then":
            joint = ", then "
        elif last and _has_and(items[at]):
            joint = ", "
        elif clause.lead == "but":
            joint = ", but "
        elif last:
            joint = (
                " and "
                if not group[at - 1].tails or (len(group) == 2 and len(group[0].tails.split()) < 5 and "," not in group[0].tails)
                else ", and "
            )
        else:
            joint = ", "
        if last and joint == ", and " and group[at - 1].tails:
            joint = ", and "
        text += joint + items[at] + clause.tails
    return text


def _has_and(words: str) -> bool:
    """Whether the last item of a list brings its own "and" before a verb."""
    toks = tokens(words)
    verbs = Tag.BASE | Tag.PAST | Tag.THIRD
    return any(tok.low == "and" and tags_at(toks, at + 1) & verbs for at, tok in enumerate(toks))


def _steps(group: Sequence[Clause]) -> str:
    """Steps of an answer: in their order where the note gives one ("First close ..., then fill ..."), else what the writer would do."""
    if any(clause.tails for clause in group[:-1]):
        return ""
    words = [clause.words for clause in group]
    ordered = len(group) > 1 and any(clause.lead == "then" or re.search(r"\bfirst\b", clause.words) for clause in group)
    if ordered:
        opened = words[0] if re.search(r"\bfirst\b", words[0]) else f"first {words[0]}"
        return ", then ".join([opened, *words[1:]]) + group[-1].tails
    told = words[0] if len(words) == 1 else ", ".join(words[:-1]) + (", " if _has_and(words[-1]) else " and ") + words[-1]
    return f"I would {told}{group[-1].tails}"


def with_whole(forms: dict[str, str], own: str) -> dict[str, str]:
    """The forms of a fact with its whole sentences: `own`, `told` of a single one, and of the others those that agree with them.

    Args:
        forms: forms made of a part of the note.
        own: its whole sentences with their full stops; empty leaves the forms as they are.
    """
    if not own or any(_says_all(forms.get(form, ""), own) for form in ("i", "clause")):
        return forms
    single = own.rstrip(".") if own.count(". ") == 0 else ""
    start = single if single.startswith("I ") else single[:1].lower() + single[1:]
    if single and not _first_is_common(single):
        start = single
    before = forms.get("i", "?")
    agrees = before.casefold() in own.casefold()
    fuller = own.count(" ") > before.count(" ") + 1
    named = forms.get("np", "?")
    whole_name = named.casefold() in own.casefold() and own.count(" ") < named.count(" ") + 4
    partial = {"clause", "raw"} | (set() if whole_name else {"np"}) | ({"i", "ing"} if not agrees else {"ing"} if fuller else set())
    kept = {form: words for form, words in forms.items() if form not in partial}
    plain = bool(single) and ";" not in single and ":" not in single
    if start.startswith("I would have "):
        return {"own": own}
    if plain:
        form = "i" if start.startswith("I ") else "clause"
        if form == "i" or "i" not in kept:
            kept[form] = start
    return kept | {"own": own} | ({"told": start} if single else {})


def _says_all(words: str, own: str) -> bool:
    """Whether a form already says what the whole sentences say, in this or another order, or more."""
    mine, whole = sorted(words.casefold().split()), sorted(own.rstrip(".").casefold().split())
    return bool(words) and (mine == whole or (len(mine) >= len(whole) and set(whole) <= set(mine)))


def _first_is_common(text: str) -> bool:
    """Whether the first word would be written small inside a sentence."""
    numbered = text.startswith("None ") or (tags_at(tokens(text[:1].lower() + text[1:]), 0) & (Tag.NUM | Tag.DET) and text[:1].isalpha())
    return bool(numbered) or join(lowered_start(tokens(text), frozenset()))[:1].islower()
