"""A real Chromium on the portal, driven by Playwright."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from typing import Any

QUIET = """--disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync""".split()
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


@contextlib.contextmanager
def browser() -> Iterator[Any]:
    """Yields a function that opens a fresh browser (no cookies) with one page."""
    from playwright.sync_api import sync_playwright

    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if not program:
        raise RuntimeError("no Chromium here: install chromium first")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield lambda: _page(chromium)
        chromium.close()


def _page(chromium: Any) -> Any:
    context = chromium.new_context(
        locale="en-GB", viewport={"width": 1200, "height": 800}, accept_downloads=True
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    return page
