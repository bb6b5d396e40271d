from __future__ import annotations

import pytest

from pipeline.reader_packed import data_digest, pack, rows_of, summed


def test_packed_rows_sum_up_to_what_they_were() -> None:
    rows = {"a": [1.0, -0.5, 0.0], "b": [0.25, 0.5, 0.0]}
    scales, packed = pack(list(rows.values()))
    found = rows_of(list(rows), packed, 3)
    assert summed([found["a"]], scales) == pytest.approx(rows["a"], abs=0.005)
    assert summed(list(found.values()), scales) == pytest.approx([1.25, 0.0, 0.0], abs=0.01)


def test_no_rows_sum_up_to_nothing() -> None:
    assert summed([], [0.5, 0.5]) == [0.0, 0.0]


def test_rows_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="argument 2"):
        pack([[1.0, 2.0], [1.0]])


def test_a_changed_sentence_makes_another_digest() -> None:
    assert data_digest(["one", "two"]) != data_digest(["one", "too"])
    assert data_digest(["one", "two"]) != data_digest(["onetwo"])
