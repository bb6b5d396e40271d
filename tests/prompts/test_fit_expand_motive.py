from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from prompts.fit import fit
from prompts.fitting.expand_motive import expand_motivation, expand_reason
from prompts.notes import Notes

_DATA = Path(__file__).parent / "data"
_NUMBERS = {
    word: str(at) for at, word in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])
}


def _items(name: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = yaml.safe_load((_DATA / name).read_text("utf-8"))
    return items


def _notes(kind: str, text: str, recipient: str = "Kim Larsen") -> Notes:
    fact = {"kind": kind, "text": text, "private": False}
    return Notes.model_validate({"candidate": {"name": "Al Bo"}, "recipients": [{"name": recipient}], "facts": [fact], "company": "Acme"})


def _forms(kind: str, text: str, recipient: str = "Kim Larsen") -> dict[str, str]:
    notes = _notes(kind, text, recipient)
    return fit(notes.facts[0], notes)


def _whole(kind: str, text: str, recipient: str = "Kim Larsen") -> str:
    forms = _forms(kind, text, recipient)
    return forms.get("own", forms.get("said", ""))


def _bare(text: str) -> str:
    return " ".join(_NUMBERS.get(word, word) for word in re.sub(r"[^\w%£$€]+", " ", text.casefold()).split())


def _complete(item: dict[str, Any]) -> bool:
    forms = {
        form: text for form, text in _forms(item["kind"], item["text"], item.get("recipient") or "Kim Larsen").items() if form != "raw"
    }
    wanted = {_bare(one) for accepted in item["want"].values() for one in (accepted if isinstance(accepted, list) else [accepted])}
    whole = forms.get("own") or forms.get("said")
    given = [whole] if whole else list(forms.values())
    return any(_bare(text) in wanted for text in given) or not (given or wanted)


@pytest.mark.parametrize(("name", "least"), [("jottings_motive.yaml", 0.7), ("jottings_motive_held.yaml", 0.55)], ids=["dev", "held"])
def test_most_jottings_are_written_out_whole_as_an_editor_would(name: str, least: float) -> None:
    items = _items(name)
    assert sum(map(_complete, items)) >= least * len(items)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("14 yrs driving, want to be the dispatcher I never had", "After 14 years of driving, I want to be the dispatcher I never had."),
        ("small team, you animate what you storyboard", "You are a small team, and you animate what you storyboard."),
        ("they build in timber, I've only ever specified it on paper", "You build in timber, and I have only ever specified it on paper."),
        ("no agency nurses in 2 yrs!! tells me people stay", "There have been no agency nurses in two years, which tells me people stay."),
        ("you do nights in pairs, never alone. matters to me", "You do nights in pairs, never alone, which matters to me."),
        ("your drivers keep the same truck, mine changes every day", "Your drivers keep the same truck; mine changes every day."),
        ("been a user since v1, would rather fix the bugs myself", "I have been a user since v1, and I would rather fix the bugs myself."),
        ("want to move into the business, finally see the end of it", "I want to move into the business and finally see the end of it."),
        ("like that devs sit with support, things get fixed", "I like that devs sit with support and that things get fixed."),
    ],
    ids=["years", "employer", "they", "none_of", "loose_end", "contrast", "participle", "goes_on", "liked"],
)
def test_jotted_motive_becomes_whole_sentences(text: str, whole: str) -> None:
    assert _whole("motivation", text) == whole


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("staying put - my bank gave me a 4-day week", "I am staying put; my bank gave me a 4-day week."),
        ("contract only 6 months, need something permanent", "The contract is only six months, and I need something permanent."),
        ("got into the nursing degree at Makerere, starts Aug", "I got into the nursing degree at Makerere, which starts in August."),
        ("decided to stay freelance, clients came back", "I have decided to stay freelance; clients came back."),
        ("chose a smaller practice, 4 vets, more farm work", "I have chosen a smaller practice: four vets and more farm work."),
        ("want to finish PhD first, one chapter left", "I want to finish my PhD first, and I have one chapter left."),
        ("staying where I am, they gave me the new line to run", "I am staying where I am, and I have been given the new line to run."),
        ("would be my 3rd job in 2 yrs, need to stay somewhere", "It would be my third job in 2 years, and I need to stay somewhere."),
    ],
    ids=["staying", "copula", "starts", "decided", "list", "left", "given", "would_be"],
)
def test_jotted_reason_becomes_whole_sentences(text: str, whole: str) -> None:
    assert _whole("reason", text) == whole


@pytest.mark.parametrize(
    ("kind", "text", "secret"),
    [
        ("reason", "my mother is ill, cant leave Recife now", "mother"),
        ("reason", "staying where I am, they pay 15% more", "15"),
        ("reason", "mum's operation on the 3rd, will know more after", "operation"),
        ("reason", "quota is not real, want something solid", "not real"),
        ("reason", "partner starts in Vancouver in June, so we are moving", "partner"),
        ("motivation", "good money but mainly - the team eats lunch together", "money"),
        ("motivation", "they build things that last, my current firm does condos", "condos"),
        ("motivation", "sick of sales targets, want to help people choose well", "targets"),
    ],
)
def test_what_is_not_for_the_reader_stays_out_of_every_form(kind: str, text: str, secret: str) -> None:
    assert [form for form in _forms(kind, text).values() if secret in form] == []


def test_what_leans_on_words_left_out_stays_out_too() -> None:
    assert _forms("motivation", "Lagos traffic data is a mess, want to be one of the people who sorts it") == {}


def test_rest_stands_where_it_leans_on_nothing() -> None:
    assert _whole("reason", "my mother is ill, cant leave Recife now") == "I cannot leave Recife now."


def test_only_reader_told_by_name_becomes_you_yourself() -> None:
    text = "they promote from the floor, Greg started as a bagger"
    assert _whole("motivation", text, "Greg Moss") == "You promote from the floor, and you started as a bagger yourself."
    assert "Greg" in _whole("motivation", text, "Kim Larsen")


@pytest.mark.parametrize("text", ["I want to work closer to the users.", "I prefer a smaller hospital."], ids=["wish", "taste"])
def test_tidy_note_is_left_to_its_other_forms(text: str) -> None:
    assert expand_motivation(text, _notes("motivation", text)) == {}
    assert expand_reason(text, _notes("reason", text)) == {}


@pytest.mark.parametrize(
    "text",
    ["my village got its first clinic when I was nine, that's why nursing", "engineers office sit same room gets sorted, fish"],
    ids=["half_a_clause", "word_salad"],
)
def test_note_that_cannot_be_made_whole_is_not_passed_off_as_sentences(text: str) -> None:
    assert _whole("motivation", text) == ""
