"""The outcome of one run: the draft, what was found and repaired, advice, and the record of how it came about."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Literal

from guardrails.findings import Crash, Finding, Report
from prompts.brief import Brief
from prompts.draft import Draft, Sentence
from prompts.notes import Notes, Recipient

__all__ = ["SCHEMA", "Advice", "Mender", "Outcome", "Repair", "RunRecord", "Verdict"]

SCHEMA = "afterword/outcome@1"

Verdict = Literal["send", "hold", "refused"]
Mender = Literal["code", "model", "phrasebook"]


@dataclass(frozen=True, slots=True)
class Advice:
    """One piece of the article's advice that fits this case."""

    id: str
    level: Literal["info", "warn", "hold"]
    text: str


@dataclass(frozen=True, slots=True)
class Repair:
    """One round of repair: who mended, and the rules that asked for it."""

    round: int
    by: Mender
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunRecord:
    """How the draft came about.

    Attributes:
        model: the one that was asked.
        prompt_hash: of the messages or the lattice, the same for the same notes and version.
        tokens_in: tokens read over all calls; None where no server named them, as with the next three.
        tokens_out: tokens written.
        cost_usd: what the calls cost, by the list in `prices`.
        seconds: wall time.
        seed: what was drawn by.
        versions: packages by name.
        model_calls: calls that may have reached a server, those included that were refused or broke off.
        tokens_cached: of the tokens read, those the server had kept.
        prices: the price list and its date; None without a price.
        fallback: why the phrasebook wrote in the model's place; empty where it did not.
    """

    model: str
    prompt_hash: str
    tokens_in: int | None
    tokens_out: int | None
    cost_usd: float | None
    seconds: float
    seed: int
    versions: dict[str, str]
    model_calls: int = 0
    tokens_cached: int | None = None
    prices: str | None = None
    fallback: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything `afterword draft` has to say. `draft` is None when a question must be answered first."""

    verdict: Verdict
    brief: Brief
    draft: Draft | None
    report: Report
    run: RunRecord
    repairs: tuple[Repair, ...] = ()
    advice: tuple[Advice, ...] = ()
    questions: tuple[str, ...] = ()
    remarks: tuple[str, ...] = field(default=())

    def to_json(self) -> dict[str, object]:
        """The object that `draft --json` prints (schema `afterword/outcome@1`)."""
        return {
            "schema": SCHEMA,
            "verdict": self.verdict,
            "scenario": self.brief.contract.id.value,
            "draft": None if self.draft is None else _draft_json(self.draft, self.brief),
            "sentences": [] if self.draft is None else [_sentence_json(s, self.brief.notes) for s in self.draft.sentences],
            "findings": [_finding_json(finding) for finding in self.report.findings]
            + [_crash_json(crash) for crash in self.report.could_not_run],
            "repairs": [{"round": r.round, "by": r.by, "rules": list(r.rules)} for r in self.repairs],
            "advice": [asdict(piece) for piece in self.advice],
            "questions": list(self.questions),
            "run": asdict(self.run),
        }


def _draft_json(draft: Draft, brief: Brief) -> dict[str, object]:
    return {
        "to": [_recipient(person) for person in brief.recipients],
        "subject": draft.subject,
        "greeting": draft.greeting,
        "paragraphs": draft.paragraph_texts,
        "closing": draft.closing,
        "signature": draft.signature,
        "text": draft.text,
    }


def _sentence_json(sentence: Sentence, notes: Notes) -> dict[str, object]:
    sources = [source for name in sentence.facts for source in [_source(name, notes)] if source is not None]
    return {"text": sentence.text, "move": sentence.move, "kind": sentence.kind, "sources": sources}


def _source(name: str, notes: Notes) -> dict[str, object] | None:
    """Where a fact or a header value stands: in the pasted text when known, else in the value itself."""
    fact = next((fact for fact in notes.facts if fact.id == name), None)
    if fact is not None:
        quote, kind, span = fact.text, fact.kind.value, fact.span
    else:
        value = notes.interview.at if name == "interview" else getattr(notes, name, None)
        if value is None:
            return None
        quote, kind, span = str(value), "header", notes.spans.get("interview.at" if name == "interview" else name)
    if span is not None and notes.source is not None:
        return {"fact": name, "kind": kind, "start": span.start, "end": span.end, "quote": notes.source[span.start : span.end]}
    return {"fact": name, "kind": kind, "start": 0, "end": len(quote), "quote": quote}


def _crash_json(crash: Crash) -> dict[str, object]:
    message = f"The check {crash.check} could not run: {crash.error}"
    return asdict(Finding("FMT-could-not-run", "error", "body", 0, 0, message, "Please report this as a bug."))


def _finding_json(finding: Finding) -> dict[str, object]:
    return asdict(finding)


def _recipient(person: Recipient) -> str:
    return f"{person.name} <{person.email}>" if person.name and person.email else person.email or person.name or ""
