from __future__ import annotations

import itertools
import math
import time
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.train_tagger import training_digest
from pipeline.tagger import Likely, Tagged, likelihoods, spans_of, tag
from pipeline.tagger_features import features
from pipeline.tagger_situation import situation_features, situations_of, weigh_situations
from pipeline.tagger_tokens import read_page
from pipeline.tagger_weights import Table, TaggerFile, Weights, pack_table, weights
from prompts.notes import ScenarioId


def made_of(rows: dict[str, dict[str, float]], *, labels: str = "JCOPRS", steps: float = 0.0) -> Weights:
    """Weights that hold these features only; to stay with a label is worth `steps`."""
    table = pack_table(list(labels), {name: [row.get(label, 0.0) for label in labels] for name, row in rows.items()})
    situations = pack_table([one.value for one in ScenarioId], {"w offer": [float(one is ScenarioId.ACCEPT_OFFER) for one in ScenarioId]})
    stay = [[steps if one == two else 0.0 for two in labels] for one in labels]
    return Weights(TaggerFile(digest="", words=table, steps=stay, situations=situations, bias=[0.0] * len(ScenarioId)))


def found_in(text: str, using: Weights) -> Tagged:
    page = read_page(text)
    return spans_of(text, text, page, likelihoods(page, using))


def said(text: str, one: Likely | None) -> str | None:
    return text[one.start : one.end] if one else None


def test_the_weights_were_trained_on_the_notes_names_and_frames_as_they_are() -> None:
    assert weights().digest == training_digest(), "run `make train-tagger` and keep the new pipeline/data/tagger_weights.json"


def test_the_weights_stay_under_700_kilobytes() -> None:
    assert len(resources.files("pipeline").joinpath("data/tagger_weights.json").read_bytes()) < 700_000


NOTES = {
    "signed below": (
        "spoke to Halldóra Finnsdóttir, plant manager at Norðurljós Foods, this morning\n"
        "role: packaging technician\n- the line stops every Friday\n- she answers by Monday\n\nTomáš Havelka",
        ("Tomáš Havelka", "Halldóra Finnsdóttir", "Norðurljós Foods", "packaging technician"),
    ),
    "labels of one's own": (
        "WHO CALLED: Ms Adaeze Nwosu (head of claims)\nTHE HOUSE: Palmwine Mutual\nFOR WHICH CHAIR: claims handler\n"
        "WE TALK: the forms nobody reads\nMYSELF: Somchai Rattanakorn",
        ("Somchai Rattanakorn", "Adaeze Nwosu", "Palmwine Mutual", "claims handler"),
    ),
    "pasted mail": (
        "From: Ewa Lisowska <ewa.lisowska@bursztyn.example>\nTo: Mateus Falcão\nSubject: Interview, tool setter\n\n"
        "Dear Mateus,\nthank you for applying to Bursztyn Metal. We meet on 4 May at 10.\nEwa Lisowska\nHR partner\n\n"
        "my notes: we talked about the old press, I want to work there",
        ("Mateus Falcão", "Ewa Lisowska", "Bursztyn Metal", "tool setter"),
    ),
    "no capitals": (
        "ok so i had the call with hannah lindqvist the ward manager at solberga hospital its for the night nurse job and "
        "she told me about the bell that nobody hears and i want to work there my name is kofi mensah",
        ("kofi mensah", "hannah lindqvist", "solberga hospital", "night nurse"),
    ),
}


@pytest.mark.parametrize(("text", "truth"), NOTES.values(), ids=NOTES)
def test_sender_recipient_employer_and_job_are_found_in_notes_of_every_make(text: str, truth: tuple[str, str, str, str]) -> None:
    found = tag(text)
    assert (said(text, found.sender), said(text, found.recipient), said(text, found.company), said(text, found.role)) == truth


def test_notes_that_name_nobody_get_no_sure_name() -> None:
    found = tag("it went well I think, they asked about the warehouse and I talked too much. hope they call")
    assert all(one is None or one.likely < 0.5 for one in (found.sender, found.recipient, found.company))


def test_the_likelihoods_of_the_chain_are_those_of_all_paths_counted_one_by_one() -> None:
    text = "Ana met Bo"
    labels = "JCOPRS"
    using = made_of({"0ana": {"S": 1.2, "R": 0.4}, "0met": {"O": 0.7}, "0bo": {"R": 1.0, "C": 0.3}}, steps=0.5)
    page = read_page(text)
    points = [
        [sum(scale * (using.words[name][at] - 128) for name in names if name in using.words) for at, scale in enumerate(using.scales)]
        for names in features(page)
    ]
    sums = [[0.0] * len(labels) for _ in points]
    whole = 0.0
    for path in itertools.product(range(len(labels)), repeat=len(points)):
        value = math.exp(
            sum(row[at] for row, at in zip(points, path, strict=True)) + 0.5 * sum(a == b for a, b in itertools.pairwise(path))
        )
        whole += value
        for row, at in zip(sums, path, strict=True):
            row[at] += value
    expected = [[row[labels.index(label)] / whole for label in "SRPCJ"] for row in sums]
    for one, two in zip(likelihoods(page, using), expected, strict=True):
        assert one == pytest.approx(two, abs=1e-6)


def test_a_fuller_mention_of_the_same_person_is_taken() -> None:
    using = made_of({"0chidi": {"R": 9.0}, "0okonkwo": {"R": 7.0}, "0asked": {"O": 9.0}, "0,": {"O": 9.0}})
    text = "chidi asked , chidi okonkwo"
    assert said(text, found_in(text, using).recipient) == "chidi okonkwo"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Vega Labs. Lead", "Vega Labs", id="a full stop ends it"),
        pytest.param("Vega Co. Lead", "Vega Co. Lead", id="the full stop of a short word does not"),
        pytest.param("Vega\nLabs", "Vega", id="a line break ends it"),
        pytest.param("Vega Labs, ", "Vega Labs", id="no comma at the end"),
    ],
)
def test_a_span_ends_where_the_name_does(text: str, expected: str) -> None:
    using = made_of({name: {"C": 9.0} for name in ("0vega", "0labs", "0co", "0lead", "0.", "0,")})
    assert said(text, found_in(text, using).company) == expected


def test_two_people_joined_by_a_mark_are_two() -> None:
    using = made_of({f"0{word}": {"R": 9.0} for word in ("greg", "tomlin", "&", "maria", "sand")})
    found = found_in("Greg Tomlin & Maria Sand", using)
    assert said("Greg Tomlin & Maria Sand", found.recipient) == "Greg Tomlin"


@pytest.mark.parametrize("word", ["word ", "Aa Bb "])
def test_a_word_said_a_thousand_times_is_no_name(word: str) -> None:
    using = made_of({"0word": {"J": 9.0}, "0aa": {"S": 9.0}, "0bb": {"S": 9.0}}, steps=3.0)
    found = found_in(word * 1000, using)
    assert found.role is None
    assert found.sender is None


def test_of_a_long_paste_the_end_is_read_with_the_right_offsets() -> None:
    text = (
        "call with Maren Holt, owner of Kite Bakery, for head baker\n"
        + "we talked about bread and ovens. " * 900
        + "\n\nRegards,\nYusuf Demir"
    )
    found = tag(text)
    assert said(text, found.sender) == "Yusuf Demir"
    assert said(text, found.recipient) == "Maren Holt"


@given(st.text(max_size=300) | st.text(alphabet="aA .,:\n-@'0>[", max_size=300))
@settings(max_examples=150, deadline=None)
def test_every_span_lies_in_the_text_and_nothing_raises(text: str) -> None:
    found = tag(text)
    for one in (found.sender, found.recipient, found.company, found.role, *itertools.chain(*found.mentions.values())):
        assert one is None or (
            0 <= one.start < one.end <= len(text) and 0 <= one.likely <= 1.0001 and "\n" not in text[one.start : one.end]
        )
    assert sum(situations_of(text).values()) == pytest.approx(1)


def test_a_page_is_tagged_in_under_30_milliseconds() -> None:
    page = "\n".join(text for text, _ in NOTES.values())
    tag(page)
    tag.cache_clear()
    began = time.process_time()
    tag(page)
    assert time.process_time() - began < 0.03


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "accepting! they offered me the job and I said yes, happy to sign, start date 4 May", ScenarioId.ACCEPT_OFFER, id="accept"
        ),
        pytest.param("turning down the offer, going with another firm, must tell him nicely", ScenarioId.DECLINE_OFFER, id="decline"),
        pytest.param("three weeks since the interview and not a word from them", ScenarioId.NO_RESPONSE, id="silence"),
        pytest.param("assessment centre yesterday, group exercise and in-tray, six of us", ScenarioId.ASSESSMENT_CENTER, id="assessment"),
        pytest.param("got the offer, I need until Friday to think it over", ScenarioId.TIME_TO_THINK, id="time"),
    ],
)
def test_the_situation_is_seen_in_plain_notes(text: str, expected: ScenarioId) -> None:
    odds = situations_of(text)
    assert max(odds, key=lambda one: odds[one]) is expected


def test_a_word_for_a_situation_makes_it_likelier_and_its_absence_leaves_all_alike() -> None:
    using = made_of({})
    assert weigh_situations("offer", using)[ScenarioId.ACCEPT_OFFER] > 1 / 7
    assert weigh_situations("hello", using)[ScenarioId.ACCEPT_OFFER] == pytest.approx(1 / 7)


def test_days_months_and_numbers_stand_for_their_sort_in_the_situation() -> None:
    assert situation_features("by monday 3 may") == situation_features("by tuesday 17 may")
    assert situation_features("by monday") != situation_features("by may")


def test_rows_that_round_to_nothing_are_not_stored() -> None:
    table = pack_table(["a", "b"], {"big": [1.0, -1.0], "none": [0.0001, 0.0]})
    assert isinstance(table, Table)
    using = Weights(TaggerFile(digest="", words=table, steps=[[0.0, 0.0]] * 2, situations=table, bias=[0.0, 0.0]))
    assert set(using.words) == {"big"}
