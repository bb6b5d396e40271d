"""What the guardrails are worth, as one picture: how many emails pass as first written and how many as sent, with intervals.

`python -m evals.picture RUN [RUN ...] --out FILE.svg` reads the logs of runs of a suite of emails; each row says over how many.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from evals.report_shapes import Cell, ModelSummary, Summary
from evals.report_summary import summarise
from evals.report_text import percent, visible
from evals.results import CaseRecord
from evals.run_log import read_run
from evals.run_models import is_remote
from evals.scorers.registry import FAMILIES

__all__ = ["Row", "draw", "main", "rows_of"]

_WIDTH, _LEFT, _RIGHT = 880, 345, 125
_BAR, _GAP, _HEAD = 13, 12, 92
_STYLE = """
text{font:14px system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif;fill:#1a1e26}
.soft{fill:#566070;font-size:12.5px}.title{font-size:18px;font-weight:640}.rule{font-size:13px}
.card{fill:#fff;stroke:#dde1e8}.grid{stroke:#e3e7ee}.raw{fill:#eba48a}.sent{fill:#2b8f78}.end{stroke:#1a1e26;stroke-width:1.3}
@media(prefers-color-scheme:dark){text{fill:#e6e9ef}.soft{fill:#a0aabb}.card{fill:#191d25;stroke:#2d333e}.grid{stroke:#2a303b}
.raw{fill:#b9573a}.sent{fill:#4fcdb6}.end{stroke:#e6e9ef}}
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: the share that passes as first written and as sent. `head` starts a group."""

    label: str
    raw: Cell
    sent: Cell
    head: bool = False


def rows_of(summary: Summary) -> list[Row]:
    """A row for each model; under one that writes freely a row for each family of rules that its first drafts broke."""
    rows = []
    for model in summary.models:
        if not model.passed.n:
            continue
        rows.append(Row(_name(model), Cell.of_share(model.raw_passed), Cell.of_share(model.passed), head=True))
        if not is_remote(model.model):
            continue
        for family, about in FAMILIES.items():
            raw, sent = summary.cell(model.model, f"raw/{family}"), summary.cell(model.model, f"rules/{family}")
            if raw and sent and raw.mean is not None and sent.mean is not None and raw.mean < 1:
                rows.append(Row(about, raw, sent))
    return rows


def draw(rows: Sequence[Row], *, title: str, remark: str) -> str:
    """The picture as SVG that stands alone, in light and dark; `title` and `remark` are plain text."""
    parts, y = [], _HEAD
    for row in rows:
        y += 10 if row.head and y > _HEAD else 0
        parts += _drawn(row, y)
        y += 2 * _BAR + _GAP
    grid = []
    for at in range(0, 101, 25):
        x = _x(at / 100)
        grid.append(f'<line class="grid" x1="{x}" x2="{x}" y1="{_HEAD - 8}" y2="{y}"/>')
        grid.append(f'<text class="soft" x="{x}" y="{y + 17}" text-anchor="middle">{at} %</text>')
    words = "; ".join(f"{row.label}: {_said(row.raw)} as first written, {_said(row.sent)} as sent" for row in rows)
    head = [f'<text class="title" x="20" y="34">{_safe(title)}</text>']
    for kind, x, label in (("raw", 20, "as first written"), ("sent", 150, "after guardrails and repair")):
        head.append(f'<rect class="{kind}" x="{x}" y="52" width="13" height="13" rx="2"/>')
        head.append(f'<text class="soft" x="{x + 20}" y="63">{label}</text>')
    foot = [f'<text class="soft" x="20" y="{y + 44 + 17 * i}">{_safe(line)}</text>' for i, line in enumerate(remark.split("\n"))]
    height = y + 44 + 17 * len(foot)
    opened = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" role="img" '
        f'aria-label="{_safe(words)}"><style>{_STYLE.strip()}</style>'
    )
    card = f'<rect class="card" x="0.5" y="0.5" width="{_WIDTH - 1}" height="{height - 1}" rx="10"/>'
    return "\n".join([opened, card, *head, *grid, *parts, *foot, "</svg>"]) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line: the runs' rows one below the other."""
    parser = argparse.ArgumentParser(prog="python -m evals.picture", description=__doc__)
    parser.add_argument("runs", nargs="+", type=Path, metavar="RUN")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.svg")
    parser.add_argument("--title", default="Emails that pass every rule, of those that were written")
    given = parser.parse_args(arguments)
    rows, said = [], []
    for folder in given.runs:
        run = read_run(folder)
        summary = summarise(run.head, run.records)
        rows += rows_of(summary)
        said += [line for model in summary.models if (line := _fallbacks(run.records, model))]
    given.out.write_text(draw(rows, title=given.title, remark="\n".join([*said, "Thin lines: 95 % intervals (Wilson)."])), "utf-8")
    return 0


def _fallbacks(records: Sequence[CaseRecord], model: ModelSummary) -> str:
    """How many of a free writer's emails were its own in the end."""
    if not is_remote(model.model):
        return ""
    sent = [record for record in records if record.model == model.model and record.status == "scored"]
    own = sum(map(_is_own, sent))
    return f"Of the {len(sent)} emails sent for {_name(model)}, {own} are all its own; in the rest the phrasebook wrote some or all."


def _is_own(record: CaseRecord) -> bool:
    """Whether what was sent is the model's own email, mended or not, and not the phrasebook's."""
    outcome = record.outcome or {}
    run, repairs = outcome.get("run"), outcome.get("repairs")
    replaced = isinstance(repairs, list) and any(isinstance(one, dict) and one.get("by") == "phrasebook" for one in repairs)
    return not replaced and not (isinstance(run, dict) and run.get("fallback"))


def _drawn(row: Row, y: int) -> list[str]:
    label = f'<text class="{"" if row.head else "rule"}" x="{20 if row.head else 36}" y="{y + _BAR + 4}">{_safe(row.label)}</text>'
    parts = [label]
    for name, cell, top in (("raw", row.raw, y), ("sent", row.sent, y + _BAR)):
        if cell.mean is None:
            continue
        parts.append(f'<rect class="{name}" x="{_LEFT}" y="{top}" width="{max(1.5, _x(cell.mean) - _LEFT):.1f}" height="{_BAR - 1}"/>')
        if cell.low is not None and cell.high is not None:
            middle = top + _BAR / 2
            parts.append(f'<line class="end" x1="{_x(cell.low)}" x2="{_x(cell.high)}" y1="{middle}" y2="{middle}"/>')
    x = _WIDTH - _RIGHT + 14
    parts.append(f'<text class="soft" x="{x}" y="{y + _BAR - 2}">{_said(row.raw)}</text>')
    parts.append(f'<text class="soft" x="{x}" y="{y + 2 * _BAR - 1}">{_said(row.sent)}</text>')
    return parts


def _x(share: float) -> float:
    return round(_LEFT + share * (_WIDTH - _LEFT - _RIGHT), 1)


def _said(cell: Cell) -> str:
    return f"{percent(cell.mean)} of {cell.n}"


def _name(model: ModelSummary) -> str:
    """The model without the address of its server."""
    name = model.model.partition("@")[0].rpartition(":")[2] if is_remote(model.model) else model.model
    return f"{name}, writing freely" if is_remote(model.model) else name


def _safe(text: str) -> str:
    return escape(visible(text), {'"': "&quot;"})


if __name__ == "__main__":
    raise SystemExit(main())
