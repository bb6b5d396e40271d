"""What the page can have done, as JSON requests."""

from __future__ import annotations

import json
from email import message_from_bytes
from typing import Any

import httpx
import pytest

from tests.web.serving import NOTES

# JSON values of the answers, whose shape the asserts state.
Json = dict[str, Any]


@pytest.fixture
def understood(client: httpx.Client) -> Json:
    view: Json = client.post("/api/read", json={"text": NOTES}).json()
    return view


def events(client: httpx.Client, name: str, body: Json) -> list[Json]:
    answer = client.post(f"/api/{name}", json=body)
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


def written(client: httpx.Client, notes: Json, **wish: object) -> Json:
    return events(client, "draft", {"notes": notes, "model": "phrasebook", **wish})[-1]


def test_reading_tells_values_situation_and_reason(understood: Json) -> None:
    notes = understood["notes"]
    assert notes["candidate"]["name"] == "Tom Baker"
    assert notes["scenario"] == "phone_interview"
    assert understood["reason"] == "Because your notes say “Call with”."
    assert understood["questions"] == []
    private = [fact for fact in notes["facts"] if fact["private"]]
    assert [fact["text"] for fact in private] == ["(don't mention: pay is 2k below what I earn now)"]


def test_reading_leaves_steering_characters_out_and_says_how_many(client: httpx.Client) -> None:
    hostile = NOTES.replace("role:", "\x1b[31mrole\u202e:").replace("Nadia", "Na\x00dia")
    view = client.post("/api/read", json={"text": hostile}).json()
    assert view["hidden"] == 3
    assert view["notes"]["source"] == NOTES.strip()
    assert view["notes"]["recipients"][0]["name"] == "Nadia Rahman"


def test_joiners_that_scripts_need_stay(client: httpx.Client) -> None:
    view = client.post("/api/read", json={"text": NOTES.replace("Nadia", "می\u200cخواهم")}).json()
    assert view["hidden"] == 0
    assert "\u200c" in view["notes"]["source"]


def test_notes_that_fit_two_situations_are_asked_about(client: httpx.Client) -> None:
    text = "Acme offered me the role of analyst. I want to accept. I want to decline. Tom Baker"
    view = client.post("/api/read", json={"text": text}).json()
    assert view["questions"][0]["scenarios"] == ["accept_offer", "decline_offer"]
    chosen = client.post("/api/read", json={"text": text, "scenario": "accept_offer"}).json()
    assert chosen["notes"]["scenario"] == "accept_offer"
    assert chosen["reason"] == "You chose it."


def test_an_answer_goes_into_the_notes(client: httpx.Client) -> None:
    view = client.post("/api/read", json={"text": NOTES.replace("Tom Baker\n", "")}).json()
    question = view["questions"][0]
    assert question["blocking"]
    answered = client.post(
        "/api/view", json={"notes": view["notes"], "answers": [{"question": question["text"], "answer": "Tom Baker"}]}
    ).json()
    assert answered["notes"]["candidate"]["name"] == "Tom Baker"
    assert answered["questions"] == []


def test_an_answer_to_no_question_changes_nothing(client: httpx.Client, understood: Json) -> None:
    view = client.post("/api/view", json={"notes": understood["notes"], "answers": [{"question": "What?", "answer": "That"}]}).json()
    assert view["notes"] == understood["notes"]


@pytest.mark.parametrize("text", ["", "   \n", "x" * 2000, "scenario: nowhere\nfacts: []\n"])
def test_notes_that_cannot_be_used_are_refused_in_a_sentence(client: httpx.Client, text: str) -> None:
    answer = client.post("/api/read", json={"text": text})
    assert answer.status_code == 422
    assert answer.json()["error"].endswith((".", "?"))


def test_a_draft_is_told_sentence_by_sentence_and_then_whole(client: httpx.Client, understood: Json) -> None:
    told = events(client, "draft", {"notes": understood["notes"], "model": "phrasebook"})
    assert told[0] == {"event": "greeting", "text": "Dear Nadia,"}
    outcome = told[-1]
    assert outcome["event"] == "outcome"
    assert outcome["verdict"] in ("send", "hold")
    sentences = [sentence["text"] for paragraph in outcome["letter"]["paragraphs"] for sentence in paragraph]
    assert len(sentences) >= 3
    shown = "".join(event["text"] for event in told if event["event"] == "text")
    assert all(sentence in shown for sentence in sentences) or any(
        event["text"] == "mending" for event in told if event["event"] == "stage"
    )
    assert outcome["letter"]["text"].startswith("Subject: ")
    assert "2k" not in outcome["letter"]["text"]


def test_each_sentence_says_what_it_rests_on(client: httpx.Client, understood: Json) -> None:
    letter = written(client, understood["notes"])["letter"]
    sentences = [sentence for paragraph in letter["paragraphs"] for sentence in paragraph]
    quotes = {source["quote"] for sentence in sentences for source in sentence["sources"]}
    assert "talked about the move from paper rosters to an app" in quotes
    assert all(quote in NOTES for quote in quotes)
    body = letter["text"].split("\n\n", 2)[2]
    for sentence in sentences:
        assert body[sentence["start"] : sentence["end"]] == sentence["text"]


def test_a_stance_that_the_notes_do_not_hold_is_the_users_to_confirm(client: httpx.Client, understood: Json) -> None:
    for seed in range(6):
        letter = written(client, understood["notes"], seed=seed)["letter"]
        sentences = [sentence for paragraph in letter["paragraphs"] for sentence in paragraph]
        assert all(sentence["confirm"] == (sentence["kind"] == "stance") for sentence in sentences)


def test_another_seed_is_another_wording(client: httpx.Client, understood: Json) -> None:
    texts = {written(client, understood["notes"], seed=seed)["letter"]["text"] for seed in range(4)}
    assert len(texts) == 4
    assert written(client, understood["notes"], seed=1)["letter"]["text"] in texts


def test_a_draft_without_what_it_needs_asks_for_it(client: httpx.Client, understood: Json) -> None:
    notes = {**understood["notes"], "candidate": {}}
    outcome = written(client, notes)
    assert (outcome["verdict"], outcome["letter"]) == ("refused", None)
    assert "your name" in outcome["questions"][0]


def test_an_unknown_model_is_refused(client: httpx.Client, understood: Json) -> None:
    for model, name in (("nobody", ""), ("openai", "x@http://127.0.0.1:1/v1"), ("langchain", "os.path"), ("own", "")):
        told = events(client, "draft", {"notes": understood["notes"], "model": model, "name": name})
        assert [event["event"] for event in told] == ["error"]


@pytest.fixture
def letter(client: httpx.Client, understood: Json) -> Json:
    found: Json = written(client, understood["notes"])["letter"]
    return found


def check(client: httpx.Client, notes: Json, text: str, **more: object) -> Json:
    answer = client.post("/api/check", json={"notes": notes, "text": text, **more})
    assert answer.status_code == 200, answer.text
    judged: Json = answer.json()
    return judged


def test_what_was_written_passes_its_own_check(client: httpx.Client, understood: Json, letter: Json) -> None:
    assert check(client, understood["notes"], letter["text"])["passed"]


def test_an_edit_that_the_notes_do_not_bear_is_found_in_its_place(client: httpx.Client, understood: Json, letter: Json) -> None:
    text = letter["text"].replace("60 drivers", "80 drivers")
    found = check(client, understood["notes"], text)["findings"]
    number = next(one for one in found if one["rule"] == "GND-number")
    assert text[slice(*number["at"])] == "80"
    assert not number["can_fix"]


def test_the_page_and_the_command_line_find_the_same(client: httpx.Client, understood: Json, letter: Json) -> None:
    from afterword.api import check as check_text

    text = letter["text"].replace("Nadia", "Nadja").replace("60", "80")
    here = [(one["rule"], one["start"], one["end"]) for one in check(client, understood["notes"], text)["findings"]]
    assert here == [(one.rule, one.start, one.end) for one in check_text(text, NOTES).findings]
    assert len(here) >= 2


def test_a_finding_is_mended_alone(client: httpx.Client, understood: Json, letter: Json) -> None:
    text = letter["text"].replace("Dear Nadia", "Dear Nadja").replace("60 drivers", "80 drivers")
    finding = next(one for one in check(client, understood["notes"], text)["findings"] if one["can_fix"])
    body = {"notes": understood["notes"], "text": text, "rule": finding["rule"], "start": finding["at"][0], "end": finding["at"][1]}
    mended = client.post("/api/fix", json=body).json()
    assert "Dear Nadia," in mended["text"]
    assert [one["rule"] for one in mended["findings"]] == ["GND-number"]


def test_what_cannot_be_mended_is_said(client: httpx.Client, understood: Json, letter: Json) -> None:
    body = {"notes": understood["notes"], "text": letter["text"], "rule": "GND-number", "start": 3, "end": 9}
    answer = client.post("/api/fix", json=body)
    assert answer.status_code == 422
    assert "change the words" in answer.json()["error"]


def test_an_email_like_another_of_the_panel_is_found(client: httpx.Client, understood: Json, letter: Json) -> None:
    rules = [one["rule"] for one in check(client, understood["notes"], letter["text"], others=[letter["text"]])["findings"]]
    assert "ORI-sibling" in rules


def test_the_eml_file_opens_as_a_draft_with_the_very_text(client: httpx.Client, understood: Json, letter: Json) -> None:
    notes = {**understood["notes"], "recipients": [{**understood["notes"]["recipients"][0], "email": "nadia@fernhill.example"}]}
    answer = client.post("/api/file", json={"notes": notes, "text": letter["text"], "kind": "eml"})
    assert answer.headers["content-disposition"] == 'attachment; filename="email.eml"'
    message = message_from_bytes(answer.content)
    assert (message["X-Unsent"], message["To"], message["Subject"]) == ("1", "Nadia Rahman <nadia@fernhill.example>", letter["subject"])


def test_a_name_that_would_smuggle_a_header_is_refused(client: httpx.Client, understood: Json, letter: Json) -> None:
    recipient = {"name": "=?utf-8?q?N=0ABcc:_x=40evil.example?=", "email": "nadia@fernhill.example"}
    notes = {**understood["notes"], "recipients": [recipient]}
    answer = client.post("/api/file", json={"notes": notes, "text": letter["text"], "kind": "eml"})
    assert answer.status_code == 422
    assert "=?" in answer.json()["error"]


def test_txt_and_mailto_hold_the_email(client: httpx.Client, understood: Json, letter: Json) -> None:
    body = {"notes": understood["notes"], "text": letter["text"]}
    assert client.post("/api/file", json={**body, "kind": "txt"}).text == letter["text"]
    link = client.post("/api/file", json={**body, "kind": "mailto"}).json()
    assert link["url"].startswith("mailto:?subject=")
    long = client.post(
        "/api/file", json={**body, "text": letter["text"].replace("\n\n", "\n\n" + "word " * 400, 2), "kind": "mailto"}
    ).json()
    assert long["url"] is None
    assert ".eml" in long["reason"]


def test_the_reminder_stands_where_there_is_a_time_to_send(client: httpx.Client, understood: Json) -> None:
    notes = {**understood["notes"], "interview": {"kind": "Call", "at": "2026-11-03"}, "now": "2026-11-03T18:00"}
    outcome = written(client, notes)
    assert outcome["calendar"]
    ics = client.post("/api/file", json={"notes": notes, "text": outcome["letter"]["text"], "kind": "ics"})
    assert ics.text.startswith("BEGIN:VCALENDAR")
    late = {**notes, "now": "2026-12-24T18:00"}
    assert not written(client, late)["calendar"]
    assert client.post("/api/file", json={"notes": late, "text": outcome["letter"]["text"], "kind": "ics"}).status_code == 422


def test_a_panel_gets_one_email_each_and_no_two_alike(client: httpx.Client) -> None:
    text = NOTES.replace("Call with Nadia Rahman, head of operations at", "Panel interview with Nadia Rahman, Ben Osei and Chiara Conti at")
    notes = client.post("/api/read", json={"text": text, "scenario": "assessment_center"}).json()["notes"]
    assert [person["name"] for person in notes["recipients"]] == ["Nadia Rahman", "Ben Osei", "Chiara Conti"]
    told = events(client, "panel", {"notes": notes, "model": "phrasebook"})
    assert [event["to"] for event in told] == ["Nadia Rahman", "Ben Osei", "Chiara Conti"]
    assert [event["letter"]["greeting"] for event in told] == ["Dear Nadia,", "Dear Ben,", "Dear Chiara,"]
    assert all(event["verdict"] != "refused" for event in told)
    assert not any(one["rule"] == "ORI-sibling" and one["severity"] == "error" for event in told for one in event["letter"]["findings"])


def test_a_panel_of_one_is_no_panel(client: httpx.Client, understood: Json) -> None:
    told = events(client, "panel", {"notes": understood["notes"], "model": "phrasebook"})
    assert told == [{"event": "error", "error": "One email each needs at least two people with a name; add them to the notes."}]


def test_the_models_say_whether_the_notes_would_leave(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    here = {one["id"]: one for one in client.post("/api/models", json={}).json()["models"]}
    assert here["local"]["leaves_for"] == here["phrasebook"]["leaves_for"] == ""
    assert "openai" not in here
    monkeypatch.setenv("OPENAI_API_KEY", "test")
    there = {one["id"]: one for one in client.post("/api/models", json={}).json()["models"]}
    assert there["openai"]["leaves_for"] == "api.openai.com"
