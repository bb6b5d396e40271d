from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

import pytest

from pipeline.errors import ProviderFailure
from pipeline.model_file import ensure_model, model_path
from pipeline.providers.engine import Engine, Reading, load_engine
from pipeline.providers.local import OPENING, LocalChooser
from pipeline.providers.phrasebook import PhrasebookChooser


class FakeEngine:
    """Expects the tokens it was told to; counts the questions."""

    def __init__(self, tokens: Mapping[str, float] | Callable[[str], Mapping[str, float]]) -> None:
        self._tokens = tokens
        self.asked: list[str] = []

    def expect(self, text: str, *, top: int) -> Reading:
        self.asked.append(text)
        tokens = self._tokens(text) if callable(self._tokens) else self._tokens
        return Reading(tuple(tokens.items()), 5)


def _chooser(
    tokens: Mapping[str, float] | Callable[[str], Mapping[str, float]], *, seed: int = 0, temperature: float = 0.0
) -> tuple[LocalChooser, FakeEngine]:
    engine = FakeEngine(tokens)
    return LocalChooser(Path("x.gguf"), seed=seed, temperature=temperature, load=lambda _: cast("Engine", engine)), engine


@pytest.mark.parametrize(
    ("text", "alternatives", "tokens", "picked"),
    [
        ("Hello.", [" I am here.", " We met.", " It was good."], {" We": -1.0, " I": -2.0}, 1),
        ("Hello.", ["\n\nI am here.", "\n\nWe met."], {"I": -3.0, "We": -1.0}, 1),
        ("", ["Thank you.", "Speaking with you was good."], {"Spe": -0.5, "Thank": -2.0}, 1),
        ("Hello.", [" I liked it.", " I saw it.", " I did it."], {" did": -0.1, " saw": -1.0}, 2),
        ("I ", ["want it.", "need it."], {" need": -0.1, " want": -1.0}, 1),
        ("Hello.", [" Thanks a lot.", " Thank you."], {" Thank": -1.0, " Thanks": -0.5}, 0),
        ("Hello.", [" Ünüsual.", " Common."], {" Common": -1.0, " C": -0.5, " z": -9.0}, 1),
        ("Hello.", [" Absent.", " Listed."], {" Listed": -1.0, " x": -9.0}, 1),
    ],
    ids=[
        "sentence",
        "paragraph",
        "start of the email",
        "shared first word",
        "trailing space",
        "longest token",
        "other script",
        "not among the likeliest",
    ],
)
def test_the_wording_the_model_expects_most_is_chosen_at_temperature_zero(
    text: str, alternatives: list[str], tokens: dict[str, float], picked: int
) -> None:
    chooser, _ = _chooser(tokens)
    assert chooser.choose(text, alternatives) == picked
    assert chooser.fallbacks == 0


def test_wordings_that_share_the_chosen_word_are_told_apart_by_a_second_question() -> None:
    chooser, engine = _chooser(lambda text: {" would": -0.1, " am": -1.0} if text.endswith(" I") else {" I": -0.1, " We": -3.0})
    assert chooser.choose("Hello.", [" We met.", " I am here.", " I would come."]) == 2
    assert engine.asked[1:] == [f"{OPENING}Hello.", f"{OPENING}Hello. I"]


def test_model_reads_the_opening_and_the_last_words_alone() -> None:
    chooser, engine = _chooser({" a": -1.0})
    chooser.choose("One two three four five six seven eight.\n\n", ["A b.", "C d."])
    assert engine.asked == [OPENING, f"{OPENING}three four five six seven eight.\n\n"]


def test_same_seed_gives_the_same_choices_in_any_order() -> None:
    places = [(f"Sentence {number}.", [" I a.", " We b.", " It c."]) for number in range(40)]
    tokens = {" I": -1.0, " We": -1.1, " It": -1.2}

    def choices(order: list[tuple[str, list[str]]], seed: int) -> dict[str, int]:
        chooser, _ = _chooser(tokens, seed=seed, temperature=0.9)
        return {text: chooser.choose(text, alternatives) for text, alternatives in order}

    assert choices(places, 1) == choices(places[::-1], 1)
    assert choices(places, 1) != choices(places, 2)


def test_choices_follow_the_models_probabilities() -> None:
    chooser, _ = _chooser({" I": -0.2, " We": -3.0}, temperature=0.9)
    drawn = Counter(chooser.choose(f"Sentence {number}.", [" We b.", " I a."]) for number in range(400))
    assert 370 <= drawn[1] <= 395
    assert drawn.total() == 400


@pytest.mark.parametrize("alternatives", [[" Same.", " Same."], [" ", " "], ["", ""]], ids=["equal", "blank", "empty"])
def test_alternatives_that_do_not_differ_are_chosen_by_chance_without_a_question(alternatives: list[str]) -> None:
    chooser, engine = _chooser({" I": -1.0})
    assert chooser.choose("Hello.", alternatives) in {0, 1}
    assert engine.asked == [OPENING]


def test_refused_question_falls_back_to_seeded_chance_and_is_counted() -> None:
    def refuse(text: str) -> Mapping[str, float]:
        if text != OPENING:
            raise ProviderFailure("too long")
        return {}

    chooser, _ = _chooser(refuse)
    picked = {chooser.choose(f"Sentence {number}.", [" A b.", " C d.", " E f."]) for number in range(30)}
    assert picked == {0, 1, 2}
    assert chooser.fallbacks == 30


def test_empty_answer_falls_back_to_chance_and_is_counted() -> None:
    chooser, _ = _chooser({})
    assert chooser.choose("Hello.", [" A b.", " C d."]) in {0, 1}
    assert chooser.fallbacks == 1


def test_lone_surrogates_do_not_reach_the_model() -> None:
    chooser, engine = _chooser({" A": -1.0})
    chooser.choose("Hello \ud800.", [" A b.", " C d."])
    assert engine.asked[-1] == f"{OPENING}Hello ?."


def test_tokens_are_counted() -> None:
    chooser, _ = _chooser({" A": -1.0})
    assert (chooser.tokens_in, chooser.tokens_out) == (0, 0)
    chooser.choose("Hello.", [" A b.", " C d."])
    assert (chooser.tokens_in, chooser.tokens_out) == (10, 1)


def test_model_is_loaded_once_though_several_threads_ask() -> None:
    loads = []

    def load(path: Path) -> Engine:
        loads.append(path)
        return cast("Engine", FakeEngine({" A": -1.0}))

    chooser = LocalChooser(Path("x.gguf"), load=load)
    chooser.start()
    askers = [threading.Thread(target=chooser.choose, args=("Hello.", [" A b.", " C d."])) for _ in range(4)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    chooser.engine()
    assert loads == [Path("x.gguf")]


def test_failure_to_load_in_the_background_is_reported_by_the_first_choice() -> None:
    def fail(path: Path) -> Engine:
        raise ProviderFailure("no such model")

    chooser = LocalChooser(Path("x.gguf"), load=fail)
    chooser.start()
    with pytest.raises(ProviderFailure, match="no such model"):
        chooser.choose("Hello.", [" A b.", " C d."])


def test_start_does_not_fetch_a_model_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFTERWORD_CACHE_DIR", str(tmp_path))
    found: list[int] = []
    LocalChooser(find=lambda: found.append(1) or Path("x")).start()  # type: ignore[func-returns-value]
    assert found == []


def test_phrasebook_chooses_every_alternative_and_repeats_itself() -> None:
    alternatives = [" A.", " B.", " C."]
    drawn = [PhrasebookChooser(seed=seed).choose("Hello.", alternatives) for seed in range(60)]
    assert set(drawn) == {0, 1, 2}
    assert drawn == [PhrasebookChooser(seed=seed).choose("Hello.", alternatives) for seed in range(60)]


@pytest.fixture(scope="module")
def engine() -> Engine:
    if model_path() is None:
        pytest.skip("the embedded model is not here; `make model` fetches it")
    return load_engine(ensure_model())


@pytest.mark.model
def test_embedded_model_prefers_words_that_fit(engine: Engine) -> None:
    chooser = LocalChooser(Path("x.gguf"), temperature=0.0, load=lambda _: engine)
    assert chooser.choose("Thank you for the", [" banana of it.", " time you took."]) == 1
    assert chooser.choose("I look forward to", [" hearing from you.", " table from you."]) == 0
    assert chooser.fallbacks == 0


@pytest.mark.model
def test_embedded_model_chooses_the_same_again(engine: Engine) -> None:
    def email() -> list[int]:
        chooser = LocalChooser(Path("x.gguf"), seed=3, load=lambda _: engine)
        texts = ["", "Thank you.", "Thank you. It was good to talk.\n\n"]
        return [chooser.choose(text, ["I am glad.", "We talked.", "It helps.", "What a day."]) for text in texts]

    assert email() == email()


@pytest.mark.model
def test_text_beyond_the_context_is_a_provider_failure(engine: Engine) -> None:
    with pytest.raises(ProviderFailure, match="could not read"):
        engine.expect("word " * 2000, top=1)
    assert engine.expect("Thank you for your", top=3).tokens


@pytest.mark.model
def test_loaded_model_listens_nowhere_and_says_nothing(engine: Engine, capfd: pytest.CaptureFixture[str]) -> None:
    second = load_engine(ensure_model())
    second.expect("Hello", top=1)
    address = second._server.listening_address
    assert not address.startswith("unix://") or not Path(address.removeprefix("unix://")).exists()
    assert address.startswith(("unix://", "http://127.0.0.1"))
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda path: None, "There is no model at"),
        (lambda path: path.mkdir(), "There is no model at"),
        (lambda path: path.write_bytes(b""), "is not a GGUF model file"),
        (lambda path: path.write_bytes(b"PK\x03\x04zip"), "is not a GGUF model file"),
        (lambda path: path.write_bytes(b"GGUF" + b"x" * 1000), "could not be loaded"),
    ],
    ids=["missing", "folder", "empty", "another kind", "damaged"],
)
def test_file_that_is_no_model_is_one_clear_sentence(tmp_path: Path, make: Callable[[Path], object], says: str) -> None:
    path = tmp_path / "model.gguf"
    make(path)
    with pytest.raises(ProviderFailure, match=says) as caught:
        LocalChooser(path).choose("Hello.", [" A b.", " C d."])
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
