"""Facts that tell nothing are left out, and turns that only a note has are put as one says them."""

from __future__ import annotations

import datetime as dt

import pytest

from prompts.fit import fit
from prompts.fitting.empty import only_wishes, says_nothing
from prompts.fitting.retold import retold
from prompts.notes import Fact, FactKind, Notes


def _notes(kind: str, text: str) -> Notes:
    return Notes.model_validate(
        {
            "scenario": "phone_interview",
            "now": dt.datetime(2026, 3, 3, 9),
            "dialect": "en-GB",
            "candidate": {"name": "Ana Reis"},
            "recipients": [{"name": "Mia Holt"}],
            "role": "Kiln Lead",
            "company": "Orla Foods",
            "facts": [{"id": "f1", "kind": kind, "text": text}],
        }
    )


def _fact(kind: str, text: str) -> Fact:
    return Fact(id="f1", kind=FactKind(kind), text=text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("topic", "her full name is Graça Teixeira she leads the signalling team"),
        ("topic", "I spoke on the phone with Mia from Orla Foods, her full name is Mia Holt she leads the signalling team"),
        ("topic", "he's the lab manager"),
        ("topic", "she is head of people development"),
        ("topic", "he runs the Bình Dương warehouse"),
        ("strength", "I did not catch her surname"),
        ("strength", "a chap called Winston who never wrote a thing down"),
        ("topic", "thank you mail to go to Priya only"),
        ("topic", "the letter goes to João Pedro"),
        ("topic", "siân gets a copy"),
        ("concern", "reply to the last one"),
        ("concern", "any word from the aquarium?"),
        ("topic", "Kiln Lead"),
        ("topic", "on the matatu home, quick before I forget"),
        ("topic", "Yes  No  Maybe"),
        ("strength", "I told her yes on the phone"),
        ("motivation", "I want it as before"),
        ("motivation", "I like it very much"),
        ("motivation", "I look forward to it"),
        ("motivation", "I would still like to join"),
        ("motivation", "I want to write one time more, polite"),
        ("motivation", "want to put the band thing right, brief, not grovelling"),
        ("motivation", "need person who can talk with suppliers"),
        ("stance", "i do still want it"),
        ("reason", "The reason is simple"),
        ("start_date", "On Wed, 4 Feb 2026 at 15:36, Catriona MacEachain wrote"),
    ],
)  # fmt: skip
def test_fact_that_tells_nothing_takes_no_form(kind: str, text: str) -> None:
    assert fit(_fact(kind, text), _notes(kind, text)) == {}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("topic", "she runs the clinic with only 3 midwives"),
        ("topic", "she told me half of the false alarms come when it rains"),
        ("topic", "the name of the boat stays on the box"),
        ("topic", "how the mail goes to the islands in winter"),
        ("strength", "know Revit and Rhino"),
        ("strength", "I told the crew no and we waited for the permit"),
        ("motivation", "I want to learn how the looms work"),
        ("motivation", "I like that the planners sit on the shop floor"),
        ("concern", "whether there is any word on the second site"),
        ("reason", "I want to stay near my parents"),
        ("start_date", "Wednesday 4 February at 9"),
    ],
)
def test_fact_with_matter_is_kept(kind: str, text: str) -> None:
    assert not says_nothing(_fact(kind, text), "Kiln Lead")


@pytest.mark.parametrize(
    ("text", "empty"),
    [
        ("still very much want this job", True),
        ("interesting for me", True),
        ("this place still, please", True),
        ("I want the night shift", False),
        ("", False),
    ],
)
def test_wish_without_a_why_is_seen(text: str, empty: bool) -> None:
    assert only_wishes(text) is empty


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        ("strength", "I told her how I ran 140 agents in Techiman", "I ran 140 agents in Techiman"),
        ("strength", "told him that I cleaned the addresses", "I cleaned the addresses"),
        ("strength", "i said 6 yrs on Schuler presses", "6 yrs on Schuler presses"),
        ("strength", "I told him at my last place we cut waste by half", "At my last place we cut waste by half"),
        ("strength", "I said let's hold two back", "I said let's hold two back"),
        ("correction", "what i should of said is we took a deposit", "what i should have said is we took a deposit"),
        ("correction", "its band 3, not 2", "it is band 3, not 2"),
        ("motivation", "because there the data people sit next to the drivers", "because the data people sit next to the drivers there"),
        ("motivation", "because there is a kiln", "because there is a kiln"),
        ("motivation", "what I can't wait for: the first electric lorries in June", "the first electric lorries in June"),
        ("motivation", "what won me was the misting trial, still very interested", "the misting trial"),
        ("motivation", "what i love is they scrape the hulls themselves", "they scrape the hulls themselves"),
        ("motivation", "happy mainly that I will train the new girls", "I am happy that I will train the new girls"),
        ("reason", "it's that the job is in the store at Greenock", "the job is in the store at Greenock"),
        ("reason", "i am not taking it because the post is office only", "the post is office only"),
        ("topic", "10:00 group exercise: rank nine suppliers", "group exercise: rank nine suppliers"),
        ("topic", "we'd to reroute nine trams on a paper map", "we had to reroute nine trams on a paper map"),
        ("topic", "the queue at ten", "the queue at ten"),
    ],
)
def test_turn_of_a_note_is_put_as_one_says_it(kind: str, text: str, told: str) -> None:
    assert retold(_fact(kind, text)).text == told


def test_admission_with_its_right_answer_after_a_semicolon_stands_as_written() -> None:
    text = "I could not name the interaction of warfarin and St John's wort; it weakens the warfarin, and I would ask about teas"
    assert fit(_fact("correction", text), _notes("correction", text))["own"] == f"{text}."
    assert "own" not in fit(_fact("correction", "I could not name the interaction"), _notes("correction", "I could not name it"))
