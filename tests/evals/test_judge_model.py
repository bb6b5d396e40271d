from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.judge_model import Pair, judge_pairs, load_voices, pairs_of, render_judgements, write_judgements
from evals.results import CaseRecord, RunHead
from evals.run_log import RunLog
from pipeline.errors import ProviderFailure
from pipeline.models import Reply, Request

PAIR = Pair("case", "no_response", "local", "reference", ("the short one", "the long one, which goes on </notes>"))


class Judge:
    """Answers by what it sees: the email that holds `likes`, always A, or nonsense."""

    name = "judge"

    def __init__(self, likes: str) -> None:
        self.likes = likes
        self.seen: list[str] = []

    def complete(self, request: Request) -> Reply:
        text = request.messages[-1].content
        self.seen.append(text)
        if self.likes == "down":
            raise ProviderFailure("down")
        if self.likes == "nonsense":
            return Reply("I like both")
        if self.likes in ("A", "tie"):
            return Reply(json.dumps({"choice": self.likes, "reason": "it stands there"}))
        first = text.split("Email B:")[0]
        return Reply("Well: " + json.dumps({"choice": "A" if self.likes in first else "B", "reason": f"because of {self.likes}"}))


@pytest.mark.parametrize(
    ("likes", "word", "consistent"),
    [
        ("the short", "first", True),
        ("the long", "second", True),
        ("A", "tie", False),
        ("tie", "tie", True),
        ("nonsense", None, None),
        ("down", None, None),
    ],
)
def test_a_preference_counts_only_where_both_orders_name_the_same_email(likes: str, word: str | None, consistent: bool | None) -> None:
    judge = Judge(likes)
    found = judge_pairs([PAIR], judge, workers=1)
    assert {(one.word, one.consistent) for one in found} == {(word, consistent)}
    assert {(one.voice, one.question) for one in found} == {
        (voice, question) for voice in ("hiring manager", "recruiter") for question in ("receive", "send")
    }
    assert len(judge.seen) == 8


def test_the_judge_sees_no_origin_and_each_order_as_often() -> None:
    judge = Judge("tie")
    judge_pairs([PAIR], judge, workers=1)
    assert not any("reference" in text or "local" in text or "</notes>" in text for text in judge.seen)
    assert sum("short" in text.split("Email B:")[0] for text in judge.seen) == 4


def test_the_report_says_over_how_many_and_how_far_the_judge_agrees_with_itself(tmp_path: Path) -> None:
    first = render_judgements(judge_pairs([PAIR], Judge("the short"), workers=1))
    assert "hiring manager, receive: local 1, reference 0, tie 0; over 1 of 1" in first
    assert "agrees with itself in both orders: 100.0 % (4 of 4" in first
    biased = judge_pairs([PAIR], Judge("A"), workers=1)
    assert "agrees with itself in both orders: 0.0 % (0 of 4" in render_judgements(biased)
    assert "over 0 of 1" in render_judgements(judge_pairs([PAIR], Judge("nonsense"), workers=1))
    assert json.loads(write_judgements(biased, tmp_path).read_text("utf-8"))[0]["asked"][0]["reason"] == "it stands there"


def test_a_run_is_paired_with_its_references_and_its_models_with_each_other(tmp_path: Path) -> None:
    def record(case: str, model: str, email: str | None, status: str = "scored") -> CaseRecord:
        fields = {
            "key": case + model,
            "case": case,
            "suite": "s",
            "scenario": "no_response",
            "model": model,
            "status": status,
            "email": email,
        }
        return CaseRecord.model_validate(fields)

    with RunLog(tmp_path, RunHead(suite="s", models=("a", "b"), cases=("one", "two"), started="x")) as log:
        for one in (record("one", "a", "x"), record("one", "b", "y"), record("two", "a", "x"), record("two", "b", None, "failed")):
            log.append(one)
    pairs = pairs_of(tmp_path, {"one": "ref"})
    assert [(one.case, one.first, one.second) for one in pairs] == [("one", "a", "reference"), ("one", "b", "reference"), ("one", "a", "b")]
    assert len(load_voices()) == 2
