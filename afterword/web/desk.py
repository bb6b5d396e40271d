"""What the page can have done, each by the function that the command line calls too: read, correct, write, judge, mend, save."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from afterword.web.choices import list_choices, settings_for, spec_of
from afterword.web.harmless import without_steering
from afterword.web.papers import brief_for, brief_of, clean_spans, for_writing, reason_of, sources_of
from afterword.web.views import letter_view, notes_view, outcome_view
from pipeline.errors import AfterwordError, BadConfiguration, BadInput

if TYPE_CHECKING:
    from pathlib import Path

    from afterword.web.bodies import CheckBody, DraftBody, FileBody, FixBody, ReadBody, ViewBody
    from guardrails.findings import Report
    from guardrails.settings import Settings
    from pipeline.config import ModelSettings
    from pipeline.models import Chooser, Writer
    from pipeline.outcome import Outcome
    from pipeline.providers.engine import Engine
    from prompts.brief import Brief
    from prompts.draft import Draft

__all__ = ["Desk"]

#: What is told while an email is written: a name and plain JSON values.
Tell = Callable[[dict[str, object]], None]


class Desk:
    """The state of one run: the settings, and the embedded model once it is loaded. Notes come with each request and stay nowhere."""

    def __init__(self, settings: Settings, model_settings: ModelSettings) -> None:
        """Keep the settings that drafts and checks follow, and those of the models."""
        self._settings = settings
        self._models = model_settings
        self._writing = threading.Lock()
        self._engine: Engine | None = None

    def warm(self) -> None:
        """Load what the first request would wait for: the model, the linter, the patterns. Failures are left for the request to tell."""
        from guardrails.language_linter import preload
        from pipeline.model_file import model_path
        from pipeline.providers.local import LocalChooser

        preload()
        with suppress(AfterwordError), self._writing:
            path = model_path()
            if path is not None:
                self._engine = LocalChooser(load=self._load, find=lambda: path).engine()
        from guardrails.examples import example_notes, example_text
        from guardrails.rules import load_rules
        from prompts.brief import build_brief

        rule = load_rules()["LEN-long"]
        self._report(example_text(rule, "good"), build_brief(example_notes(rule)), [])
        gc.collect()
        gc.freeze()  # what stays for good need not be walked again and again while somebody types

    def choices(self) -> list[dict[str, object]]:
        """The models that can be used here now."""
        return [choice.to_json() for choice in list_choices(self._models)]

    def read(self, body: ReadBody) -> dict[str, object]:
        """What was understood of pasted notes.

        Raises:
            BadInput: they cannot be used.
        """
        from pipeline.intake import read_notes
        from pipeline.intake_files import decode

        text, hidden = without_steering(body.text if body.data is None else decode(body.data, body.name))
        text = text.strip()  # as `Notes.source` will be, whose characters the spans count
        intake = read_notes(text, scenario=body.scenario, name=body.name)
        ignored: list[dict[str, object]] = [{"text": text[one.start : one.end], "why": one.why} for one in intake.ignored]
        notes = intake.notes if intake.notes.source is not None else intake.notes.model_copy(update={"source": text})
        shown = notes_view(
            notes,
            reason=reason_of(text, intake.origin, notes),
            candidates=intake.candidates,
            warnings=intake.warnings,
            ignored=ignored,
            hidden=hidden,
        )
        return {**shown, "origin": intake.origin}

    def view(self, body: ViewBody) -> dict[str, object]:
        """Notes as corrected, with answers put in; what is still asked."""
        from pipeline.answers import apply_answer
        from prompts.brief import missing
        from prompts.contract import load_contract

        notes = clean_spans(body.notes)
        if notes.scenario is not None:
            asked = {question.text: question for question in missing(load_contract(notes.scenario), notes)}
            for one in body.answers:
                if one.question in asked and one.answer.strip():
                    notes = apply_answer(notes, asked[one.question], without_steering(one.answer.strip())[0])
        return notes_view(notes)

    def write(self, body: DraftBody, tell: Tell) -> None:
        """Write one email, telling each sentence and at last the outcome."""
        model = self._open(body)
        with self._writing:
            outcome = self._draft(body, model, tell, to=body.to, seed=body.seed)
        tell({"event": "outcome", **self._shown(outcome)})

    def write_panel(self, body: DraftBody, tell: Tell) -> None:
        """Write one email to each person of the panel, no two alike."""
        from pipeline.panel import draft_panel

        notes = for_writing(body.notes)
        names = iter([person.name for person in notes.recipients if person.name])
        with self._writing:
            outcomes: Iterator[Outcome] = draft_panel(
                notes,
                lambda to, seed: self._draft(body.model_copy(update={"seed": seed}), self._open(body, seed=seed), _quiet, to=to, seed=seed),
                seed=body.seed,
            )
            for outcome in outcomes:
                tell({"event": "panel", "to": next(names), **self._shown(outcome)})

    def check(self, body: CheckBody) -> dict[str, object]:
        """What the guardrails say of an email text."""
        brief = brief_for(body)
        report, draft = self._report(body.text, brief, body.others)
        return letter_view(body.text, draft, brief, report, sources_of(draft, brief))

    def fix(self, body: FixBody) -> dict[str, object]:
        """The email with one finding mended, if that can be done without changing a fact, and what is found then.

        Raises:
            BadInput: this cannot be mended by itself.
        """
        from guardrails.fixes_email import fix_finding

        brief = brief_for(body)
        text = fix_finding(body.text, brief, rule=body.rule, start=body.start, end=body.end)
        if text == body.text:
            raise BadInput("This cannot be mended by itself without changing what the email says; please change the words.")
        return self.check(body.model_copy(update={"text": text}))

    def file(self, body: FileBody) -> tuple[bytes, str, str]:
        """The email as a file: bytes, media type and name.

        Raises:
            BadInput: a header cannot be written as it is, or there is no time to be reminded of.
        """
        from afterword.web.files import write_file

        brief = brief_for(body)
        draft = self._report(body.text, brief, [])[1]
        return write_file(body.kind, draft, brief)

    def _draft(self, body: DraftBody, model: Writer | Chooser, tell: Tell, *, to: str | None, seed: int) -> Outcome:
        """One run, its sentences told as they come; the phrasebook takes over when the embedded model cannot be had."""
        from guardrails.settings import use
        from pipeline.errors import ProviderFailure, SystemFailure
        from pipeline.providers import open_model
        from pipeline.run import draft_email

        notes, how = for_writing(body.notes), self._models
        if body.model != "own":
            how = how.model_copy(update={"constrained": False})

        def run(model: Writer | Chooser) -> Outcome:
            return draft_email(
                notes,
                model,
                to=to,
                seed=seed,
                on_event=lambda kind, text: tell({"event": kind, "text": text}),
                **how.for_draft(),
            )

        tell({"event": "greeting", "text": brief_of(notes, to).greeting})
        with use(self._settings):
            try:
                return run(model)
            except (ProviderFailure, SystemFailure) as error:
                if model.name != "local":
                    raise
                remark = f"The embedded model is not to be had ({str(error).rstrip('.')}); the phrasebook wrote without it."
                tell({"event": "stage", "text": "phrasebook"})
                outcome = run(open_model("phrasebook", seed=seed))
                return replace(outcome, remarks=(*outcome.remarks, remark))

    def _shown(self, outcome: Outcome) -> dict[str, object]:
        from afterword.web.files import has_reminder

        sources = outcome.to_json()["sentences"]
        return outcome_view(outcome, sources if isinstance(sources, list) else [], calendar=has_reminder(outcome.brief))

    def _report(self, text: str, brief: Brief, others: list[str]) -> tuple[Report, Draft]:
        from guardrails.check import check
        from guardrails.parse import parse_email
        from guardrails.settings import use

        draft = parse_email(text, brief)
        with use(self._settings):
            return check(draft, brief, others=[parse_email(other, brief) for other in others]), draft

    def _open(self, body: DraftBody, *, seed: int | None = None) -> Writer | Chooser:
        from pipeline.providers import open_model
        from pipeline.providers.local import LocalChooser

        seed = body.seed if seed is None else seed
        if body.model == "local":
            return LocalChooser(seed=seed, load=self._load)
        if body.model == "phrasebook":
            return open_model("phrasebook", seed=seed)
        spec = spec_of(body.model, body.name, list_choices(self._models))
        if spec is None:
            raise BadConfiguration("That model cannot be used here: choose one of the list, and give its name where one is asked for.")
        return open_model(spec, seed=seed, settings=settings_for(body.model, self._models))

    def _load(self, path: Path) -> Engine:
        """The engine of this run, loaded once."""
        from pipeline.providers.engine import load_engine

        if self._engine is None:
            self._engine = load_engine(path)
        return self._engine


def _quiet(_event: dict[str, object]) -> None:
    return None
