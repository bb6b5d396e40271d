"""Every scorer on text that should score high, on text that should score low, on the reference itself and on an empty draft."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evals.email_suites import EvalCase, case_of_reference, load_suite
from evals.references import load_references
from evals.results import CaseRecord, Score, Status
from evals.scorers import GROUP_SCORERS, SCORERS, score_group, score_outcome
from evals.scorers.bands import Band
from evals.scorers.likeness import rouge_l
from evals.scorers.planted import FAMILIES_PLANTED
from guardrails.check import CHECKS
from prompts.notes import ScenarioId

CASE = case_of_reference(load_references()[ScenarioId.PHONE_INTERVIEW])


def with_body(*paragraphs: str) -> str:
    return "\n\n".join(["Subject: Patient services coordinator", "Dear Ruth,", *paragraphs, "Kind regards,\nInes Duarte"]) + "\n"


GOOD = with_body(
    "Thank you for calling yesterday and for being so open about the clinic. One patient in nine misses the first appointment, and I keep "
    "thinking about the letter behind it. Before changing a word, I would spend a morning in the waiting room and ask people what they "
    "made of the letter.",
    "I have seen what a clear letter can do: when I rewrote the recall letters at a dental practice, missed visits fell from 60 to 35 a "
    "month. I want a job where a small change spares somebody a bad day.",
    "I would be glad to meet you in person, and I can come to the clinic on any morning.",
)
TELEGRAM = with_body("Thanks call. Good talk. Letters bad. Fixed same before. Visits down. Want job. Meet soon. Any morning. Call me. Bye.")
LEGAL = with_body(
    "The undersigned hereby acknowledges receipt of the telephonic interview and respectfully reiterates continued candidature in "
    "respect of the aforementioned vacancy, pursuant to discussions regarding outpatient correspondence, notwithstanding "
    "intervening considerations."
)
ENDLESS = with_body(" and ".join(["I thought about the letters that you send and that nobody reads"] * 12) + ".")
SCRAMBLED = with_body(
    "I hope we can meet at the clinic. I want a job where a small change spares somebody a bad day.",
    "At a dental practice I rewrote the recall letters and missed visits fell from 60 to 35 a month. Thank you for the call yesterday.",
)

#: Scorer to a text that it must score low: the good one with one thing spoilt, or another text.
LOW: dict[str, str] = {
    "rules/passed": GOOD.replace("Dear Ruth,", "Dear Mr Hobbs,"),
    "rules/IDN": GOOD.replace("Dear Ruth,", "Dear Mr Hobbs,"),
    "rules/GND": GOOD.replace("from 60 to 35", "from 90 to 12"),
    "rules/PRV": GOOD.replace("I can come", "my current manager does not know I am looking, but I can come"),
    "rules/SCN": GOOD.replace(
        "I would be glad to meet you in person, and I can come to the clinic on any morning.", "The weather is fine here too."
    ),
    "rules/FMT": GOOD.replace("Thank you for calling", "[INSERT GREETING] Thank you for calling"),
    "rules/GRA": GOOD.replace("Thank you for calling yesterday and for being so open about the clinic. ", ""),
    "rules/LEN": TELEGRAM,
    "rules/TON": GOOD.replace("I would be glad", "I am begging you on my knees, please give me a chance. I would be glad"),
    "rules/LNG": GOOD.replace("I have seen what a clear", "I has seed waht a claer"),
    "rules/ORI": CASE.reference.text,
    "facts/recalled": LEGAL,
    "facts/kept": GOOD.replace("I can come", "my current manager lets me go early, so I can come"),
    "moves/present": with_body("Thank you for the call yesterday."),
    "moves/order": SCRAMBLED,
    "shape/words": TELEGRAM,
    "shape/sentences": TELEGRAM,
    "shape/paragraphs": GOOD.replace(". ", ".\n\n"),
    "shape/spread": ENDLESS,
    "shape/pronouns": LEGAL,
    "shape/gratitude": SCRAMBLED,
    "style/words": TELEGRAM,
    "style/sentences": ENDLESS,
    "content/chrf": TELEGRAM,
    "content/rouge-l": LEGAL,
    "reading/lix": LEGAL,
}
#: The reference itself is no model for these: copied, it is worth nothing.
WORTHLESS_COPIED = {"content/chrf", "content/rouge-l"}
#: Scorers that look at the record and not at the email; they have tests of their own below.
OF_THE_RECORD = {name for name, scorer in SCORERS.items() if scorer.needs == "record"}


def record(email: str | None, *, case: str, seed: int = 0, model: str = "m", status: Status = "scored") -> CaseRecord:
    return CaseRecord(key="k", case=case, suite="cases", scenario="phone_interview", model=model, seed=seed, status=status, email=email)


def scores(email: str | None, *, case: EvalCase = CASE, **more: object) -> dict[str, Score]:
    fields = {"key": "k", "case": case.id, "suite": "references", "scenario": case.scenario.value, "model": "m", "status": "scored"}
    record = CaseRecord.model_validate({**fields, "email": email, "raw": email, **more})
    return {score.name: score for score in score_outcome(case, record)}


@pytest.fixture(scope="module")
def good() -> dict[str, Score]:
    return scores(GOOD)


@pytest.fixture(scope="module")
def reference() -> dict[str, Score]:
    return scores(CASE.reference.text)


@pytest.fixture(scope="module")
def empty() -> dict[str, Score]:
    return scores("")


def test_every_scorer_of_emails_has_a_text_that_it_scores_low() -> None:
    of_emails = set(SCORERS) - OF_THE_RECORD - {"rules/warnings", "rules/awake"}
    assert {name.replace("raw/", "rules/") for name in of_emails} == set(LOW)


@pytest.mark.parametrize("name", sorted(set(LOW)))
def test_good_email_scores_high(name: str, good: dict[str, Score]) -> None:
    assert good[name].value == 1.0, good[name].reason


@pytest.mark.parametrize("name", sorted(set(LOW) - {"rules/ORI"}))
def test_spoilt_email_scores_low(name: str) -> None:
    low = scores(LOW[name])[name]
    assert low.value is not None
    assert low.value <= 0.7, low.reason
    assert low.reason


def test_reference_sent_by_another_candidate_is_refused_as_a_copy() -> None:
    other = next(case for case in load_suite("cases") if case.id == "phone-beekeeper-ljubljana")
    copied = scores(CASE.reference.text, case=other)
    assert copied["rules/ORI"].value == 0.0
    assert copied["content/chrf"].value == copied["content/rouge-l"].value == 0.0


@pytest.mark.parametrize("name", sorted(set(LOW) - WORTHLESS_COPIED))
def test_reference_itself_scores_high(name: str, reference: dict[str, Score]) -> None:
    assert reference[name].value == 1.0, reference[name].reason


@pytest.mark.parametrize("name", sorted(WORTHLESS_COPIED))
def test_reference_copied_is_worth_nothing_in_content(name: str, reference: dict[str, Score]) -> None:
    assert reference[name].value == 0.0
    assert "copy" in reference[name].reason


@pytest.mark.parametrize("name", sorted(set(LOW)))
def test_empty_draft_is_worth_nothing_or_unscored_but_never_good(name: str, empty: dict[str, Score]) -> None:
    assert empty[name].value in (0.0, None)
    assert empty[name].reason
    assert empty[name].error is None


@pytest.mark.parametrize("scenario", list(ScenarioId))
def test_every_reference_passes_and_makes_nearly_all_of_its_moves(scenario: ScenarioId) -> None:
    case = case_of_reference(load_references()[scenario])
    mine = scores(case.reference.text, case=case)
    assert mine["rules/passed"].value == 1.0
    assert mine["facts/recalled"].value == 1.0
    assert mine["moves/present"].value is not None
    assert mine["moves/present"].value >= 0.8
    assert mine["moves/order"].value == 1.0
    assert all(mine[f"shape/{name}"].value == 1.0 for name in ("words", "sentences", "paragraphs", "spread", "pronouns", "gratitude"))


def test_raw_and_final_are_judged_apart() -> None:
    mine = scores(GOOD, raw=LOW["rules/GND"])
    assert (mine["raw/GND"].value, mine["rules/GND"].value) == (0.0, 1.0)
    assert (mine["raw/passed"].value, mine["rules/passed"].value) == (0.0, 1.0)


def test_first_draft_that_was_not_kept_is_unscored() -> None:
    mine = scores(GOOD, raw=None)
    assert mine["raw/passed"].value is None
    assert mine["raw/passed"].reason == "the first draft was not kept"


@pytest.mark.parametrize("model", ["local", "phrasebook"])
def test_first_draft_of_a_model_that_only_chooses_is_the_email_itself_where_nobody_mended_it(model: str) -> None:
    good, spoilt = (scores(email, raw=None, model=model, outcome={"repairs": []}) for email in (GOOD, LOW["rules/GND"]))
    assert [good[name].value for name in ("raw/passed", "raw/GND", "raw/LEN")] == [1.0, 1.0, 1.0]
    assert [spoilt[name].value for name in ("raw/passed", "raw/GND", "raw/LEN")] == [0.0, 0.0, 1.0]


def test_first_draft_that_a_model_chose_is_judged_by_the_rules_that_had_it_mended_first() -> None:
    rounds = [{"round": 1, "by": "phrasebook", "rules": ["GND-claim"]}, {"round": 2, "by": "phrasebook", "rules": ["LEN-long"]}]
    mine = scores(GOOD, raw=None, model="local", outcome={"repairs": rounds})
    assert [mine[name].value for name in ("raw/passed", "raw/GND", "raw/LEN")] == [0.0, 0.0, 1.0]
    assert mine["raw/passed"].reason == "refused by GND-claim"
    assert mine["rules/passed"].value == 1.0


def test_first_draft_of_a_free_writer_is_never_guessed_from_its_repairs() -> None:
    mine = scores(GOOD, raw=None, model="openai:any", outcome={"repairs": [{"round": 1, "by": "phrasebook", "rules": ["FMT-incomplete"]}]})
    assert mine["raw/passed"].value is None


def test_record_without_an_email_is_unscored_with_the_reason() -> None:
    mine = scores(None, status="failed", why="the server was gone")
    assert {name for name, score in mine.items() if score.value is not None} <= OF_THE_RECORD
    assert "the server was gone" in mine["facts/recalled"].reason
    assert mine["outcome/expected"].value is None


def test_guardrails_that_work_refuse_all_that_is_planted(good: dict[str, Score], empty: dict[str, Score]) -> None:
    assert good["rules/awake"].value == 1.0
    assert empty["rules/awake"].value is None


@pytest.mark.parametrize("family", FAMILIES_PLANTED)
def test_guardrail_that_has_gone_quiet_is_noticed(family: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tuple(one for one in CHECKS if getattr(one, "__name__", "") != FAMILIES_PLANTED[family])
    monkeypatch.setattr("evals.scorers.planted.CHECKS", kept)
    score = scores(GOOD)["rules/awake"]
    assert score.value == 0.9
    assert score.reason == f"9 of 10; no word from {family}"


def test_nothing_is_planted_on_notes_without_a_reference_of_their_own() -> None:
    assert scores(GOOD, case=replace(CASE, of_reference=False))["rules/awake"].value is None


def test_warnings_are_counted(good: dict[str, Score]) -> None:
    many = scores(
        with_body(
            "Thank you for the call, " + "and for the time that you gave me, " * 8 + "which I appreciated.",
            "I liked the call, " + "and I liked what you told me about the role, " * 8 + "all of it.",
        )
    )
    assert good["rules/warnings"].value == 0.0
    assert many["rules/warnings"].value is not None
    assert many["rules/warnings"].value >= 1


@pytest.mark.parametrize(
    ("expect", "status", "value"),
    [
        ("email", "scored", 1.0),
        ("email", "asked", 0.0),
        ("email", "refused", 0.0),
        ("question", "asked", 1.0),
        ("question", "scored", 0.0),
        ("either", "asked", 1.0),
        ("either", "scored", 1.0),
        ("either", "refused", 0.0),
        ("email", "failed", None),
    ],
)
def test_outcome_is_right_when_what_was_due_came(expect: str, status: str, value: float | None) -> None:
    case = replace(CASE, expect=expect)  # type: ignore[arg-type]
    assert scores(GOOD, case=case, status=status)["outcome/expected"].value == value


def test_what_a_run_took_is_told_as_it_is() -> None:
    outcome = {"repairs": [{"round": 1, "by": "code", "rules": ["FMT-link"]}, {"round": 2, "by": "model", "rules": ["GND-number"]}]}
    mine = scores(GOOD, outcome=outcome, calls=3, tokens_in=900, tokens_out=200, cost_usd=0.004, seconds=2.5)
    assert mine["run/repairs"].value == 2
    assert mine["run/repairs"].reason == "by code, model"
    assert [mine[f"run/{name}"].value for name in ("calls", "tokens-in", "tokens-out", "cost", "seconds")] == [3, 900, 200, 0.004, 2.5]


def test_cached_answer_has_no_cost_or_time_of_its_own() -> None:
    mine = scores(GOOD, calls=3, seconds=0.01, cached=True)
    assert mine["run/seconds"].value is None
    assert mine["run/seconds"].reason == "answered from the cache"


def test_scorer_that_breaks_leaves_the_others_standing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_name: str, _view: object) -> Score:
        raise ZeroDivisionError("no words")

    monkeypatch.setitem(SCORERS, "reading/lix", replace(SCORERS["reading/lix"], score=broken))
    mine = scores(GOOD)
    assert mine["reading/lix"].value is None
    assert mine["reading/lix"].error == "ZeroDivisionError: no words"
    assert mine["facts/recalled"].value == 1.0


ODD = {
    "control characters": "\x00\x07" * 40,
    "subject alone": "Subject:\n\n",
    "one letter": "a",
    "no letters": "😀" * 200 + "...!!!???",
    "greeting three times": "Dear\n\nDear\n\nDear",
    "no body": "Subject: x\n\nDear Ann,\n\nKind regards,\nJo",
    "nine thousand words": "word " * 9000,
    "another script": "お電話ありがとうございました。\n\nまたお会いできますように。",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_no_scorer_breaks_on_odd_text(text: str) -> None:
    for score in scores(text).values():
        assert score.error is None, score
        assert score.value is None or SCORERS[score.name].direction == "lower" or 0 <= score.value <= 1


def test_scores_keep_the_names_and_kinds_of_the_registry(good: dict[str, Score]) -> None:
    assert list(good) == list(SCORERS)
    assert all(good[name].kind == scorer.kind for name, scorer in SCORERS.items())


ONE = "The letters that nobody reads have stayed with me since our talk about the waiting room."
OTHER = "Your welders check each other's seams, which I have never seen anywhere else before."


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("same/candidates", [("a", 0), ("b", 0)]),
        ("same/panel", [("a@1", 0), ("a@2", 0)]),
        ("same/seeds", [("a", 0), ("a", 1)]),
    ],
)
@pytest.mark.parametrize(("second", "value"), [(ONE, 1.0), (OTHER, 0.0)], ids=["one template", "own words"])
def test_sameness_tells_a_template_from_own_words(name: str, keys: list[tuple[str, int]], second: str, value: float) -> None:
    records = [record(text, case=case, seed=seed) for (case, seed), text in zip(keys, [ONE, second], strict=True)]
    found = {score.name: score for score in score_group(records)}
    assert set(found) == set(GROUP_SCORERS)
    assert found[name].value == value
    assert {other.value for other in found.values() if other.name != name} == {None}


def test_perturbation_is_no_other_candidate_and_no_panel() -> None:
    assert {score.value for score in score_group([record(ONE, case="a"), record(ONE, case="a+typos")])} == {None}


def test_sameness_compares_no_two_models_and_no_failures() -> None:
    apart = [record(ONE, case="a"), record(ONE, case="b", model="n"), record(None, case="c", status="failed")]
    assert {score.value for score in score_group(apart)} == {None}


@pytest.mark.parametrize(
    ("text", "reference", "value"),
    [
        ("a b c d", "a b c d", 100.0),
        ("a b c d", "w x y z", 0.0),
        ("a x b", "a b", 80.0),
        ("", "", 0.0),
        ("Résumé sent", "resume sent", 100.0),
    ],
    ids=["same", "nothing shared", "gap", "both empty", "accents"],
)
def test_rouge_l_is_the_f_measure_of_the_longest_common_row_of_words(text: str, reference: str, value: float) -> None:
    assert rouge_l(text, reference) == pytest.approx(value)


@pytest.mark.parametrize(
    ("value", "worth"), [(0, 0.0), (5, 0.5), (10, 1.0), (15, 1.0), (20, 1.0), (24, 0.6), (31, 0.0)], ids=lambda value: f"{value:g}"
)
def test_band_is_worth_one_inside_and_falls_evenly_outside(value: float, worth: float) -> None:
    assert Band(low=10, high=20, slack=10).worth(value) == pytest.approx(worth)
