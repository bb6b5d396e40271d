"""The page of an eval run in a real browser: by keyboard, on a small screen, and without a network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from evals.report_page import render_page
from evals.report_summary import summarise
from tests.evals.report_records import make_head, make_records

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
MODELS = ("local", "phrasebook")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(render_page(summarise(make_head(MODELS, 21), make_records(MODELS, 21))), "utf-8")
    return path


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report_opens_by_keyboard_fits_the_screen_and_asks_nobody(browser: Browser, report: Path, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light")
    page, asked, said = context.new_page(), list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(report.as_uri())
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the report"
    first = page.locator("#cases button.open").first
    first.focus()
    page.keyboard.press("Enter")
    assert first.get_attribute("aria-expanded") == "true"
    assert page.locator("#cases .answer").first.is_visible()
    page.keyboard.press("Enter")
    assert first.get_attribute("aria-expanded") == "false"
    assert not page.locator("#cases .answer").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert asked == [report.as_uri()]
    assert said == []
    context.close()


def test_a_situation_chosen_leaves_only_its_cases(browser: Browser, report: Path) -> None:
    page = browser.new_page()
    page.goto(report.as_uri())
    assert page.locator("#cases tbody:visible").count() == 21
    page.locator("#which").select_option(label="Declining")
    assert page.locator("#cases tbody:visible").count() == 3
    assert page.locator("#cases tbody:visible .where").all_inner_texts() == ["Declining"] * 3
    page.close()
