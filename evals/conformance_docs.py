"""Writes the table of providers into docs/providers.md from the stored results: `python -m evals.conformance_docs`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from evals.conformance_results import CHECKS, ConformanceReport, load_results
from pipeline.providers.table import Provider, load_providers

__all__ = ["DOCS", "fill_in", "render_details", "render_table"]

DOCS = Path(__file__).parent.parent / "docs" / "providers.md"
_BEGIN = "<!-- begin: written by `python -m evals.conformance_docs` -->"
_END = "<!-- end -->"
_MARKS = {"passed": "yes", "failed": "**no**", "none": "n/a", "not shown": "not shown"}


def render_table(results: Sequence[ConformanceReport], providers: Sequence[Provider]) -> str:
    """A row for each provider and, where it was tested, for each way it was; untested is written as untested."""
    lines = [
        "| provider | needs | tested on | way | " + " | ".join(CHECKS.values()) + " |",
        "|---|---|---|---|" + "---|" * len(CHECKS),
    ]
    known = {row.id for row in providers}
    for row in providers:
        own = [result for result in results if result.provider == row.id]
        if not own:
            lines.append(f"| `{row.id}` | {_needs(row)} | untested | | " + " | ".join(["untested"] * len(CHECKS)) + " |")
        lines += [_line(f"`{row.id}`", _needs(row), result) for result in own]
    lines += [_line(f"`{result.provider}` ¹", "", result) for result in results if result.provider not in known]
    return "\n".join(lines)


def render_details(results: Sequence[ConformanceReport]) -> str:
    """What stood behind each tested row: what answered, with which versions, and what was seen."""
    parts = []
    for result in results:
        versions = ", ".join(f"{name} {version}" for name, version in sorted(result.versions.items()))
        limits = f"a draft had {result.timeout_s:g} s and {result.max_calls} calls"
        lines = [f"**`{result.provider}`, {_way(result)}**: {result.date}, {result.server or 'server not named'}; {limits}; {versions}", ""]
        lines += [f"- {CHECKS[shown.check]}: {shown.status}, {shown.seen} ({shown.seconds:.1f} s)" for shown in result.checks]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def fill_in(text: str, table: str) -> str:
    """The page with what stands between its two marks replaced.

    Raises:
        ValueError: the page lacks a mark.
    """
    before, begin, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise ValueError(f"the page lacks {_BEGIN!r} or {_END!r}")
    return f"{before}{begin}\n{table}\n{end}{after}"


def render_all() -> str:
    """All that stands between the marks."""
    results = load_results()
    return f"{render_table(results, list(load_providers().values()))}\n\n{render_details(results)}"


def main() -> int:
    """Exit status."""
    DOCS.write_text(fill_in(DOCS.read_text("utf-8"), render_all()), encoding="utf-8")
    print(f"{DOCS.parent.name}/{DOCS.name}", file=sys.stderr)
    return 0


def _line(name: str, needs: str, result: ConformanceReport) -> str:
    shown = {one.check: one for one in result.checks}
    cells = [_MARKS[shown[check].status] if check in shown else "untested" for check in CHECKS]
    return f"| {name} | {needs} | {result.date} | {_way(result)} | " + " | ".join(cells) + " |"


def _way(result: ConformanceReport) -> str:
    return "lattice" if result.mode == "lattice" else "free writing"


def _needs(row: Provider) -> str:
    needs = [f"`{row.key_variable}`"] if row.key_variable and row.key_required else []
    if row.url_variable and not row.base_url and row.kind == "openai":
        needs.append(f"`{row.url_variable}`")
    if row.extra:
        needs.append(f"`afterword[{row.extra}]`")
    return ", ".join(needs)


if __name__ == "__main__":
    raise SystemExit(main())
