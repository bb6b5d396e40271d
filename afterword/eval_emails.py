"""`afterword eval` on the suites of emails: how a run is ordered, shown, confirmed, reported and turned into an exit code."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from evals.email_suites import Part
    from evals.report_shapes import Summary
    from evals.run_cost import Estimate
    from evals.run_suite import Order

__all__ = ["run_emails"]

_MODELS = ("local", "phrasebook")


def run_emails(
    *,
    suite: str,
    models: Sequence[str],
    seeds: int | None,
    cases: Path | None,
    article: Path | None,
    out: Path | None,
    resume: Path | None,
    baseline: Path | None,
    live: bool,
    yes: bool,
    rates: Sequence[str],
    workers: int,
    judge: str | None,
    as_json: bool,
    part: Part = "both",
) -> int:
    """Run, report, and give the exit code.

    Returns:
        0 when every bound is met and nothing is worse than the baseline, 1 when not, 3 when emails failed and nothing is known of them.
    """
    from afterword.settings import model_settings
    from evals.run_progress import show_progress
    from evals.run_suite import Order, order_of, report_run, run_suite
    from pipeline.response_cache import answers_dir

    order = Order(
        suite=suite,
        models=tuple(dict.fromkeys(models)) or (() if resume else _MODELS),
        seeds=seeds or 1,
        cases=cases,
        article=article,
        part=part,
        workers=workers,
        live=live,
        rates=_rates(rates),
        answers=answers_dir(),
        settings=model_settings(None),
    )
    if resume is not None:
        order = order_of(resume, order)
    folder = resume or out or _new_folder(suite)
    probed = _probe(order)
    try:
        with show_progress(sys.stderr, _say) as shown:
            run_suite(
                order,
                folder,
                resume=resume is not None,
                confirm=lambda estimate: _confirmed(estimate, yes=yes),
                on_start=shown.begin,
                on_done=shown.done,
            )
    except KeyboardInterrupt:
        _say(f"Stopped. What is finished is kept; go on with: afterword eval --resume {folder}")
        return 130
    summary = report_run(folder, baseline=baseline)
    _show(summary, folder, as_json=as_json)
    if judge is not None:
        _judge(order, folder, judge, live=live, yes=yes)
    return _exit_code(summary, probed)


def _exit_code(summary: Summary, probed: bool) -> int:
    failed = sum(model.failed for model in summary.models)
    if failed:
        whys = [
            record.why for case in summary.cases for records in case.records.values() for record in records if record.status == "failed"
        ]
        first = f"; the first: {whys[0].rstrip('.')}" if whys else ""
        _say(f"{failed} of {summary.n} emails failed, so nothing is known of them{first}.")
        return 3
    return 1 if summary.unmet or summary.regressions or not probed else 0


def _new_folder(suite: str) -> Path:
    """A folder for a run that was given none, in the user's cache, so that it can be gone on with and compared to."""
    from pipeline.model_file import cache_dir

    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%d-%H%M%S-%f")
    return cache_dir() / "runs" / f"{suite}-{stamp}"


def _rates(values: Sequence[str]) -> dict[str, float]:
    rates = {}
    for value in values:
        provider, equals, number = value.partition("=")
        try:
            rates[provider] = float(number)
        except ValueError:
            equals = ""
        if not equals or not provider or not rates.get(provider, 0) > 0:
            raise click.UsageError(f"--rate {value}: a provider and the calls a minute are expected, as in --rate openai=60.")
    return rates


def _probe(order: Order) -> bool:
    """Whether rules, prompt, repair and phrases hold on what is known beforehand; looked at with the default suite."""
    if order.suite != "references":
        return True
    from evals.probes import run_probes

    results = run_probes()
    broken = [one for one in results if not one.holds]
    _say(f"{len(results) - len(broken)} of {len(results)} probes of rules, prompt, repair and phrases hold.")
    for one in broken[:20]:
        _say(f"broken   {one.name}: {one.said}")
    return not broken


def _confirmed(estimate: Estimate, *, yes: bool) -> bool:
    """What a live run will come to is said in any case, and asked where somebody is there to answer."""
    _say(f"Not recorded yet: {estimate}")
    if yes:
        return True
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise click.UsageError("--live asks before it calls; where nobody can answer, --yes is the answer.")
    return click.confirm("Ask them?", default=False, err=True)


def _show(summary: Summary, folder: Path, *, as_json: bool) -> None:
    if as_json:
        from evals.report_json import render_json

        click.echo(render_json(summary), nl=False)
    else:
        from rich.console import Console

        from evals.report_terminal import print_report

        wide = Console()
        print_report(summary, wide if wide.is_terminal else Console(width=140))
    _say(f"Written to {folder}: report.html, report.md, report.json, junit.xml and run.jsonl.")


def _judge(order: Order, folder: Path, spec: str, *, live: bool, yes: bool) -> None:
    """The judge's word, apart from every score; what a remote judge said before is on record."""
    from evals.judge_model import judge_pairs, pairs_of, render_judgements, write_judgements
    from evals.run_cost import estimate
    from evals.run_models import Models, is_remote
    from pipeline.budget import TIMEOUT_S
    from pipeline.models import Writer

    pairs = pairs_of(folder, {case.id: case.reference.text for case in order.load() if case.suite == "references"})
    recorded = Models(live=False, answers=order.answers, settings=order.settings)
    model = recorded.get(spec, 0)
    if not isinstance(model, Writer):
        raise click.UsageError(f"--judge {spec}: a judge must write freely; the embedded model and the phrasebook only choose.")
    timeout_s = order.settings.timeout_s if order.settings else TIMEOUT_S
    judgements = judge_pairs(pairs, model, workers=order.workers, timeout_s=timeout_s)
    if recorded.pending and live and is_remote(spec):
        if not _confirmed(estimate(recorded.pending, most_calls=1), yes=yes):
            return
        asked = Models(live=True, answers=order.answers, rates=order.rates, settings=order.settings).get(spec, 0)
        judgements = judge_pairs(pairs, asked, workers=order.workers, timeout_s=timeout_s) if isinstance(asked, Writer) else judgements
    click.echo(render_judgements(judgements))
    _say(f"Every answer with its reason: {write_judgements(judgements, folder)}.")


def _say(text: str) -> None:
    click.echo(text, err=True)
