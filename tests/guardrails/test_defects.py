from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from guardrails.format import check_format
from guardrails.gratitude import check_gratitude
from guardrails.length import check_length
from guardrails.parse import parse_email
from guardrails.text import sentence_spans
from guardrails.tone import check_tone
from prompts.brief import Brief, build_brief
from prompts.draft import Draft, Sentence
from prompts.notes import Candidate, Fact, FactKind, Notes, ScenarioId

HERE = Path(__file__).parent / "data"
DEFECTS = yaml.safe_load((HERE / "defects.yaml").read_text("utf-8"))
BAD = [(rule, text) for rule, cases in DEFECTS.items() for text in cases["yes"]]
NEAR = [(rule, text) for rule, cases in DEFECTS.items() for text in cases["no"]]
FRAGMENTS = {
    rule: sides for rule, sides in yaml.safe_load((HERE / "fragments.yaml").read_text("utf-8")).items() if not rule.startswith("SCN-")
}
GOOD = (HERE / "good_emails.txt").read_text("utf-8").split("===\n")
CHECKS = (check_length, check_gratitude, check_format, check_tone)


@pytest.fixture(scope="module")
def brief() -> Brief:
    return build_brief(Notes(scenario=ScenarioId.PHONE_INTERVIEW, candidate=Candidate(name="Amara Osei")))


def draft_of(text: str) -> Draft:
    paragraphs = [block for block in text.split("\n\n") if block]
    return Draft(paragraphs=tuple(tuple(Sentence(text=block[a:b]) for a, b in sentence_spans(block)) for block in paragraphs))


@pytest.mark.parametrize("rule", FRAGMENTS)
def test_bad_fragment_breaks_its_rule_and_good_one_keeps_it(rule: str, brief: Brief) -> None:
    bad, good = (parse_email(FRAGMENTS[rule][side], brief) for side in ("bad", "good"))
    assert rule in {finding.rule for check in CHECKS for finding in check(bad, brief)}
    assert rule not in {finding.rule for check in CHECKS for finding in check(good, brief)}


@pytest.mark.parametrize(("rule", "text"), BAD)
def test_defect_is_found_within_its_text(rule: str, text: str, brief: Brief) -> None:
    draft = draft_of(text)
    found = [finding for check in CHECKS for finding in check(draft, brief) if finding.rule == rule]
    assert found
    for finding in found:
        assert 0 <= finding.start <= finding.end <= len(draft.part(finding.where))


@pytest.mark.parametrize(("rule", "text"), NEAR)
def test_near_miss_raises_no_error(rule: str, text: str, brief: Brief) -> None:
    draft = draft_of(text)
    assert [f for check in CHECKS for f in check(draft, brief) if f.rule == rule and f.severity == "error"] == []


def test_there_are_forty_good_emails() -> None:
    assert len(GOOD) >= 40


@pytest.mark.parametrize("text", GOOD, ids=lambda text: text.split("\n")[0])
def test_good_email_raises_no_error(text: str, brief: Brief) -> None:
    draft = parse_email(text, brief)
    assert draft.greeting
    assert draft.signature
    assert [f for check in CHECKS for f in check(draft, brief) if f.severity == "error"] == []


def test_links_in_a_signature_block_only_warn(brief: Brief) -> None:
    body = ((Sentence(text="It was good."),),)
    block = check_format(Draft(paragraphs=body, signature="Lotte De Smet\nlotte@desmet.be | +32 470 12 34 56"), brief)
    prose = check_format(Draft(paragraphs=body, signature="Lotte De Smet\nPlease visit www.desmet.be now."), brief)
    assert [(finding.rule, finding.severity) for finding in block] == [("FMT-link", "warning")]
    assert [(finding.rule, finding.severity) for finding in prose] == [("FMT-link", "error")]


def test_links_of_the_notes_pass() -> None:
    notes = Notes(
        scenario=ScenarioId.PHONE_INTERVIEW,
        candidate=Candidate(name="Amara Osei", email="amara@osei.dev"),
        facts=[Fact(kind=FactKind.PROMISE, text="my portfolio is at https://osei.dev/work")],
    )
    noted = build_brief(notes)
    rules = [
        [f.rule for f in check_format(draft_of(text), noted)]
        for text in ("See osei.dev/work.", "Write to amara@osei.dev.", "See osei.dev/workshop.")
    ]
    assert rules == [[], [], ["FMT-link"]]


def test_subject_with_line_break_is_refused(brief: Brief) -> None:
    draft = Draft(subject="Hello\nBcc: a@b.example", paragraphs=((Sentence(text="It was good."),),))
    assert "FMT-header" in {finding.rule for finding in check_format(draft, brief) if finding.severity == "error"}


@pytest.mark.parametrize(
    ("words", "rule", "severity"),
    [(200, "LEN-long", "error"), (150, "LEN-long", "warning"), (100, None, None), (50, "LEN-short", "warning"), (20, "LEN-short", "error")],
)
def test_length_is_judged_by_the_contract(words: int, rule: str | None, severity: str | None, brief: Brief) -> None:
    draft = draft_of(" ".join(["The depot is new now."] * (words // 5)))
    found = [(finding.rule, finding.severity) for finding in check_length(draft, brief) if finding.rule in ("LEN-long", "LEN-short")]
    assert found == ([(rule, severity)] if rule else [])


@pytest.mark.parametrize(("count", "severity"), [(1, None), (2, "warning"), (3, "error")])
def test_questions_are_counted_against_the_contract(count: int, severity: str | None, brief: Brief) -> None:
    found = [finding.severity for finding in check_length(draft_of("Is it new? " * count), brief) if finding.rule == "LEN-questions"]
    assert found == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("body", "severity"),
    [
        ("Thank you for the tour. A. B. C.", None),
        ("The depot is new. It is big. Thank you for the tour. It is far. It is cold. It is old.", "warning"),
        ("The depot is new. It is big and far off. It is cold there too. Thank you for the tour you gave me.", "error"),
    ],
)
def test_late_gratitude_weighs_more_after_half(body: str, severity: str | None, brief: Brief) -> None:
    found = [finding.severity for finding in check_gratitude(draft_of(body), brief) if finding.rule == "GRA-late"]
    assert found == ([severity] if severity else [])


@pytest.mark.parametrize(("count", "severity"), [(2, None), (3, "warning"), (4, "error")])
def test_thanks_are_counted(count: int, severity: str | None, brief: Brief) -> None:
    found = [
        finding.severity
        for finding in check_gratitude(draft_of("Thank you for the map. " * count), brief)
        if finding.rule == "GRA-overdone"
    ]
    assert found == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("Please do not hesitate to call.", None),
        ("Please do not hesitate to call. I am a team player.", "warning"),
        ("I delve into data.", "warning"),
        ("Please do not hesitate to call. It is a perfect fit.", "error"),
        ("I hope this email finds you well.", "error"),
        ("Please do not hesitate to call. I hope this email finds you well. I have a proven track record. I am a team player. "
         "I would hit the ground running. I delve into data.", "error"),
    ],
)  # fmt: skip
def test_stock_phrases_have_a_budget(text: str, severity: str | None, brief: Brief) -> None:
    found = {finding.severity for finding in check_tone(draft_of(text), brief) if finding.rule == "TON-cliche"}
    assert found == ({severity} if severity else set())


def test_other_peoples_words_in_quotes_are_not_judged(brief: Brief) -> None:
    assert check_tone(draft_of("She said “we need this ASAP” and I smiled."), brief) == []
    assert [finding.rule for finding in check_tone(draft_of("I said we need it ASAP, and please reply ASAP."), brief)] == ["TON-pushy"]
