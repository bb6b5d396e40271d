"""No fault that axe-core can see, in any state of the page, light and dark, desk and phone; and no jump of the layout."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.web.serving import NOTES, Served, open_page, read_notes, write_email

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

DESK = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}


def faults(page: Page) -> list[str]:
    """What axe-core finds, with the elements; every rule of WCAG 2.2 A and AA, and its best practices."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed").Axe()
    page.wait_for_timeout(450)  # let what appears have appeared: a colour half-way is no colour of ours
    found = axe.run(page).response["violations"]
    return [f"{one['id']}: {[node['target'] for node in one['nodes']]} {one['nodes'][0]['failureSummary']}" for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [pytest.param(DESK, id="desk"), pytest.param(PHONE, id="phone")])
def test_axe_finds_nothing_in_any_state(browser: Browser, served: Served, scheme: str, size: dict[str, int]) -> None:
    context = browser.new_context(color_scheme=scheme, viewport=size)  # type: ignore[arg-type]
    page = context.new_page()
    open_page(page, served)
    assert faults(page) == [], "empty"
    page.click("#read")
    page.wait_for_selector("#trouble", state="visible")
    assert faults(page) == [], "error"
    read_notes(page, NOTES.replace("Tom Baker\n", ""))
    assert faults(page) == [], "question"
    page.fill("#question-0", "Tom Baker")
    page.click("#questions button")
    page.wait_for_selector("#write:not([disabled])")
    write_email(page)
    assert faults(page) == [], "email"
    page.locator(".sentence").nth(1).focus()
    assert faults(page) == [], "a sentence's sources"
    page.click("#edit")
    with page.expect_response("**/api/check"):
        page.fill("#text", page.input_value("#text").replace("Nadia", "Nadja").replace("60 drivers", "80 drivers"))
    assert faults(page) == [], "editing"
    page.click("#edit")
    page.wait_for_selector("#reading .finding")
    assert faults(page) == [], "findings"
    page.click("#forget")
    assert faults(page) == [], "dialog"
    context.close()


def test_axe_finds_nothing_in_a_panel(page: Page) -> None:
    read_notes(page, NOTES.replace("Nadia Rahman, head of operations at", "Nadia Rahman, Ben Osei and Chiara Conti at"))
    page.select_option("#to", "*")
    write_email(page)
    assert faults(page) == []


@pytest.mark.parametrize("size", [pytest.param(DESK, id="desk"), pytest.param(PHONE, id="phone")])
def test_the_layout_does_not_jump_while_an_email_is_written(browser: Browser, served: Served, size: dict[str, int]) -> None:
    context = browser.new_context(viewport=size)  # type: ignore[arg-type]
    page = context.new_page()
    open_page(page, served)
    read_notes(page)
    write_email(page)
    page.evaluate(
        "() => { window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(one => window.shift += one.value))"
        ".observe({type: 'layout-shift', buffered: false}); }"
    )
    top = page.evaluate("document.getElementById('reading').getBoundingClientRect().top + scrollY")
    page.click("#again")
    page.wait_for_selector("#letter[aria-busy=false]")
    page.wait_for_selector("#again:not([disabled])")
    page.wait_for_timeout(300)
    assert page.evaluate("document.getElementById('reading').getBoundingClientRect().top + scrollY") == pytest.approx(top, abs=1)
    assert page.evaluate("window.shift") < 0.02
    context.close()


@pytest.mark.parametrize("size", [pytest.param(DESK, id="desk"), pytest.param(PHONE, id="phone"), pytest.param(NARROW, id="narrow")])
def test_nothing_stands_beyond_the_edge(browser: Browser, served: Served, size: dict[str, int]) -> None:
    context = browser.new_context(viewport=size)  # type: ignore[arg-type]
    page = context.new_page()
    open_page(page, served)
    steps: list[Callable[[], object]] = [lambda: None, lambda: read_notes(page), lambda: write_email(page), lambda: page.click("#edit")]
    for step in steps:
        step()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_two_columns_on_a_desk_and_one_on_a_phone(page: Page) -> None:
    def beside() -> bool:
        left, right = page.locator("#left").bounding_box(), page.locator("#right").bounding_box()
        assert left is not None
        assert right is not None
        return right["x"] >= left["x"] + left["width"]

    assert beside()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert not beside()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_button_under_the_pointer_can_be_read_while_the_email_is_written(browser: Browser, served: Served, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    open_page(page, served)
    read_notes(page)
    page.route("**/api/draft", lambda route: None)
    page.click("#write")
    page.wait_for_selector("#write:has-text('Writing')")
    page.wait_for_timeout(300)
    ground, words, idle = page.evaluate(
        """() => {
            const style = id => getComputedStyle(document.getElementById(id));
            return [style("write").backgroundColor, style("write").color, style("again").color];
        }"""
    )
    assert (ground, words) == ("rgba(0, 0, 0, 0)", idle)
    context.close()
