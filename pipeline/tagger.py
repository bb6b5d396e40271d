"""Who is who in pasted notes, as learned from labelled ones: sender, recipient, employer and job with how likely each is.

A chain of labels over the words (a conditional random field, trained by `python -m evals.train_tagger`); here only its sums are
taken. docs/decisions/0014-reader-tagger.md tells what it is worth.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.reader_data import ends_of
from pipeline.reader_packed import summed
from pipeline.tagger_features import features
from pipeline.tagger_tokens import Page, Token, read_page
from pipeline.tagger_weights import Weights, weights

__all__ = ["COMPANY", "OTHER", "PEOPLE", "RECIPIENT", "ROLE", "SENDER", "Likely", "Tagged", "likelihoods", "spans_of", "tag"]

SENDER, RECIPIENT, OTHER, COMPANY, ROLE = "S", "R", "P", "C", "J"
_LABELS = (SENDER, RECIPIENT, OTHER, COMPANY, ROLE)
PEOPLE = frozenset({SENDER, RECIPIENT, OTHER})

#: Of a longer text only the beginning and the end are looked at, in characters.
_HEAD, _TAIL = 8000, 4000
#: A word less likely than this belongs to no span; one less likely than this share of its span's best word is no part of it.
_LEAST, _SHARE = 0.2, 0.5
#: A fuller mention of the same person is taken although it is this much less likely.
_FULLER = 0.45


@dataclass(frozen=True, slots=True)
class Likely:
    """A span, and how likely it is what it is taken for, from 0 to 1."""

    start: int
    end: int
    likely: float


@dataclass(frozen=True, slots=True)
class Tagged:
    """The likeliest span of each field, None where nothing speaks for one; `mentions` are all spans by label, best first."""

    sender: Likely | None
    recipient: Likely | None
    company: Likely | None
    role: Likely | None
    mentions: dict[str, tuple[Likely, ...]]


@lru_cache(maxsize=8)
def tag(text: str) -> Tagged:
    """Sender, recipient, employer and job of pasted notes. Every span counts in `text`."""
    cut = ends_of(text, _HEAD, _TAIL)
    page = read_page(cut)
    return spans_of(text, cut, page, likelihoods(page, weights()))


def spans_of(text: str, cut: str, page: Page, likely: Sequence[Sequence[float]]) -> Tagged:
    """The spans that labels of these likelihoods make.

    Args:
        text: the notes.
        cut: what of them was looked at: all, or the beginning and the end with a line break between.
        page: the tokens of `cut`.
        likely: for each token, of S, R, P, C and J.
    """
    shift = len(text) - len(cut)
    best: dict[str, Likely | None] = {}
    mentions: dict[str, tuple[Likely, ...]] = {}
    for at, label in enumerate(_LABELS):
        found = _stretches(page.tokens, [row[at] for row in likely], one_each=label in PEOPLE)
        chosen = _choose(page.tokens, found, full=label in PEOPLE)
        if chosen and label in PEOPLE:
            chosen = _whole(page, chosen, [max(row[:at] + row[at + 1 :]) for row in map(list, likely)])
        spans = [_span(page.tokens, one, shift) for one in found]
        mentions[label] = tuple(sorted(spans, key=lambda one: -one.likely))
        best[label] = _span(page.tokens, chosen, shift) if chosen else None
    return Tagged(best[SENDER], best[RECIPIENT], best[COMPANY], best[ROLE], mentions)


#: Tokens and characters that any span may have.
_LONGEST, _WIDEST = 14, 120
#: What stands between two people and never in one's name.
_JOINTS = frozenset({"&", "+", "/", "and", ","})
#: Words that one name may have, and how likely a word beside it may be something else.
_LONGEST_NAME, _ELSE = 6, 0.3
#: First token, the one behind the last, likelihood.
_Stretch = tuple[int, int, float]


def _span(tokens: Sequence[Token], one: _Stretch, shift: int) -> Likely:
    start, end = tokens[one[0]].start, tokens[one[1] - 1].end
    move = shift if shift and start > _HEAD else 0
    return Likely(start + move, end + move, one[2])


def _stretches(tokens: Sequence[Token], likely: Sequence[float], *, one_each: bool) -> list[_Stretch]:
    """Runs of tokens that are likely enough, without marks and weak words at their ends; `one_each` parts "Ana & Bo"."""
    found: list[_Stretch] = []
    at = 0
    while at < len(tokens):
        if likely[at] < _LEAST:
            at += 1
            continue
        first = at
        while (
            at < len(tokens)
            and likely[at] >= _LEAST
            and not (at > first and (_is_stop(tokens, at) or (one_each and tokens[at].key in _JOINTS)))
        ):
            at += 1
        last, least = at, _SHARE * max(likely[first:at])
        while last > first and (likely[last - 1] < least or not _may_end(tokens, first, last)):
            last -= 1
        while first < last and (likely[first] < least or not _may_begin(tokens[first])):
            first += 1
        if 0 < last - first <= _LONGEST and tokens[last - 1].end - tokens[first].start <= _WIDEST:
            found.append((first, last, sum(likely[first:last]) / (last - first)))
        at = max(at, first + 1)
    return found


def _is_stop(tokens: Sequence[Token], at: int) -> bool:
    """Whether a mark here ends a sentence and so every name."""
    token, before = tokens[at], tokens[at - 1]
    if token.text in {":", ";", "!", "?", "\n", ">", "|", "="}:
        return True
    spaced = at + 1 < len(tokens) and tokens[at + 1].start > token.end
    return token.text == "." and spaced and len(before.key) > 3 and "title" not in before.kinds


def _may_begin(token: Token) -> bool:
    return token.is_word or token.shape == "9" or token.text in "'’"


def _may_end(tokens: Sequence[Token], first: int, last: int) -> bool:
    token = tokens[last - 1]
    if token.is_word or token.shape == "9" or token.text == "+":
        return True
    if token.text == ")":
        return any(other.text == "(" for other in tokens[first:last])
    return token.text == "." and len(tokens[last - 2].key) < 4 and "firm" in tokens[last - 2].kinds if last - first > 1 else False


def _choose(tokens: Sequence[Token], found: Sequence[_Stretch], *, full: bool) -> _Stretch | None:
    """The best of some stretches: the likeliest, those with the same words speaking for each other; of these the fullest."""
    if not found:
        return None
    words = [frozenset(token.key for token in tokens[first:last] if token.is_word and len(token.key) > 1) for first, last, _ in found]

    def likeness(at: int) -> list[int]:
        return [other for other in range(len(found)) if other == at or words[at] & words[other]]

    top = max(range(len(found)), key=lambda at: (max(found[o][2] for o in likeness(at)) + 0.05 * (len(likeness(at)) - 1), found[at][2]))
    same = likeness(top)
    best = max(found[other][2] for other in same)
    fit = [found[other] for other in same if found[other][2] >= _FULLER * best]
    first, last, _ = max(fit, key=lambda one: (min(one[1] - one[0], 5), one[2]) if full else (one[2] + 0.08 * min(one[1] - one[0], 4), 0))
    return first, last, best


def _whole(page: Page, one: _Stretch, else_likely: Sequence[float]) -> _Stretch:
    """The name with the words beside it that belong to it, there or where its first word stands again."""
    first, last, points = one
    found = _widened(page, first, last, else_likely)
    if found[1] - found[0] == 1:
        free = [0.0] * len(else_likely)
        again = [_widened(page, at, at + 1, free) for at in page.places.get(page.tokens[first].key, ())]
        fuller = [stretch for stretch in again if stretch[1] - stretch[0] > 1]
        if len({tuple(token.key for token in page.tokens[left:right]) for left, right in fuller}) == 1:
            found = fuller[0]
    return (*found, points)


def _widened(page: Page, first: int, last: int, else_likely: Sequence[float]) -> tuple[int, int]:
    """A stretch with the name's words on both sides of it; nothing where that would make too long a name."""
    left, right = first, last
    while left > 0 and _is_of_name(page, left - 1, left, else_likely):
        left -= 1
    while right < len(page.tokens) and _is_of_name(page, right, right - 1, else_likely):
        right += 1
        if right < len(page.tokens) and "particle" in page.tokens[right - 1].kinds and not _is_of_name(page, right, right - 1, else_likely):
            right -= 1
            break
    while left < first and "particle" in page.tokens[left].kinds:
        left += 1
    return (left, right) if right - left <= _LONGEST_NAME else (first, last)


def _is_of_name(page: Page, at: int, beside: int, else_likely: Sequence[float]) -> bool:
    """Whether a word beside a name goes on with it: it follows at once, may be part of a name and is nothing else."""
    token, low, high = page.tokens[at], min(at, beside), max(at, beside)
    if not token.is_word or else_likely[at] > _ELSE or page.tokens[high].start - page.tokens[low].end != 1:
        return False
    if {"title", "never", "job", "firm"} & set(token.kinds):
        return False
    return "particle" in token.kinds or ("plain" not in token.kinds and (page.small or token.shape not in {"x", "XX"}))


def likelihoods(page: Page, using: Weights) -> list[list[float]]:
    """For each token how likely it is S, R, P, C and J."""
    points = [_points(using, names) for names in features(page)]
    chain = _marginals(points, using.steps)
    order = [using.labels.index(label) if label in using.labels else -1 for label in _LABELS]
    return [[row[at] if at >= 0 else 0.0 for at in order] for row in chain]


def _points(using: Weights, names: Sequence[str]) -> list[float]:
    """What speaks for each label, as a factor; the best one is 1."""
    rows = [row for name in names if (row := using.words.get(name))]
    if not rows:
        return [1.0] * len(using.labels)
    sums = summed(rows, using.scales)
    best = max(sums)
    return [math.exp(max(-40.0, value - best)) for value in sums]


def _marginals(points: Sequence[Sequence[float]], steps: Sequence[Sequence[float]]) -> list[list[float]]:
    """The likelihood of each label at each place, by the forward and backward sums over the chain."""
    columns = list(zip(*steps, strict=True))
    ahead: list[list[float]] = []
    state: list[float] | None = None
    for point in points:
        came = [sum(map(float.__mul__, state, column)) for column in columns] if state else [1.0] * len(point)
        state = _scaled([one * two for one, two in zip(came, point, strict=True)])
        ahead.append(state)
    found: list[list[float]] = [[]] * len(points)
    behind = [1.0] * len(columns)
    for at in range(len(points) - 1, -1, -1):
        found[at] = _scaled([one * two for one, two in zip(ahead[at], behind, strict=True)])
        beyond = [one * two for one, two in zip(points[at], behind, strict=True)]
        behind = _scaled([sum(map(float.__mul__, row, beyond)) for row in steps])
    return found


def _scaled(row: list[float]) -> list[float]:
    whole = sum(row)
    return [value / whole for value in row] if whole > 0 else [1 / len(row)] * len(row)
