"""ORI: not a copy of one of our reference emails, and not the same email to everybody on the panel or in the batch.

Names, company, role and figures are masked before comparing, and what the notes' own facts say in a row does not count: two
emails may tell the same fact. The references are known here only as hashes of their word runs, `data/originality/references.yaml`,
which `python -m evals.originality` writes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from guardrails.findings import Finding, Severity
from guardrails.settings import limit
from guardrails.text import spans_of
from guardrails.vocabulary import bare
from prompts.brief import Brief
from prompts.draft import Draft
from prompts.kept import read_yaml
from prompts.notes import Notes
from prompts.patterns import compiled

__all__ = ["ReferenceRuns", "check_originality", "check_siblings", "load_reference_runs", "owner_of", "run_hashes", "sibling_runs"]

_WORD = compiled(r"[^\W_]+(?:['’.-][^\W_]+)*")
_MASK = "\0"

#: Length of the runs whose hashes are kept; shorter ones are ordinary English.
_RUN_WORDS = 7


class ReferenceRuns(BaseModel):
    """One reference: whose notes it belongs to, and the hashes of its word runs in order."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    owner: str
    runs: tuple[str, ...]

    @cached_property
    def known(self) -> frozenset[str]:
        """The hashes as a set."""
        return frozenset(self.runs)


class _Word(NamedTuple):
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of the body that stands elsewhere too: offsets, and its length in words."""

    start: int
    end: int
    words: int


@cache
def load_reference_runs() -> dict[str, ReferenceRuns]:
    """The references' hashed runs by scenario.

    Raises:
        ValueError: the file breaks its schema.
    """
    data = read_yaml("guardrails", "data/originality/references.yaml")
    if not isinstance(data, dict):
        raise ValueError("guardrails/data/originality/references.yaml: a mapping of references is expected")
    try:
        return {str(name): ReferenceRuns(owner=str(entry["owner"]), runs=tuple(str(entry["runs"]).split())) for name, entry in data.items()}
    except (TypeError, KeyError, ValidationError) as error:
        raise ValueError(f"guardrails/data/originality/references.yaml: {error}") from error


def owner_of(notes: Notes) -> str:
    """A hash of whose notes these are: the reference written from them is theirs to send."""
    return _hash((bare(notes.candidate.name or ""), bare(notes.company or "")))


def run_hashes(text: str, notes: Notes) -> tuple[str, ...]:
    """Hashes of a text's masked word runs, in order; empty when it is shorter than one run."""
    return tuple(_hash(run) for run in _runs(_words(text, _masked(notes)), _RUN_WORDS))


def check_originality(draft: Draft, brief: Brief) -> list[Finding]:
    """ORI-reference: word runs shared with a reference email, whatever names stand in them."""
    warn_from = limit("ORI-reference", "warn_from_words")
    refuse_from = limit("ORI-reference", "refuse_from_words")
    words = _words(draft.body, _masked(brief.notes))
    told = _told(brief.notes, _RUN_WORDS)
    hashes = [None if run in told else _hash(run) for run in _runs(words, _RUN_WORDS)]
    owner = owner_of(brief.notes)
    findings: list[Finding] = []
    for reference in load_reference_runs().values():
        if reference.owner == owner:
            continue
        known = reference.known
        if known.isdisjoint(hashes):
            continue
        for run in _stretches([one in known for one in hashes], words, _RUN_WORDS):
            if run.words < warn_from:
                continue
            severity: Severity = "error" if run.words >= refuse_from else "warning"
            message = f"{run.words} words in a row stand in a published example email; up to {warn_from - 1:g} pass."
            fix = "Say it in your own words about this conversation."
            findings.append(Finding("ORI-reference", severity, "body", run.start, run.end, message, fix))
    return findings


def check_siblings(draft: Draft, brief: Brief, others: Sequence[Draft]) -> list[Finding]:
    """ORI-sibling: how much of the body stands in another email of the same panel or batch too, the most alike one counted.

    `others` may hold the draft itself as the same object, which is passed over. People who interview together compare their mail.
    """
    size = int(limit("ORI-sibling", "run_words"))
    warn_from = limit("ORI-sibling", "warn_from_share")
    masked = _masked(brief.notes)
    words = _words(draft.body, masked)
    told = _told(brief.notes, size)
    mine = list(_runs(words, size))
    countable = sum(run not in told for run in mine)
    if not countable:
        return []
    share, alike = 0.0, frozenset[tuple[str, ...]]()
    for other in others:
        if other is draft:
            continue
        theirs = frozenset(_runs(_words(other.body, masked), size)) - told
        shared = sum(run in theirs for run in mine)
        if shared / countable > share:
            share, alike = shared / countable, theirs
    if share < warn_from:
        return []
    severity: Severity = "error" if share >= limit("ORI-sibling", "refuse_from_share") else "warning"
    longest = max(_stretches([run in alike for run in mine], words, size), key=lambda run: run.words)
    message = f"{share:.0%} of this email stands word for word in another one of the same panel or batch; below {warn_from:.0%} passes."
    fix = "Give each reader one thing from your talk with them, and word the rest anew."
    return [Finding("ORI-sibling", severity, "body", longest.start, longest.end, message, fix)]


def sibling_runs(draft: Draft, brief: Brief) -> tuple[tuple[str, ...], ...]:
    """The body's word runs that ORI-sibling counts, in order: names and figures masked, the notes' own words left out."""
    size = int(limit("ORI-sibling", "run_words"))
    told = _told(brief.notes, size)
    return tuple(run for run in _runs(_words(draft.body, _masked(brief.notes)), size) if run not in told)


def _masked(notes: Notes) -> frozenset[str]:
    """Bare words of the header's names."""
    texts = [notes.candidate.name, notes.company, notes.role, notes.interview.place]
    for person in notes.recipients:
        texts += [person.name, person.role]
    return frozenset(bare(match[0]) for text in texts if text for match in _WORD.finditer(text) if len(match[0]) > 2)


def _words(text: str, masked: frozenset[str]) -> list[_Word]:
    """The words of a text, bare; names and figures become one mask, and a row of masks a single one."""
    found: list[_Word] = []
    for start, end in spans_of(_WORD, text):
        word = bare(text[start:end])
        if word in masked or any(char.isdigit() for char in word):
            word = _MASK
            if found and found[-1].text == _MASK:
                found[-1] = found[-1]._replace(end=end)
                continue
        found.append(_Word(word, start, end))
    return found


def _runs(words: Sequence[_Word], size: int) -> Iterable[tuple[str, ...]]:
    texts = [word.text for word in words]
    return (tuple(texts[at : at + size]) for at in range(len(texts) - size + 1))


def _told(notes: Notes, size: int) -> frozenset[tuple[str, ...]]:
    """Runs of the notes' own facts, which an email may tell as they stand."""
    return _runs_of(tuple(fact.text for fact in notes.facts), _masked(notes), size)


@lru_cache(maxsize=64)
def _runs_of(texts: tuple[str, ...], masked: frozenset[str], size: int) -> frozenset[tuple[str, ...]]:
    return frozenset(run for text in texts for run in _runs(_words(text, masked), size))


def _stretches(shared: Sequence[bool], words: Sequence[_Word], size: int) -> list[_Run]:
    """Runs of consecutive hits as stretches of the text."""
    found: list[_Run] = []
    first: int | None = None
    for at, hit in enumerate([*shared, False]):
        if hit and first is None:
            first = at
        elif not hit and first is not None:
            last = at - 1 + size - 1
            found.append(_Run(words[first].start, words[last].end, last - first + 1))
            first = None
    return found


@lru_cache(maxsize=8192)
def _hash(run: tuple[str, ...]) -> str:
    return hashlib.blake2b(" ".join(run).encode("utf-8", "replace"), digest_size=5).hexdigest()
