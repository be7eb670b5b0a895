"""A real Chromium on the real portal, served in process at http://localhost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cast import Person
from tests.server import conftest as server
from tests.server.portal import conftest as portal_tests

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

people, ada, ben, cleo, dora = server.people, server.ada, server.ben, server.cleo, server.dora
sold, keys, request_text = portal_tests.sold, portal_tests.keys, portal_tests.request_text

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
WIDE, NARROW = {"width": 1280, "height": 860}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Playwright keeps an event loop in this thread, so it goes when the module is done; the rows
    are made in the same thread all the same."""
    if not CHROMIUM.exists():
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def portal(live_server, settings) -> str:
    settings.ADDRESS = live_server.url
    return live_server.url


@pytest.fixture
def visit(chromium: Browser, portal: str) -> Iterator[Callable[..., Page]]:
    """A page of a browser of its own; `as_` signs somebody in by the form."""
    contexts = []

    def open_page(as_: Person | None = None, **how: object) -> Page:
        context = chromium.new_context(base_url=portal, **({"viewport": WIDE} | how))
        contexts.append(context)
        page = context.new_page()
        if as_ is not None:
            page.goto("/login")
            sign_in(page, as_)
            page.wait_for_url("**/licenses")
        return page

    yield open_page
    for context in contexts:
        context.close()


def sign_in(page: Page, person: Person) -> None:
    page.fill("[name=login]", person.email)
    page.fill("[name=password]", person.password)
    page.click("main form .button")
