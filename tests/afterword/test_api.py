from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest

import afterword
from afterword import check, draft, errors, read_notes
from afterword.errors import AfterwordError, BadConfiguration, BadInput, ProviderFailure
from pipeline import errors as pipeline_errors
from pipeline.config import ModelSettings, OwnProvider
from prompts.notes import Candidate, Notes

ROOT = Path(__file__).parent.parent.parent
FULL = ROOT / "examples" / "notes" / "phone_interview-full.yaml"
TEXT = FULL.read_text("utf-8")
PLAIN = "Talked to Margit Holm of Tarnby Ferries about the rota."


def test_the_public_names_are_these() -> None:
    assert afterword.__all__ == ["as_runnable", "check", "draft", "read_notes"]
    assert set(afterword.__all__) <= set(dir(afterword))
    assert all(callable(getattr(afterword, name)) for name in afterword.__all__)
    with pytest.raises(AttributeError, match="sned"):
        _ = afterword.sned


def test_the_errors_are_those_that_are_raised() -> None:
    for name in errors.__all__:
        assert getattr(errors, name) is getattr(pipeline_errors, name)
        assert issubclass(getattr(errors, name), AfterwordError)


@pytest.mark.parametrize("options", [{}, {"seed": 5}, {"seed": 2, "now": "2026-11-05T09:00"}], ids=["plain", "seed", "now"])
def test_draft_gives_what_the_command_prints(options: dict[str, object]) -> None:
    flags = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    done = subprocess.run(
        [sys.executable, "-m", "afterword", "draft", str(FULL), "--model", "phrasebook", "--json", *flags],
        capture_output=True, text=True, cwd=ROOT, check=True,
    )  # fmt: skip
    now = dt.datetime.fromisoformat(str(options["now"])) if "now" in options else None
    seed = options.get("seed", 0)
    assert isinstance(seed, int)
    made, printed = draft(TEXT, model="phrasebook", now=now, seed=seed).to_json(), json.loads(done.stdout)
    for outcome in (made, printed):
        run = outcome["run"]
        assert isinstance(run, dict)
        del run["seconds"]
    assert json.loads(json.dumps(made)) == printed


def test_notes_read_and_corrected_are_drafted_from() -> None:
    notes = read_notes(TEXT).notes
    assert draft(notes, model="phrasebook").draft == draft(TEXT, model="phrasebook").draft
    renamed = draft(notes.model_copy(update={"candidate": Candidate(name="Ada Byron")}), model="phrasebook").draft
    assert renamed is not None
    assert renamed.signature.startswith("Ada Byron")


def test_the_moment_of_writing_is_the_one_given_else_the_notes_own_else_now() -> None:
    notes = Notes.model_validate({"scenario": "phone_interview", "facts": [{"kind": "topic", "text": "the rota"}]})
    given, own = dt.datetime(2026, 9, 9, 9), dt.datetime(2026, 9, 10, 9)
    assert draft(notes, model="phrasebook", now=given).brief.now == given
    assert draft(notes.model_copy(update={"now": own}), model="phrasebook").brief.now == own
    assert draft(notes.model_copy(update={"now": own}), model="phrasebook", now=given).brief.now == given
    present = draft(notes, model="phrasebook").brief.now
    assert present is not None
    assert abs(present - dt.datetime.now()) < dt.timedelta(minutes=1)
    assert notes.now is None


def test_check_passes_the_draft_and_refuses_another_company() -> None:
    made = draft(TEXT, model="phrasebook").draft
    assert made is not None
    assert check(f"Subject: {made.subject}\n\n{made.text}", TEXT).passed
    bad = check(made.text.replace(f"\n\n{made.closing}", f" I would love to join Globex Corporation.\n\n{made.closing}"), TEXT)
    assert not bad.passed
    assert "Globex" in str(bad.findings)


def test_settings_count_in_a_check_and_never_loosen_truth_in_a_draft(tmp_path: Path) -> None:
    config = tmp_path / "afterword.toml"
    config.write_text('[rules]\nignore = ["LEN", "GND"]\n', encoding="utf-8")
    rules = {finding.rule for finding in check("Dear Margit,\n\nI would love to run your 9317 ships.\n", TEXT).findings}
    assert {"LEN-short", "GND-number"} <= rules
    left = {finding.rule for finding in check("Dear Margit,\n\nI would love to run your 9317 ships.\n", TEXT, settings=config).findings}
    assert not {"LEN-short", "GND-number"} & left
    assert draft(TEXT, model="phrasebook", settings=str(config)).verdict == "send"
    config.write_text('[rules]\nignroe = ["LEN"]\n', encoding="utf-8")
    with pytest.raises(BadConfiguration, match="ignore"):
        draft(TEXT, model="phrasebook", settings=config)


@pytest.mark.parametrize(
    ("options", "kind", "says"),
    [
        ({"scenario": "phone"}, BadConfiguration, "phone_interview"),
        ({"scenario": "accept_offer"}, BadInput, "two situations"),
        ({"model": "opnai:x"}, BadConfiguration, "openai"),
        ({"to": "Zebedee"}, BadInput, "Zebedee"),
        ({"temperature": 2.5}, BadConfiguration, "temperature"),
        ({"settings": "no/such.toml"}, BadConfiguration, "no/such.toml"),
    ],
    ids=["no such situation", "two situations", "no such model", "nobody", "temperature", "no such settings"],
)
def test_what_is_wrong_is_one_of_our_errors(options: dict[str, str], kind: type[AfterwordError], says: str) -> None:
    with pytest.raises(kind, match=says):
        draft(TEXT, **{"model": "phrasebook", **options})  # type: ignore[arg-type]


@pytest.mark.parametrize("notes", [PLAIN, Notes()], ids=["text", "notes"])
def test_notes_without_a_situation_ask_for_it(notes: str | Notes) -> None:
    for call in (lambda: draft(notes, model="phrasebook"), lambda: check("Dear Margit,", notes)):
        with pytest.raises(BadInput, match="scenario= one of phone_interview"):
            call()
    assert draft(notes, model="phrasebook", scenario="phone_interview").brief.contract.id == "phone_interview"


@pytest.mark.parametrize("model", ["local:/no/such.gguf", "openai:x@http://127.0.0.1:9/v1"])
def test_a_model_that_cannot_be_had_raises_unless_the_phrasebook_may_write(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    with pytest.raises(ProviderFailure):
        draft(TEXT, model=model)
    assert draft(TEXT, model=model, fallback=True).verdict == "send"


def test_how_a_model_is_called_can_be_given() -> None:
    with pytest.raises(BadConfiguration, match="mine"):
        draft(TEXT, model="mine:x")
    own = {"mine": OwnProvider(base_url="http://127.0.0.1:9/v1", key_required=False)}
    with pytest.raises(ProviderFailure, match=r"127\.0\.0\.1:9"):
        draft(TEXT, model="mine:x", calls=ModelSettings(own=own, max_calls=1, timeout_s=5))
