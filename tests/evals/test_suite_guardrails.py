"""Running and scoring labelled drafts, with checkers whose answers are known."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

from evals.case_files import Loaded, load_draft_cases
from evals.cases import DraftCase
from evals.report_guardrails import detail_guardrails, render_guardrails
from evals.score_guardrails import GuardrailScore, Row, score_guardrails
from evals.shares import Share
from evals.suite_guardrails import Judged, Labelled, check_text, judge_case, label_drafts, matches
from guardrails.findings import Crash, Finding, Report
from prompts.brief import Brief

CASE = """
- id: one
  voice: brisk
  notes: {candidate: {name: Jo Day}, recipients: [{name: Ann Reid}], company: Acme, role: nurse, now: 2026-05-13T09:00,
          facts: [{kind: topic, text: the call bell}, {kind: topic, text: the pay was 30k}]}
  good: |
    Subject: Nurse

    Dear Ann,

    Thank you for the call.

    Best regards,
    Jo Day
  defects:
    - {kind: wrong-name, rule: IDN, replace: {old: Dear Ann, new: Dear Anne}}
    - {kind: pay, rule: [PRV-pay, GND], replace: {old: the call., new: the 30k.}}
"""


@pytest.fixture
def case(tmp_path: Path) -> Loaded[DraftCase]:
    folder = tmp_path / "phone_interview"
    folder.mkdir()
    (folder / "one.yaml").write_text(CASE, encoding="utf-8")
    (loaded,) = load_draft_cases(tmp_path)
    return loaded


def finding(rule: str, severity: Literal["error", "warning"] = "error") -> Finding:
    return Finding(rule, severity, "body", 0, 1, f"{rule} was seen", "")


def judged(
    expected: str = "",
    *rules: str,
    name: str = "x",
    warns: tuple[str, ...] = (),
    failure: str | None = None,
    scenario: str = "accept_offer",
) -> Judged:
    """A draft as judged: good when nothing is expected, else a defect."""
    draft = Labelled(name, scenario, "brisk", "f.yaml", False, "text", "kind" if expected else None, tuple(expected.split()))
    return Judged(draft, (*map(finding, rules), *(finding(rule, "warning") for rule in warns)), failure)


@pytest.mark.parametrize(
    ("one", "outcome"),
    [
        (judged(), "passed"),
        (judged("", warns=("TON-boast",)), "passed"),
        (judged("", "GND-name"), "refused"),
        (judged("", failure="crashed"), "failed"),
        (judged("IDN-recipient", "IDN-recipient"), "caught"),
        (judged("IDN-recipient", "GND-name", "IDN-recipient"), "caught"),
        (judged("IDN", "IDN-sender"), "caught"),
        (judged("IDN GND-name", "GND-name"), "caught"),
        (judged("IDN-recipient", "IDN-sender"), "other"),
        (judged("GND", "IDN-sender", warns=("GND-claim",)), "other"),
        (judged("GND", warns=("GND-claim",)), "warned"),
        (judged("GND", warns=("TON-boast",)), "missed"),
        (judged("GND"), "missed"),
        (judged("GND", "GND-name", failure="another check crashed"), "failed"),
    ],
)
def test_outcome_of_a_draft(one: Judged, outcome: str) -> None:
    assert one.outcome == outcome


def test_a_family_matches_its_rules_and_a_rule_only_itself() -> None:
    assert matches("SCN-not-condition", ["SCN"])
    assert not matches("SCN-not-condition", ["SCN-not"])
    assert not matches("SCN-accepts", ["SCN-accepts-first"])


def test_each_defect_is_planted_into_the_good_draft(case: Loaded[DraftCase]) -> None:
    good, name, pay = label_drafts(case)
    assert (good.kind, good.expected, good.text) == (None, (), case.case.good)
    assert (name.id, name.expected, name.text) == ("one/wrong-name", ("IDN",), good.text.replace("Dear Ann,", "Dear Anne,"))
    assert (pay.kind, pay.expected, "the 30k." in pay.text) == ("pay", ("PRV-pay", "GND"), True)


def test_the_notes_are_read_as_a_users_file_so_that_pay_is_private(case: Loaded[DraftCase]) -> None:
    seen: list[Brief] = []

    def look(_: str, brief: Brief) -> Report:
        seen.append(brief)
        return Report()

    outcomes = [one.outcome for one in judge_case(case, checker=look)]
    assert outcomes == ["passed", "missed", "missed"]
    assert [fact.text for fact in seen[0].private_facts] == ["the pay was 30k"]


def test_the_real_guardrails_catch_the_wrong_name_and_the_pay(case: Loaded[DraftCase]) -> None:
    _, name, pay = judge_case(case)
    assert (name.outcome, pay.outcome) == ("caught", "caught")
    assert judge_case(case, checker=check_text) == judge_case(case)


def test_a_checker_that_raises_or_could_not_run_is_a_failure_and_no_miss(case: Loaded[DraftCase]) -> None:
    def raises(_: str, __: Brief) -> Report:
        raise RuntimeError("no")

    def crashes(_: str, __: Brief) -> Report:
        return Report((), (Crash("check_tone", "KeyError: x"),))

    assert [one.failure for one in judge_case(case, checker=raises)] == ["RuntimeError: no"] * 3
    assert [one.failure for one in judge_case(case, checker=crashes)] == ["check_tone: KeyError: x"] * 3
    assert score_guardrails(judge_case(case, checker=raises)).metrics == {
        "defects_refused_for_the_right_reason": Share(0, 0),
        "good_drafts_refused": Share(0, 0),
        "failures": 3.0,
    }


@pytest.fixture
def score() -> GuardrailScore:
    return score_guardrails(
        [
            judged(name="g1"),
            judged("", "GND-name", name="g2"),
            judged("", name="g3", scenario="bad_interview"),
            judged("", failure="x", name="g4"),
            judged("IDN-recipient", "IDN-recipient", "GND-name", name="d1"),
            judged("IDN-recipient", "SCN-accepts", name="d2"),
            judged("GND-name IDN", "GND-name", name="d3"),
            judged("GND-name", warns=("GND-name",), name="d4", scenario="bad_interview"),
            judged("GND-name", name="d5"),
            judged("GND-name", failure="x", name="d6"),
        ]
    )


def test_overall_shares_leave_failures_out(score: GuardrailScore) -> None:
    assert score.right == Share(2, 5)
    assert score.refused_good == Share(1, 3)
    assert (score.failures, score.also) == (2, 1)


def test_a_rule_counts_what_was_planted_for_it_and_its_false_alarms(score: GuardrailScore) -> None:
    assert score.rules == (
        Row("GND-name", planted=4, caught=1, warned=1, missed=1, failed=1, good=3, false_alarms=1),
        Row("IDN-recipient", planted=2, caught=1, other=1, good=3),
    )
    assert score.rules[0].recall == Share(1, 3)
    assert score.rules[0].precision == Share(1, 2)


def test_situations_tell_good_from_planted(score: GuardrailScore) -> None:
    assert score.situations == (
        Row("accept_offer", planted=5, caught=2, other=1, missed=1, failed=1, good=2, false_alarms=1),
        Row("bad_interview", planted=1, warned=1, good=1),
    )


def test_confusion_is_by_family(score: GuardrailScore) -> None:
    assert score.confusion == {("IDN", "IDN"): 1, ("IDN", "SCN"): 1, ("GND", "GND"): 1, ("GND", "none"): 2}


def test_all_right_and_all_wrong_score_high_and_low() -> None:
    perfect = score_guardrails([judged(), judged("IDN", "IDN-sender")])
    assert (perfect.right.value, perfect.refused_good.value) == (1.0, 0.0)
    upside_down = score_guardrails([judged("", "IDN-sender"), judged("IDN")])
    assert (upside_down.right.value, upside_down.refused_good.value) == (0.0, 1.0)
    assert score_guardrails([]).right.value is None


def test_the_report_names_every_row_and_the_details_only_what_went_wrong(score: GuardrailScore) -> None:
    text = render_guardrails("Open part", score)
    assert "defects refused for the right reason  40.0 % (2 of 5, " in text
    for row in (*score.rules, *score.kinds, *score.situations):
        assert row.name in text
    details = detail_guardrails(
        [
            judged(name="fine"),
            judged("IDN", "IDN-sender", name="caught-one"),
            judged("IDN", "GND-name", name="bad"),
            judged("", "PRV-pay", name="worse"),
        ]
    )
    assert "fine" not in details
    assert "caught-one" not in details
    assert "GND-name was seen" in details.split("worse")[0]
    assert "PRV-pay was seen" in details.split("worse")[1]
