"""`afterword eval`: the evaluation suites."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from afterword.options import json_option

if TYPE_CHECKING:
    from evals.email_suites import Part as EmailPart
    from evals.suites import Part, SuiteReport

__all__ = ["command"]

_EMAILS = ("references", "cases", "perturb")
_LABELLED = ("guardrails", "notes")
_SUITES = (*_EMAILS, *_LABELLED, "conformance", "variety")

_FILE = click.Path(path_type=Path, exists=True)
_FOLDER = click.Path(path_type=Path, file_okay=False)
#: Which options mean something to which suites.
_OPTIONS = {
    "model": (*_EMAILS, "conformance"),
    "cases": ("cases", "perturb", *_LABELLED),
    "part": ("cases", "perturb", *_LABELLED),
    "show": _LABELLED,
    "json": (*_EMAILS, *_LABELLED, "conformance"),
    "out": (*_EMAILS, *_LABELLED),
    "notes": ("variety",),
    "seeds": (*_EMAILS, "variety"),
    **dict.fromkeys(("resume", "baseline", "judge", "rate", "workers", "yes"), _EMAILS),
    "article": ("references",),
    "live": (*_EMAILS, "conformance"),
}


@click.command("eval")
@click.option("--suite", type=click.Choice(_SUITES), default="references", show_default=True, help="Which suite to run.")
@click.option(
    "--model", "models", multiple=True, metavar="P:NAME", help="A model to run; several to compare.  [default: local, phrasebook]"
)
@click.option("--cases", type=_FILE, help="Your own cases, a folder or a file, in place of the project's; docs/cases.md says how.")
@click.option("--out", type=_FOLDER, metavar="DIR", help="Folder of the run and its report.")
@click.option(
    "--resume", type=_FOLDER, metavar="DIR", help="Go on with the run in DIR: what is finished is kept, what failed is run again."
)
@click.option("--baseline", type=_FILE, metavar="FILE", help="An earlier run to compare with; anything worse is exit code 1.")
@click.option("--live", is_flag=True, help="Ask providers for what is not recorded, after saying how many calls and what cost.")
@click.option("--yes", is_flag=True, help="Do not ask before calling providers.")
@click.option("--workers", type=click.IntRange(1, 256), help="Calls open at once to each remote model.  [default: 8]")
@click.option("--rate", "rates", multiple=True, metavar="P=N", help="At most N calls a minute to provider P.")
@click.option("--seeds", type=click.IntRange(1), help="Seeds for each case, or set of notes.  [default: 1; variety: 200]")
@click.option("--article", type=_FILE, help="The article's text: its own examples join the references.")
@click.option("--judge", metavar="P:NAME", help="A model to compare the emails in pairs; never part of the scores.")
@click.option(
    "--part",
    type=click.Choice(["open", "held", "both"]),
    default="both",
    show_default=True,
    help="Which cases: the open ones, those held back in folders `held`, or both; single ones of the latter only with held.",
)
@click.option("--show", is_flag=True, help="List what went wrong (guardrails, notes); of the held-back part only with --part held.")
@click.option("--notes", "folder", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Folder of notes (variety).")
@json_option
def command(
    suite: str,
    models: tuple[str, ...],
    cases: Path | None,
    out: Path | None,
    resume: Path | None,
    baseline: Path | None,
    live: bool,
    yes: bool,
    workers: int | None,
    rates: tuple[str, ...],
    seeds: int | None,
    article: Path | None,
    judge: str | None,
    part: str,
    show: bool,
    folder: Path | None,
    as_json: bool,
) -> None:
    """Run a suite; exit code 1 when a bound is not met or something is worse than the baseline, 3 when emails could not be had.

    references, cases, perturb: emails written from the notes of the seven references, of many cases, of cases changed a little;
    scored, compared and reported as table, page, JSON, Markdown and JUnit. Without --live nothing is sent anywhere.

    guardrails: checks labelled drafts, good ones and such with one planted defect. notes: reads labelled notes, field by field.

    conformance: what a provider's server can do. variety: many seeds for every example, and how alike the emails are.
    """
    given: dict[str, object] = {"model": models, "cases": cases, "part": part != "both", "show": show, "json": as_json, "out": out}
    given |= {"notes": folder, "seeds": seeds, "resume": resume, "baseline": baseline, "article": article, "judge": judge}
    given |= {"rate": rates, "workers": workers, "live": live, "yes": yes}
    if resume is not None and (fixed := [name for name in ("out", "cases", "part", "article", "seeds") if given[name]]):
        raise click.UsageError(f"--resume goes on with a run as it was begun, in its own folder; leave --{fixed[0]} out.")
    _only(suite, given)
    if suite == "variety":
        _run_variety(folder or Path("examples/notes"), seeds or 200)
    elif suite in _LABELLED:
        _run_labelled(suite, cases, part, show=show, as_json=as_json, out=out)
    elif suite == "conformance":
        _run_conformance(models, live=live, as_json=as_json)
    else:
        from afterword.eval_emails import run_emails

        _need_packages()
        code = run_emails(
            suite=suite,
            models=models,
            seeds=seeds,
            cases=cases,
            article=article,
            out=out,
            resume=resume,
            baseline=baseline,
            live=live,
            yes=yes,
            rates=rates,
            workers=workers or 8,
            judge=judge,
            as_json=as_json,
            part=cast("EmailPart", part),
        )
        sys.exit(code)


def _need_packages() -> None:
    """Say in one sentence what is missing before anything is begun."""
    from importlib.util import find_spec

    from pipeline.errors import BadConfiguration

    missing = [name for name in ("pydantic_evals", "numpy") if find_spec(name) is None]
    if missing:
        raise BadConfiguration(
            f"The evals need {' and '.join(missing)}; in Afterword's folder say uv tool install '.[evals]' or pip install '.[evals]', "
            "or make eval."
        )


def _only(suite: str, given: dict[str, object]) -> None:
    """Refuse an option that this suite has no use for."""
    for name, value in given.items():
        if value and suite not in _OPTIONS[name]:
            hint = " Add --suite cases." if name == "cases" and suite == "references" else ""
            raise click.UsageError(f"--{name} has no meaning for --suite {suite}.{hint}")


def _run_labelled(suite: str, cases: Path | None, part: str, *, show: bool, as_json: bool, out: Path | None) -> None:
    report = _run(suite, cases, _parts(part))
    if as_json:
        click.echo(json.dumps(report.document, ensure_ascii=False, indent=2))
    else:
        click.echo(report.text)
    if show:
        _show(report, part, err=as_json)
    if out is not None:
        from evals.suites import write_report

        click.echo("Written: " + ", ".join(map(str, write_report(report, out))), err=True)
    sys.exit(0 if report.passed else 1)


def _parts(part: str) -> tuple[Part, ...]:
    from evals.suites import PARTS

    return PARTS if part == "both" else tuple(one for one in PARTS if one == part)


def _run(suite: str, cases: Path | None, parts: tuple[Part, ...]) -> SuiteReport:
    from evals.case_files import CASES
    from evals.suites import run_guardrails, run_notes

    if suite == "guardrails":
        return run_guardrails(cases or CASES / "drafts", parts=parts, progress=_progress)
    return run_notes(cases or CASES / "notes", parts=parts, progress=_progress)


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{done} of {total} cases", nl=done == total, err=True)


def _show(report: SuiteReport, part: str, *, err: bool) -> None:
    for name, text in report.details.items():
        if name == "held" and part != "held":
            click.echo("What went wrong in the held-back part is shown with --part held.", err=True)
            continue
        click.echo(f"\nWhat went wrong ({name} part):\n\n{text}" if text else f"\nNothing went wrong ({name} part).", err=err)


def _run_conformance(models: tuple[str, ...], *, live: bool, as_json: bool) -> None:
    from afterword.settings import model_settings
    from evals.run_models import is_remote
    from evals.suite_conformance import run_conformance

    models = models or ("local", "phrasebook")
    if not live and (remote := [model for model in models if is_remote(model)]):
        raise click.UsageError(f"--suite conformance makes real calls to {', '.join(remote)}; say --live.")
    runs = [run_conformance(model, settings=model_settings(None)) for model in models]
    for run in runs:
        click.echo(json.dumps(run.document, ensure_ascii=False, indent=2) if as_json else run.text)
    sys.exit(0 if all(run.passed for run in runs) else 1)


def _run_variety(folder: Path, seeds: int) -> None:
    from evals.variety import load_candidates, measure_variety, render
    from prompts.notes import ScenarioId

    if not folder.is_dir():
        raise click.UsageError(f"--notes {folder} is no folder.")
    results = []
    for scenario in ScenarioId:
        candidates = load_candidates(folder, scenario)
        click.echo(f"{scenario.value}: {len(candidates)} sets of notes x {seeds} seeds ...", err=True)
        results.append(measure_variety(scenario, candidates, range(seeds)))
    click.echo(render(results))
    for result in results:
        for line in result.refused[:5]:
            click.echo(f"refused: {result.scenario.value}: {line}", err=True)
    sys.exit(1 if any(result.refused or result.worst > 0.6 for result in results) else 0)
