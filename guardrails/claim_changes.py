"""GND-claim on a changed detail: a sentence that retells a fact word for word but for one word that makes it another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from rapidfuzz.distance import LCSseq, Levenshtein

from guardrails.claim_life import LONGEST
from guardrails.findings import Finding, Severity
from guardrails.ground import Ground
from guardrails.moments import weekday_number
from guardrails.numbers import find_quantities
from guardrails.vocabulary import Token, load_vocabulary, synonyms, tokens
from prompts.dates import MONTHS
from prompts.draft import Part
from prompts.kept import read_text

__all__ = ["check_changes"]

#: A sentence retells a fact when it has so many of its words of content, and this share of them.
_SHARED, _SHARE = 2, 0.5
#: So many words in the fact's own order have to stand right around the changed one.
_AROUND = 3
_LONGEST = 3
#: Words so near are a slip of spelling, which other rules find.
_SLIP = 2


@cache
def _contrasts() -> dict[str, frozenset[str]]:
    """A word to all that cannot stand for it."""
    table: dict[str, set[str]] = {}
    for line in read_text("guardrails", "data/truth/contrasts.txt").splitlines():
        group = [] if line.startswith("#") else line.split()
        for word in group:
            table.setdefault(word, set()).update(other for other in group if other != word)
    return {word: frozenset(others) for word, others in table.items()}


def check_changes(text: str, part: Part, spans: Sequence[tuple[int, int]], ground: Ground) -> list[Finding]:
    """Findings in one part of the draft; `spans` are its sentences."""
    findings: list[Finding] = []
    vocabulary = load_vocabulary()
    told = frozenset(token.stem for token in tokens(text))
    for start, end in spans:
        if end - start > LONGEST:
            continue
        words = tokens(text[start:end])
        stems = {token.stem for token in words if token.low not in vocabulary.function}
        for one in ground.public:
            shared = len(one.content & stems)
            if shared < _SHARED or shared < _SHARE * len(one.content):
                continue
            for old, new in _swaps(one.words, words):
                if _judge(old, new, stems, told, ground):
                    span = (start + new[0].start, start + new[-1].end)
                    was, now = " ".join(token.text for token in old), text[span[0] : span[1]]
                    rule = _rule(new)
                    message = f"{now!r} stands where the notes ({one.fact.id}) have {was!r}."
                    severity: Severity = "warning" if _stands_in(old, new, told, ground) else "error"
                    findings.append(Finding(rule, severity, part, span[0], span[1], message, f"Write {was!r}."))
    return findings


def _swaps(noted: Sequence[Token], words: Sequence[Token]) -> Iterator[tuple[list[Token], list[Token]]]:
    """Stretches of a fact and what stands in their place in the sentence, where the words around are the same."""
    codes = list(LCSseq.opcodes([token.stem for token in noted], [token.stem for token in words]))
    blocks: list[tuple[int, int, int, int, bool]] = []
    for code in codes:
        is_same = code.tag == "equal"
        if blocks and blocks[-1][4] == is_same:
            blocks[-1] = (blocks[-1][0], code.src_end, blocks[-1][2], code.dest_end, is_same)
        else:
            blocks.append((code.src_start, code.src_end, code.dest_start, code.dest_end, is_same))
    for index, (low, high, first, last, is_same) in enumerate(blocks):
        if high == len(noted) and index:
            last = min(last, first + high - low)
        elif low == 0:
            first = max(first, last - (high - low))
        if is_same or not 0 < high - low <= _LONGEST or not 0 < last - first <= _LONGEST:
            continue
        before = blocks[index - 1][1] - blocks[index - 1][0] if index else 0
        after = blocks[index + 1][1] - blocks[index + 1][0] if index + 1 < len(blocks) else 0
        if before + after >= _AROUND and (before or low == 0) and (after or high == len(noted)):
            yield list(noted[low:high]), list(words[first:last])


def _judge(old: Sequence[Token], new: Sequence[Token], stems: set[str], told: frozenset[str], ground: Ground) -> bool:
    """Whether the new words exclude the noted ones, or one word of weight stands in another's place."""
    if any(_excludes(was, now) and not _is_moved(was, now, told, ground) for was in old for now in new):
        return True
    return len(old) == len(new) == 1 and old[0].stem not in stems and _is_another(old[0], new[0], ground)


def _is_moved(was: Token, now: Token, told: frozenset[str], ground: Ground) -> bool:
    """Whether both numbers stand in the draft and in the notes, so that only their order is another ("five years, then three")."""
    return was.stem in told and now.stem in ground.narrow_stems and bool(find_quantities(was.low) and find_quantities(now.low))


def _stands_in(old: Sequence[Token], new: Sequence[Token], told: frozenset[str], ground: Ground) -> bool:
    """Whether one noted word is said for another that the draft has elsewhere ("the water" beside "the pond"): often the same thing."""
    if any(_excludes(was, now) for was in old for now in new):
        return False
    return all(token.stem in told for token in old) and all(token.stem in ground.narrow_stems for token in new)


def _rule(new: Sequence[Token]) -> str:
    lows = {token.low for token in new}
    if any(weekday_number(low) is not None or low in _MONTHS for low in lows):
        return "GND-date"
    return "GND-number" if any(one.worded for one in find_quantities(" ".join(lows))) else "GND-claim"


_MONTHS = frozenset(month.lower() for month in MONTHS)


def _excludes(was: Token, now: Token) -> bool:
    if _plain(was.low) == _plain(now.low) or was.text[0].isupper() != now.text[0].isupper():
        return False
    return _singular(now.low) in _contrasts().get(_singular(was.low), ()) or now.low in _contrasts().get(was.low, ())


def _plain(low: str) -> str:
    """As in "litres" and "liters"."""
    return re.sub(r"re(s?)$", r"er\1", low)


def _singular(low: str) -> str:
    return low if low in _contrasts() else low.removesuffix("s")


def _is_another(was: Token, now: Token, ground: Ground) -> bool:
    """Two words with content of which one is no form, short form or synonym of the other: both rare, or the new one from another note."""
    vocabulary = load_vocabulary()
    if not (was.low.isalpha() and now.low.isalpha() and len(was.low) > 3 and len(now.low) > 3) or _is_name(was) or _is_name(now):
        return False
    if was.low in vocabulary.function or now.low in vocabulary.function or now.stem in synonyms().get(was.stem, ()):
        return False
    if was.low[:3] == now.low[:3] or was.stem in now.low or now.stem in was.low or Levenshtein.distance(was.low, now.low) <= _SLIP:
        return False
    is_noted = now.stem in ground.narrow_stems and now.stem not in ground.header_stems and not vocabulary.is_ordinary(now)
    return is_noted or not (vocabulary.is_ordinary(was) or vocabulary.is_ordinary(now))


def _is_name(token: Token) -> bool:
    return token.text[0].isupper()
