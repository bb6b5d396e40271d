from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from afterword.mcp_tools import WITHHELD, Desk, answer_check, answer_draft, answer_notes, answer_rule
from pipeline.errors import BadConfiguration, BadInput
from tests.afterword.confidential import NOTES, PRIVATE

DESK = Desk(model="phrasebook")


def test_notes_come_back_structured_with_private_facts_withheld() -> None:
    answer = answer_notes(DESK, NOTES, "")
    notes = answer["notes"]
    assert isinstance(notes, dict)
    assert (notes["company"], notes["recipients"][0]["name"], notes["scenario"]) == ("Tarnby Ferries", "Margit Holm", "phone_interview")
    assert [fact["text"] for fact in notes["facts"]][:2] == [
        "the fault forms of the night shift",
        "I like work where a small fix keeps a ship on time",
    ]
    hidden = {"kind": "private", "text": WITHHELD, "private": True}
    assert notes["facts"][2:] == [{"id": "s", **hidden}, {"id": "o", **hidden}]


ANSWERS: dict[str, Callable[[Desk, str], dict[str, object]]] = {
    "read_notes": lambda desk, notes: answer_notes(desk, notes, ""),
    "draft": lambda desk, notes: answer_draft(desk, notes, ""),
    "check of a hint": lambda desk, notes: answer_check(
        desk, "Dear Margit,\n\nThank you for the call. I heard the pay may rise, and Globex has made me an offer.\n\nInes", notes, ""
    ),
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
@pytest.mark.parametrize("written", [NOTES, NOTES.replace("\n", "\r\n")], ids=["lf", "crlf"])
def test_no_word_of_a_private_fact_is_returned(answer: Callable[[Desk, str], dict[str, object]], written: str) -> None:
    said = json.dumps(answer(DESK, written), ensure_ascii=False).casefold()
    for word in ("84,000", "go up to", "tired of the place", "until friday"):
        assert word not in said


def test_plain_notes_withhold_what_was_said_in_confidence() -> None:
    text = (
        "Phone interview with Margit Holm at Tarnby Ferries on 8 September 2026, reliability engineer.\n"
        "We talked about the fault forms of the night shift.\n"
        "Don't mention: I was let go from Hexham Freight in May.\nInes Aguirre\n"
    )
    said = json.dumps(answer_notes(DESK, text, ""))
    assert "fault forms" in said
    assert "let go from Hexham" not in said
    assert WITHHELD in said
    assert "let go from Hexham" in json.dumps(answer_notes(Desk(model="phrasebook", shows_private=True), text, ""))


def test_the_user_can_let_private_facts_be_shown() -> None:
    notes = answer_notes(Desk(model="phrasebook", shows_private=True), NOTES, "")["notes"]
    assert isinstance(notes, dict)
    assert notes["facts"][2] == {"id": "s", "kind": "private", "text": PRIVATE, "private": True}


def test_draft_gives_the_outcome_of_the_command_line() -> None:
    answer = answer_draft(DESK, NOTES, "", seed=3)
    draft = answer["draft"]
    assert answer["verdict"] == "send"
    assert isinstance(draft, dict)
    assert draft["to"] == ["Margit Holm <margit@tarnby.example>"]
    assert "fault forms" in draft["text"]
    assert answer_draft(DESK, NOTES, "", seed=3)["draft"] == draft
    assert len({str(answer_draft(DESK, NOTES, "", seed=seed)["draft"]) for seed in range(4)}) > 1


def test_a_refused_draft_is_not_shown_but_its_question_is() -> None:
    answer = answer_draft(DESK, "scenario: phone_interview\nfacts:\n  - {kind: topic, text: the rota}\n", "")
    assert (answer["verdict"], answer["draft"], answer["sentences"]) == ("refused", None, [])
    assert answer["questions"]


def test_check_reports_what_is_wrong() -> None:
    good = answer_draft(DESK, NOTES, "")["draft"]
    assert isinstance(good, dict)
    assert answer_check(DESK, f"Subject: {good['subject']}\n\n{good['text']}", NOTES, "")["passed"] is True
    bad = answer_check(DESK, good["text"].replace("Margit", "Birgit"), NOTES, "")
    assert bad["passed"] is False
    findings = bad["findings"]
    assert isinstance(findings, list)
    assert {finding["rule"][:3] for finding in findings if finding["severity"] == "error"} == {"IDN"}


def test_rules_are_listed_and_explained() -> None:
    assert answer_rule("len-LONG").startswith("# LEN-long")
    assert "\nPRV-pay: " in answer_rule()
    with pytest.raises(BadInput, match="LEN-long"):
        answer_rule("LEN-lnog")


@pytest.mark.parametrize(
    "name", ["../outside.yaml", "link.yaml", "missing.yaml", "sub", "/etc/hostname", "a\0b", "~/x", "sub/../../outside.yaml"]
)
def test_only_files_in_the_open_folder_are_read(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    (folder / "sub").mkdir(parents=True)
    (tmp_path / "outside.yaml").write_text(NOTES, encoding="utf-8")
    (folder / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    (folder / "good.yaml").write_text(NOTES, encoding="utf-8")
    desk = Desk(model="phrasebook", folder=folder)
    assert answer_notes(desk, "", "good.yaml") == answer_notes(desk, NOTES, "")
    with pytest.raises(BadInput, match="no file"):
        answer_notes(desk, "", name)
    with pytest.raises(BadInput, match="--folder"):
        answer_notes(DESK, "", "good.yaml")


@pytest.mark.parametrize(("notes", "file"), [("", ""), (NOTES, "x.yaml"), ("  ", "\n")], ids=["neither", "both", "blank"])
def test_notes_are_given_once(notes: str, file: str) -> None:
    with pytest.raises(BadInput, match="either as text"):
        answer_draft(DESK, notes, file)


def test_what_cannot_be_used_is_said_in_the_words_of_the_command_line() -> None:
    with pytest.raises(BadConfiguration, match="phone_interview"):
        answer_notes(DESK, NOTES, "", scenario="phone")
    with pytest.raises(BadInput, match="two situations"):
        answer_draft(DESK, NOTES, "", scenario="accept_offer")
    with pytest.raises(BadInput, match="scenario="):
        answer_draft(DESK, "Talked to Margit Holm of Tarnby Ferries about the rota.", "")
    with pytest.raises(BadInput, match="Zebedee"):
        answer_draft(DESK, NOTES, "", to="Zebedee")


def test_the_phrasebook_stands_in_for_a_model_that_cannot_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    for desk in (Desk(model="local:/no/such.gguf"), Desk(model="openai:x@http://127.0.0.1:9/v1")):
        answer = answer_draft(desk, NOTES, "")
        assert answer["verdict"] == "send"
        assert answer["draft"]
