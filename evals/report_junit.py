"""The report for build servers: JUnit XML in the shape that Jenkins, GitLab and GitHub read, a suite a model."""

from __future__ import annotations

from collections import Counter
from xml.etree import ElementTree as Xml

from evals.report_shapes import Change, ModelSummary, Summary
from evals.report_summary import asked_rightly, failing
from evals.report_text import visible
from evals.report_words import change_words
from evals.results import CaseRecord

__all__ = ["render_junit"]

#: At most this much of an email goes beside a failure.
_MOST = 4000


def render_junit(summary: Summary) -> str:
    """The report as JUnit XML.

    A test is one case by one model. A failure: refused, a yes/no check not passed, or worse than the baseline. An error: the
    provider, the program or a scorer failed. Skipped: Afterword asked instead of writing, or nobody scored. Text holds no
    character that XML forbids.
    """
    root = Xml.Element("testsuites", name=f"afterword eval {visible(summary.head.suite)}")
    worse = {(change.model, change.case): change for change in summary.regressions if change.case}
    total: Counter[str] = Counter()
    for model in summary.models:
        suite, counts = _suite(summary, model, worse)
        root.append(suite)
        total += counts
    bounds = [one for one in summary.statistics.judged if one.met is not None]
    if bounds:
        suite = Xml.SubElement(root, "testsuite", name="thresholds")
        for one in bounds:
            case = Xml.SubElement(suite, "testcase", classname="thresholds", name=visible(f"{one.metric} {one.who}".strip()), time="0")
            if one.met is False:
                said = visible(f"{one.value:g}, must be {one.bound}" if one.value is not None else f"must be {one.bound}")
                Xml.SubElement(case, "failure", message=said, type="threshold").text = visible(one.why)
        counts = Counter(tests=len(bounds), failures=len(summary.unmet))
        _count(suite, counts)
        total += counts
    _count(root, total)
    Xml.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"


def _suite(summary: Summary, model: ModelSummary, worse: dict[tuple[str, str], Change]) -> tuple[Xml.Element, Counter[str]]:
    suite = Xml.Element("testsuite", name=visible(model.model), timestamp=visible(summary.head.started[:19]))
    counts: Counter[str] = Counter()
    seconds = 0.0
    for case in summary.cases:
        for record in case.records.get(model.model, ()):
            name = record.case if len(summary.head.seeds) < 2 else f"{record.case} (seed {record.seed})"
            test = Xml.SubElement(
                suite, "testcase", classname=visible(f"{record.suite}.{record.scenario}"), name=visible(name), time=f"{record.seconds:.3f}"
            )
            counts["tests"] += 1
            seconds += record.seconds
            counts[_verdict(test, record, worse.get((record.model, record.case)))] += 1
    _count(suite, counts)
    suite.set("time", f"{seconds:.3f}")
    return suite, counts


def _verdict(test: Xml.Element, record: CaseRecord, change: Change | None) -> str:
    """Adds what is to be said of one test; the name of the count it belongs to."""
    broken = [score for score in record.scores if score.error is not None]
    missed = failing(record)
    if record.status == "failed":
        _say(test, "error", record.why or "failed", record.error_kind or "failure", "")
        return "errors"
    if record.status == "refused":
        _say(test, "failure", record.why or "refused by the guardrails", "refused", "")
        return "failures"
    if missed or change:
        lines = [f"{score.name}: {score.reason or 'not passed'}" for score in missed]
        lines += [f"{change.scorer} worse than the baseline: {change_words(change)}"] if change else []
        _say(test, "failure", "; ".join(lines), "check" if missed else "regression", "\n".join([*lines, "", record.email or ""]))
        return "failures"
    if broken:
        lines = [f"{score.name}: {score.error}" for score in broken]
        _say(test, "error", f"{len(broken)} scores could not be taken", "scorer", "\n".join(lines))
        return "errors"
    if asked_rightly(record):
        return "passed"
    if record.status == "asked" or all(score.value is None for score in record.scores):
        Xml.SubElement(test, "skipped", message=visible(record.why or ("asked" if record.status == "asked" else "nobody scored it"))[:500])
        return "skipped"
    return "passed"


def _say(test: Xml.Element, tag: str, message: str, kind: str, text: str) -> None:
    element = Xml.SubElement(test, tag, message=" ".join(visible(message).split())[:500], type=visible(kind))
    element.text = visible(text[:_MOST]) or None


def _count(element: Xml.Element, counts: Counter[str]) -> None:
    for name in ("tests", "failures", "errors") if element.tag == "testsuites" else ("tests", "failures", "errors", "skipped"):
        element.set(name, str(counts[name]))
