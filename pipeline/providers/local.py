"""The embedded model as a chooser: at each fork it is asked which word it expects next, and a wording is drawn by its answer.

The whole email is never read or written token by token: both cost more than the choice is worth. A question is a fixed opening that
is read once, the last few words before the fork, and one step of the model.
"""

from __future__ import annotations

import math
import re
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from pipeline.errors import AfterwordError, ProviderFailure
from pipeline.model_file import ensure_model, model_path
from pipeline.providers.engine import Engine, load_engine
from pipeline.providers.phrasebook import rng_at
from prompts.patterns import compiled

__all__ = ["OPENING", "LocalChooser"]

#: Read once when the model is loaded; it sets the tone of every question.
OPENING = "A short, warm and plain email to the people met at a job interview:\n\n"

#: Words before a fork that the model reads. Each costs about 4 ms; more of them move the choice little.
_WINDOW = 6
#: Questions per fork: after the first word, once more among the wordings that share it.
_QUESTIONS = 2
#: Likeliest tokens looked at; what is further down counts as the last of them.
_TOP = 100

_FIRST_WORD = compiled(r"\s*\S+")
_WORDS = compiled(r"\S+\s*")


class LocalChooser:
    """Chooses by the embedded model's own probabilities; the same seed gives the same choices. Safe to share between threads."""

    def __init__(
        self,
        path: Path | None = None,
        *,
        seed: int = 0,
        temperature: float = 0.9,
        load: Callable[[Path], Engine] = load_engine,
        find: Callable[[], Path] = lambda: ensure_model(progress=sys.stderr),
    ) -> None:
        """Load nothing yet.

        Args:
            path: a GGUF file; the embedded model by default.
            seed: decides what is drawn.
            temperature: below 1 the likelier wordings come more often, at 0 always the likeliest.
            load: makes an engine of a file.
            find: where the embedded model is; fetched if need be, with its progress on standard error.
        """
        self.name = f"local:{path}" if path else "local"
        self.tokens_in = 0
        self.tokens_out = 0
        #: Forks decided by chance because the model could not be asked.
        self.fallbacks = 0
        self._path = path
        self._seed = seed
        self._temperature = temperature
        self._load = load
        self._find = find
        self._lock = threading.Lock()
        self._engine: Engine | None = None

    def start(self) -> None:
        """Load the model in the background, if its file is there; a failure is left for the first choice to report."""
        if self._path is None and model_path() is None:
            return

        def load() -> None:
            with suppress(AfterwordError):
                self.engine()

        threading.Thread(target=load, name="afterword-model").start()

    def engine(self) -> Engine:
        """The loaded model, its opening read.

        Raises:
            ProviderFailure: the model's file cannot be had or loaded.
            SystemFailure: there is no room for it.
        """
        with self._lock:
            if self._engine is None:
                engine = self._load(self._path or self._find())
                self.tokens_in += engine.expect(OPENING, top=1).read
                self._engine = engine
            return self._engine

    def choose(self, text: str, alternatives: Sequence[str]) -> int:
        """Index of the alternative drawn.

        The model weighs the first words in which the alternatives differ. Where it cannot (they do not differ, or a text that llama.cpp
        refuses), chance decides, counted in `fallbacks`.

        Raises:
            ProviderFailure: the model's file cannot be had or loaded.
            SystemFailure: there is no room for it.
        """
        engine = self.engine()
        rng = rng_at(self._seed, text, alternatives)
        left = list(range(len(alternatives)))
        for _ in range(_QUESTIONS):
            shared = _shared_words([alternatives[index] for index in left])
            groups = Counter(_first_word(alternatives[index][len(shared) :]) for index in left)
            if len(groups) == 1:
                break
            weights = self._weigh(engine, text + shared, list(groups))
            if weights is None:
                break
            word = rng.choices(list(groups), weights)[0]
            left = [index for index in left if _first_word(alternatives[index][len(shared) :]) == word]
            if len(left) == 1:
                return left[0]
        return rng.choice(left)

    def _weigh(self, engine: Engine, text: str, words: Sequence[str]) -> list[float] | None:
        """How likely the model holds each of these words after the text; None when it cannot be asked."""
        before = text.rstrip(" ")
        words = [text[len(before) :] + word for word in words]
        try:
            with self._lock:
                reading = engine.expect(OPENING + _tail(before), top=_TOP)
        except ProviderFailure:
            self.fallbacks += 1
            return None
        if not reading.tokens:
            self.fallbacks += 1
            return None
        self.tokens_in += reading.read
        self.tokens_out += 1
        return _soften([_log_probability(word, reading.tokens) for word in words], self._temperature)


def _tail(text: str) -> str:
    """The last few words of a text, the white space after them included. Lone surrogates, which llama.cpp cannot take, become "?"."""
    words = _WORDS.findall(text)
    return "".join(words[-_WINDOW:]).encode("utf-8", "replace").decode("utf-8")


def _shared_words(texts: Sequence[str]) -> str:
    """The longest start that all texts share, in whole words; white space before the next word belongs to that word."""
    shared = texts[0]
    for text in texts[1:]:
        length = next((at for at, (a, b) in enumerate(zip(shared, text, strict=False)) if a != b), min(len(shared), len(text)))
        shared = shared[:length]
    if all(text[len(shared) : len(shared) + 1] in {"", " ", "\n"} for text in texts):
        return shared
    return shared[: len(shared) - len(re.search(r"\S*\Z", shared)[0])].rstrip(" ")  # type: ignore[index]


def _first_word(text: str) -> str:
    found = _FIRST_WORD.match(text)
    return found[0] if found else text


def _log_probability(word: str, tokens: Iterable[tuple[str, float]]) -> float:
    """Log probability of the longest token the word can begin with; of the least likely one shown when none is."""
    best, length, least = 0.0, 0, 0.0
    for token, value in tokens:
        least = min(least, value)
        if len(token) > length and word.startswith(token) and token.strip():
            best, length = value, len(token)
    return best if length else least


def _soften(values: Sequence[float], temperature: float) -> list[float]:
    """Weights to draw by."""
    top = max(values)
    if temperature <= 0:
        return [float(value == top) for value in values]
    return [math.exp((value - top) / temperature) for value in values]
