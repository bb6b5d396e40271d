"""The kept forms of the rules' data are the data: a check that begins with them finds what one without them finds."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest

from guardrails import acts_data, acts_patterns, lexicon, vocabulary
from pipeline import reader_scorer
from prompts import kept, patterns
from prompts.fitting import words

_LISTS = ("tone", "cliche", "chatter", "gratitude", "frame", "language/slips", "truth/concepts")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder in use; patterns stay as they are."""
    monkeypatch.setattr(patterns, "_file", None)
    monkeypatch.setattr(kept, "_folder", tmp_path / "kept")
    return tmp_path / "kept"


def _lists(name: str) -> Callable[[], object]:
    def read() -> object:
        found = lexicon.load_lexicons.__wrapped__(name)
        return {
            key: (
                [(one.source, one.level) for one in entries.always],
                {piece: [(one.source, one.level) for one in by_piece] for piece, by_piece in entries.by_piece.items()},
            )
            for key, entries in found.items()
        }

    return read


_FORMS: dict[str, Callable[[], object]] = {
    **{name: _lists(name) for name in _LISTS},
    "vocabulary": lambda: vocabulary.load_vocabulary.__wrapped__(),
    "synonyms": lambda: vocabulary.synonyms.__wrapped__(),
    "cues": lambda: acts_patterns._known_anchors.__wrapped__(),
    "lexicon": lambda: words.lexicon.__wrapped__(),
    "classifier": lambda: vars(reader_scorer.scorer.__wrapped__()),
}


@pytest.mark.parametrize("read", _FORMS.values(), ids=_FORMS)
def test_a_kept_form_is_what_is_read_without_it(folder: Path, monkeypatch: pytest.MonkeyPatch, read: Callable[[], object]) -> None:
    first = read()
    assert list(folder.glob("*.bin"))
    again = read()
    monkeypatch.setattr(kept, "_folder", None)
    assert first == again == read()


def test_every_cue_has_the_anchors_it_would_be_given() -> None:
    known = acts_patterns._known_anchors()
    assert len(known) > 1500
    found = {source: anchors for source, anchors in known.items() if anchors is not None}
    assert {source: acts_patterns._find_anchors(source) for source in found} == found


def test_a_cue_outside_the_data_is_read_as_ever() -> None:
    source = "i would gladly|happily zebra~ the xylophone"
    assert source not in acts_patterns._known_anchors()
    assert acts_patterns.read_pattern(source).anchors == frozenset(acts_patterns._find_anchors(source))
    with pytest.raises(ValueError, match="no word to find it by"):
        acts_patterns.read_pattern("... ..")


def test_every_file_with_cues_is_read_at_once() -> None:
    from guardrails.acts_cues import _FILES

    assert acts_patterns._CUES == _FILES
    folder = resources.files("guardrails").joinpath("data", "acts")
    assert all(acts_data.load_data(name) and folder.joinpath(name).is_file() for name in _FILES)
