"""`afterword eval` from outside: output, files, exit codes, and what is kept back."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
NOTES = """
- id: {id}
  hand: brisk
  text: |
    Phone interview with Ann Reid at Acme Mills yesterday, role: staff nurse.
    We talked about the new call bell.
    My name is Tom Baker.
  now: 2026-05-13T09:00
  truth:
    scenario: {scenario}
    candidate: Tom Baker
    recipients: [Ann Reid]
    company: Acme Mills
    role: staff nurse
    facts: [{{kind: topic, contains: call bell}}]
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    done = [sys.executable, "-m", "afterword", "eval", *arguments]
    return subprocess.run(done, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, timeout=120)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "held").mkdir()
    (tmp_path / "a.yaml").write_text(NOTES.format(id="read-well", scenario="phone_interview"), encoding="utf-8")
    (tmp_path / "held" / "b.yaml").write_text(NOTES.format(id="read-badly", scenario="accept_offer"), encoding="utf-8")
    return tmp_path


def test_the_parts_are_reported_apart_and_an_unmet_threshold_is_exit_code_one(folder: Path) -> None:
    done = run("--suite", "notes", "--cases", str(folder))
    assert done.returncode == 1, done.stderr
    open_part, held_part = done.stdout.split("Held-back part")
    assert "100.0 % (1 of 1" in open_part
    assert "0.0 % (0 of 1" in held_part
    assert "NOT MET" in done.stdout
    assert run("--suite", "notes", "--cases", str(folder), "--part", "open").returncode == 0


def test_json_and_files_hold_the_same_and_nothing_of_single_held_back_cases(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "report"
    done = run("--suite", "notes", "--cases", str(folder), "--json", "--out", str(out))
    document = json.loads(done.stdout)
    assert document["schema"] == "afterword/eval-notes@1"
    assert set(document["parts"]) == {"open", "held"}
    assert [case["id"] for case in document["cases"]] == ["read-well"]
    assert json.loads((out / "notes.json").read_text("utf-8"))["parts"].keys() == document["parts"].keys()
    assert "Held-back part" in (out / "notes.txt").read_text("utf-8")
    assert "read-badly" not in done.stdout


def test_what_went_wrong_in_the_held_back_part_is_shown_only_when_asked_for(folder: Path) -> None:
    both = run("--suite", "notes", "--cases", str(folder), "--show")
    assert "read-badly" not in both.stdout + both.stderr
    held = run("--suite", "notes", "--cases", str(folder), "--show", "--part", "held")
    assert "read-badly" in held.stdout
    assert "scenario wrong: found 'phone_interview', true 'accept_offer'" in held.stdout


def test_the_guardrails_suite_runs_on_the_projects_own_cases() -> None:
    done = run("--suite", "guardrails", "--json")
    document = json.loads(done.stdout)
    assert done.returncode == (0 if document["passed"] else 1)
    assert {judged["metric"] for judged in document["thresholds"]} == {
        "defects_refused_for_the_right_reason",
        "good_drafts_refused",
        "failures",
    }
    assert document["parts"]["open"]["failures"] == 0
    assert len(document["parts"]["open"]["situations"]) == 7


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--suite", "variety", "--show"], "--show has no meaning for --suite variety"),
        (["--suite", "notes", "--live"], "--live has no meaning for --suite notes"),
        (["--suite", "cases", "--article", "README.md"], "--article has no meaning for --suite cases"),
        (["--model", "phrasbook"], "There is no provider 'phrasbook'. Did you mean phrasebook?"),
        (["--rate", "openai=fast"], "as in --rate openai=60"),
        (["--resume", "no/such/run"], "no/such/run holds no run"),
        (["--resume", "a", "--out", "b"], "leave --out out"),
        (["--resume", "a", "--seeds", "2"], "leave --seeds out"),
        (["--suite", "notes", "--notes", "examples"], "--notes has no meaning for --suite notes"),
        (["--suite", "notes", "--cases", "no/such/folder"], "no/such/folder"),
        (["--suite", "notes", "--cases", "evals/references/accept_offer.yaml"], "case 1: id is missing."),
        (["--suite", "notes", "--cases", "evals/cases/notes/seed", "--part", "held"], "there is no case in the held part"),
    ],
)
def test_wrong_use_is_one_sentence_and_exit_code_two(arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_the_default_suite_runs_reports_and_compares_with_a_baseline(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    done = run("--model", "phrasebook", "--out", str(first))
    assert done.returncode == 0, done.stderr
    assert "7 cases by 1 model" in done.stdout
    assert " probes of rules, prompt, repair and phrases hold." in done.stderr
    assert {path.name for path in first.iterdir()} >= {"run.jsonl", "report.html", "report.md", "report.json", "junit.xml"}
    log = first / "run.jsonl"
    log.write_text(
        log.read_text("utf-8").replace(
            '"name":"facts/recalled","kind":"number","value":0.', '"name":"facts/recalled","kind":"number","value":3.'
        ),
        "utf-8",
    )
    again = run("--model", "phrasebook", "--out", str(second), "--baseline", str(first), "--json")
    assert again.returncode == 1, again.stderr
    document = json.loads(again.stdout)
    assert {(one["scorer"], one["verdict"]) for one in document["changes"]} == {("facts/recalled", "worse")}


def test_a_provider_that_was_never_asked_is_said_to_be_so_and_is_exit_code_three(tmp_path: Path) -> None:
    done = run("--model", "openai:nobody@http://127.0.0.1:9/v1", "--out", str(tmp_path))
    assert done.returncode == 3
    assert "7 of 7 emails failed" in done.stderr
    assert "--live asks for it" in done.stderr
    asked = run("--resume", str(tmp_path), "--live")
    assert asked.returncode == 2
    assert "Not recorded yet: 7 to 21 calls" in asked.stderr
    assert "--yes is the answer" in asked.stderr
