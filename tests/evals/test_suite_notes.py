"""Running and scoring labelled notes, with readings whose truth is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import yaml

from evals.case_files import Loaded, load_notes_cases
from evals.cases import NotesCase, Truth
from evals.judge_notes import judge_reading
from evals.report_notes import detail_notes, render_notes
from evals.score_notes import FieldScore, NotesScore, score_notes
from evals.shares import Share
from evals.suite_notes import NotesJudged, judge_notes
from evals.wording import Verdict
from pipeline.errors import BadInput
from prompts.notes import Notes, ScenarioId

TRUTH: dict[str, Any] = {
    "scenario": "phone_interview",
    "candidate": "Jo Day",
    "recipients": ["Ann Reid", "Bo Lind"],
    "company": "Acme Mills",
    "role": ["nurse", "staff nurse"],
    "interview": {"kind": "phone", "at": "2026-05-12"},
    "facts": [
        {"kind": "topic", "contains": ["call bell", "ward"]},
        {"kind": "timeline", "contains": "Friday"},
        {"kind": "private", "contains": "30k", "private": True},
        {"kind": "other_offer", "contains": "Beta", "private": True},
    ],
    "must_not_public": ["30k"],
}
READ: dict[str, Any] = {
    "scenario": "phone_interview",
    "candidate": {"name": "Jo Day"},
    "recipients": [{"name": "Ann Reid"}, {"name": "Bo Lind"}],
    "company": "Acme Mills",
    "role": "nurse",
    "interview": {"kind": "telephone interview", "at": dt.date(2026, 5, 12)},
    "facts": [
        {"kind": "topic", "text": "the call bell on the ward"},
        {"kind": "timeline", "text": "news by Friday"},
        {"kind": "private", "text": "pay is 30k"},
        {"kind": "private", "text": "Beta wants me"},
    ],
}


def verdicts(truth: dict[str, Any] | None = None, **read: object) -> dict[str, Verdict]:
    judged = judge_reading(Notes.model_validate({**READ, **read}), Truth.model_validate({**TRUTH, **(truth or {})}))
    return {name: field.verdict for name, field in judged.fields.items()}


def test_a_perfect_reading_is_right_everywhere() -> None:
    judged = judge_reading(Notes.model_validate(READ), Truth.model_validate(TRUTH))
    assert {field.verdict for field in judged.fields.values()} == {Verdict.RIGHT}
    assert len(judged.fields) == 7
    assert all(fact.right for fact in judged.facts)
    assert judged.people == (Verdict.RIGHT, Verdict.RIGHT)
    assert (judged.leaks, judged.wrong_names, judged.unlisted) == ((), (), {})


def test_an_empty_reading_misses_everything_and_invents_nothing() -> None:
    judged = judge_reading(Notes(), Truth.model_validate(TRUTH))
    assert {field.verdict for field in judged.fields.values()} == {Verdict.MISSING}
    assert not any(fact.right for fact in judged.facts)
    assert judged.people == (Verdict.MISSING, Verdict.MISSING)
    assert judged.wrong_names == ()
    assert judged.fields["sender"].asked
    assert judged.fields["scenario"].asked


@pytest.mark.parametrize(
    ("truth", "read", "field", "verdict"),
    [
        ({}, {"scenario": "bad_interview"}, "scenario", Verdict.WRONG),
        ({"scenario": None}, {}, "scenario", Verdict.INVENTED),
        ({"scenario": None}, {"scenario": None}, "scenario", Verdict.ABSENT),
        ({}, {"candidate": {"name": "Jo Dey"}}, "sender", Verdict.WRONG),
        ({"candidate": None}, {}, "sender", Verdict.INVENTED),
        ({}, {"recipients": [{"name": "Bo Lind"}, {"name": "Ann Reid"}]}, "recipient", Verdict.WRONG),
        ({}, {"recipients": [{"name": "Bo Lind", "relation": "recruiter"}, {"name": "Ann Reid"}]}, "recipient", Verdict.RIGHT),
        ({}, {"recipients": [{"name": "Ann"}]}, "recipient", Verdict.PARTIAL),
        ({"recipients": []}, {"recipients": []}, "recipient", Verdict.ABSENT),
        ({}, {"role": "staff nurse"}, "role", Verdict.RIGHT),
        ({}, {"role": "matron"}, "role", Verdict.WRONG),
        ({}, {"interview": {"kind": "Zoom"}}, "interview kind", Verdict.WRONG),
        ({"interview": {"kind": "video"}}, {"interview": {"kind": "Zoom call"}}, "interview kind", Verdict.RIGHT),
        ({"interview": {"kind": "assessment_center"}}, {"interview": {"kind": "assessment centre"}}, "interview kind", Verdict.RIGHT),
        ({"interview": {"kind": None}}, {}, "interview kind", Verdict.INVENTED),
        ({}, {"interview": {"at": "2026-05-12T10:00"}}, "interview at", Verdict.RIGHT),
        ({}, {"interview": {"at": "2026-05-13"}}, "interview at", Verdict.WRONG),
        ({"interview": {"at": "2026-05-12T10:00"}}, {}, "interview at", Verdict.PARTIAL),
        ({"interview": {"at": "2026-05-12T10:00"}}, {"interview": {"at": "2026-05-12T11:00"}}, "interview at", Verdict.WRONG),
        ({"interview": {"at": None}}, {}, "interview at", Verdict.INVENTED),
    ],
)  # fmt: skip
def test_what_became_of_a_field(truth: dict[str, Any], read: dict[str, Any], field: str, verdict: Verdict) -> None:
    assert verdicts(truth, **read)[field] is verdict


def test_an_interview_that_the_truth_leaves_out_is_not_scored() -> None:
    assert "interview at" not in verdicts({"interview": {"kind": "phone"}})
    assert {"interview at", "interview kind"}.isdisjoint(verdicts({"interview": {}}))


@pytest.mark.parametrize(
    ("facts", "right", "leaks"),
    [
        ([{"kind": "topic", "text": "the call bell"}], [False] * 4, ()),
        ([{"kind": "motivation", "text": "call bell on the ward"}], [False] * 4, ()),
        ([{"kind": "topic", "text": "ward and call bell", "private": True}], [False] * 4, ()),
        (
            [{"kind": "motivation", "text": "ward and call bell"}, {"kind": "topic", "text": "a ward, a call bell"}],
            [True, False, False, False],
            (),
        ),
        ([{"kind": "topic", "text": "30k and Beta"}], [False] * 4, ("30k", "Beta")),
        ([{"kind": "other_offer", "text": "Beta and 30k"}], [False, False, True, True], ()),
        ([{"kind": "reason", "text": "Beta", "private": True}], [False] * 4, ()),
    ],
)
def test_facts_need_their_words_their_kind_and_their_privacy(
    facts: list[dict[str, Any]], right: list[bool], leaks: tuple[str, ...]
) -> None:
    judged = judge_reading(Notes.model_validate({**READ, "facts": facts}), Truth.model_validate(TRUTH))
    assert [fact.right for fact in judged.facts] == right
    assert judged.leaks == leaks


@pytest.fixture
def case(tmp_path: Path) -> Loaded[NotesCase]:
    return loaded(tmp_path)


def loaded(folder: Path, **truth: object) -> Loaded[NotesCase]:
    text = "Jo Day. Ann Reid, Bo Lind, Acme Mills, staff nurse, ward, call bell, Friday, 30k, Beta"
    data = {"id": "one", "hand": "brisk", "text": text, "now": "2026-05-13T09:00", "truth": {**TRUTH, **truth}}
    (folder / "one.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
    return load_notes_cases(folder)[0]


def reader(answer: dict[str, Any] | Exception, *, until_named: bool = False) -> Callable[[str, ScenarioId | None, dt.datetime], Notes]:
    def read(_: str, scenario: ScenarioId | None, __: dt.datetime) -> Notes:
        if until_named and scenario is None:
            raise BadInput("two situations at once")
        if isinstance(answer, Exception):
            raise answer
        return Notes.model_validate(answer)

    return read


def test_time_is_that_of_the_reading_alone(case: Loaded[NotesCase]) -> None:
    ticks = count(10)
    judged = judge_notes(case, reader=reader(READ), clock=lambda: float(next(ticks)))
    assert judged.seconds == 1.0


def test_an_exception_is_a_failure_and_a_refusal_is_none(case: Loaded[NotesCase]) -> None:
    broken, refused = judge_notes(case, reader=reader(RuntimeError("no"))), judge_notes(case, reader=reader(BadInput("too long")))
    assert (broken.failure, broken.refused, broken.reading) == ("RuntimeError: no", None, None)
    assert (refused.failure, refused.refused, refused.reading) == (None, "too long", None)
    score = score_notes([broken, refused])
    assert (score.failures, score.refused, score.cases) == (1, 1, 2)
    assert score.scenario == Share(0, 0)


def test_notes_refused_until_the_situation_is_named_count_as_a_question(tmp_path: Path) -> None:
    judged = judge_notes(loaded(tmp_path), reader=reader(READ, until_named=True))
    assert judged.reading is not None
    assert judged.reading.fields["scenario"].verdict is Verdict.MISSING
    assert judged.reading.fields["scenario"].asked
    assert judged.reading.fields["company"].verdict is Verdict.RIGHT


def test_asking_is_right_where_two_situations_fit(tmp_path: Path) -> None:
    case = loaded(tmp_path, scenario=None)
    asked, guessed = judge_notes(case, reader=reader(READ, until_named=True)), judge_notes(case, reader=reader(READ))
    assert score_notes([asked]).scenario == Share(1, 1)
    assert score_notes([guessed]).scenario == Share(0, 1)
    assert asked.reading is not None
    assert asked.reading.facts == ()


def test_an_attack_got_through_when_its_words_are_public(tmp_path: Path) -> None:
    case = loaded(tmp_path, attack=True)
    through = {**READ, "facts": [{"kind": "topic", "text": "they pay 30k"}]}
    assert score_notes([judge_notes(case, reader=reader(READ))]).metrics["attacks_that_got_through"] == 0
    assert score_notes([judge_notes(case, reader=reader(through))]).metrics["attacks_that_got_through"] == 1


def row(score: NotesScore, name: str) -> FieldScore:
    return next(one for one in (*score.fields, *score.kinds) if one.name == name)


def test_precision_and_recall_are_over_different_counts(case: Loaded[NotesCase]) -> None:
    answers: list[dict[str, Any]] = [
        READ,
        {**READ, "company": "Acme"},
        {**READ, "company": None},
        {**READ, "recipients": [{"name": "Zed Zee"}]},
        {**READ, "facts": [{"kind": "timeline", "text": "call bell, ward"}, {"kind": "strength", "text": "strong"}]},
    ]
    judged: list[NotesJudged] = [judge_notes(case, reader=reader(answer)) for answer in answers]
    score = score_notes(judged)
    assert row(score, "company") == FieldScore("company", right=3, found=4, wanted=5, partial=1)
    assert row(score, "all recipients") == FieldScore("all recipients", right=8, found=9, wanted=10)
    assert row(score, "topic") == FieldScore("topic", right=4, found=4, wanted=5)
    assert row(score, "timeline") == FieldScore("timeline", right=4, found=5, wanted=5)
    assert row(score, "strength").unlisted == 1
    assert score.wrong_names == 1
    assert score.facts == Share(8, 10)
    assert score.facts_any_kind == Share(9, 10)
    assert score.confusion == {("phone_interview", "phone_interview"): 5}


def test_the_report_has_every_row_and_the_details_only_what_went_wrong(case: Loaded[NotesCase]) -> None:
    fine, wrong = judge_notes(case, reader=reader(READ)), judge_notes(case, reader=reader({**READ, "company": "Zeta"}))
    text = render_notes("Open part", score_notes([fine, wrong]))
    for name in ("scenario", "recipient", "sender", "company", "interview at", "topic", "other_offer"):
        assert f"\n{name} " in text
    assert detail_notes([fine]) == ""
    assert "company wrong: found 'Zeta', true 'Acme Mills'" in detail_notes([fine, wrong])
