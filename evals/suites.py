"""The suites on labelled cases as one thing to call: load, run, score, judge, and a report for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Literal, TypeVar

from evals.case_files import CASES, CaseError, Loaded, load_draft_cases, load_notes_cases
from evals.cases import DraftCase, NotesCase
from evals.report_guardrails import detail_guardrails, render_guardrails
from evals.report_notes import detail_notes, render_notes
from evals.score_guardrails import score_guardrails
from evals.score_notes import score_notes
from evals.suite_guardrails import judge_case
from evals.suite_notes import judge_notes
from evals.thresholds import Judgement, judge, load_thresholds
from pipeline.errors import SystemFailure

__all__ = ["PARTS", "Part", "SuiteReport", "run_guardrails", "run_notes", "write_report"]

Part = Literal["open", "held"]
PARTS: tuple[Part, ...] = ("open", "held")

C = TypeVar("C", DraftCase, NotesCase)
#: Called with (cases done, cases in all) after each case.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class SuiteReport:
    """A finished suite: `text` for people, `details` on what went wrong by part, `document` for programs."""

    suite: str
    text: str
    details: Mapping[Part, str]
    document: Mapping[str, object]
    judgements: tuple[Judgement, ...]

    @property
    def passed(self) -> bool:
        """True when no threshold was missed; one with nothing to count does not count."""
        return all(one.met is not False for one in self.judgements)


@dataclass(frozen=True, slots=True)
class _Cases(Generic[C]):
    """The cases of one part."""

    part: Part
    cases: list[Loaded[C]]


def _quiet(_done: int, _all: int) -> None:
    pass


def run_guardrails(path: Path = CASES / "drafts", *, parts: Sequence[Part] = PARTS, progress: Progress = _quiet) -> SuiteReport:
    """The suite `guardrails` on a folder or a file of draft cases.

    Raises:
        CaseError: a case file cannot be used.
        BadConfiguration: the thresholds cannot be used.
    """
    bounds = load_thresholds("guardrails")
    texts, details, scores, judgements, rows = [], {}, {}, [], []
    for group in _by_part(load_draft_cases(path), parts):
        judged = [one for case in _counted(group.cases, progress) for one in judge_case(case)]
        score = score_guardrails(judged)
        texts.append(render_guardrails(_title(group), score))
        details[group.part] = detail_guardrails(judged)
        scores[group.part] = score.to_json()
        judgements += judge(group.part, score.metrics, bounds)
        rows += [one.to_json() for one in judged] if _may_show(group.part, parts) else []
    return _report("guardrails", texts, details, scores, judgements, rows)


def run_notes(path: Path = CASES / "notes", *, parts: Sequence[Part] = PARTS, progress: Progress = _quiet) -> SuiteReport:
    """The suite `notes` on a folder or a file of notes cases.

    The first case is read once more beforehand, so that no case's time holds the loading of word lists.

    Raises:
        CaseError: a case file cannot be used.
        BadConfiguration: the thresholds cannot be used.
    """
    bounds = load_thresholds("notes")
    loaded = load_notes_cases(path)
    judge_notes(loaded[0])
    texts, details, scores, judgements, rows = [], {}, {}, [], []
    for group in _by_part(loaded, parts):
        judged = [judge_notes(case) for case in _counted(group.cases, progress)]
        score = score_notes(judged)
        texts.append(render_notes(_title(group), score))
        details[group.part] = detail_notes(judged)
        scores[group.part] = score.to_json()
        judgements += judge(group.part, score.metrics, bounds)
        rows += [one.to_json() for one in judged] if _may_show(group.part, parts) else []
    return _report("notes", texts, details, scores, judgements, rows)


def write_report(report: SuiteReport, folder: Path) -> list[Path]:
    """Write `<suite>.json` and `<suite>.txt` into a folder, which is made where it does not exist.

    Raises:
        SystemFailure: the folder cannot be made or written to.
    """
    files = {f"{report.suite}.json": json.dumps(report.document, ensure_ascii=False, indent=2), f"{report.suite}.txt": report.text}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise SystemFailure(f"--out {folder}: the report cannot be written there ({error.strerror or error}).") from error
    return [folder / name for name in files]


def _by_part(loaded: Sequence[Loaded[C]], parts: Sequence[Part]) -> Iterator[_Cases[C]]:
    """The parts asked for that hold a case, each on its own."""
    held = [one for one in loaded if one.held]
    if not any(held if part == "held" else len(held) < len(loaded) for part in parts):
        raise CaseError(f"there is no case in the {' or '.join(parts)} part; held-back cases lie in a folder called `held`.")
    for part in parts:
        cases = held if part == "held" else [one for one in loaded if not one.held]
        if cases:
            yield _Cases(part, cases)


def _may_show(part: Part, parts: Sequence[Part]) -> bool:
    """Single cases of the held-back part are shown only to those who ask for that part alone."""
    return part == "open" or tuple(parts) == ("held",)


def _counted(cases: Sequence[Loaded[C]], progress: Progress) -> Iterator[Loaded[C]]:
    for done, case in enumerate(cases, start=1):
        yield case
        progress(done, len(cases))


def _title(group: _Cases[C]) -> str:
    name = "Held-back part" if group.part == "held" else "Open part"
    return f"{name}: {len(group.cases)} cases in {len({one.file for one in group.cases})} files"


def _report(
    suite: str,
    texts: Iterable[str],
    details: Mapping[Part, str],
    scores: Mapping[Part, Mapping[str, object]],
    judgements: Sequence[Judgement],
    rows: Sequence[Mapping[str, object]],
) -> SuiteReport:
    lines = [f"{one.part:6}{one.metric:40}{_figure(one):>10}  {one.bound!s:16}{one.verdict}" for one in judgements]
    text = "\n\n".join([*texts, "\n".join(["Thresholds", *lines])])
    document = {
        "schema": f"afterword/eval-{suite}@1",
        "parts": dict(scores),
        "thresholds": [one.to_json() for one in judgements],
        "passed": all(one.met is not False for one in judgements),
        "cases": list(rows),
    }
    return SuiteReport(suite, text, details, document, tuple(judgements))


def _figure(one: Judgement) -> str:
    return "-" if one.value is None else f"{one.value:.4g}"
