"""What the page is told of an email."""

from __future__ import annotations

import pytest

from afterword import read_notes
from afterword.web.papers import sources_of
from afterword.web.views import letter_view
from guardrails.findings import Finding, Report
from guardrails.parse import parse_email
from prompts.brief import build_brief
from tests.web.serving import NOTES

TEXT = "Subject: The call\n\nDear Nadia,\n\nThank you for the call.\n\nBest regards,\nTom Baker"


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        pytest.param(
            "'2k' gives away the private note 'f4'.",
            "'2k' gives away the private note “(don't mention: pay is 2k below what I earn now)”.",
            id="a private note",
        ),
        pytest.param(
            "'80' stands where the notes (f2) have '60'.",
            "'80' stands where the notes (“I planned rotas for 60 drivers at Corran Freight”) have '60'.",
            id="a public note",
        ),
        pytest.param(
            "'a' stands where the notes (f5) have 'b'.",
            "'a' stands where the notes (“" + "long " * 19 + "…”) have 'b'.",
            id="a long note is cut",
        ),
        pytest.param("the private note 'f9'", "the private note 'f9'", id="no such note"),
        pytest.param("'f2' is not in the notes.", "'f2' is not in the notes.", id="a word of the email"),
    ],
)
def test_a_finding_names_a_note_by_its_words(message: str, shown: str) -> None:
    notes = read_notes(NOTES).notes
    notes = notes.model_copy(update={"facts": [*notes.facts, notes.facts[0].model_copy(update={"id": "f5", "text": "long " * 40})]})
    brief = build_brief(notes)
    draft = parse_email(TEXT, brief)
    report = Report((Finding("GND-number", "error", "body", 0, 5, message, "Leave it out."),))
    view = letter_view(TEXT, draft, brief, report, sources_of(draft, brief))
    found = view["findings"]
    assert isinstance(found, list)
    assert found[0]["message"] == shown
    assert report.findings[0].message == message
