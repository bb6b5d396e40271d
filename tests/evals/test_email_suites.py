"""The suites of emails: what they hold, in which order, and how a panel and the article's examples come in."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.email_suites import EvalCase, load_suite
from pipeline.errors import BadInput
from prompts.notes import ScenarioId


def test_references_are_seven_cases_that_know_their_reference() -> None:
    cases = load_suite("references")
    assert [case.scenario for case in cases] == list(ScenarioId)
    assert all(case.of_reference and case.reference.scenario is case.scenario and case.must for case in cases)


@pytest.mark.parametrize("case", load_suite("references"), ids=lambda case: case.id)
def test_notes_of_a_reference_survive_being_handed_over(case: EvalCase) -> None:
    read, own = case.read(), case.reference.notes
    assert [(fact.kind, fact.text, fact.private) for fact in read.facts] == [(fact.kind, fact.text, fact.private) for fact in own.facts]
    for field in ("candidate", "recipients", "company", "role", "interview", "now", "dialect"):
        assert getattr(read, field) == getattr(own, field)


def test_cases_have_ids_of_their_own_and_panels_are_written_to_one_by_one() -> None:
    cases = load_suite("cases")
    assert len({case.id for case in cases}) == len(cases) >= 84
    panel = [case for case in cases if case.id.startswith("phone-panel-taipei@")]
    assert [case.to for case in panel] == ["Chen Mei-ling", "Ruben Aguilar", "Farah Siddiqui"]
    assert len({case.notes for case in panel}) == 1


def test_private_facts_of_a_structured_case_are_private_when_read() -> None:
    case = next(case for case in load_suite("cases") if case.id == "decline-private-pay-chicago")
    assert {fact.text.split()[0] for fact in case.read().facts if fact.private} == {"61k", "Baxter"}


def test_reading_gives_a_copy_that_may_be_changed() -> None:
    case = load_suite("references")[0]
    case.read().facts.clear()
    assert case.read().facts


def test_unknown_suite_names_the_known_ones() -> None:
    with pytest.raises(BadInput, match="references, cases, perturb"):
        load_suite("refs")


EXAMPLE = "{0}. Example\n\nDear hiring manager,\n\nThank you for talk {0}. I liked it.\n\nI hope we meet.\n\n\nSam Example\n"
ARTICLE = "\n".join(EXAMPLE.format(number) for number in range(1, 8))


def test_article_adds_its_own_seven_to_the_references(tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, "utf-8")
    cases = load_suite("references", article=path)
    assert [case.id for case in cases[7:]] == [f"article-{scenario.value.replace('_', '-')}" for scenario in ScenarioId]
    assert cases[9].reference.draft.body == "Thank you for talk 3. I liked it.\n\nI hope we meet."


@pytest.mark.parametrize("text", ["", ARTICLE.replace("Dear hiring manager", "Dear all", 1)], ids=["empty", "six examples"])
def test_another_text_than_the_article_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "article.txt"
    path.write_text(text, "utf-8")
    with pytest.raises(BadInput, match="example emails were found"):
        load_suite("references", article=path)


def test_missing_article_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        load_suite("references", article=tmp_path / "none.txt")
