from __future__ import annotations

from guardrails.sources import find_sources
from prompts.brief import build_brief
from prompts.draft import Draft, Sentence
from prompts.notes import Fact, FactKind, Notes, ScenarioId, Span

SOURCE = "Call w/ Brightwater. close takes 9 days; cut it to 4 at Kelso. (don't mention: chaotic)"
TOPIC = Fact(kind=FactKind.TOPIC, text="close takes 9 days", span=Span(start=21, end=39))
STRENGTH = Fact(kind=FactKind.STRENGTH, text="cut it to 4 at Kelso")
SECRET = Fact(kind=FactKind.PRIVATE, text="chaotic kitchen")


def sources(text: str) -> list[tuple[str, str, bool]]:
    brief = build_brief(
        Notes(
            scenario=ScenarioId.PHONE_INTERVIEW,
            company="Brightwater",
            source=SOURCE,
            facts=[TOPIC, STRENGTH, SECRET],
            spans={"company": Span(start=8, end=19)},
        )
    )
    (one,) = find_sources(Draft(paragraphs=((Sentence(text=text),),)), brief)
    return [(source.fact, source.quote, source.in_source) for source in one.sources]


def test_fact_with_a_span_is_quoted_from_the_pasted_text() -> None:
    assert sources("Nine days is long for a close.") == [("f1", "close takes 9 days", True)]


def test_fact_without_a_span_is_quoted_from_itself() -> None:
    assert sources("At Kelso I brought it down to four.") == [("f2", "cut it to 4 at Kelso", False)]


def test_header_field_is_a_source_too() -> None:
    assert sources("I would like to work at Brightwater.") == [("company", "Brightwater", True)]


def test_courtesy_and_private_matter_have_no_source() -> None:
    assert sources("Thank you for your time.") == []
    assert sources("The kitchen was chaotic.") == []
