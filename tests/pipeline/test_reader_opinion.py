from __future__ import annotations

import datetime as dt

import pytest

from pipeline.intake import read_notes
from pipeline.reader_mentions import find_candidates
from pipeline.reader_packed import pack
from pipeline.reader_ranker import Ranker, RankerFile
from pipeline.reader_segments import cut
from prompts.notes import ScenarioId

NOW = dt.datetime(2026, 5, 14, 9)
BODY = """
We talked about the rice that comes late.
I moved the log of three lines from paper to tablet in 2024.
They decide before 20 June.
"""


def ranker_of(weights: dict[str, tuple[float, float]]) -> Ranker:
    scales, packed = pack(list(weights.values()))
    file = RankerFile(digest="", labels=["sender", "company"], bias=[0.0, 0.0], scales=scales, features=list(weights), weights=packed)
    return Ranker(file)


def test_a_feature_moves_the_label_it_speaks_for_and_an_unknown_one_none() -> None:
    ranker = ranker_of({"under closing": (4.0, -4.0)})
    there, absent = ranker.score(["under closing"]), ranker.score(["never seen"])
    assert there["sender"] > 0.9 > 0.1 > there["company"]
    assert absent == {"sender": 0.5, "company": 0.5}


def test_every_mention_of_a_name_adds_to_its_features() -> None:
    text = "Phone interview with Anna Berg at Acme Foods.\nAnna Berg asked about rotas.\nBest\nTom Reid"
    found = {one.key: one for one in find_candidates(text, cut(text))}
    assert len(found["anna berg"].spans) == 2
    assert {"l1 with", "r1 asked"} <= found["anna berg"].features
    assert "under closing" in found["tom reid"].features
    assert "under closing" not in found["anna berg"].features


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        (f"Still nothing from Harbour Foods, saw Ms Lena Brandt there on 3 May.{BODY}Cathal Mac an Bhaird", "Cathal Mac an Bhaird"),
        (f"Phone interview with Dr Ama Owusu, head of buying at Volta Foods, yesterday.{BODY}\u2014 Njeri wa Mwangi", "Njeri wa Mwangi"),
        (f"Phone interview with Dr Ama Owusu, head of buying at Volta Foods, yesterday.{BODY}", None),
    ],
    ids=["small-words", "particle", "nobody"],
)
def test_who_signs_is_found_with_all_words_of_the_name(text: str, sender: str | None) -> None:
    assert read_notes(text, now=NOW).notes.candidate.name == sender


def test_a_loose_accent_does_not_end_a_name() -> None:
    text = f"Phone interview with Mrs Olúfúnmiláyọ\u0300 Adébáyọ\u0300, managing director at Volta Foods, yesterday.{BODY}"
    assert [one.name for one in read_notes(text, now=NOW).notes.recipients] == ["Olúfúnmiláyọ\u0300 Adébáyọ\u0300"]


def test_a_situation_without_any_sign_is_told_from_the_whole_text() -> None:
    met = "tel this morning, Wanjiru Kamau, runs the cold chain at Savanna Foods. post: dispatch planner"
    text = f"{met}{BODY}why i want it: they let the planner ride along"
    assert read_notes(text, now=NOW).notes.scenario is ScenarioId.PHONE_INTERVIEW


def test_of_a_paste_of_many_pages_the_ends_are_read_and_the_middle_is_listed() -> None:
    first = f"Phone interview with Dr Ama Owusu, head of buying at Volta Foods, yesterday.{BODY}"
    text = first + "the rest of the file has nothing to do with it\n" * 1700 + "My name is Tom Reid"
    intake = read_notes(text, now=NOW)
    skipped = max(intake.ignored, key=lambda one: one.end - one.start)
    assert intake.notes.candidate.name == "Tom Reid"
    assert intake.notes.spans["candidate.name"].start == text.index("Tom Reid")
    assert skipped.end - skipped.start > 40_000
    assert "beginning and its end" in skipped.why


def test_nobody_signs_as_the_house_where_the_job_is() -> None:
    text = (
        "Assessment center last wednesday (18th)\n"
        "leader of the day was Ms. Park Ji-woo, HR manager, sales director Mr. Daniel Kessler\n"
        "in the role play I asked many questions before I show the price\nfeedback they promised until end of this week\n"
        "job is junior sales engineer at Hanmaru Pumps"
    )
    notes = read_notes(text, now=NOW).notes
    assert (notes.candidate.name, notes.company) == (None, "Hanmaru Pumps")
