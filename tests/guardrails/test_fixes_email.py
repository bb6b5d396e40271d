from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardrails.check import check
from guardrails.examples import load_examples
from guardrails.fixes_email import fix_email
from guardrails.parse import parse_email
from guardrails.settings import house_settings, use
from prompts.brief import Brief, build_brief
from prompts.notes import Notes, ScenarioId

EXAMPLE = load_examples()[ScenarioId.PHONE_INTERVIEW]
BRIEF = build_brief(EXAMPLE.notes)
GOOD = EXAMPLE.email.text()


def accented() -> tuple[Brief, str]:
    """Notes with names that English keyboards lack, and a good email from them."""
    data = EXAMPLE.notes.model_dump(exclude_defaults=True)
    data |= {"candidate": {"name": "Zoë Wójcik"}, "recipients": [{"name": "José Peña", "role": "head of operations"}]}
    data |= {"company": "Łódź Freight"}
    text = GOOD.replace("Dear Ms Patel,", "Dear José,").replace("Amara Osei", "Zoë Wójcik").replace("this job", "this job at Łódź Freight")
    return build_brief(Notes.model_validate(data)), text


DEFECTS = {
    "bold": ("30 per cent", "**30 per cent**", "FMT-markup"),
    "italics": ("30 per cent", "*30 per cent*", "FMT-markup"),
    "code": ("30 per cent", "`30 per cent`", "FMT-markup"),
    "html": ("30 per cent", "<b>30 per cent</b>", "FMT-markup"),
    "entity": ("a good", "a good", None),
    "escaped break": ("map.\n\nAt", "map.\\n\\nAt", "FMT-markup"),
    "ruler": ("next week.\n", "next week.\n\n---\n", "FMT-markup"),
    "subject in bold": ("Subject: The", "**Subject:** The", "FMT-markup"),
    "emoji after a full stop": ("two years.", "two years. 🎉", "FMT-emoji"),
    "emoji before a full stop": ("two years.", "two years 🎉.", "FMT-emoji"),
    "emoji for a full stop": ("two years.", "two years 😊", "FMT-emoji"),
    "smileys": ("two years. I", "two years. :) ;) I", "FMT-emoji"),
    "zero width": ("lorries", "lor\u200bries", "FMT-control"),
    "bidi": ("lorries", "\u202elorries\u202c", "FMT-control"),
    "soft hyphen": ("lorries", "lor\u00adries", "FMT-control"),
    "look-alike": ("lorries", "lоrries", "FMT-control"),
    "ornamental": ("lorries", "𝐥𝐨𝐫𝐫𝐢𝐞𝐬", "FMT-control"),
    "doubled word": ("the drivers", "the the drivers", "LNG-repeated"),
    "doubled over a line break": ("the drivers", "the\nthe drivers", "LNG-repeated"),
    "chatter above": ("Subject:", "Sure! Here is your follow-up email:\n\nSubject:", "FMT-chatter"),
    "chatter below": ("Amara Osei\n", "Amara Osei\n\nLet me know if you'd like any changes!\n", "FMT-chatter"),
    "word count": ("Kind regards,", "(105 words)\n\nKind regards,", "FMT-chatter"),
    "slip in the greeting": ("Dear Ms Patel,", "Dear Ms Patle,", "IDN-recipient"),
    "slip in the signature": ("\nAmara Osei", "\nAmara Ossei", "IDN-sender"),
    "no greeting": ("Dear Ms Patel,\n\n", "", "IDN-recipient"),
    "no signature": ("\nAmara Osei\n", "\n", "IDN-sender"),
}


@pytest.mark.parametrize(("right", "wrong", "rule"), DEFECTS.values(), ids=DEFECTS)
def test_mechanical_fault_is_mended_to_the_letter(right: str, wrong: str, rule: str | None) -> None:
    text = GOOD.replace(right, wrong, 1)
    fixed = fix_email(text, BRIEF)
    assert (rule in fixed.done) == (rule is not None)
    assert fixed.report.findings == ()
    assert " ".join(fixed.text.split()) == " ".join(GOOD.replace("Dear Ms Patel,", BRIEF.greeting).split())


def test_exclamation_marks_over_the_budget_become_full_stops() -> None:
    fixed = fix_email(GOOD.replace("two years.", "two years!!").replace("lorries.", "lorries!").replace("next week.", "next week!"), BRIEF)
    assert fixed.report.findings == ()
    assert "two years! I" in fixed.text
    assert "lorries. It" in fixed.text
    assert "next week.\n" in fixed.text


def test_double_spaces_go_but_indents_and_quoted_mail_stay() -> None:
    history = "\n> quoted  as  it  came\n"
    fixed = fix_email(GOOD.replace("two years", "two  years") + history, BRIEF)
    assert fixed.text == GOOD + history
    assert fixed.done == ("double spaces",)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("Dear José,", "Dear Jose,"), ("Zoë Wójcik", "Zoe Wojcik"), ("Łódź Freight", "Lodz Freight")],
)
def test_dropped_accents_are_given_back_as_the_notes_have_them(right: str, wrong: str) -> None:
    brief, text = accented()
    assert fix_email(text, brief).text == text
    assert fix_email(text.replace(right, wrong), brief).text == text


FACTS = {
    "another figure": ("30 per cent", "40 per cent"),
    "another person": ("Dear Ms Patel,", "Dear Mr Okonkwo,"),
    "another signer": ("\nAmara Osei", "\nBenjamin Tate"),
    "another company": ("Corran Freight", "Lowther Haulage"),
    "an unknown link": ("two years.", "two years. See www.example.com."),
    "a placeholder": ("Corran Freight", "[Company]"),
    "a plea": ("I want this job", "I desperately need this job"),
    "a repeated sentence": ("next week.", "next week. At Corran Freight I cut loading errors by 30 per cent in two years."),
}


@pytest.mark.parametrize(("right", "wrong"), FACTS.values(), ids=FACTS)
def test_what_takes_judgement_is_left_to_the_writer(right: str, wrong: str) -> None:
    text = GOOD.replace(right, wrong, 1)
    fixed = fix_email(text, BRIEF)
    assert fixed.text == text
    assert fixed.done == ()
    assert fixed.report.errors


def test_good_email_stays_as_it_is_in_every_situation() -> None:
    for situation in load_examples().values():
        text = situation.email.text()
        assert fix_email(text, build_brief(situation.notes)).text == text


def test_chatter_is_kept_where_taking_it_out_would_break_another_rule() -> None:
    end = EXAMPLE.email.paragraphs[1]
    body = f"Thank you for the call on Tuesday and for describing the loading plan.\n\n{end['motive']} {end['hope']}"
    text = f"Dear Ms Patel,\n\n{body}\n\nKind regards,\nAmara Osei\n"
    chatty = text.replace("\n\nKind", "\n\nLet me know if you'd like any changes to this.\n\nKind")
    assert [finding.rule for finding in check(parse_email(text, BRIEF), BRIEF).findings] == ["LEN-short"]
    fixed = fix_email(chatty, BRIEF)
    assert fixed.text == chatty
    assert [finding.rule for finding in fixed.report.findings] == ["FMT-chatter"]


def test_rules_that_are_left_out_are_not_mended() -> None:
    text = GOOD.replace("30 per cent", "**30 per cent**").replace("lorries.", "lorries 🚚.").replace("two years", "two  years")
    with use(replace(house_settings(), select=frozenset({"FMT-emoji"}))):
        fixed = fix_email(text, BRIEF)
    assert fixed.done == ("FMT-emoji",)
    assert "**30 per cent** in two  years" in fixed.text


@given(st.text(alphabet=st.sampled_from("ab I.!?\n*_#\u200b😊<b>`-,'"), max_size=80), st.integers(0, len(GOOD)))
@settings(max_examples=60, deadline=None)
def test_mending_adds_no_finding_and_mending_twice_is_mending_once(noise: str, at: int) -> None:
    text = GOOD[:at] + noise + GOOD[at:]
    before = check(parse_email(text, BRIEF), BRIEF)
    fixed = fix_email(text, BRIEF)
    assert {finding.rule for finding in fixed.report.findings} <= {finding.rule for finding in before.findings}
    assert len(fixed.report.errors) <= len(before.errors)
    assert fix_email(fixed.text, BRIEF).text == fixed.text
