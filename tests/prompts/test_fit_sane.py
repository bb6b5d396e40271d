"""The last look at a form: what an email cannot show is left out, small slips are mended, and good text passes."""

from __future__ import annotations

import pytest

from prompts.fitting.sane import is_sane, sane_forms


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("own", "we keep a written matrix."),
        ("own", "A sep board and pan."),
        ("own", "Fourteen years of driving."),
        ("np", "the list (with names"),
        ("np", 'the "wall of shame'),
        ("np", "the difference between 'debounce' and 'throttle"),
        ("i", "I send the docs on time"),
        ("np", "the certificate of the"),
        ("np", "the reason for and"),
        ("clause", "the must be signed by Friday"),
        ("about", "the target for quarter"),
        ("i", "I have been an as shift lead for three years"),
        ("np", "these certificate"),
        ("np", "a certificates"),
        ("own", "I could pop in sat am to see the ward."),
        ("np", ""),
    ],
)
def test_form_that_is_broken_is_left_out(form: str, words: str) -> None:
    assert not is_sane(form, words)
    assert sane_forms({form: words}) == {}


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("own", "We keep a written matrix, and I update it at every menu change."),
        ("own", "Is the launch still in October? I saw a post that it was moved."),
        ("own", "Please call me after 6."),
        ("np", "the people I work with"),
        ("np", "photos of my ASE certificates and the T8 test confirmation"),
        ("about", "the 10-minute visits in year 9"),
        ("question", "Is there parking at the Umhlanga office?"),
        ("clause", "Class A is for wood and grass, Class B for fuel"),
        ("clause", "you are the only hospital in the state with a burns unit"),
        ("i", "I would call the depot before the driver leaves"),
        ("to", "to work closer to the patients"),
        ("link", "acme.io/(case"),
        ("told", "a buddy list, a check every two hours, never enter an empty house after dark"),
        ("own", "I am on call at 6 am."),
    ],
)
def test_form_that_is_sound_is_kept_as_it_is(form: str, words: str) -> None:
    assert is_sane(form, words)
    assert sane_forms({form: words}) == {form: words}


@pytest.mark.parametrize(
    ("words", "mended"),
    [
        ("in my 2nd week", "in my second week"),
        ("on the 1st of May", "on the 1st of May"),
        ("a hour of overtime", "an hour of overtime"),
        ("an uniform", "a uniform"),
        ("a one-page handover", "a one-page handover"),
    ],
    ids=["second", "date", "hour", "uniform", "one"],
)
def test_small_slip_is_mended(words: str, mended: str) -> None:
    assert sane_forms({"np": words}) == {"np": mended}


def test_sentence_behind_a_colon_goes_with_the_one_that_was_left_out() -> None:
    assert sane_forms({"own": "Fourteen years of driving.", "told": "fourteen years of driving", "np": "driving"}) == {"np": "driving"}
