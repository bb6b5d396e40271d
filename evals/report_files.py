"""The report's files in one folder, each written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from evals.report_json import render_json
from evals.report_junit import render_junit
from evals.report_markdown import render_markdown
from evals.report_page import render_page
from evals.report_shapes import Statistics, Summary
from evals.report_summary import summarise
from evals.results import CaseRecord, RunHead

__all__ = ["FILES", "write_reports"]

#: File name to what renders it.
FILES: dict[str, Callable[[Summary], str]] = {
    "report.html": render_page,
    "report.md": render_markdown,
    "report.json": render_json,
    "junit.xml": render_junit,
}


def write_reports(folder: Path, head: RunHead, records: Iterable[CaseRecord], statistics: Statistics | None = None) -> Summary:
    """Writes report.html, report.md, report.json and junit.xml into `folder` and gives back the summary they were made of.

    All are rendered before the first is written, and each takes its place in one step, so that a reader never meets half a
    file and a failure leaves the reports of an earlier run as they were.

    Raises:
        OSError: the folder cannot be made or written.
    """
    summary = summarise(head, records, statistics)
    rendered = {name: render(summary) for name, render in FILES.items()}
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in rendered.items():
        _replace(folder / name, text)
    return summary


def _replace(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
