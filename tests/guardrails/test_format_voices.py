from __future__ import annotations

import time

import pytest

from guardrails.findings import Finding
from guardrails.format import check_format
from guardrails.grounding import check_grounding
from guardrails.language import check_language
from guardrails.parse import parse_email
from prompts.brief import Brief, build_brief
from prompts.draft import Draft, Sentence
from prompts.notes import Candidate, Fact, FactKind, Notes, Recipient, ScenarioId

BRIEF = build_brief(
    Notes(
        scenario=ScenarioId.PHONE_INTERVIEW,
        candidate=Candidate(name="Amara Osei"),
        recipients=[Recipient(name="Ruth Patel", title="Ms")],
        facts=[
            Fact(kind=FactKind.TOPIC, text="the loading plan"),
            Fact(kind=FactKind.PROMISE, text="the case study at https://amara.example/plan"),
            Fact(kind=FactKind.STRENGTH, text="eight seasons at Sahyadri Seeds, then Plan B"),
        ],
    )
)


def findings(body: str, brief: Brief = BRIEF) -> list[Finding]:
    draft = parse_email(f"Subject: Thank you\n\nDear Ms Patel,\n\n{body}\n\nBest regards,\nAmara Osei\n", brief)
    return [one for run in (check_format, check_language, check_grounding) for one in run(draft, brief) if one.severity == "error"]


def errors(body: str) -> set[str]:
    return {one.rule for one in findings(body)}


@pytest.mark.parametrize(
    "body",
    [
        "Thank you for the call. The case study is here, as promised: https://amara.example/plan",
        "Thank you for the call. Here it is: amara.example/plan\n\nI hope we can meet.",
        "Thank you. May I know where it stands?",
        "Thank you for the loading plan, Plan B. May I ask one thing?",
        "Thank you for the call.\n\nP.S. Thank you for the map too.",
        "Thank you for the call.\n\nPS: The map helped.",
        "Thank you. At Sahyadri Seeds I counted for eight seasons.",
        "Thank you. I learned it at Sahyadri.",
        'Thank you, and "il faut cultiver notre jardin" is a good rule for a loading plan.',
        "Thank you for the loading plan. The trick is that everyone knows it.",
        "Thank you. I suggest that everyone stay for the plan.",
        "Thank you. I believe that that plan is a good one.",
        "Thank you. What it was was a good loading plan.",
    ],
)
def test_sound_line_of_a_good_email_passes(body: str) -> None:
    assert findings(body) == []


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("Thank you for the call. The case study is", "FMT-incomplete"),
        ("Thank you for the call.I liked the plan.", "LNG-punctuation"),
        ("Thank you for the plan,and for the call.", "LNG-punctuation"),
        ("Thank you. At Sahyadri Foods I counted for eight seasons.", "GND-name"),
        ("Thank you. Cependant, il ne serait pas juste de vous répondre trop vite.", "FMT-language"),
        ("Thank you. Vielen Dank für das freundliche Gespräch am Dienstag.", "FMT-language"),
        ("Thank you. Muchas gracias por su tiempo y por la charla.", "FMT-language"),
        ("Thank you.\n\nLet me know if you would like a shorter or more formal version of this email.", "FMT-chatter"),
        ("Thank you.\n\nI can also make it shorter.", "FMT-chatter"),
        ("Thank you. I finished a semster there.", "LNG-spelling"),
        ("Thank you. The passangers were kind.", "LNG-spelling"),
        ("Thank you. It felt like an eternety.", "LNG-spelling"),
        ("Thank you for a room where everything depend on one calm voice.", "LNG-grammar"),
        ("Thank you. I gladly accept you're offer.", "LNG-confused"),
        ("Thank you. You will have my answer by than.", "LNG-confused"),
        ("Thank you. I look forward to hear from you.", "LNG-grammar"),
        ("Thank you. I am delighted to except the role.", "LNG-confused"),
        ("Thank you. The plan that that you described is a good one.", "LNG-repeated"),
        ("Thank you. The plan was was a good one.", "LNG-repeated"),
    ],
)
def test_slip_is_refused_by_its_rule(body: str, rule: str) -> None:
    assert rule in errors(body)


@pytest.mark.parametrize(
    "word",
    [
        *("rostering", "flexitime", "pierogi", "graphene", "fulfillment", "laborers", "carburetor", "archeology"),
        *("luminaires", "interfacing", "limewashed", "mentees", "autolyse", "bakkies", "photovoltaics", "midline"),
    ],
)
def test_trade_word_or_other_dialect_is_no_misspelling(word: str) -> None:
    assert "LNG-spelling" not in errors(f"Thank you. I would like to learn about {word} from you.")


@pytest.mark.parametrize(
    "sentence",
    [
        "I would begin with the the drivers. ",
        "I would definately begin,with the plan.Then rest. ",
        "my favorite favourite colour is the the plan ",
    ],
    ids=["doubled", "typos", "dialects"],
)
def test_language_of_a_hundred_kilobytes_takes_less_than_a_second(sentence: str) -> None:
    text = (sentence * 4000)[:100_000]
    draft = Draft(greeting="Dear Ms Patel,", paragraphs=((Sentence(text=text),),), closing="Best,", signature="Amara Osei")
    check_language(draft, BRIEF)
    start = time.process_time()
    check_language(draft, BRIEF)
    assert time.process_time() - start < 1
