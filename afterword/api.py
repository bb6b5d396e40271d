"""The public functions: what the command line, the web page and other programs call. `docs/api.md` shows each at work."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from guardrails.check import check as check_draft
from guardrails.findings import Report
from guardrails.parse import parse_email
from guardrails.settings import Settings, house_settings, use
from pipeline.config import read_model_settings
from pipeline.errors import BadConfiguration, BadInput, ProviderFailure, SystemFailure
from pipeline.intake import Intake, scenario_question
from pipeline.intake import read_notes as read_any
from pipeline.outcome import Outcome
from pipeline.providers import open_model
from pipeline.respelling import respelt_brief
from pipeline.run import draft_email
from prompts.notes import Notes, ScenarioId

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

    from pipeline.config import ModelSettings

__all__ = ["as_runnable", "check", "draft", "read_notes"]

#: How far the embedded model may stray from its likeliest wording, as on the command line.
_TEMPERATURE = 0.9


def read_notes(text: str, *, scenario: str | None = None, now: dt.datetime | None = None) -> Intake:
    """What is understood of any notes: `.notes` (structured, with private facts marked), `.ignored`, `.candidates`, `.warnings`.

    Args:
        text: YAML, JSON, a filled-in form or plain text. Every offset in the result counts in it.
        scenario: the situation, e.g. "phone_interview", where the notes leave it open; `.notes.scenario` is None without either.
        now: the moment of writing; relative dates count from it. The notes' own, else the present.

    Raises:
        BadInput: the notes are empty, malformed, too long, or name another situation.
        BadConfiguration: there is no such situation.
    """
    return read_any(text, scenario=_scenario(scenario), now=now)


def draft(
    notes: str | Notes,
    *,
    scenario: str | None = None,
    model: str = "local",
    to: str | None = None,
    now: dt.datetime | None = None,
    seed: int = 0,
    temperature: float | None = None,
    fallback: bool = False,
    settings: Settings | str | Path | None = None,
    calls: ModelSettings | None = None,
) -> Outcome:
    """The email and everything said about it: `.verdict`, `.draft`, `.report`, `.advice`, `.questions`; `.to_json()` has it all.

    Nothing is sent, and notes leave the machine only where `model` names a provider elsewhere. Private facts reach no model.

    Args:
        notes: text as for `read_notes`, or notes already read (and perhaps corrected).
        scenario: the situation; it replaces the one of structured notes.
        model: PROVIDER:NAME as on the command line; "local" is the embedded model, "phrasebook" writes without one.
        to: the recipient to write to, by name; the notes' hiring managers otherwise.
        now: the moment of writing; the notes' own, else the present.
        seed: the same notes, model and seed give the same email from "local" and "phrasebook".
        temperature: 0 to 2, how freely the model chooses; 0.9 for the embedded model, a server's own otherwise.
        fallback: let the phrasebook write where the model cannot, as the command does; `.run.model` and `.run.fallback` say so.
        settings: of the rules, or an `afterword.toml`, whose tables on models and providers count as well. Unlike the command, none
            is looked for. Truth, privacy and what the situation requires stay on.
        calls: time, number of calls, addresses; in place of the environment and the file.

    Raises:
        BadInput: the notes cannot be used, name no situation, or `to` is nobody in them.
        BadConfiguration: there is no such model or situation, or the settings are not valid.
        ProviderFailure: the model cannot be reached.
        SystemFailure: the embedded model cannot be fetched or loaded.
    """
    how = calls or read_model_settings({}, file=None if settings is None or isinstance(settings, Settings) else Path(settings))
    how = how.model_copy(update={"fallback": fallback})
    if temperature is not None:
        if not 0 <= temperature <= 2:
            raise BadConfiguration(f"temperature={temperature} is outside 0 to 2.")
        how = how.model_copy(update={"temperature": temperature})
    rules = _rules(settings)
    if rules is not house_settings():
        from guardrails.settings_file import firm_rules

        rules, _ = rules.lock(firm_rules())
    understood = _notes(notes, scenario, now)

    def write(name: str) -> Outcome:
        opened = open_model(name, seed=seed, temperature=_TEMPERATURE if how.temperature is None else how.temperature, settings=how)
        return draft_email(understood, opened, to=to, seed=seed, **how.for_draft())

    with use(rules):
        try:
            return write(model)
        except (ProviderFailure, SystemFailure):
            if not fallback or model.partition(":")[0] != "local":
                raise
            return write("phrasebook")


def check(
    text: str,
    notes: str | Notes,
    *,
    scenario: str | None = None,
    now: dt.datetime | None = None,
    settings: Settings | str | Path | None = None,
) -> Report:
    """The guardrails' report on any email text: `.passed`, and `.findings` with rule, place, message and fix.

    Args:
        text: the email as it would be sent; "Subject: ..." as its first line is optional.
        notes: what it must agree with, as for `draft`.
        scenario: the situation; it replaces the one of structured notes.
        now: the moment of writing; the notes' own, else the present.
        settings: of the rules, or an `afterword.toml` with them; followed to the letter.

    Raises:
        BadInput: the notes cannot be used, or name no situation.
        BadConfiguration: there is no such situation, or the settings are not valid.
    """
    brief = respelt_brief(_notes(notes, scenario, now))
    with use(_rules(settings)):
        return check_draft(parse_email(text, brief), brief)


def as_runnable(
    *, model: str = "local", to: str | None = None, seed: int = 0, temperature: float | None = None
) -> Runnable[str | Notes, Outcome]:
    """`draft` as a LangChain Runnable, from notes to an outcome, for chains, `batch`, `ainvoke` and the rest.

    Raises:
        BadConfiguration: no such model.
    """
    from pipeline.runnable import as_runnable as make

    return make(model=model, to=to, seed=seed, temperature=temperature)


def _notes(notes: str | Notes, scenario: str | None, now: dt.datetime | None) -> Notes:
    if isinstance(notes, str):
        intake = read_notes(notes, scenario=scenario, now=now)
        if intake.notes.scenario is None:
            raise BadInput(f"{scenario_question(intake.candidates)} Name it: scenario= one of {', '.join(ScenarioId)}.")
        understood = intake.notes
    else:
        chosen = _scenario(scenario)
        understood = notes.model_copy(update={"scenario": chosen or notes.scenario, "now": now or notes.now})
        if understood.scenario is None:
            raise BadInput(f"{scenario_question()} Name it: scenario= one of {', '.join(ScenarioId)}.")
    if understood.now is None:
        understood = understood.model_copy(update={"now": dt.datetime.now().replace(microsecond=0)})
    return understood


def _scenario(name: str | None) -> ScenarioId | None:
    if name is None:
        return None
    try:
        return ScenarioId(name)
    except ValueError as error:
        raise BadConfiguration(f"There is no situation {name!r}; there are: {', '.join(ScenarioId)}.") from error


def _rules(settings: Settings | str | Path | None) -> Settings:
    if settings is None:
        return house_settings()
    if isinstance(settings, Settings):
        return settings
    from guardrails.settings_file import SettingsError, read_settings

    try:
        return read_settings(Path(settings))
    except SettingsError as error:
        raise BadConfiguration(str(error)) from error
