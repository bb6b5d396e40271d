from __future__ import annotations

import pytest

from guardrails.findings import Report
from pipeline.errors import BadInput
from pipeline.outcome import Outcome, RunRecord
from pipeline.panel import draft_panel
from prompts.brief import build_brief
from prompts.draft import Draft, Sentence
from prompts.notes import Notes, Recipient, ScenarioId

NOTES = Notes(
    scenario=ScenarioId.PHONE_INTERVIEW,
    recipients=[Recipient(name="Nadia Rahman"), Recipient(name="Ben Osei"), Recipient(role="a colleague")],
)
RUN = RunRecord(model="", prompt_hash="", tokens_in=None, tokens_out=None, cost_usd=None, seconds=0, seed=0, versions={})
SAME = "It was good to hear how the night shift plans its breaks and why nobody likes the paper rosters any more."
OTHER = "Your story about the first week of the new app has stayed with me since we spoke, and I would gladly help."


def outcome(to: str, text: str) -> Outcome:
    draft = Draft(subject="Thank you", greeting=f"Dear {to},", paragraphs=((Sentence(text=text),),))
    return Outcome("send", build_brief(NOTES, to=to), draft, Report(), RUN)


def test_each_named_person_gets_one_email_in_the_order_of_the_notes() -> None:
    texts = {"Nadia Rahman": SAME, "Ben Osei": OTHER}
    done = list(draft_panel(NOTES, lambda to, _seed: outcome(to, texts[to])))
    assert [one.draft.greeting for one in done if one.draft] == ["Dear Nadia Rahman,", "Dear Ben Osei,"]
    assert [one.verdict for one in done] == ["send", "send"]


def test_an_email_that_says_the_same_is_written_again_until_it_does_not() -> None:
    asked: list[tuple[str, int]] = []

    def write(to: str, seed: int) -> Outcome:
        asked.append((to, seed))
        return outcome(to, OTHER if len(asked) == 4 else SAME)

    done = list(draft_panel(NOTES, write, seed=3))
    assert [to for to, _ in asked] == ["Nadia Rahman", "Ben Osei", "Ben Osei", "Ben Osei"]
    assert len({seed for _, seed in asked}) == 4
    assert done[1].report.passed


def test_an_email_that_cannot_be_told_from_another_is_refused() -> None:
    done = list(draft_panel(NOTES, lambda to, _seed: outcome(to, SAME)))
    assert [one.verdict for one in done] == ["send", "refused"]
    assert [finding.rule for finding in done[1].report.findings] == ["ORI-sibling"]


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_people_are_no_panel(count: int) -> None:
    notes = NOTES.model_copy(update={"recipients": NOTES.recipients[:count]})
    with pytest.raises(BadInput, match="at least two people"):
        draft_panel(notes, outcome_never)


def outcome_never(to: str, seed: int) -> Outcome:
    raise AssertionError("nothing is written")
