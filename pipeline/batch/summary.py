"""What came of a batch, added up in one pass over the journal, and printed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappush, heappushpop
from pathlib import Path

from pipeline.batch.cohort import Alike, journal_alike
from pipeline.batch.journal import Journal
from pipeline.batch.outputs import replaced, spreadsheet

__all__ = ["Asked", "Summary", "add_up", "summary_json", "summary_lines", "write_html", "write_questions"]

#: Rows of each list in the summary; the questions' own file holds them all.
_SLOWEST, _LISTED = 10, 200
#: Names of each list in a terminal.
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions that one person has to answer."""

    name: str
    candidate: str
    email: str
    questions: tuple[str, ...]


@dataclass(slots=True)
class Summary:
    """The sums.

    Attributes:
        total: notes in the batch.
        verdicts: how many of each verdict; `unusable` and `open` are two of them.
        rules: rule and severity to the number of emails it speaks about.
        asked: who has questions to answer, the first ones.
        asked_count: how many those are in all.
        cost_usd: of all drafts whose cost is known.
        cost_unknown: drafts by a paid model whose cost is not known.
        calls: to a model.
        slowest: seconds, name and verdict, slowest first.
        refused: name and the rules that refuse, or the question to answer first; the first ones.
        unusable: name and reason, the first ones.
        failed: name and reason of what is to be tried again.
        failures: how many those are in all.
        alike: pairs that read alike before they were reworded.
        alike_count: how many those were in all.
        still_alike: pairs that do so still.
        reworded: emails whose wording was changed for it.
        interrupted: whether the batch is not at its end.
        seconds: of this run.
        drafted: by this run.
        about: model, seed and the like.
    """

    total: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    rules: Counter[tuple[str, str]] = field(default_factory=Counter)
    asked: list[Asked] = field(default_factory=list)
    asked_count: int = 0
    cost_usd: float = 0.0
    cost_unknown: int = 0
    calls: int = 0
    slowest: list[tuple[float, str, str]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    unusable: list[tuple[str, str]] = field(default_factory=list)
    failed: Sequence[tuple[str, str]] = ()
    failures: int = 0
    alike: list[Alike] = field(default_factory=list)
    alike_count: int = 0
    still_alike: list[Alike] = field(default_factory=list)
    reworded: int = 0
    interrupted: bool = False
    seconds: float = 0.0
    drafted: int = 0
    about: Mapping[str, str] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Drafts a second in this run."""
        return self.drafted / self.seconds if self.seconds else 0.0


def add_up(journal: Journal) -> Summary:
    """The sums over the journal; memory does not grow with it."""
    found = Summary()
    for row in journal.rows():
        found.total += 1
        found.verdicts[row.verdict] += 1
        rules = row.facts.get("rules")
        if isinstance(rules, list):
            found.rules.update({(str(rule), str(severity)) for rule, severity in rules})
        _add_questions(found, row.name, row.facts)
        _add_cost(found, row.facts)
        if row.verdict == "refused" and len(found.refused) < _LISTED:
            found.refused.append((row.name, _why_refused(row.facts)))
        if row.state == "unusable" and len(found.unusable) < _LISTED:
            found.unusable.append((row.name, str(row.facts.get("problem", ""))))
        if row.state == "drafted":
            push = heappush if len(found.slowest) < _SLOWEST else heappushpop
            push(found.slowest, (row.seconds, row.name, row.verdict))
    found.slowest.sort(reverse=True)
    found.alike, found.still_alike = journal_alike(journal, "alike"), journal_alike(journal, "still_alike")
    found.alike_count = int(journal.meta("alike_count") or 0)
    found.reworded = journal.count_reworded()
    return found


def _why_refused(facts: Mapping[str, object]) -> str:
    """The rules that refuse a draft; where there is none to refuse, the first question without whose answer none is written."""
    rules, questions = facts.get("rules"), facts.get("questions")
    errors = [str(rule) for rule, severity in rules if severity == "error"] if isinstance(rules, list) else []
    first = str(questions[0]) if isinstance(questions, list) and questions else ""
    return ", ".join(dict.fromkeys(errors)) or first


def _add_questions(found: Summary, name: str, facts: Mapping[str, object]) -> None:
    questions, candidate = facts.get("questions"), facts.get("candidate")
    if not isinstance(questions, list) or not questions:
        return
    found.asked_count += 1
    who, email = candidate if isinstance(candidate, list) else ("", "")
    if len(found.asked) < _LISTED:
        found.asked.append(Asked(name, str(who), str(email), tuple(map(str, questions))))


def _add_cost(found: Summary, facts: Mapping[str, object]) -> None:
    cost, calls = facts.get("cost"), facts.get("calls")
    found.calls += calls if isinstance(calls, int) else 0
    if isinstance(cost, int | float):
        found.cost_usd += cost
    elif calls:
        found.cost_unknown += 1


def summary_lines(summary: Summary, *, top: int = 8) -> list[str]:
    """The summary for a terminal."""
    counts = ", ".join(f"{count:,} {verdict}" for verdict, count in summary.verdicts.most_common())
    lines = [f"{summary.total:,} notes: {counts or 'none'}."]
    if summary.drafted:
        lines.append(f"{summary.drafted:,} drafted in {summary.seconds:,.1f} s, {summary.rate:,.1f} a second.")
    if summary.cost_usd or summary.cost_unknown:
        unknown = f" and {summary.cost_unknown:,} drafts whose cost is not known" if summary.cost_unknown else ""
        lines.append(f"Cost: ${summary.cost_usd:,.4f}{unknown}; {summary.calls:,} calls.")
    else:
        lines.append("Cost: nothing.")
    if summary.rules:
        told = ", ".join(f"{rule} {count:,}" for (rule, _), count in summary.rules.most_common(top))
        lines.append(f"Findings, by emails they are in: {told}.")
    if summary.alike_count:
        after = f"{summary.reworded:,} reworded, {len(summary.still_alike):,} pairs left"
        lines.append(f"Read alike: {summary.alike_count:,} pairs at the same employer; {after}.")
        lines += [f"  {pair.first} and {pair.second}: {pair.share:.0%}" for pair in (summary.still_alike or summary.alike)[:_SHOWN]]
    if summary.refused:
        lines.append(f"Refused: {summary.verdicts['refused']:,}.")
        lines += [f"  {name}: {why}" for name, why in summary.refused[:_SHOWN]]
    if summary.asked_count:
        lines.append(f"Questions to send back: {summary.asked_count:,} people (questions.csv).")
    if summary.failures:
        lines.append(f"Not drafted this time: {summary.failures:,}; the same command tries them again.")
        lines += [f"  {name}: {why}" for name, why in summary.failed[:_SHOWN]]
    if summary.slowest:
        lines.append(f"Slowest: {', '.join(f'{name} {seconds:.2f} s' for seconds, name, _ in summary.slowest[:_SHOWN])}.")
    if summary.interrupted:
        lines.append("Stopped before the end; the same command goes on from here.")
    return lines


def write_questions(journal: Journal, path: Path) -> None:
    """Everybody's open questions as a table that a spreadsheet opens, cells that it would run defused.

    Raises:
        SystemFailure: it cannot be written.
    """
    with replaced(path) as file, spreadsheet(file) as write:
        write(("id", "candidate", "email", "question", "verdict"))
        for row in journal.rows():
            questions, candidate = row.facts.get("questions"), row.facts.get("candidate")
            who, email = candidate if isinstance(candidate, list) else ("", "")
            asked = [str(one) for one in questions] if isinstance(questions, list) else []
            if row.state == "unusable":
                asked = [str(row.facts.get("problem", ""))]
            for question in asked:
                write((row.name, str(who), str(email), question, row.verdict))


def write_html(summary: Summary, path: Path) -> None:
    """The summary as one page with nothing to load; everything in it is escaped.

    Raises:
        SystemFailure: it cannot be written.
    """
    from importlib import resources

    from jinja2 import Environment, StrictUndefined

    template = resources.files("pipeline").joinpath("batch/summary.html.j2").read_text("utf-8")
    page = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(template)
    with replaced(path) as file:
        file.write(page.render(summary=summary).encode("utf-8", "replace"))


def summary_json(summary: Summary) -> str:
    """The summary as one JSON object (`afterword/batch@1`)."""
    data: dict[str, object] = {
        "schema": "afterword/batch@1",
        "total": summary.total,
        "verdicts": dict(summary.verdicts),
        "findings": [{"rule": rule, "severity": severity, "emails": count} for (rule, severity), count in summary.rules.most_common()],
        "questions": summary.asked_count,
        "cost_usd": round(summary.cost_usd, 6),
        "cost_unknown": summary.cost_unknown,
        "calls": summary.calls,
        "alike": summary.alike_count,
        "reworded": summary.reworded,
        "still_alike": len(summary.still_alike),
        "failed": summary.failures,
        "interrupted": summary.interrupted,
        "drafted": summary.drafted,
        "seconds": round(summary.seconds, 3),
        "per_second": round(summary.rate, 3),
    }
    return json.dumps(data, ensure_ascii=False, indent=2)
