"""The portal for readers who asked their system for more contrast, or gave it their own colours."""

from __future__ import annotations

import pytest

from tests.cast import ADA

pytestmark = pytest.mark.rule("PORT-3")

PAGES = ("/licenses", "/organization/", "/profile")
ENHANCED = {"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}}
LOOKS = """selector => {
  const style = getComputedStyle(document.querySelector(selector));
  return [style.backgroundColor, style.color, style.borderTopWidth];
}"""


def looks(page, selector: str) -> list[str]:
    return page.evaluate(LOOKS, selector)


@pytest.fixture
def owner(ada, sold) -> None:
    sold("educational", 2, owner=ada)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_reach_seven_to_one_where_more_contrast_is_asked(visit, owner, scheme) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = visit(ADA, contrast="more", color_scheme=scheme, locale="de")
    weak: list[str] = []
    for path in PAGES:
        page.goto(path)
        found = Axe().run(page, options=ENHANCED)
        weak += [node["html"] for each in found.response["violations"] for node in each["nodes"]]
        assert looks(page, ".card")[2] == "2px"
    assert weak == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_leave_the_way_and_the_next_step_visible(visit, owner, scheme) -> None:
    page = visit(ADA, forced_colors="active", color_scheme=scheme, locale="de")
    page.goto("/profile")
    ground = looks(page, "body")[0]
    for selector in (".ways a[aria-current]", "main .button:not(.quiet)"):
        background, ink, _edge = looks(page, selector)
        assert ground != background != ink
    assert looks(page, ".card")[2] == "1px"
