"""The suite `conformance`: what a provider must do to be listed as supported, run against one model.

`python -m evals.suite_conformance --here` runs it against all that can run on this machine (the embedded model, the phrasebook, llama.cpp's
server with free writing, with the lattice, and through its Messages interface) and stores the results for the docs' table;
`python -m evals.suite_conformance PROVIDER:NAME --keep` does so for one model of yours.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from evals.conformance_checks import Subject, run_check
from evals.conformance_results import CHECKS, RESULTS, ConformanceReport, Shown, render_report, write_result
from evals.versions import installed_versions
from pipeline.config import ModelSettings
from pipeline.models import Writer
from pipeline.providers import open_model

__all__ = ["ConformanceRun", "run_conformance"]

_PACKAGES = ("afterword", "openai", "langchain-core", "langchain-anthropic", "langchain-google-genai", "xllamacpp")
#: Called with (checks done, checks in all) after each check.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ConformanceRun:
    """A finished run, in the shape of the other suites' reports: `text` for people, `document` for programs, `passed`."""

    report: ConformanceReport

    @property
    def text(self) -> str:
        """The report for people."""
        return render_report(self.report)

    @property
    def document(self) -> dict[str, object]:
        """The report for programs."""
        return self.report.to_json()

    @property
    def passed(self) -> bool:
        """Whether no check failed."""
        return self.report.passed


def run_conformance(
    model_spec: str,
    *,
    settings: ModelSettings | None = None,
    constrained: bool = False,
    server: str = "",
    listed_as: str | None = None,
    checks: Sequence[str] = tuple(CHECKS),
    today: dt.date | None = None,
    progress: Progress = lambda _done, _all: None,
) -> ConformanceRun:
    """Run the suite against one model. Each check makes real calls; answers are never taken from a cache.

    Args:
        model_spec: `PROVIDER:NAME`, as on the command line.
        settings: addresses, limits and providers of the user's own.
        constrained: give the lattice as a grammar, in place of free writing.
        server: what answers, in words, for the record.
        listed_as: the id under which the result is kept; the provider's own by default.
        checks: ids of the checks, in the order they are run.
        today: the day that is noted; the machine's own by default.
        progress: is told after each check.

    Raises:
        BadConfiguration: there is no such model, or its key or package is missing.
    """
    fresh = (settings or ModelSettings()).model_copy(update={"cache": False})
    model = open_model(model_spec, settings=fresh)
    subject = Subject(model, constrained=constrained, timeout_s=fresh.timeout_s, max_calls=fresh.max_calls)
    shown: list[Shown] = []
    for done, name in enumerate(checks, start=1):
        shown.append(run_check(name, subject))
        progress(done, len(checks))
    report = ConformanceReport(
        provider=listed_as or model_spec.strip().partition(":")[0],
        model=model.name,
        mode="free" if isinstance(model, Writer) and not constrained else "lattice",
        server=server,
        date=(today or dt.datetime.now(dt.UTC).date()).isoformat(),
        versions=installed_versions(_PACKAGES),
        timeout_s=fresh.timeout_s,
        max_calls=fresh.max_calls,
        checks=tuple(shown),
    )
    return ConformanceRun(report)


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 when the model conforms."""
    parser = argparse.ArgumentParser(prog="python -m evals.suite_conformance", description=__doc__)
    parser.add_argument("model", nargs="?", help="PROVIDER:NAME")
    parser.add_argument("--here", action="store_true", help="all that can run on this machine; the results are stored")
    parser.add_argument("--constrained", action="store_true", help="give the lattice as a grammar")
    parser.add_argument("--server", default="", help="what answers, in words")
    parser.add_argument("--timeout", type=float, default=60.0, help="seconds a draft may take")
    parser.add_argument("--max-calls", type=int, default=3, help="calls a draft may make")
    parser.add_argument("--checks", default=",".join(CHECKS), help="ids of the checks, with commas; the others stay untested")
    parser.add_argument("--only", default="", help="with --here: those whose way is called so, with commas")
    parser.add_argument("--threads", type=int, default=1, help="with --here: threads of llama.cpp's server")
    parser.add_argument("--keep", action="store_true", help="store the result for the docs' table")
    parser.add_argument("--folder", type=Path, default=RESULTS)
    given = parser.parse_args(arguments)
    if bool(given.model) == given.here:
        parser.error("name a model, or say --here")
    settings = ModelSettings(timeout_s=given.timeout, max_calls=given.max_calls)
    checks = [name for name in CHECKS if name in given.checks.split(",")]
    runs = (
        _here(given.only.split(",") if given.only else None, given.threads)
        if given.here
        else [_Plan(given.model, given.constrained, given.server)]
    )
    status = 0
    for plan in runs:
        run = run_conformance(
            plan.model,
            settings=settings,
            constrained=plan.constrained,
            server=plan.server,
            listed_as=plan.listed_as,
            checks=checks,
            progress=_tell,
        )
        print(run.text, flush=True)
        status |= not run.passed
        if given.keep or given.here:
            print(f"Written: {write_result(run.report, given.folder).name}", file=sys.stderr)
    return int(status)


@dataclass(frozen=True, slots=True)
class _Plan:
    """One run to make."""

    model: str
    constrained: bool = False
    server: str = ""
    listed_as: str | None = None


def _here(only: Sequence[str] | None, threads: int) -> Iterator[_Plan]:
    """What can run on this machine, one after the other; the server lives as long as it is needed."""
    from evals.llama_server import MODEL, describe_server, start_server

    def wanted(name: str) -> bool:
        return only is None or name in only

    if wanted("phrasebook"):
        yield _Plan("phrasebook", server="no model")
    if wanted("local"):
        yield _Plan("local", server=describe_server().replace(" (", ", in this process ("))
    if not {"lattice", "free", "messages"} & set(only or ("free",)):
        return
    server, words = start_server(context=8192, threads=threads), describe_server(threads=threads)
    chat = f"llamacpp:{MODEL}@{server.address}/v1"
    if wanted("lattice"):
        yield _Plan(chat, True, words)
    if wanted("free"):
        yield _Plan(chat, False, words)
    if wanted("messages") and find_spec("langchain_anthropic"):
        yield _Plan(
            f"anthropic:{MODEL}@{server.address}", False, f"the Messages interface of {words}, not Anthropic's", "llamacpp-messages"
        )
    server.stop()


def _tell(done: int, of: int) -> None:
    print(f"{done} of {of} checks", file=sys.stderr)


if __name__ == "__main__":
    raise SystemExit(main())
