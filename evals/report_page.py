"""The report as one HTML page that stands alone: no network, no style or script but its own, and nothing alive in what it shows."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from evals.plots_length import plot_length
from evals.plots_models import plot_cost, plot_differences, plot_passes
from evals.references import load_references
from evals.report_answers import view_cases, view_marks
from evals.report_shapes import Cell, Scorer, Summary
from evals.report_text import amount, dollars, percent, seconds, signed, visible
from evals.report_words import SITUATIONS, change_words, difference_words, headline, model_words, situation, title, verdict_words, when
from evals.scorers.registry import FAMILIES

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["render_page"]

_FOLDER = Path(__file__).parent / "report_html"

#: Upper ends of the heat map's seven steps; the last is for all of them.
_STEPS = (0.5, 0.7, 0.8, 0.9, 0.97, 0.9999)
#: The steps as the legend has them, in per cent.
_STEP_WORDS = ("under 50", "50", "70", "80", "90", "97", "100")


def render_page(summary: Summary) -> str:
    """The page as HTML text. Everything that came from notes, models or files is escaped and shows its hidden characters."""
    from markupsafe import Markup

    style, script = _read("style.css"), _read("script.js")
    references = {scenario.value: one.text for scenario, one in load_references().items()}
    parts = [(key, list(group)) for key, group in groupby(_by_family(summary), key=lambda scorer: _family(scorer.name))]
    template = _environment().get_template("page.html.j2")
    return template.render(
        summary=summary,
        head=summary.head,
        policy=_policy(style, script),
        style=Markup(style),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        marks=Markup(view_marks(summary, references)),  # noqa: S704 - JSON with every "<" written as a number
        title=title(summary),
        headline=headline(summary),
        when=when(summary),
        verdicts=verdict_words(summary),
        families=parts,
        steps=_STEP_WORDS,
        codes=[(code, about) for code, about in FAMILIES.items() if any(one.name.endswith(f"/{code}") for one in summary.graded)],
        measures=[scorer for scorer in summary.scorers if not scorer.graded and scorer not in summary.silent],
        length=plot_length(summary, SITUATIONS),
        passes=plot_passes(summary),
        costs=plot_cost(summary),
        differences=plot_differences(summary),
        cases=view_cases(summary),
        references={key: text.strip() for key, text in references.items() if key in summary.scenarios},
    )


def _by_family(summary: Summary) -> list[Scorer]:
    """The heat map's rows, each family together in the order in which the families first occur."""
    order = {family: i for i, family in enumerate(dict.fromkeys(_family(scorer.name) for scorer in summary.graded))}
    return sorted(summary.graded, key=lambda scorer: order[_family(scorer.name)])


def _family(name: str) -> str:
    return name.rpartition("/")[0]


def _step(cell: Cell | None) -> str:
    """The heat map's class for a cell."""
    if cell is None or cell.mean is None:
        return "h-none"
    mean = cell.mean
    return f"h{sum(mean >= step for step in _STEPS)}"


def _policy(style: str, script: str) -> str:
    """What the page may load: nothing but its own style and script, known by their hashes."""
    own = f"style-src '{_hash(style)}'; script-src '{_hash(script)}'"
    return f"default-src 'none'; {own}; img-src data:; base-uri 'none'; form-action 'none'"


def _hundred(mean: float) -> int:
    """A mean in per cent for a small cell; only all is 100, and only nothing is 0."""
    rounded = round(100 * mean)
    return min(99, rounded) if mean < 1 else rounded


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _read(name: str) -> str:
    return (_FOLDER / name).read_text("utf-8")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    def harmless(value: object) -> object:
        return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=harmless,
    )
    filters: dict[str, Callable[..., object]] = {
        "amount": amount,
        "change_words": change_words,
        "difference_words": difference_words,
        "dollars": dollars,
        "model_words": model_words,
        "hundred": _hundred,
        "percent": lambda value: percent(value).replace(" ", "\u00a0"),
        "seconds": lambda value: seconds(value).replace(" ", "\u00a0"),
        "signed": signed,
        "situation": situation,
        "step": _step,
        "tail": lambda name: name.rpartition("/")[2] or name,
    }
    environment.filters.update(filters)
    return environment
