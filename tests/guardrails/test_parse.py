from __future__ import annotations

import pytest

from guardrails.parse import map_sentences, parse_email
from prompts.brief import Brief, build_brief
from prompts.draft import PARTS
from prompts.notes import Candidate, Fact, FactKind, Notes, Recipient, ScenarioId

BODY = "Thank you for the call. I liked the plan."


@pytest.fixture(scope="module")
def brief() -> Brief:
    return build_brief(
        Notes(
            scenario=ScenarioId.PHONE_INTERVIEW,
            candidate=Candidate(name="Amara Osei"),
            recipients=[Recipient(name="Priya Patel")],
            company="Brightwater",
            role="operations analyst",
            facts=[
                Fact(kind=FactKind.TOPIC, text="moving the night rota from paper to an app"),
                Fact(kind=FactKind.STRENGTH, text="cut downtime from two days to two hours at Kelso"),
                Fact(kind=FactKind.MOTIVATION, text="work closer to the people who use the tools"),
                Fact(kind=FactKind.PRIVATE, text="they pay badly", private=True),
            ],
        )
    )


@pytest.mark.parametrize(
    ("text", "subject", "greeting", "closing", "signature"),
    [
        (f"Subject: Our call\n\nDear Priya,\n\n{BODY}\n\nBest,\nAmara", "Our call", "Dear Priya,", "Best,", "Amara"),
        (f"Hi Priya, {BODY}\n\nKind regards,\nAmara Osei\n+44 20 7946", "", "Hi Priya,", "Kind regards,", "Amara Osei\n+44 20 7946"),
        (f"Dear Ms. Patel:\n{BODY}\nThanks,\nAmara", "", "Dear Ms. Patel:", "Thanks,", "Amara"),
        (f"{BODY}", "", "", "", ""),
        (f"Dear Ms. O'Hara — {BODY}\n\nBest,\nAmara", "", "Dear Ms. O'Hara —", "Best,", "Amara"),
        (f"**Subject:** Hi\n\nDear Priya,\n\n{BODY}\n\nBest,\nAmara", "**Subject:** Hi", "Dear Priya,", "Best,", "Amara"),
        (f"{BODY}\n\nAmara Osei", "", "", "", "Amara Osei"),
        (f"{BODY}\n\n- Amara", "", "", "", "- Amara"),
        (f"Priya,\n\n{BODY}\n\nBest regards, Amara", "", "Priya,", "Best regards,", "Amara"),
        (f"Good morning Priya\n\n{BODY}\n\nCheers\nA.", "", "Good morning Priya", "Cheers", "A."),
        (f"Hello all!\n\n{BODY}\n\nUntil Thursday,\nAmara", "", "Hello all!", "Until Thursday,", "Amara"),
        (f"Hi,\n{BODY}\n\nMany thanks,\n\nAmara\n\nSent from my iPhone", "", "Hi,", "Many thanks,", "Amara\nSent from my iPhone"),
        (f"From: a@b.c\nTo: p@q.r\nSubject: Hello\n\nDear Priya,\n\n{BODY}\n\nBest,\nAmara", "Hello", "Dear Priya,", "Best,", "Amara"),
        (f"Dear Priya,\n\n{BODY}\n\nSincerely,\nAmara Osei\n--\nAnalyst", "", "Dear Priya,", "Sincerely,", "Amara Osei\n--\nAnalyst"),
        (f"Dear Priya,\n\n{BODY}\n\nThanks again,\nBest wishes,\nAmara", "", "Dear Priya,", "Thanks again, Best wishes,", "Amara"),
        (f"Dear Priya,\r\n\r\n{BODY}\r\n\r\nBest,\r\nAmara\r\n", "", "Dear Priya,", "Best,", "Amara"),
        (f"Subject: x\n\nDear Dr. van Berg and all,\n\n{BODY}\n\nBest,\nAmara", "x", "Dear Dr. van Berg and all,", "Best,", "Amara"),
        (f"Dear Hiring Manager,\n\n{BODY}\n\nSincerely,\n\n\nGareth Beeston", "", "Dear Hiring Manager,", "Sincerely,", "Gareth Beeston"),
        (f"Dear Priya,\n\n{BODY}\n\n\nGareth Beeston", "", "Dear Priya,", "", "Gareth Beeston"),
    ],
)  # fmt: skip
def test_an_email_is_taken_apart(text: str, subject: str, greeting: str, closing: str, signature: str, brief: Brief) -> None:
    draft = parse_email(text, brief)
    assert (draft.subject, draft.greeting, draft.closing, draft.signature) == (subject, greeting, closing, signature)
    assert [sentence.text for sentence in draft.sentences] == ["Thank you for the call.", "I liked the plan."]


def test_quoted_mail_and_its_introduction_go_to_the_signature(brief: Brief) -> None:
    draft = parse_email(f"Hi Priya,\n\n{BODY}\n\nBest,\nAmara\n\nOn Tue, 3 May, Priya Patel wrote:\n> Dear Amara,\n> see you", brief)
    assert draft.body == BODY
    assert draft.signature == "Amara\nOn Tue, 3 May, Priya Patel wrote:\n> Dear Amara,\n> see you"


def test_postscript_becomes_the_last_paragraph(brief: Brief) -> None:
    draft = parse_email(f"Hi Priya,\n\n{BODY}\n\nBest,\nAmara\n\nP.S. The map is on its way.", brief)
    assert draft.paragraph_texts[-1] == "P.S. The map is on its way."
    assert draft.signature == "Amara"


def test_words_before_the_subject_line_are_judged_as_body(brief: Brief) -> None:
    draft = parse_email(f"Sure! Here is your email:\n\nSubject: Our call\n\nDear Priya,\n\n{BODY}\n\nBest,\nAmara", brief)
    assert draft.subject == "Our call"
    assert draft.greeting == "Dear Priya,"
    assert draft.paragraph_texts[0] == "Sure! Here is your email:"


def test_single_line_breaks_part_paragraphs_where_no_empty_line_does(brief: Brief) -> None:
    draft = parse_email("Hi Priya,\nThank you for the call.\nI liked the plan.\nBest,\nAmara", brief)
    assert draft.paragraph_texts == ["Thank you for the call.", "I liked the plan."]


def test_hard_wrapped_lines_make_one_paragraph(brief: Brief) -> None:
    text = "Hi Priya,\n\nThank you for the call on Tuesday, which I liked\nvery much, and for the plan of the\nyard.\n\nBest,\nAmara"
    assert parse_email(text, brief).paragraph_texts == [
        "Thank you for the call on Tuesday, which I liked very much, and for the plan of the yard."
    ]


def test_thanks_in_prose_is_no_closing(brief: Brief) -> None:
    draft = parse_email("Hi Priya,\n\nThanks for the call.\n\nThank you, Priya.", brief)
    assert draft.closing == ""
    assert draft.body == "Thanks for the call.\n\nThank you, Priya."


def test_header_after_the_greeting_is_kept_for_the_checks(brief: Brief) -> None:
    assert "Bcc: x@y.z" in parse_email(f"Dear Priya,\n\n{BODY}\n\nBcc: x@y.z\n\nBest,\nAmara", brief).body


@pytest.mark.parametrize("text", ["", " \n\t\n", "Hi", "Best,", ">", "Subject:", "--", "P.S. x", "Best, Amara"])
def test_scraps_are_parsed_without_loss(text: str, brief: Brief) -> None:
    draft = parse_email(text, brief)
    kept = "".join(draft.part(part) for part in PARTS)
    assert "".join(kept.split()) == "".join(text.removeprefix("Subject:").split())


@pytest.mark.parametrize(
    ("text", "facts", "kind", "move"),
    [
        ("Thank you for the call on Tuesday.", (), "courtesy", "thank"),
        ("I keep thinking about moving the night rota from paper to an app.", ("f1",), "fact", "recall"),
        ("The switch of your rota to an app has stayed with me.", ("f1",), "fact", "recall"),
        ("At Kelso I cut the downtime from two days to two hours.", ("f2",), "fact", "strengthen"),
        ("I want to work closer to the people using the tools.", ("f3",), "fact", "motivate"),
        ("I would move the rota to the app one ward at a time.", ("f1",), "stance", "step"),
        ("I hope to meet you in person.", (), "courtesy", "meet"),
        ("The weather was fine.", (), "courtesy", None),
        ("They pay badly.", (), "courtesy", None),
    ],
)
def test_sentence_is_mapped_to_facts_kind_and_move(text: str, facts: tuple[str, ...], kind: str, move: str | None, brief: Brief) -> None:
    draft = parse_email(f"Thank you, Priya.\n\n{text}\n\nI hope to meet you.\n\nBest,\nAmara", brief)
    sentence = next(item for item in draft.sentences if item.text == text)
    assert (sentence.facts, sentence.kind) == (facts, kind)
    if move:
        assert sentence.move == move


def test_header_names_are_marked(brief: Brief) -> None:
    draft = parse_email("Thank you for the call about the operations analyst role at Brightwater.", brief)
    assert draft.sentences[0].facts == ("company", "role")


def test_mapping_keeps_the_texts(brief: Brief) -> None:
    draft = parse_email(f"Dear Priya,\n\n{BODY}", brief)
    assert map_sentences(draft, brief) == draft


@pytest.mark.parametrize("header", ["Cc: boss@rival.example", "Bcc: boss@rival.example", "From: Ruth <ruth@rival.example>"])
def test_header_line_below_the_subject_of_a_draft_stays_to_be_seen(header: str, brief: Brief) -> None:
    text = f"Subject: Thank you\n{header}\n\nThank you for the call.\n"
    assert header in parse_email(text, brief).body
