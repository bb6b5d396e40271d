from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.batch_notes import write_jsonl
from benchmarks.batch_server import answer_text
from pipeline.batch.journal import Journal
from pipeline.batch.openai_batch import ask_later, read_answers, request_line
from pipeline.batch.shapes import BatchSettings
from pipeline.batch.sources import open_source
from pipeline.batch.summary import Summary
from pipeline.batch.whole import Plan
from pipeline.errors import BadConfiguration, BadInput
from pipeline.models import Request
from pipeline.prices import cost_of
from pipeline.providers import find_provider
from pipeline.providers.traits import Traits
from prompts.messages import Message

SETTINGS = BatchSettings(model="openai:gpt-5-mini")


def later(tmp_path: Path, *, request: str = "", answers: tuple[str, ...] = (), settings: BatchSettings = SETTINGS) -> Summary:
    notes = write_jsonl(tmp_path / "notes.jsonl", 4)
    asked = tmp_path / request if request else None
    return ask_later(
        open_source(notes), settings, Plan(tmp_path / "out", quiet=True), request=asked, answers=tuple(tmp_path / one for one in answers)
    )


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def answer(line: dict[str, object]) -> dict[str, object]:
    """What the published format gives for a request."""
    body = line["body"]
    assert isinstance(body, dict)
    message = {"role": "assistant", "content": answer_text(body["messages"]), "refusal": None}
    usage = {"prompt_tokens": 22, "completion_tokens": 2, "total_tokens": 24}
    completion = {
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "gpt-5-mini",
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}], "usage": usage,
    }  # fmt: skip
    response = {"status_code": 200, "request_id": "r", "body": completion}
    return {"id": "batch_req_1", "custom_id": line["custom_id"], "response": response, "error": None}


def test_request_file_has_the_published_form(tmp_path: Path) -> None:
    summary = later(tmp_path, request="ask.jsonl")
    asked = lines(tmp_path / "ask.jsonl")
    assert len(asked) == 4 == len({line["custom_id"] for line in asked})
    assert summary.verdicts["open"] == 4
    for line in asked:
        assert set(line) == {"custom_id", "method", "url", "body"}
        assert (line["method"], line["url"]) == ("POST", "/v1/chat/completions")
        assert len(str(line["custom_id"])) <= 64
        body = line["body"]
        assert isinstance(body, dict)
        assert body["model"] == "gpt-5-mini"
        assert [message["role"] for message in body["messages"]][-1] == "user"
        assert "max_tokens" not in body
        assert body["response_format"]["type"] == "json_schema"


def test_answers_in_any_order_become_drafts_and_the_failed_call_is_asked_again(tmp_path: Path) -> None:
    later(tmp_path, request="ask.jsonl")
    asked = lines(tmp_path / "ask.jsonl")
    good = [answer(line) for line in reversed(asked[1:])]
    failed = {
        "id": "b",
        "custom_id": asked[0]["custom_id"],
        "response": {"status_code": 429, "request_id": "r", "body": {"error": {}}},
        "error": None,
    }
    (tmp_path / "output.jsonl").write_text("\n".join(map(json.dumps, good)) + "\n", "utf-8")
    (tmp_path / "errors.jsonl").write_text(json.dumps(failed) + "\n", "utf-8")
    summary = later(tmp_path, answers=("output.jsonl", "errors.jsonl"))
    assert (summary.verdicts["open"], summary.total) == (1, 4)
    assert len(list((tmp_path / "out").glob("*.eml"))) == 3
    asked_once = cost_of("openai:gpt-5-mini", tokens_in=22, tokens_out=2).usd
    assert summary.cost_usd == pytest.approx(3 * (asked_once or 0) / 2)
    assert summary.cost_usd > 0
    later(tmp_path, request="ask-again.jsonl")
    assert [line["custom_id"] for line in lines(tmp_path / "ask-again.jsonl")] == [asked[0]["custom_id"]]


def test_what_is_asked_later_is_what_would_be_asked_now() -> None:
    request = Request((Message("user", "Notes."),), {"type": "object"}, seed=3)
    now = Traits.known(find_provider("openai").supports).settings(request, model="gpt-5-mini", stream=False)
    assert request_line("c", request, "gpt-5-mini")["body"] == now
    assert now["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "answer", "schema": {"type": "object"}, "strict": True},
    }
    assert (now["max_completion_tokens"], now["seed"]) == (900, 3)


@pytest.mark.parametrize("body", [{}, {"choices": []}, {"choices": [{"message": "hello"}]}, {"error": {"message": "no"}}, None], ids=repr)
def test_answer_that_is_no_completion_counts_as_a_failed_call(tmp_path: Path, body: object) -> None:
    line = {"custom_id": "c", "response": {"status_code": 200, "body": body}, "error": None}
    good = answer({"custom_id": "d", "body": {"messages": [{"role": "user", "content": "f1"}]}})
    (tmp_path / "output.jsonl").write_text(f"{json.dumps(line)}\n{json.dumps(good)}\n", "utf-8")
    journal = Journal(tmp_path / "journal.db")
    assert read_answers(tmp_path / "output.jsonl", journal) == (1, 1)
    assert journal.answer("c") is None
    assert json.loads(journal.answer("d") or "{}")["tokens_in"] == 22
    journal.close()


def test_file_that_holds_no_answers_is_refused(tmp_path: Path) -> None:
    (tmp_path / "odd.jsonl").write_text('{"hello": 1}\n', "utf-8")
    with pytest.raises(BadInput, match=r"line 1: this is not an answer"):
        later(tmp_path, answers=("odd.jsonl",))


def test_model_of_somebody_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match="OpenAI"):
        later(tmp_path, request="ask.jsonl", settings=BatchSettings(model="phrasebook"))
