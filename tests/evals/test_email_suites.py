"""The suites of emails: what they hold, in which order, and how a panel and the article's examples come in."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.email_suites import EvalCase, case_of_reference, load_suite
from evals.references import load_references
from pipeline.errors import BadInput
from prompts.notes import ScenarioId

ONE = """\
- id: phone-lift
  hand: a lift fitter
  why: the least there can be
  kinds: [full]
  now: 2026-05-14T09:00
  notes: |
    phone 13 may, Ewa Sikora, service head at Silesia Lifts, job: lift fitter
    their line 4 stops 30 times a month, mine in Gliwice went from 12 to 2
    Jacek Brol
  must:
    - [line 4]
"""


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


@pytest.mark.parametrize("suite", ["cases", "perturb"])
def test_open_and_held_back_cases_make_up_the_suite_and_share_none(suite: str, tmp_path: Path) -> None:
    for folder, name in (("", "open"), ("held/", "held")):
        path = tmp_path / "phone_interview" / folder / "a.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(ONE.replace("phone-lift", f"phone-{name}"), "utf-8")
    both, opened, held = (load_suite(suite, path=tmp_path, part=part) for part in ("both", "open", "held"))
    assert {case.id for case in both} == {case.id for case in opened} | {case.id for case in held}
    assert all(case.id.startswith("phone-held") and case.held for case in held)
    assert all(case.id.startswith("phone-open") and not case.held for case in opened)
    assert opened
    assert held


def test_a_part_without_a_case_is_refused() -> None:
    with pytest.raises(BadInput, match="no case in the held part"):
        load_suite("references", part="held")


def test_an_example_of_the_article_without_company_or_role_may_be_asked_about() -> None:
    ours = load_references()[ScenarioId.ACCEPT_OFFER]
    bare = ours.model_copy(update={"notes": ours.notes.model_copy(update={"role": None})})
    assert case_of_reference(ours, prefix="article").expect == "email"
    assert case_of_reference(bare, prefix="article").expect == "either"
    assert case_of_reference(bare).expect == "email"
    assert not case_of_reference(ours, prefix="article").of_reference
