"""Every stretch of pasted notes that may be somebody's or some employer's name, with what its surroundings look like."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.reader_company import cut_company
from pipeline.reader_data import fold, labels, people
from pipeline.reader_frames import frame, part, words_of
from pipeline.reader_names import find_names, is_given, is_role, looks_like_company, name_at
from pipeline.reader_person import is_in_email, person_at, role_before
from pipeline.reader_scorer import sort_of
from pipeline.reader_segments import Segment, Shape
from pipeline.reader_small import small_names
from pipeline.reader_words import is_lower_case, is_ordinary
from prompts.patterns import compiled

__all__ = ["Candidate", "find_candidates", "name_key"]

#: More stretches than any page holds; what comes later in a paste of many pages has no say.
_MOST = 240
_TOKEN = compiled(r"[^\W_]+(?:['’-][^\W_]+)*|[^\w\s]|\n")
_WORD = compiled(r"[^\W\d_]+(?:['’&-][^\W\d_]+)*")
_AHEAD, _BEHIND = 5, 4


@dataclass(slots=True)
class Candidate:
    """A name as written, wherever it stands, and the features of its surroundings."""

    key: str
    spans: list[tuple[int, int]] = field(default_factory=list)
    features: set[str] = field(default_factory=set)


def find_candidates(text: str, shape: Shape, *, writer: str | None = None) -> list[Candidate]:
    """The names of a text, in the order in which they first stand there.

    Args:
        text: the pasted notes.
        shape: their lines.
        writer: how a chat names the one who writes.
    """
    found: dict[str, Candidate] = {}
    for span in sorted(set(_stretches(text, shape)))[:_MOST]:
        key = name_key(text, span)
        if len(key) > 1:
            found.setdefault(key, Candidate(key)).spans.append(span)
    rows = [match.span() for match in re.finditer(r"[^\n]*\S[^\n]*", text)]
    for one in found.values():
        for span in one.spans[:6]:
            one.features |= _around(text, span, shape, rows)
        one.features |= _inside(text, one)
        one.features.add(f"times {min(len(one.spans), 4)}")
        if writer and fold(writer).split()[:1] == one.key.split()[:1]:
            one.features.add("chat writer")
    _share(found)
    return list(found.values())


def name_key(text: str, span: tuple[int, int]) -> str:
    """A name as names are compared: folded, with single spaces."""
    return re.sub(r"\s+", " ", fold(text[slice(*span)])).strip(" .")


def _stretches(text: str, shape: Shape) -> Iterator[tuple[int, int]]:
    small = is_lower_case(text)
    pattern = compiled(rf"(?<![\w@]){part('company')}")
    count = 0
    for line in shape.lines:
        if not line.text:
            continue
        for name in find_names(text, line.start, line.end):
            if not is_in_email(text, name):
                yield name.start, name.end
                count += 1
        for match in pattern.finditer(text, line.start, line.end):
            span = cut_company(text, *match.span("c"))
            if span and text[span[1] : span[1] + 1] != "@":
                yield span
                count += 1
        if small:
            for name in small_names(text, line.start, line.end):
                yield name.start, name.end
            yield from _small_runs(text, line)
        if count > 2 * _MOST:
            return


def _small_runs(text: str, line: Segment) -> Iterator[tuple[int, int]]:
    """Words of a text without capitals that no dictionary has, with an ordinary one behind them or not."""
    words = list(_WORD.finditer(text, line.start, line.end))
    for at, first in enumerate(words):
        if is_ordinary(first[0]) or len(first[0]) < 3:
            continue
        yield first.span()
        for more in range(1, 3):
            if at + more >= len(words):
                break
            word = words[at + more]
            if word.start() != words[at + more - 1].end() + 1 or fold(word[0]) in words_of("no_company") or is_given(word[0]):
                break
            yield first.start(), word.end()


def _tokens(text: str, start: int, end: int) -> list[str]:
    return [_sort(token) for token in _TOKEN.findall(text[start:end])]


def _sort(token: str) -> str:
    key = fold(token)
    if key[:1].isdigit():
        return "#"
    sort = "#month" if key == "may" else sort_of(key) if key.isalpha() else key
    if sort != key:
        return sort
    if token[:1].isupper() and not is_ordinary(token):
        return "#name" if is_given(token) else "#capital"
    return key


def _around(text: str, span: tuple[int, int], shape: Shape, rows: list[tuple[int, int]]) -> set[str]:
    start, end = span
    title = _title_before(text, start)
    left_edge = title if title is not None else start
    found: set[str] = {"title"} if title is not None else set()
    ahead = _tokens(text, max(0, left_edge - 70), left_edge)[-_AHEAD:]
    behind = _tokens(text, end, end + 60)[:_BEHIND]
    for count, word in enumerate(reversed(ahead[-3:]), start=1):
        found.add(f"l{count} {word}")
    if len(ahead) > 1:
        found.add(f"l21 {ahead[-2]} {ahead[-1]}")
    for count, word in enumerate(behind[:2], start=1):
        found.add(f"r{count} {word}")
    if len(behind) > 1:
        found.add(f"r12 {behind[0]} {behind[1]}")
    stop = max((at for at, word in enumerate(ahead) if word in {".", "\n", "!", "?"}), default=-1)
    found |= {f"L {word}" for word in ahead[stop + 1 :]}
    for word in behind:
        if word in {".", "\n", "!", "?"}:
            break
        found.add(f"R {word}")
    found |= _place(text, left_edge, end, shape, rows)
    job = _job_beside(text, left_edge, end)
    if job:
        found.add(job)
    return found


def _title_before(text: str, start: int) -> int | None:
    match = re.search(r"(?:(?<=\s)|(?<=\()|^)(?:[^\W\d_]+\.? ){1,3}$", text[max(0, start - 30) : start])
    if match is None:
        return None
    at = max(0, start - 30) + match.start()
    words = list(re.finditer(r"[^\W\d_]+", text[at:start]))
    first = len(words)
    while first and fold(words[first - 1][0]) in people()["titles"]:
        first -= 1
    return at + words[first].start() if first < len(words) else None


def _place(text: str, start: int, end: int, shape: Shape, rows: list[tuple[int, int]]) -> set[str]:
    """Where in the text, in its line and under which label a name stands."""
    number = max(bisect_right(rows, (start, end)) - 1, 0)
    left, right = rows[number] if rows else (start, end)
    found = {f"row {number}" if number < 3 else "row later"}
    last = number == len(rows) - 1
    if number >= len(rows) - 2:
        found.add("last row" if last else "row before last")
    opens = not re.search(r"\w", text[left:start])
    closes = not re.search(r"\w", text[end:right])
    signs = {
        "opens row": opens,
        "closes row": closes,
        "closes text": closes and last,
        "alone": opens and closes,
        "alone last": opens and closes and last,
        "alone first": opens and closes and number == 0,
        "under closing": opens and closes and number > 0 and frame("closing").match(text[slice(*rows[number - 1])]) is not None,
    }
    found |= {name for name, there in signs.items() if there}
    line = next((line for line in shape.lines if line.start <= start < line.end), None)
    key = labels().fields.get(line.label or "") if line else None
    return found | _label_words(text[left:start]) | ({f"field {key}"} if key else set())


def _label_words(before: str) -> set[str]:
    """The words of what stands as a label before a name on its line."""
    lead = re.match(r"[\s>*•·#-]*(?P<label>[^:=\n]{1,44}?)\s*(?::|=|->|→|\s[–-]\s)", before)
    words = fold(lead["label"]).split() if lead else []
    if lead is None or len(words) >= 7:
        return set()
    behind = {"right behind label"} if lead.end() >= len(before) - 2 else set()
    return {"labelled", *(f"label {word}" for word in words)} | behind


def _job_beside(text: str, start: int, end: int) -> str:
    stop = text.find("\n", end)
    name = name_at(text, start, len(text), lower=True)
    if name is not None and person_at(text, name, stop if stop > 0 else len(text)).role:
        return "job behind"
    before = text[max(text.rfind("\n", 0, start) + 1, start - 70) : start]
    if role_before(before, start):
        return "job before"
    behind = re.match(r",? (?:who |she |he |is |the |a |an |our |their ){0,4}((?:[\w'&-]+ ?){1,4})", text[end : end + 60])
    return "job near" if behind and is_role(behind[1]) else ""


def _inside(text: str, one: Candidate) -> set[str]:
    """What the name itself looks like."""
    value = text[slice(*one.spans[0])]
    words = value.split()
    found = {f"words {min(len(words), 5)}"}
    given = [is_given(word) for word in words]
    if given[0]:
        found.add("given first")
    if any(given):
        found.add("given")
    if looks_like_company(value):
        found.add("firm")
    if is_role(value):
        found.add("job")
    ordinary = [is_ordinary(word) for word in words]
    found.add("all ordinary" if all(ordinary) else "some ordinary" if any(ordinary) else "not ordinary")
    if value.isupper() and len(value) > 3:
        found.add("capitals")
    if value.islower():
        found.add("small")
    if "&" in value or " of " in value or any(char.isdigit() for char in value):
        found.add("firm signs")
    if any(fold(word) in people()["particles"] for word in words[1:]):
        found.add("particle")
    if re.search(r"\b[A-ZÀ-Þ]\.", value):
        found.add("initial")
    last = fold(words[-1])
    found |= {f"ends {last[-3:]}", f"ends {last[-2:]}"} if len(last) > 3 else set()
    hosts = re.findall(r"@([\w.-]+)", fold(text[:4000]))
    plain = re.sub(r"[^a-z0-9]", "", fold(value))
    if len(plain) > 3 and any(plain[:9] in re.sub(r"[^a-z0-9]", "", host) for host in hosts):
        found.add("in host")
    if any(len(word) > 2 and word in local for word in one.key.split() for local in re.findall(r"([\w.+-]+)@", fold(text[:4000]))):
        found.add("in address")
    return found


def _share(found: dict[str, Candidate]) -> None:
    """Give a full name what stands around its shorter forms, and tell the shorter form that there is a longer one."""
    first = Counter(key.split()[0] for key in found)
    for key, one in found.items():
        words = set(key.split())
        for other, longer in found.items():
            if other != key and words < set(other.split()) and (len(words) > 1 or first[key] < 4):
                one.features.add("part of another")
                longer.features |= {f"~{feature}" for feature in one.features if feature[:2] in {"l1", "r1", "L ", "l2"}}
