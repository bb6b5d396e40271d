"""The picture of what batches cost."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from benchmarks.batch_bench import Run
from benchmarks.batch_curves import draw

SVG = "{http://www.w3.org/2000/svg}"
RUNS = [
    Run("phrasebook", "local", 1, 10, 1.0, 10.0, 60, 0.0),
    Run("phrasebook", "local", 1, 1000, 50.0, 20.0, 90, 0.0),
    Run("phrasebook", "local", 2, 1000, 25.0, 40.0, 150, 0.0),
    Run("a<b", "ray", 2, 1000, 30.0, 33.0, 400, 0.0),
]


def test_every_series_is_a_line_with_its_points_in_both_panels() -> None:
    root = ET.fromstring(draw(RUNS))  # noqa: S314  (our own picture)
    assert len(root.findall(f"{SVG}polyline")) == 2 * 3
    assert len(root.findall(f"{SVG}circle")) == 2 * len(RUNS)


def test_more_notes_stand_further_right_and_more_seconds_higher() -> None:
    line = ET.fromstring(draw(RUNS)).findall(f"{SVG}polyline")[0]  # noqa: S314  (our own picture)
    (x1, y1), (x2, y2) = ([float(value) for value in point.split(",")] for point in line.attrib["points"].split())
    assert x2 > x1
    assert y2 < y1


def test_what_it_shows_is_said_in_words_and_names_are_escaped() -> None:
    label = ET.fromstring(draw(RUNS)).attrib["aria-label"]  # noqa: S314  (our own picture)
    assert "phrasebook, 2 workers: 1,000 notes 25.0 s 150 MB" in label
    assert "a<b, Ray, 2 workers" in label
