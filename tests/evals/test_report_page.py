"""The page stands alone, shows everything harmlessly, and keeps its size and time."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import time
from html.parser import HTMLParser

import pytest

from evals.report_page import render_page
from evals.report_shapes import Change, Difference, Judged, Statistics
from evals.report_summary import summarise
from tests.evals.report_records import HOSTILE, hostile_record, make_head, make_records

VOID = {"meta", "link", "input", "br", "img"}


class Page(HTMLParser):
    """The tags of a page in order, its text, and whether every tag is closed where it should be."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.inside: list[str] = []
        self.wrong: list[str] = []
        self.blocks: dict[str, list[str]] = {"script": [], "style": []}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.inside.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.inside or self.inside.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        if self.inside and self.inside[-1] in self.blocks:
            self.blocks[self.inside[-1]].append(data)
        else:
            self.texts.append(data)

    def having(self, tag: str, **attributes: str) -> list[dict[str, str | None]]:
        wanted = {name.rstrip("_"): value for name, value in attributes.items()}
        return [found for name, found in self.tags if name == tag and wanted.items() <= found.items()]


def statistics() -> Statistics:
    return Statistics(
        differences=(
            Difference("local", "phrasebook", "passed", 20, 0.05, -0.01, 0.11, 0.08, "no difference shown"),
            Difference("local", "phrasebook", "facts/recalled", 20, 0.09, 0.04, 0.14, 0.06, "higher"),
        ),
        changes=(Change("local", "facts/recalled", 0.97, 0.91, "worse"), Change("local", "rules/LEN", 1.0, 0.0, "worse", case="case-3")),
        judged=(Judged("passed", "at least 0.95", 0.9, False, "local", "a refused draft helps nobody"),),
        remarks=("A remark.",),
        baseline="the run of yesterday",
    )


@pytest.fixture(scope="module")
def page() -> Page:
    models = ("local", "phrasebook")
    return Page(render_page(summarise(make_head(models, 21), make_records(models, 21), statistics())))


def test_the_page_is_well_formed_and_has_one_heading_of_first_order(page: Page) -> None:
    assert (page.wrong, page.inside) == ([], [])
    assert len(page.having("h1")) == 1
    ids = [found["id"] for _, found in page.tags if "id" in found]
    assert len(ids) == len(set(ids))


def test_links_within_the_page_and_labels_lead_somewhere(page: Page) -> None:
    ids = {found["id"] for _, found in page.tags if found.get("id")}
    targets = {str(found["href"])[1:] for tag, found in page.tags if tag in {"a", "use"} and found.get("href")}
    labels = {name for _, found in page.tags for name in str(found.get("aria-labelledby") or "").split()}
    assert len(targets) > 20
    assert targets | labels <= ids


def test_nothing_is_loaded_from_anywhere(page: Page) -> None:
    loading = [
        value
        for _, found in page.tags
        for name, value in found.items()
        if name in {"src", "srcset", "action", "data", "poster", "background"}
    ]
    hrefs = [value for _, found in page.tags for name, value in found.items() if name in {"href", "xlink:href"}]
    assert loading == []
    assert all(str(value).startswith("#") or value == "data:," for value in hrefs)
    assert not re.search(r"@import|url\(", "".join(page.blocks["style"]))


def test_the_policy_allows_only_the_page_s_own_style_and_script(page: Page) -> None:
    policy = str(page.having("meta", http_equiv="Content-Security-Policy") or page.tags)
    for block in (page.blocks["style"][0], page.blocks["script"][0]):
        assert base64.b64encode(hashlib.sha256(block.encode()).digest()).decode() in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not [found for _, found in page.tags if "style" in found or any(name.startswith("on") for name in found)]


def test_every_plot_has_words_and_a_table_beside_it(page: Page) -> None:
    drawn = [found for tag, found in page.tags if tag == "svg" and found.get("aria-hidden") != "true" and found.get("class") != "open"]
    outer = [found for found in drawn if found.get("role") == "img"]
    assert len(outer) >= 12
    assert all(found["aria-label"] for found in outer)
    assert "".join(page.texts).count("as a table") + "".join(page.texts).count("The same as a table") >= 4


def test_what_must_be_known_is_said_with_its_count(page: Page) -> None:
    text = " ".join("".join(page.texts).split())
    for words in (
        "1 threshold not met.",
        "2 figures worse than the baseline.",
        "higher in facts/recalled; no difference shown in the other 1 of 2",
        "A remark.",
    ):
        assert words in text


def test_the_heat_map_says_what_its_colours_and_codes_mean(page: Page) -> None:
    said = " ".join("".join(page.texts).split())
    assert "under 505070809097100" in said
    assert "LEN length; TON tone." in said
    assert "no copy of an example" not in said


def test_marks_for_the_script_fit_the_drafts(page: Page) -> None:
    marks = json.loads(page.blocks["script"][1])
    answers = {found["id"] for found in page.having("section", class_="answer")}
    assert set(marks) <= answers
    assert len(marks) > 30
    assert all(len(run) == 2 and run[0] < run[1] for one in marks.values() for run in one["d"])


def test_hostile_text_is_shown_and_never_alive() -> None:
    models = ("local",)
    records = [*make_records(models, 3), hostile_record()]
    text = render_page(summarise(make_head(models, 3, suite=f"x{HOSTILE}"), records, statistics()))
    page = Page(text)
    assert (page.wrong, page.inside) == ([], [])
    assert page.having("img") == []
    assert len(page.having("script")) == 2
    assert "<script>alert(1)</script>" in "".join(page.texts)
    assert "{{ 7*7 }}" in text
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe]", text)
    json.loads(page.blocks["script"][1])


@pytest.mark.parametrize(
    ("models", "cases", "only"),
    [
        ((), 0, None),
        (("local",), 0, None),
        (("local",), 1, None),
        (("local", "b"), 9, "failed"),
        (("local",), 9, "refused"),
        (("local",), 2, "asked"),
    ],
    ids=["nothing", "no cases", "one case", "all failed", "all refused", "all asked"],
)
def test_runs_with_little_in_them_have_a_page(models: tuple[str, ...], cases: int, only: str | None) -> None:
    page = Page(render_page(summarise(make_head(models, cases), make_records(models, cases, only=only))))
    assert (page.wrong, page.inside) == ([], [])
    assert len(page.having("tr", class_="line")) == cases
    assert len(page.having("section", class_="answer")) == cases * len(models)


def test_many_cases_are_quick_and_small() -> None:
    models = ("local", "phrasebook", "openai:gpt")
    records = make_records(models, 300)
    started = time.process_time()
    text = render_page(summarise(make_head(models, 300), records))
    assert time.process_time() - started < 3
    assert len(text.encode()) < 3_000_000
    assert text.count('class="answer"') == 900
