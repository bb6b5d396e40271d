"""Figures in a text: amounts with their unit, written in digits or in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from guardrails.text import spans_of
from guardrails.vocabulary import Token, load_data, load_vocabulary, tokens, word_list
from prompts.patterns import compiled

__all__ = ["Quantity", "find_quantities", "units_agree"]

_DIGITS = compiled(
    r"(?P<cur>[£$€¥₹]|\b(?:USD|EUR|GBP|CHF|CAD|AUD|INR|JPY|PLN|SEK|NOK|DKK)\s?)?"
    r"(?<![\w])(?P<num>\d{1,15}(?:[.,'\u00a0\u202f]\d{1,9}){0,6})(?P<tail>(?:k|K|m|M|mn|bn|x|st|nd|rd|th|h|hrs?|yrs?|mins?|wks?|y|d|€|£)(?![\w])|\s?%)?"
)
_INFLATING = compiled(r"\b(well over|over|more than|nearly|almost|upwards of|at least|up to|close to)\s+(?:a\s+)?$", re.I)
_MULTIPLES = {
    **dict.fromkeys(("halve", "halved", "halving", "halves"), (50.0, "percent")),
    **dict.fromkeys(("doubled", "doubling"), (2.0, "times")),
    **dict.fromkeys(("tripled", "tripling", "trebled"), (3.0, "times")),
    **dict.fromkeys(("quadrupled",), (4.0, "times")),
}
_SMALL_UNITS = frozenset({"year", "month", "week", "fortnight", "decade", "hour"})
_BEFORE_ONE = word_list("before_one")
#: As in "the other half of", "my better half of": no share that could be checked.
_BEFORE_HALF = frozenset({"other", "better", "second", "first", "latter", "the", "my", "your", "our"})


#: "A staff of nineteen", "a crew of 6": what is counted stands before the figure.
_GROUP = compiled(
    r"\b(staff|teams?|crews?|groups?|class(?:es)?|fleets?|squads?|gangs?|panels?|choirs?|herds?|flocks?)\s+of\s+(?:(?:about|around|some|over|up\s+to|nearly|almost|at\s+least)\s+)?$",
    re.IGNORECASE,
)


class Quantity(NamedTuple):
    """An amount: `unit` is a unit of time, `percent`, `money`, `times`, `ordinal` or empty; `noun` the stem counted, when there is one."""

    value: float
    unit: str
    noun: str
    start: int
    end: int
    text: str
    worded: bool = False
    inflated: bool = False


@dataclass(frozen=True, slots=True)
class _Words:
    numbers: dict[str, float]
    scales: dict[str, float]
    units: dict[str, str]
    fractions: dict[str, float]


@cache
def _words() -> _Words:
    data = load_data("figures")

    def floats(key: str) -> dict[str, float]:
        table = data[key]
        return {str(k): float(v) for k, v in table.items()} if isinstance(table, dict) else {}

    units = data["units"]
    return _Words(floats("numbers"), floats("scales"), dict(units) if isinstance(units, dict) else {}, floats("fractions"))


@cache
def _idioms() -> re.Pattern[str]:
    source = re.sub(r"\|\s+", "|", str(load_data("figures")["idioms"]))
    return compiled(rf"\b(?:{source})\b", re.IGNORECASE)


def units_agree(first: Quantity, second: Quantity) -> bool:
    """True when two amounts of the same value may be the same amount (a bare number takes any unit)."""
    if first.unit == second.unit:
        return True
    loose = {"", "ordinal"}
    if first.unit in loose and not first.noun:
        return second.unit not in {"money", "percent"}
    if second.unit in loose and not second.noun:
        return first.unit not in {"money", "percent"}
    return {first.unit, second.unit} == {"times", ""}


@lru_cache(maxsize=2048)
def find_quantities(text: str, taken: tuple[tuple[int, int], ...] = ()) -> tuple[Quantity, ...]:
    """Amounts in order of their place.

    Args:
        text: any text.
        taken: spans to leave alone (dates, links).
    """
    digits = [*_in_digits(text), *_parts_of_an_hour(text)]
    taken = (*taken, *spans_of(_idioms(), text))
    inside = [(one.start, one.end) for one in digits]
    found = [*digits, *(one for one in _in_words(text) if not _overlaps(one, inside))]
    found = [_in_base_unit(one) for one in found]
    if taken:
        blocked = sorted(taken)
        found = [one for one in found if not _overlaps(one, blocked)]
    found.sort(key=lambda one: one.start)
    return tuple(_inherit_units(found, text))


def _in_base_unit(one: Quantity) -> Quantity:
    """A decade is ten years, a fortnight two weeks."""
    if one.unit == "decade":
        return one._replace(value=one.value * 10, unit="year")
    if one.unit == "fortnight":
        return one._replace(value=one.value * 2, unit="week")
    return one


def _overlaps(one: Quantity, blocked: list[tuple[int, int]]) -> bool:
    low, high = 0, len(blocked)
    while low < high:
        middle = (low + high) // 2
        if blocked[middle][1] <= one.start:
            low = middle + 1
        else:
            high = middle
    return low < len(blocked) and blocked[low][0] < one.end


def _inherit_units(found: list[Quantity], text: str) -> list[Quantity]:
    """As in "from 9 days to 4" and "2-3 weeks": the bare figure takes the unit of its neighbour."""
    for index in range(len(found) - 1):
        here, after = found[index], found[index + 1]
        between = text[here.end : after.start] if after.start - here.end <= 60 else "."
        gap = between.strip(" -\u2013\u2014").casefold()
        if not after.unit and not after.noun and here.unit and _is_bridge(between):
            found[index + 1] = after._replace(unit=here.unit)
        elif not here.unit and not here.noun and after.unit and gap in {"", "to", "or", "and"}:
            found[index] = here._replace(unit=after.unit)
    return found


def _is_bridge(between: str) -> bool:
    if any(mark in between for mark in ".;!?\n"):
        return False
    last = between.split()[-1:] or [""]
    return last[0].casefold() in {"to", "->", "→", "=>", "-", "\u2013", "or", "into", "and"} or between.strip() in {
        "->",
        "→",
        "-",
        "\u2013",
    }


def _values(raw: str) -> list[float]:
    """Readings of a figure: "1,200" is 1200; "1,5" may be 1.5; "10.000" may be 10 or 10000."""
    plain = re.sub(r"['\u00a0\u202f]", "", raw)
    readings = []
    if re.fullmatch(r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?", plain):
        readings.append(plain.replace(",", ""))
    elif re.fullmatch(r"\d+,\d{1,2}", plain):
        readings.append(plain.replace(",", "."))
    elif re.fullmatch(r"\d{1,3}(?:\.\d{3})+", plain):
        readings += [plain.replace(".", ""), plain] if plain.count(".") == 1 else [plain.replace(".", "")]
    elif re.fullmatch(r"\d+(?:\.\d+)?", plain):
        readings.append(plain)
    else:
        readings.append(re.sub(r"\D", "", plain))
    return [float(one) for one in readings]


def _in_digits(text: str) -> list[Quantity]:
    table = _words()
    found = []
    for match in _DIGITS.finditer(text):
        end = match.end()
        tail = (match["tail"] or "").strip()
        unit, noun, scale = "", "", 1.0
        if match["cur"] or tail in {"€", "£"}:
            unit = "money"
        if tail == "%":
            unit = "percent"
        elif tail in {"st", "nd", "rd", "th"}:
            unit = "ordinal"
        elif tail == "x":
            unit = "times"
        elif tail in table.units:
            unit = table.units[tail]
        elif tail.casefold() in table.scales:
            scale = table.scales[tail.casefold()]
        after = text[end : end + 48]
        plus = re.match(r"\+", after)
        word, word_end, gap = _next_word(after, plus.end() if plus else 0)
        if scale == 1.0 and word in {"thousand", "million", "billion", "hundred"}:
            scale = table.scales[word]
            end += word_end
            word, word_end, gap = _next_word(text[end : end + 40], 0)
        start = match.start()
        unit, noun, end = _unit(unit, word, gap, end, word_end)
        noun = noun or (_group(text, start) if not unit else "")
        inflated = bool(_INFLATING.search(text[max(0, start - 24) : start]))
        for value in _values(match["num"])[:1]:
            found.append(Quantity(value * scale, unit, noun, start, end, text[start:end].strip(), inflated=inflated))
    return found


def _next_word(after: str, at: int) -> tuple[str, int, bool]:
    """The word right after a figure, where it ends, and whether only a space or hyphen stands between."""
    match = re.match(r"[ \u00a0\-\u2010\u2011]?(per\s?cent|[^\W\d_]+(?:'s)?)", after[at:])
    if not match:
        return "", at, False
    return match[1].casefold(), at + match.end(), True


def _unit(unit: str, word: str, is_near: bool, end: int, word_end: int) -> tuple[str, str, int]:
    if unit or not is_near:
        return unit, "", end
    table = _words()
    if word.startswith("per") and word.endswith("cent"):
        return "percent", "", end + word_end
    if word in table.units and len(word) > 1:
        return table.units[word], "", end + word_end
    return "", _noun(word), end


def _group(text: str, start: int) -> str:
    """The stem of the group whose number this is ("a staff of nineteen", "team of 6"); empty for any other figure."""
    match = _GROUP.search(text[max(0, start - 24) : start])
    return tokens(match[1])[0].stem if match else ""


def _noun(word: str) -> str:
    found = tokens(word)
    if not found:
        return ""
    vocabulary = load_vocabulary()
    is_verb = found[0].low in vocabulary.past or (found[0].low.endswith("ed") and len(found[0].low) > 4)
    return "" if is_verb or found[0].low in vocabulary.function or found[0].stem in vocabulary.generic_nouns else found[0].stem


def _in_words(text: str) -> list[Quantity]:
    table = _words()
    all_tokens = tokens(text)
    found: list[Quantity] = []
    index = 0
    while index < len(all_tokens):
        token = all_tokens[index]
        if (
            token.low in table.numbers
            or (token.low in table.scales and len(token.low) > 2)
            or token.low in {"hundreds", "thousands", "millions", "dozens"}
        ):
            one, index = _number_words(text, all_tokens, index)
            if one is not None:
                found.append(one)
            continue
        if token.low in {"a", "an", "one", "my", "last", "past"} and index + 1 < len(all_tokens):
            one = _single_unit(text, all_tokens, index)
            if one is not None:
                found.append(one)
        elif token.low in _MULTIPLES:
            value, unit = _MULTIPLES[token.low]
            found.append(Quantity(value, unit, "", token.start, token.end, token.text, worded=True))
        elif token.low in {"third", "quarter", "quarters", "half"}:
            one = _fraction(all_tokens, index)
            if one is not None:
                found.append(one)
        index += 1
    return found


def _number_words(text: str, all_tokens: tuple[Token, ...], index: int) -> tuple[Quantity | None, int]:
    """Reads "twenty-five", "two hundred and ten thousand" from `index`; returns where it ended."""
    table = _words()
    first = index
    total, current = 0.0, 0.0
    last = index
    while index < len(all_tokens):
        token = all_tokens[index]
        if index > first and all_tokens[last].end + 6 < token.start:
            break
        if token.low in table.numbers:
            value = table.numbers[token.low]
            if index > first and not _may_follow(current, value):
                break
            current += value
        elif token.low in table.scales and len(token.low) > 2:
            current = max(current, 1.0) * table.scales[token.low]
            if table.scales[token.low] >= 1000:
                total, current = total + current, 0.0
        elif not (token.low == "and" and current >= 100 and index + 1 < len(all_tokens) and all_tokens[index + 1].low in table.numbers):
            break
        last = index
        index += 1
    if last == first and all_tokens[first].low not in table.numbers and all_tokens[first].low not in table.scales:
        return None, first + 1
    value = total + current
    if _is_and_a_half(all_tokens, last + 1):
        last, value = last + 3, value + 0.5
        scale = table.scales.get(all_tokens[last + 1].low) if last + 1 < len(all_tokens) and len(all_tokens[last + 1].low) > 2 else None
        last, value = (last + 1, value * scale) if scale else (last, value)
    elif value == _DOZEN and first and all_tokens[first].low == "dozen" and _is_half_a(all_tokens, first):
        value = _DOZEN / 2
    one = _worded(text, all_tokens, first, last, value)
    return one, last + 1


_DOZEN = 12


def _is_half_a(all_tokens: tuple[Token, ...], index: int) -> bool:
    """As in "half a dozen"."""
    before = [token.low for token in all_tokens[max(0, index - 2) : index]]
    return before[-1:] == ["half"] or before == ["half", "a"]


def _is_and_a_half(all_tokens: tuple[Token, ...], index: int) -> bool:
    """As in "two and a half"."""
    return [token.low for token in all_tokens[index : index + 3]] == ["and", "a", "half"]


def _may_follow(current: float, value: float) -> bool:
    """As in "twenty" takes "five", "hundred" takes "ten"; "two" does not take "three"."""
    if current >= 100:
        return value < 100
    return current >= 20 and current % 10 == 0 and 0 < value < 10


def _worded(text: str, all_tokens: tuple[Token, ...], first: int, last: int, value: float) -> Quantity | None:
    start, end = all_tokens[first].start, all_tokens[last].end
    word, word_end, near = _next_word(text[end : end + 48], 0)
    unit, noun, end = _unit("", word, near, end, word_end)
    noun = noun or (_group(text, start) if not unit else "")
    if value == 1 and (unit not in _SMALL_UNITS or word == "day"):
        return None
    if not unit and _is_count_of_letter(all_tokens, first, last):
        return None
    inflated = bool(_INFLATING.search(text[max(0, start - 24) : start]))
    return Quantity(value, unit, noun, start, end, text[start:end], worded=True, inflated=inflated)


def _is_count_of_letter(all_tokens: tuple[Token, ...], first: int, last: int) -> bool:
    """As in "two things stayed with me", "a day or two", "the two of you": the letter counts itself."""
    value_words = {token.low for token in all_tokens[first : last + 1]}
    if not value_words <= {"two", "three", "four"}:
        return False
    before = all_tokens[first - 1].low if first else ""
    if (before == "or" and first >= 3 and all_tokens[first - 3].low in {"a", "an", "one"}) or (
        before == "or" and all_tokens[first - 2].low == "one"
    ):
        return True
    after = [token for token in all_tokens[last + 1 : last + 3] if token.start - all_tokens[last].end < 24]
    counted = load_vocabulary().counted
    return any(token.stem in counted for token in after[:1]) or (len(after) == 2 and after[1].stem in counted - {"of", "us"})


def _single_unit(text: str, all_tokens: tuple[Token, ...], index: int) -> Quantity | None:
    """As in "within a week", "after a decade in", "my decade": one of a unit."""
    table = _words()
    token, after = all_tokens[index], all_tokens[index + 1]
    unit = table.units.get(after.low, "")
    before = all_tokens[index - 1].low if index else ""
    if unit not in _SMALL_UNITS or after.start - token.end > 1 or after.low != unit:
        return None
    if unit in {"year", "month", "hour"} and token.low in {"a", "an", "one"} and _is_and_a_half(all_tokens, index + 2):
        end = all_tokens[index + 4].end
        return Quantity(1.5, unit, "", token.start, end, text[token.start : end], worded=True)
    if unit == "decade" or (token.low in {"a", "an"} and before in _BEFORE_ONE):
        return Quantity(1.0, unit, "", token.start, after.end, text[token.start : after.end], worded=True)
    return None


_OF_AN_HOUR = compiled(
    r"\b(?:(?:three[\s-]quarters|a\s+quarter|quarter)\s+of\s+an\s+hour|half\s+an\s+hour|(?:a\s+)?half[\s-]hour)\b", re.IGNORECASE
)


def _parts_of_an_hour(text: str) -> list[Quantity]:
    """As in "a quarter of an hour", which is fifteen minutes."""
    found = []
    for part in _OF_AN_HOUR.finditer(text):
        low = part[0].casefold()
        minutes = 45.0 if low.startswith("three") else 15.0 if "quarter" in low else 30.0
        found.append(Quantity(minutes, "minute", "", part.start(), part.end(), part[0], worded=True))
    return found


def _fraction(all_tokens: tuple[Token, ...], index: int) -> Quantity | None:
    """As in "by half", "a third of": a share, as percent."""
    token = all_tokens[index]
    before = all_tokens[index - 1].low if index else ""
    after = all_tokens[index + 1].low if index + 1 < len(all_tokens) else ""
    by = before == "by" or (before in {"a", "one"} and index >= 2 and all_tokens[index - 2].low == "by")
    is_share = after == "of" and (before in {"a", "one"} if token.low != "half" else before not in _BEFORE_HALF)
    if not by and not is_share:
        return None
    return Quantity(_words().fractions[token.low.removesuffix("s")], "percent", "", token.start, token.end, token.text, worded=True)
