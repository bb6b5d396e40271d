"""The suites that emails are judged on, by name: the references' notes, the cases, and the perturbations made of these."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml

from evals.article_figures import load_article_references
from evals.case_files import CASES, Loaded, load_email_cases
from evals.email_cases import EmailCase, Expect
from evals.references import Reference, load_references
from pipeline.errors import BadInput
from pipeline.intake import read_notes
from prompts.notes import Notes, ScenarioId

__all__ = ["EMAIL_SUITES", "EvalCase", "Part", "case_of_reference", "load_suite", "read_handed"]

#: Which cases of a suite are run.
Part = Literal["open", "held", "both"]


@dataclass(frozen=True, slots=True)
class EvalCase:
    """One email to be written and what it is held against.

    `notes` is what a user would hand over: YAML where `pasted` is False, free text where it is True. `to` is the one person
    written to, where a panel is written to one by one; the cases of one panel have ids that differ only after "@". `parent` is
    the id of the case that a perturbation was made of, `change` which one it is, and `added` what of `must_not` came with the
    change. `of_reference` says that the notes are the reference's own, so that an email should tell what it tells. `held` is a case
    that is held back: it counts, and is not shown.
    """

    id: str
    suite: str
    scenario: ScenarioId
    notes: str
    pasted: bool
    now: dt.datetime
    reference: Reference
    must: tuple[tuple[str, ...], ...] = ()
    must_not: tuple[str, ...] = ()
    expect: Expect = "email"
    to: str | None = None
    parent: str | None = None
    change: str | None = None
    added: tuple[str, ...] = ()
    of_reference: bool = False
    held: bool = False

    def read(self) -> Notes:
        """The notes as Afterword understands them, with the situation named.

        Raises:
            BadInput: the notes cannot be used.
        """
        return read_handed(self.id, self.pasted, self.notes, self.scenario, self.now).model_copy(deep=True)


@lru_cache(maxsize=1024)
def read_handed(id: str, pasted: bool, text: str, scenario: ScenarioId, now: dt.datetime) -> Notes:
    """Notes as they were handed over, read once; not to be changed by whoever gets them."""
    return read_notes(text, scenario=scenario, now=now, name=id if pasted else f"{id}.yaml").notes


def load_suite(name: str, *, path: Path | None = None, article: Path | None = None, part: Part = "both") -> list[EvalCase]:
    """The cases of a suite, in a fixed order.

    Args:
        name: `references`, `cases` or `perturb`.
        path: a folder or a file of one's own cases, for `cases` and `perturb`.
        article: the article's text, whose own seven examples join the suite `references`.
        part: the open cases, those held back, or both.

    Raises:
        BadInput: there is no case in that part; there is no suite of that name; a `CaseError` where a case file cannot be used.
    """
    if name not in EMAIL_SUITES:
        raise BadInput(f"there is no suite of emails called {name!r}; there are {', '.join(EMAIL_SUITES)}.")
    cases = EMAIL_SUITES[name](path)
    if article is not None and name == "references":
        cases += [case_of_reference(one, prefix="article") for one in load_article_references(article).values()]
    kept = [case for case in cases if part == "both" or case.held == (part == "held")]
    if not kept:
        raise BadInput(f"there is no case in the {part} part; held-back cases lie in a folder called `held`.")
    return kept


def _references(_path: Path | None) -> list[EvalCase]:
    return [case_of_reference(reference) for reference in load_references().values()]


def case_of_reference(reference: Reference, *, prefix: str = "reference") -> EvalCase:
    """The case whose notes are a reference's own; its id is the prefix and the situation.

    The notes of the article's examples say less than the examples do, and where company or role are in neither, asking is right.
    """
    ours = prefix == "reference"
    notes = reference.notes.model_dump(mode="json", exclude_defaults=True)
    return EvalCase(
        id=f"{prefix}-{reference.scenario.value.replace('_', '-')}",
        suite="references",
        scenario=reference.scenario,
        notes=yaml.safe_dump(notes, sort_keys=False, allow_unicode=True),
        pasted=False,
        now=reference.notes.now or dt.datetime(2026, 3, 4, 9, 0),
        reference=reference,
        must=tuple(tuple(one) for one in reference.must),
        must_not=tuple(reference.must_not),
        expect="email" if ours or (reference.notes.company and reference.notes.role) else "either",
        of_reference=ours,
    )


def _cases(path: Path | None) -> list[EvalCase]:
    return [case for loaded in load_email_cases(path or CASES / "emails") for case in _expanded(loaded)]


def _perturbed(path: Path | None) -> list[EvalCase]:
    from evals.perturb import perturb_all

    return perturb_all(_cases(path))


def _expanded(loaded: Loaded[EmailCase]) -> Iterable[EvalCase]:
    """The case, once for each person it is written to."""
    case = loaded.case
    pasted = isinstance(case.notes, str)
    text = case.notes if isinstance(case.notes, str) else yaml.safe_dump(loaded.raw["notes"], sort_keys=False, allow_unicode=True)
    for number, to in enumerate(case.to or [None], start=1):
        yield EvalCase(
            id=f"{case.id}@{number}" if to else case.id,
            suite="cases",
            scenario=case.scenario,
            notes=text,
            pasted=pasted,
            now=case.now,
            reference=load_references()[case.scenario],
            must=tuple(tuple(one) for one in case.must),
            must_not=tuple(case.must_not),
            expect=case.expect,
            to=to,
            held=loaded.held,
        )


#: Suite name to what loads it.
EMAIL_SUITES: dict[str, Callable[[Path | None], list[EvalCase]]] = {
    "references": _references,
    "cases": _cases,
    "perturb": _perturbed,
}
