"""A hard jotting of the writer's record told whole: what was done in an exercise, years somewhere, awards, licences and exams."""

from __future__ import annotations

import re
from collections.abc import Callable

from prompts.fitting.expand_part import is_job
from prompts.fitting.hung_articles import with_hung_articles
from prompts.fitting.items import item_of
from prompts.fitting.text import join, sentences, spelled_numbers, tokens
from prompts.fitting.voice import Reader
from prompts.fitting.words import LazyPattern, Tag, lexicon, named_pattern, word_set

__all__ = ["record_of"]

Expand = Callable[[str], str]

_EXERCISE = LazyPattern(r"^(?:the |on the |in the )?(?P<what>(?:[\w-]+ ){0,3}[a-z-]+)(?: [-–—]|:) (?P<rest>\S.+)$", re.IGNORECASE)
_RANKED = named_pattern("record_ranked")
_RUNNING = named_pattern("record_running")
_YEARS = named_pattern("record_years")
_SITTING = named_pattern("record_sitting")
_EXAM = named_pattern("record_exam")
_PAPER = named_pattern("record_paper")
_CODES = LazyPattern(r"^(?P<name>[A-Z]{2,6}) (?P<codes>[A-Z]\d{1,2}(?: [A-Z]\d{1,2})+)$")
_INSTITUTION = named_pattern("record_place")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_LANGUAGES = LazyPattern(
    r"^(?:I )?speak (?P<all>[A-Z]\w+(?:, (?:and |a )?(?:bit of |some |little )?[A-Z]\w+)+)(?: [-–—]|,) (?P<rest>used .+)$"
)
_FROM_TO = named_pattern("record_change")


def record_of(text: str, reader: Reader, expand: Expand) -> str:
    """The note as whole sentences with their full stops, where it has one of the shapes known here; empty otherwise.

    Args:
        text: a normalised note, its marks written out.
        reader: who reads the email.
        expand: what writes out one plain part about the writer's work.
    """
    for shape in (_exercise, _running, _years, _languages, _change, _ranked):
        if told := shape(text, expand):
            return told
    return ""


def _exercise(text: str, expand: Expand) -> str:
    """What the writer did in an exercise of the day: "On the wiring board, I was the first of the 12 done, and ..."."""
    match = _EXERCISE.match(text)
    if not match or match["what"].split()[-1].lower() not in word_set("activity"):
        return ""
    item = item_of(match["what"][0].lower() + match["what"][1:])
    if item is None or item.counted:
        return ""
    rest = match["rest"]
    ranked = _RANKED.match(rest)
    opened = f"{'on' if match['what'].split()[-1].lower() in _ON else 'in'} {item.the}, "
    said = ""
    if ranked:
        said = f"I was the {ranked['rank']} {ranked['of']}" + (" to finish" if ranked["done"] else "")
        rest = rest[ranked.end() :].lstrip(" ,")
    told = ""
    if rest:
        if said and re.fullmatch(r"no [\w -]+(?:ed|en)", rest):
            return _written(opened + said + ", with " + rest)
        told = _nothing_there(rest) or expand(rest)
        if not told or told.count(". ") or (": " in told):
            return ""
        told = told.rstrip(".")
        told = told if told.startswith(("I ", "I'")) else told[:1].lower() + told[1:]
    return _written(opened + said + (", and " if said and told else "") + told)


def _written(text: str) -> str:
    text = join(spelled_numbers(tokens(text)))
    return text[:1].upper() + text[1:] + "."


_ON = frozenset({"board", "panel", "simulator", "test", "tour", "course", "shift"})


def _nothing_there(text: str) -> str:
    """What there was none of: "there was no porosity on the X-ray"; empty where it is not that."""
    item = item_of(text) if text.startswith("no ") else None
    return f"There {'were' if item.plural else 'was'} {item.words}." if item else ""


def _running(text: str, expand: Expand) -> str:
    """What a place kept for years, and the writer's part in it."""
    match = _RUNNING.match(text)
    if not match or lexicon().tags(match["what"].split()[0]) & (Tag.PAST | Tag.BASE) & ~Tag.NOUN:
        return ""
    first = match["what"].split()[0]
    award = item_of(match["what"])
    if lexicon().base(first) or award is None:
        return ""
    rest = expand(match["rest"])
    if not rest.startswith("I ") or rest.count(". "):
        return ""
    return f"We had {award.known if award.one else ''}{award.words} {match['span']} {match['place']}, and {rest}"


def _place(text: str) -> str:
    """Where somebody spent years, with its preposition: "in a county transit garage", "at a call centre in Manila"."""
    if text.removeprefix("in ") in word_set("field"):
        return f"in {text.removeprefix('in ')}"
    match = _INSTITUTION.fullmatch(text)
    if not match:
        return ""
    item = item_of(match["what"])
    if item is None or not item.one or item.plural:
        return ""
    prep = (
        "at"
        if match["what"].split()[-1] in {"centre", "center", "station", "company", "firm", "airport"}
        else "on"
        if match["what"].split()[-1] in {"farm", "ward", "ship", "site"}
        else "in"
    )
    where = f" in {match['where']}" if match["where"] else ""
    return f"{prep} {item.a}{where}"


def _years(text: str, expand: Expand) -> str:
    """Years somewhere, and the papers that came with them: "I have spent seven years in a county transit garage. I have ..."."""
    match = _YEARS.match(text)
    where = _place(match["place"].strip()) if match else ""
    role = match["place"].strip() if match else ""
    if not match or role.startswith("as ") or not (where or _is_role(role)):
        return ""
    span = f"{_NUMBER.get(match['span'], match['span'])} {match['unit']}"
    first = f"I have spent {span} {where}." if where else f"I have been {lexicon().article(role)} {role} for {span}."
    if not match["rest"]:
        return first
    if more := _within(match["rest"].strip(" .")):
        return first[:-1] + more + "."
    papers = _papers(match["rest"])
    more = "" if papers else expand(match["rest"])
    more = more if more.startswith("I ") and not more.count(". ") else ""
    return f"{first} {papers or more}" if papers or more else first


def _is_role(text: str) -> bool:
    """Whether the words name a craft that somebody has."""
    words = text.split()
    return 1 <= len(words) <= 3 and all(word.islower() for word in words) and (words[-1].endswith("smith") or is_job(words[-1]))


_WITHIN = named_pattern("record_within")
_TOP = LazyPattern(r"^(?:always )?(?:in )?(?:the )?top (?P<share>\d+%?)(?P<when> (?:every|each) \w+| twice| three times)?$")


def _within(text: str) -> str:
    """A part of the years spent in a role, or a rank held in them."""
    if match := _WITHIN.match(text):
        role = match["role"]
        known = role.isupper() or role.startswith(("head ", "team lead")) or role in {"head", "deputy"}
        if not known and not is_job(role.split()[-1]):
            return ""
        return f", {_NUMBER.get(match['part'], match['part'])} of them as {'' if known else lexicon().article(role) + ' '}{role}"
    if match := _TOP.match(text):
        return f", in the top {match['share']}{match['when'] or ''}"
    return ""


_NUMBER = {str(at): word for at, word in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])}


def _papers(text: str) -> str:
    """Licences, certificates and exams as one sentence; empty where a piece is none of them."""
    held: list[str] = []
    later = ""
    text = re.sub(r"\breg\b", "registration", text)
    for piece in [piece.strip(" .") for part in sentences(text) for piece in part.split(", ")]:
        if later:
            return ""
        if match := _SITTING.match(piece):
            what = match["what"].strip()
            later = f"I am {match['verb'].lower()} {_with_article(what)} {_when(match['when'])}"
        elif match := _EXAM.match(piece):
            later = f"my {match['what']} is {_when(match['when'])}"
        elif match := _CODES.match(piece):
            codes = match["codes"].split()
            held.append(f"{match['name']} {', '.join(codes[:-1])} and {codes[-1]}")
        elif re.fullmatch(r"(?:class|level|grade|category) \d [a-z]+", piece):
            held.append(f"a {piece}")
        elif _PAPER.search(piece) and (item := item_of(piece)) is not None:
            held.append(item.a)
        else:
            return ""
    have = "I have " + (", ".join(held[:-1]) + " and " if len(held) > 1 else "") + held[-1] if held else ""
    told = ", and ".join(part for part in (have, later) if part)
    return told[:1].upper() + told[1:] + "." if told else ""


def _with_article(what: str) -> str:
    last = what.split()[-1]
    return what if last[:1].isupper() or any(map(str.isdigit, last)) or what.startswith(("the ", "my ")) else f"the {what}"


def _when(text: str) -> str:
    words = text.removeprefix("on ").removeprefix("in ").split()
    words = [next((month for month in _MONTHS if word[:1].isalpha() and month.startswith(word[:3].capitalize())), word) for word in words]
    return ("on " if len(words) > 1 else "in ") + " ".join(words)


_RANK_LAST = LazyPattern(
    r"^(?P<did>.+), (?P<rank>(?:second |third |2nd |3rd )?(?:best|fastest|highest|largest|youngest|busiest) (?:in|of|on|at) [^,;]+)$"
)


def _ranked(text: str, expand: Expand) -> str:
    """A record that ends on its rank: "I sold 41 pools in one season, the second best in Gauteng"."""
    match = _RANK_LAST.match(text)
    told = expand(match["did"]) if match else ""
    if not match or not told.startswith("I ") or told.count(". "):
        return ""
    rank = match["rank"].replace("2nd", "second").replace("3rd", "third")
    return f"{told[:-1]}, the {rank}."


def _languages(text: str, expand: Expand) -> str:
    match = _LANGUAGES.match(text)
    if not match:
        return ""
    names = [name.removeprefix("and ") for name in match["all"].split(", ")]
    names = [f"a {name}" if name.startswith(("bit of", "little ")) else name for name in names]
    rest = expand(match["rest"])
    if loose := re.match(r"used (?!all\b|both\b|them\b|each\b)(?=daily|every|on|at|in|with)", match["rest"]):
        rest = f"I used them {with_hung_articles(match['rest'][loose.end() :])}."
    if not rest.startswith("I used "):
        return ""
    return f"I speak {', '.join(names[:-1])} and {names[-1]}, and {rest}"


def _change(text: str, expand: Expand) -> str:
    """A figure that went from one value to another: "occupancy went from 61 to 84% in two seasons, with the same staff"."""
    match = _FROM_TO.match(text)
    if not match or any(lexicon().tags(word) & (Tag.PAST | Tag.PREP | Tag.ING) for word in match["what"].split()):
        return ""
    item = item_of(match["what"])
    if (
        item is None
        or tokens(match["what"])[0].low in {"from", "about"}
        or (lexicon().base(item.words.split()[0]) and item.one and " " not in item.words)
    ):
        return ""
    hung = ""
    if match["rest"]:
        other = item_of(match["rest"])
        if other is None:
            return ""
        hung = f", with {other.a}"
    mass = lexicon().tags(item.head) & Tag.MASS
    told = f"{'' if mass or item.plural else item.known}{item.words} went from {match['one']} to {match['two']}{hung}"
    return told[:1].upper() + told[1:] + "."
