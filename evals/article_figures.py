"""Measures the article's own seven examples: `python -m evals.article_figures ARTICLE.txt` writes `evals/article_figures.json`.

The article itself is no part of the project: only figures are kept, no wording. Whoever has its text can also use its
examples as references at run time, with `load_article_references`.
"""

from __future__ import annotations

import json
import re
import sys
from functools import cache
from importlib import resources
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from evals.figures import Figures, measure
from evals.references import Reference
from guardrails.parse import parse_email
from pipeline.errors import BadInput
from prompts.brief import build_brief
from prompts.notes import Notes, ScenarioId

__all__ = ["ArticleFigures", "load_article_figures", "load_article_references", "measure_article"]

_EXAMPLE = re.compile(r"Dear hiring manager,\s*\n+(.*?)\n[^\S\n]*\n[^\S\n]*\n+(.*?)[^\S\n]*(?:\n|\Z)", re.DOTALL)
_SUBJECT = "After our interview"  # the article's examples have no subject line


class ArticleFigures(BaseModel):
    """The figures of the article's seven examples, by situation."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str = "How to write a follow-up interview email, section 7 examples; measured with python -m evals.article_figures"
    emails: dict[ScenarioId, Figures]


def load_article_references(path: Path) -> dict[ScenarioId, Reference]:
    """The article's own seven examples as references, with the notes of `evals/references/article_notes.yaml`.

    Args:
        path: the article's text, in UTF-8.

    Raises:
        BadInput: the file cannot be read, or the seven examples are not found in it.
    """
    try:
        text = path.read_text("utf-8").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: the article cannot be read ({error}).") from error
    examples = _EXAMPLE.findall(text)
    if len(examples) != len(ScenarioId):
        raise BadInput(f"{path}: {len(examples)} example emails were found, where the article has {len(ScenarioId)}; is it the whole text?")
    notes = yaml.safe_load(resources.files("evals").joinpath("references", "article_notes.yaml").read_text("utf-8"))
    return {
        scenario: Reference(
            scenario=scenario,
            why="The article's own example for this situation.",
            notes=Notes.model_validate({"scenario": scenario.value, **notes[scenario.value]}),
            subject=_SUBJECT,
            email=f"Dear hiring manager,\n\n{body.strip()}\n\n{name.strip()}\n",
        )
        for scenario, (body, name) in zip(ScenarioId, examples, strict=True)
    }


def measure_article(path: Path) -> ArticleFigures:
    """The figures of the article's seven examples.

    Raises:
        BadInput: as `load_article_references`.
    """
    found = load_article_references(path)
    return ArticleFigures(
        emails={scenario: measure(parse_email(one.text, build_brief(one.notes))) for scenario, one in found.items()},
    )


@cache
def load_article_figures() -> ArticleFigures:
    """The figures kept in `evals/article_figures.json`."""
    return ArticleFigures.model_validate_json(resources.files("evals").joinpath("article_figures.json").read_text("utf-8"))


def render_figures(figures: ArticleFigures) -> str:
    """The text of the JSON file, one email a line."""
    emails = [f"    {json.dumps(name)}: {json.dumps(one)}" for name, one in figures.model_dump(mode="json")["emails"].items()]
    return "\n".join(["{", f'  "source": {json.dumps(figures.source)},', '  "emails": {', ",\n".join(emails), "  }", "}"]) + "\n"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m evals.article_figures ARTICLE.txt")
    target = Path(__file__).with_suffix(".json")
    target.write_text(render_figures(measure_article(Path(sys.argv[1]))), "utf-8")
    print(target, file=sys.stderr)
