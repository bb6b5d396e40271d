from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from guardrails.gratitude import check_gratitude, has_gratitude
from guardrails.scenario import check_scenario
from guardrails.tone import check_tone
from prompts.brief import Brief, build_brief
from prompts.draft import Draft, Sentence
from prompts.notes import Fact, FactKind, Notes, ScenarioId

DATA = Path(__file__).parent / "data"
INNOCENT: dict[str, list[str]] = yaml.safe_load((DATA / "innocent.yaml").read_text("utf-8"))
OPENERS: dict[str, list[str]] = yaml.safe_load((DATA / "gratitude_openers.yaml").read_text("utf-8"))["openers"]


def brief_for(scenario: ScenarioId, *facts: tuple[FactKind, str]) -> Brief:
    noted = [Fact(kind=kind, text=text) for kind, text in facts]
    return build_brief(Notes(scenario=scenario, company="Corran Dairy", role="night planner", facts=noted))


def draft_of(*texts: str) -> Draft:
    return Draft(paragraphs=(tuple(Sentence(text=text) for text in texts),))


def refusals(brief: Brief, *texts: str) -> set[str]:
    findings = check_scenario(draft_of(*texts), brief) + check_tone(draft_of(*texts), brief)
    return {finding.rule for finding in findings if finding.severity == "error" and finding.start < finding.end}


@pytest.mark.parametrize("scenario", list(INNOCENT))
def test_sentence_of_a_good_email_trips_nothing_its_situation_forbids(scenario: str) -> None:
    weak = (FactKind.CORRECTION, "the answer on late lorries") if scenario == "bad_interview" else (FactKind.RAPPORT, "the dog at the gate")
    brief = brief_for(ScenarioId(scenario), weak)
    wrong = {text: rules for text in INNOCENT[scenario] if (rules := refusals(brief, text) - {"SCN-ambiguous"})}
    assert len(INNOCENT[scenario]) > 20
    assert wrong == {}


@pytest.mark.parametrize("text", OPENERS["yes"])
def test_gratitude_is_seen_in_any_wording(text: str) -> None:
    assert has_gratitude(text)


@pytest.mark.parametrize("text", OPENERS["no"])
def test_an_opening_that_only_tells_is_no_gratitude(text: str) -> None:
    assert not has_gratitude(text)


def test_a_pleasant_word_about_a_thing_late_in_the_email_is_no_thanks() -> None:
    brief = brief_for(ScenarioId.PHONE_INTERVIEW)
    told = ("We spoke on Tuesday.", "You asked about the gate.", "I would begin with the drivers.", "The map is mine.")
    late = "You have given the library the best room in the school."
    assert [finding.rule for finding in check_gratitude(draft_of(*told, late), brief)] == ["GRA-missing"]
    assert check_gratitude(draft_of("It was a good hour at the dairy on Tuesday.", *told[1:]), brief) == []


def test_an_answer_owed_elsewhere_is_no_request_for_time() -> None:
    brief = brief_for(ScenarioId.NO_RESPONSE, (FactKind.DEADLINE, "Friday 21 August"))
    assert "SCN-not-asks-time" not in refusals(brief, "I need to give my own answer by Friday 21 August.")
    assert "SCN-not-asks-time" in refusals(brief, "I would like a few days to think it over.")


def test_words_of_reproach_are_blame_only_after_a_silence_and_off_the_facts() -> None:
    late = brief_for(ScenarioId.NO_RESPONSE, (FactKind.TOPIC, "patients who wait in silence in the corridor"))
    assert "SCN-not-blame" in refusals(late, "So much for Friday.")
    assert "SCN-not-blame" not in refusals(late, "The silence of patients who wait in the corridor has stayed with me.")
    assert "SCN-not-blame" not in refusals(brief_for(ScenarioId.PHONE_INTERVIEW), "So much for Friday.")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("My answer wandered, as did the one about the computers.", True),
        ("My sums were shaky, too.", False),
        ("I went through my portfolio too fast and left out the tests.", False),
    ],
    ids=["two-in-one-sentence", "one-alone", "too-fast-is-no-second"],
)
def test_a_second_weak_point_counts_inside_one_sentence(text: str, count: bool) -> None:
    brief = brief_for(ScenarioId.BAD_INTERVIEW, (FactKind.CORRECTION, "the answer on late lorries"))
    assert ("SCN-max-weak-point" in refusals(brief, text)) is count


def test_another_day_of_the_same_month_is_not_the_promised_one() -> None:
    brief = brief_for(ScenarioId.NO_RESPONSE, (FactKind.TIMELINE, "an answer by 20 March"))
    rules = {finding.rule for finding in check_scenario(draft_of("I am glad that you showed me the fence on 10 March."), brief)}
    assert "SCN-names-promised-date" in rules
    rules = {finding.rule for finding in check_scenario(draft_of("You hoped to know by 20 March."), brief)}
    assert "SCN-names-promised-date" not in rules
