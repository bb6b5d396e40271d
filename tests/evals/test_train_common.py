from __future__ import annotations

from pathlib import Path

import pytest

from evals.case_files import CASES, load_notes_cases
from evals.train_common import command, open_notes, sparse_rows, write_weights
from pipeline.reader_ranker import RankerFile


def test_nothing_is_learned_from_notes_that_are_held_back() -> None:
    learned = {case.id for case, _ in open_notes()}
    held = {one.case.id for one in load_notes_cases(CASES / "notes" / "held")}
    assert len(learned) > 400
    assert held
    assert not learned & held


def test_each_file_from_outside_is_by_its_own_author_and_each_other_folder_by_one() -> None:
    authors = {author for _, author in open_notes()}
    assert {"dev", "second", "seed", "n1", "n10"} <= authors
    assert "outside" not in authors


def test_further_folders_are_learned_from_too(tmp_path: Path) -> None:
    source = next(path for path in (CASES / "notes" / "outside").glob("n1.yaml"))
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "n1.yaml").write_text(source.read_text("utf-8"), encoding="utf-8")
    assert len(open_notes([folder])) == len(open_notes()) + len(load_notes_cases(source))
    assert open_notes([folder])[-1][1] == "more"


def test_a_feature_seen_too_seldom_has_no_column() -> None:
    pytest.importorskip("sklearn")
    matrix, names = sparse_rows([{"a": 0.5, "b": 1.0}, {"a": 2.0}, {}], least=2)
    assert names == ["a"]
    assert matrix.toarray().tolist() == [[0.5], [2.0], [0.0]]


def test_a_trainer_writes_unless_it_is_asked_to_check() -> None:
    parser = command("train_tagger", "Trains.")
    assert [parser.parse_args(words).check for words in ([], ["--check"])] == [False, True]


def test_weights_are_written_as_they_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = RankerFile(digest="d", labels=["sender"], bias=[0.0], scales=[1.0], features=["é"], weights="")
    write_weights(tmp_path / "reader_names.json", file)
    assert RankerFile.model_validate_json((tmp_path / "reader_names.json").read_text("utf-8")) == file
    assert "reader_names.json: 0 KB" in capsys.readouterr().err
