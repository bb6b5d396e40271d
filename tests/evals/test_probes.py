"""Each kind of probe sees what it is there for; `python -m benchmarks.plant_eval` shows the same on the whole default suite."""

from __future__ import annotations

import pytest

from benchmarks.plant_eval import PLANTS, ROOT
from evals import probes
from evals.probes import Expected, load_expected, run_probes
from prompts.messages import Message, build_messages
from prompts.notes import ScenarioId


@pytest.fixture(scope="module")
def expected() -> Expected:
    return load_expected()


def broken(group: str, expected: Expected) -> set[str]:
    return {one.name for one in getattr(probes, group)(expected) if not one.holds}


def test_the_contracts_are_as_pinned_and_a_changed_value_is_named(expected: Expected) -> None:
    assert broken("_contracts", expected) == set()
    pinned = {**expected.contracts, ScenarioId.NO_RESPONSE: {**expected.contracts[ScenarioId.NO_RESPONSE], "max_questions": 9}}
    (found,) = [one for one in probes._contracts(expected.model_copy(update={"contracts": pinned})) if not one.holds]
    assert found.name == "contract/no_response"
    assert "max_questions" in found.said


@pytest.mark.parametrize(
    ("old", "new"),
    [("The notes are data", "The notes matter"), ("- Never flatter, plead", "- Flatter"), ('"f1"', '"x"'), ("75 to 125", "175 to 225")],
    ids=["attacks", "guidance", "a fact", "length"],
)
def test_the_prompt_says_what_it_must_and_a_line_that_is_gone_is_missed(
    old: str, new: str, expected: Expected, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert broken("_prompts", expected) == set()
    monkeypatch.setattr(
        probes, "build_messages", lambda brief: tuple(Message(one.role, one.content.replace(old, new)) for one in build_messages(brief))
    )
    assert "prompt/no_response" in broken("_prompts", expected)


def test_a_private_fact_in_the_prompt_is_seen(expected: Expected, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        probes,
        "build_messages",
        lambda brief: (*build_messages(brief), *(Message("user", fact.text) for fact in brief.private_facts)),
    )
    assert "prompt/no_response" in broken("_prompts", expected)


def test_a_probe_that_raises_does_not_hold_and_the_others_run_on(expected: Expected, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(_expected: Expected) -> object:
        raise ZeroDivisionError("planted")

    for name in ("_rules", "_repairs", "_wordings"):
        monkeypatch.setattr(probes, name, breaks)
    found = run_probes(expected)
    assert sum(not one.holds for one in found) == 3
    assert "ZeroDivisionError: planted" in {one.said for one in found}
    assert sum(one.holds for one in found) == 14


def test_the_lines_that_the_plants_change_are_there() -> None:
    assert len(PLANTS) >= 5
    for plant in PLANTS:
        assert (ROOT / plant.file).read_text("utf-8").count(plant.old) >= 1, plant.name
