"""Renderings are read from end to end: what holds together is kept, what does not is left out."""

from __future__ import annotations

import pytest

from prompts.fit import fit
from prompts.fitting.reading import reads_as
from prompts.fitting.slips import mended_note
from prompts.notes import Fact, FactKind, Notes, Recipient

NOTES = Notes(company="Arden Ltd", recipients=[Recipient(name="Ben Aldous")])


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("own", "I would put one nurse in charge of the fridge, by name."),
        ("own", "You fix things instead of binning them, and I do the same at home."),
        ("i", "I ran dispatch for 35 vans, with late deliveries down from 18% to 6%"),
        ("np", "the role play with the flooded shop owner"),
        ("np", "the knot test, the raft exercise in the pool, then the interview with the captain"),
        ("about", "how new users abandon the budget screen because it asks for income first"),
        ("question", "Is the German course paid?"),
        ("told", "stop the aisle, talk to everyone who saw it, look at the layout, then decide"),
    ],
)
def test_rendering_that_holds_together_is_kept(form: str, words: str) -> None:
    assert reads_as(words, form)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("i", "I would start with worst area, with five phones and no new app"),
        ("own", "I must ask about flat in Rostock."),
        ("np", "residents sat in on my interview and asked better questions than the panel"),
        ("np", "60 trucks Lagos-Kano route, with half stuck at the depot"),
        ("np", "the 900 meals, with waste 14%"),
        ("own", "Rest once second buyer signed."),
        ("own", "The got hygienist place at Cardiff starts in September."),
        ("i", "I reduced waste at bakery in Leeds"),
        ("own", "I speak PT EN FR."),
    ],
)
def test_rendering_with_a_bare_or_stray_part_is_left_out(form: str, words: str) -> None:
    assert not reads_as(words, form)


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("22 comunities on the river", "22 communities on the river"),
        ("ben let me taste the failed batch", "Ben let me taste the failed batch"),
        ("school groups since easter", "school groups since Easter"),
        ("corporate groups cancel last min", "corporate groups cancel at the last minute"),
        ("a kopitiam near the travelling fair", "a kopitiam near the travelling fair"),
    ],
    ids=["typo", "name", "holiday", "clipped", "untouched"],
)
def test_slip_of_the_pen_is_mended_and_a_name_or_spelling_is_not(text: str, mended: str) -> None:
    assert mended_note(text, NOTES) == mended


@pytest.mark.parametrize(
    ("kind", "text", "form", "words"),
    [
        ("promise", "none", "np", ""),
        ("promise", "link to my talk on peeking", "own", "I will send you the link to my talk on peeking separately."),
        ("rapport", "fog, ferry turned round halfway", "np", ""),
        ("concern", "is field work still 40%? advert changed", "question", ""),
        ("strength", "I gave my old firm six weeks to give notice and left it in good order.", "i", None),
    ],
    ids=["nothing", "link", "point_lost", "share_lost", "no_new_article"],
)
def test_form_that_lost_its_sense_is_left_out(kind: str, text: str, form: str, words: str | None) -> None:
    found = fit(Fact(kind=FactKind(kind), text=text), NOTES).get(form, "")
    assert "a notice" not in found if words is None else found == words


def test_two_sentence_answer_stands_beside_the_matter_it_answers() -> None:
    fact = Fact(kind=FactKind.CORRECTION, text="I gave a poor answer about anaphylaxis. I lay the patient flat and call 999 at once.")
    forms = fit(fact, NOTES)
    assert forms.get("weak") == "anaphylaxis"
    assert "I lay the patient flat and call 999 at once" in (forms.get("own") or forms.get("i") or "")
