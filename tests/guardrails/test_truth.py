"""Identity, grounding and privacy together on whole emails: the good ones pass, every planted defect is named."""

from __future__ import annotations

import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from guardrails.findings import Finding
from guardrails.grounding import check_grounding
from guardrails.identity import check_identity
from guardrails.privacy import check_privacy
from prompts.brief import Brief
from prompts.draft import Draft, Sentence
from tests.guardrails.truth_cases import DATA, Case, Defect, draft_of, load_cases, load_defects

FILES = ("seen", "held", "fresh")
CASES = [case for name in FILES for case in load_cases(name)]
DEFECTS = [defect for name in FILES for defect in load_defects(name)]
SENTENCES = yaml.safe_load((DATA / "sentences.yaml").read_text("utf-8"))
#: Defects that are only warned of, or not seen: a plausible word in place of another.
MISSED = {"decline_lawyer_us-1-GND-invention", "held_devops_us-3-PRV-leverage"}
RULES = set(yaml.safe_load((DATA.parents[3] / "guardrails" / "data" / "rules_gnd.yaml").read_text("utf-8")))
_ANCHOR = "I hope that we can meet in person soon."


def judge(draft: Draft, brief: Brief) -> list[Finding]:
    return [*check_identity(draft, brief), *check_grounding(draft, brief), *check_privacy(draft, brief)]


def errors_of(email: str, brief: Brief) -> set[str]:
    return {finding.rule for finding in judge(draft_of(email), brief) if finding.severity == "error"}


def test_there_are_thirty_good_emails_and_defects_for_every_rule() -> None:
    assert len(CASES) >= 30
    assert len(DEFECTS) >= 120
    planted = {rule for defect in DEFECTS for rule in defect.rules} | {rule for _, rules in SENTENCES["bad"] for rule in rules}
    assert planted == RULES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_good_email_raises_no_error(case: Case) -> None:
    assert errors_of(case.email, case.brief) == set()


@pytest.mark.parametrize(
    "defect", [pytest.param(d, id=d.id, marks=[pytest.mark.xfail(strict=True)] if d.id in MISSED else []) for d in DEFECTS]
)
def test_planted_defect_is_named_by_its_rule(defect: Defect) -> None:
    assert errors_of(defect.email, defect.case.brief) & set(defect.rules)


@pytest.mark.parametrize("sentence", SENTENCES["good"])
def test_stance_courtesy_and_paraphrase_raise_no_error(sentence: str) -> None:
    case = CASES[0]
    assert errors_of(case.email.replace(_ANCHOR, f"{sentence} {_ANCHOR}"), case.brief) == set()


@pytest.mark.parametrize(("sentence", "rules"), SENTENCES["bad"], ids=[sentence for sentence, _ in SENTENCES["bad"]])
def test_one_invented_sentence_is_named(sentence: str, rules: list[str]) -> None:
    case = CASES[0]
    assert errors_of(case.email.replace(_ANCHOR, f"{sentence} {_ANCHOR}"), case.brief) & set(rules)


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.id)
def test_findings_point_into_their_part(defect: Defect) -> None:
    draft = draft_of(defect.email)
    for finding in judge(draft, defect.case.brief):
        assert finding.rule in RULES
        assert 0 <= finding.start <= finding.end <= len(draft.part(finding.where))
        assert finding.message
        assert finding.fix


_PIECES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["Dear ", "Mr", "£45k", "30/2", "31.02.2026", "I have ", "your ", "you said ", "attached", "99999999999999999999 years",
         "Núñez", "a\u0301", "\u202e", "Feb 31", "http://", "@", "twenty-", "I'", "'s", "next Tuesday", "o'clock", "25:61"]
    ),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, min_size=1, max_size=8), st.integers(0, len(CASES) - 1))
def test_no_text_makes_a_check_raise(pieces: list[str], index: int) -> None:
    text = " ".join(pieces)
    draft = Draft(subject=text, greeting=text, paragraphs=((Sentence(text=text), Sentence(text=text)),), closing=text, signature=text)
    for finding in judge(draft, CASES[index].brief):
        assert 0 <= finding.start <= finding.end <= len(draft.part(finding.where))


@pytest.mark.parametrize("unit", ["A ", "1,", "you ", "Zed-", "I have ", "twenty ", "http://", "Thank you for the tour. "])
def test_long_text_is_judged_in_linear_time(unit: str) -> None:
    text = (unit * 100_000)[:100_000]
    draft = Draft(paragraphs=((Sentence(text=text),),), signature="Amara Osei", greeting="Dear Ms Patel,")
    start = time.process_time()
    judge(draft, CASES[0].brief)
    assert time.process_time() - start < 6.0
