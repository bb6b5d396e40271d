"""Sameness in a cohort: whose emails to one employer read alike, and other wordings for them until none shares more than the limit.

Emails to the same employer after interviews within a week are compared, all pairs that can matter and exactly: an email that shares
half of its word runs with another one shares at least one of its rarer half, so only those are looked up.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from guardrails.settings import limit
from pipeline.batch.journal import Journal, unpack
from pipeline.batch.run import Batch
from pipeline.batch.workers import Engine

__all__ = ["Alike", "Member", "alike_pairs", "journal_alike", "part_all"]

#: Days within which people who met the same employer are taken to compare their mail.
_DAYS = 7
#: Seeds tried for one email before it is left as it is, and how many of them a paid model is asked for: the lattice words the rest.
_TRIES, _PAID_TRIES = 12, 2
#: Seeds of other wordings lie this far apart, away from those a person names.
_STEP = 7919
#: Seeds drafted ahead, where that costs nothing, so that there are few rounds.
_AHEAD = 3
#: Pairs kept for the summary.
_KEPT = 1000


@dataclass(frozen=True, slots=True)
class Member:
    """One email of a cohort: position and name in the batch, keys of its draft and of its first one, its day as an ordinal, its runs."""

    position: int
    name: str
    key: str
    day: int
    runs: frozenset[int]
    base: str = ""


@dataclass(frozen=True, slots=True)
class Alike:
    """Two emails that read alike: the share (0 to 1) of the shorter one's word runs that the other has too."""

    first: str
    second: str
    share: float
    company: str


def alike_pairs(members: Sequence[Member], most: float) -> list[tuple[int, int, float]]:
    """The pairs, as indexes with the smaller first, that share at least `most` of the shorter one's runs; in order.

    Args:
        members: of one employer.
        most: share above 0 from which two read alike.
    """
    common = Counter(run for member in members for run in member.runs)
    order = sorted(range(len(members)), key=lambda at: (len(members[at].runs), at))
    rare: dict[int, list[int]] = {}
    found: list[tuple[int, int, float]] = []
    for at in order:
        mine = members[at]
        if not mine.runs:
            continue
        near = {other for run in mine.runs for other in rare.get(run, ())}
        for other in near:
            theirs = members[other]
            if abs(mine.day - theirs.day) > _DAYS:
                continue
            share = len(mine.runs & theirs.runs) / min(len(mine.runs), len(theirs.runs))
            if share >= most:
                found.append((min(at, other), max(at, other), share))
        # a later, longer email must share `needed` of these runs, so it has one outside the `needed - 1` commonest
        needed = max(1, math.ceil(most * len(mine.runs) - 1e-9))
        rarest = sorted(mine.runs, key=lambda run: (common[run], run))[: len(mine.runs) - needed + 1]
        for run in rarest:
            rare.setdefault(run, []).append(at)
    return sorted(found)


def part_all(batch: Batch, engine: Engine, *, paid: bool) -> list[Alike]:
    """Reword what reads alike, employer by employer, and note the last word of each; the pairs that still do.

    What was found before any rewording is noted in the journal as `alike` for the summary. What is chosen follows from the journal
    alone: drafts it lacks are made in rounds, all employers' together, and then the choice begins anew. So interrupted anywhere, the
    next run comes to the same wordings, and drafts none of them again.

    Args:
        batch: drafted to the end.
        engine: drafts.
        paid: whether each try costs money.

    Raises:
        ProviderFailure: the model cannot be reached.
        SystemFailure: the journal cannot be written.
    """
    most = limit("ORI-sibling", "warn_from_share")
    before: list[Alike] = []
    left: list[Alike] = []
    open_companies = batch.journal.companies()
    asked: set[str] = set()
    is_first = True
    while open_companies and not batch.stop.is_set():
        wanted: dict[int, list[tuple[int, bool]]] = {}
        still_open = []
        for company in open_companies:
            members = [Member(at, name, key, day, unpack(runs), key) for at, name, key, day, runs in batch.journal.at_company(company)]
            pairs = _different(alike_pairs(members, most), members)
            if is_first:
                before += _named(pairs, members, company)
            if not pairs:
                continue
            parting = _Parting(batch, most, asked, paid=paid)
            parting.part(members, pairs)
            if parting.wanted:
                still_open.append(company)
                for position, seed, plain in parting.wanted:
                    wanted.setdefault(position, []).append((seed, plain))
                continue
            with batch.journal.commit():
                for member in members:
                    batch.journal.set_final(member.position, member.key)
            left += _named(_different(alike_pairs(members, most), members), members, company)
        is_first = False
        if wanted:
            batch.progress.stage(f"rewording {len(wanted):,} that read alike", sum(map(len, wanted.values())))
            batch.draft_again(engine, wanted, asked)
        open_companies = still_open
    if not batch.stop.is_set():
        with batch.journal.commit():
            batch.journal.set_meta("alike", _packed(before))
            batch.journal.set_meta("alike_count", str(len(before)))
            batch.journal.set_meta("still_alike", _packed(left))
    return left


def _packed(pairs: list[Alike]) -> str:
    return json.dumps([[one.first, one.second, one.share, one.company] for one in pairs[:_KEPT]], ensure_ascii=False)


def _named(pairs: list[tuple[int, int, float]], members: Sequence[Member], company: str) -> list[Alike]:
    return [Alike(members[one].name, members[two].name, round(share, 3), company) for one, two, share in pairs]


def _different(pairs: list[tuple[int, int, float]], members: Sequence[Member]) -> list[tuple[int, int, float]]:
    """Pairs of different notes: the same notes twice are one person's."""
    return [(one, two, share) for one, two, share in pairs if members[one].base != members[two].base]


class _Parting:
    """Chooses other wordings for the emails of one employer, out of what the journal holds; `wanted` are the drafts it lacks."""

    def __init__(self, batch: Batch, most: float, asked: set[str], *, paid: bool) -> None:
        self._batch, self._most, self._asked, self._paid = batch, most, asked, paid
        #: Positions, seeds, and whether the lattice's own wordings are to be taken.
        self.wanted: list[tuple[int, int, bool]] = []

    def part(self, members: list[Member], pairs: list[tuple[int, int, float]]) -> None:
        """Give the later one of each pair another wording, unless it is apart by then; `members` is changed in place."""
        for at in sorted({two for _, two, _ in pairs}):
            if self._worst(members, at, members[at].runs) < self._most:
                continue
            best = self._reworded(members, at)
            if self.wanted and self._paid:
                return
            members[at] = best

    def _reworded(self, members: list[Member], at: int) -> Member:
        """The member with the first wording that is apart from all others, else the one that is furthest; its own where none is better."""
        mine = members[at]
        best, worst = mine, self._worst(members, at, mine.runs)
        content = self._batch.journal.content(mine.position)
        for turn in range(1, _TRIES + 1):
            seed, plain = self._batch.settings.seed + turn * _STEP, self._paid and turn > _PAID_TRIES
            key = self._batch.key(content, seed, plain=plain)
            if key not in self._asked and not self._batch.journal.has_draft(key):
                ahead = 1 if self._paid and not plain else _AHEAD
                seeds = range(turn, min(turn + ahead, _TRIES + 1))
                self.wanted += [(mine.position, self._batch.settings.seed + one * _STEP, plain) for one in seeds]
                break
            runs = unpack(self._batch.journal.runs(key) or b"")
            share = self._worst(members, at, runs) if runs else 1.0
            if share < worst:
                best, worst = replace(mine, key=key, runs=runs), share
            if worst < self._most:
                break
        return best

    def _worst(self, members: list[Member], at: int, runs: frozenset[int]) -> float:
        """The largest share that these runs have in common with another email of the week."""
        mine = members[at]
        others = (one.runs for one in members if one.base != mine.base and one.runs and abs(one.day - mine.day) <= _DAYS)
        return max((len(runs & other) / min(len(runs), len(other)) for other in others if runs), default=0.0)


def journal_alike(journal: Journal, name: str) -> list[Alike]:
    """The pairs noted under `alike` or `still_alike`."""
    return [Alike(*one) for one in json.loads(journal.meta(name) or "[]")]
