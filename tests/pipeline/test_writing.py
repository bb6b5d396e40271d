"""The calls of one draft: when another one is made, and when the phrasebook takes over instead."""

from __future__ import annotations

import json

import pytest

from pipeline.errors import CutOff
from pipeline.models import Reply, Request
from pipeline.run import draft_email
from tests.pipeline.test_run import GOOD, NOTES

_GOOD = json.dumps(GOOD)
_INVENTED = _GOOD.replace("60 drivers", "85 drivers")


class Slow:
    """A writer whose every call takes a part of the draft's time, by the draft's own clock."""

    name = "slow"

    def __init__(self, *replies: Reply, takes_s: float = 0.0) -> None:
        self._replies = replies
        self._takes_s = takes_s
        self.requests: list[Request] = []

    def complete(self, request: Request) -> Reply:
        self.requests.append(request)
        assert request.budget is not None
        request.budget._end -= self._takes_s
        return self._replies[min(len(self.requests), len(self._replies)) - 1]


@pytest.mark.parametrize(("takes_s", "calls"), [(5.0, 2), (29.0, 2), (31.0, 1)], ids=["quick", "half the time", "more than half"])
def test_a_repair_is_asked_for_only_if_it_can_be_done_in_time(takes_s: float, calls: int) -> None:
    writer = Slow(Reply(_INVENTED), Reply(_GOOD), takes_s=takes_s)
    outcome = draft_email(NOTES, writer, timeout_s=60.0)
    assert len(writer.requests) == calls
    assert outcome.verdict == "send"
    assert outcome.draft is not None
    assert "85 drivers" not in outcome.draft.text
    assert {repair.by for repair in outcome.repairs} == ({"model"} if calls == 2 else {"phrasebook"})


def test_an_answer_cut_off_before_its_end_is_asked_for_again_with_more_room() -> None:
    writer = Slow(Reply(_GOOD[:200], "length"), Reply(_GOOD))
    assert draft_email(NOTES, writer).run.fallback == ""
    assert [request.max_tokens for request in writer.requests] == [900, 4500]


def test_an_answer_whose_form_takes_the_room_is_asked_for_again_too() -> None:
    wordy = json.dumps(GOOD, indent=40)
    assert len(wordy) > 2_000
    writer = Slow(Reply(wordy[:-50], "length"), Reply(_GOOD))
    assert draft_email(NOTES, writer).run.fallback == ""
    assert len(writer.requests) == 2


def test_a_cut_off_answer_that_took_most_of_the_time_is_not_asked_for_again() -> None:
    writer = Slow(Reply(_GOOD[:200], "length"), Reply(_GOOD), takes_s=31.0)
    assert "cut off" in draft_email(NOTES, writer, timeout_s=60.0).run.fallback
    assert len(writer.requests) == 1


def test_thinking_that_was_cut_off_is_given_more_room_however_long_it_was() -> None:
    writer = Slow(Reply("<think>" + "hm, " * 2000, "length"), Reply(_GOOD))
    assert draft_email(NOTES, writer).run.fallback == ""
    assert len(writer.requests) == 2


@pytest.mark.parametrize(
    "text",
    ["and so on " * 60, '{"subject": "Thanks", "paragraphs": [[{"text": "' + "and so on " * 60],
    ids=["plain", "JSON"],
)
def test_an_answer_that_is_longer_than_any_email_already_is_not_asked_for_at_greater_length(text: str) -> None:
    writer = Slow(Reply(text, "length"), Reply(_GOOD))
    assert "cut off" in draft_email(NOTES, writer).run.fallback
    assert len(writer.requests) == 1
    with pytest.raises(CutOff):
        draft_email(NOTES, Slow(Reply(text, "length")), fallback="never")
