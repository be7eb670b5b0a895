"""The portal as people meet it: looked at by axe, on a phone, in the dark, without scripts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from contract.offline_files import Response, check_code, read_response
from contract.request_page import PageTexts, request_page
from tests.browser.conftest import NARROW, sign_in
from tests.cast import ADA, BEN, CLEO, DORA

if TYPE_CHECKING:
    from playwright.sync_api import Page

OUTSIDE = (
    "/login",
    "/register",
    "/profile/reset-password",
    "/profile/reset-password/sent",
    "/support",
    "/offline/return",
    "/nothing/here",
)
INSIDE = (
    "/licenses",
    "/organization/",
    "/computers",
    "/profile",
    "/profile/password",
    "/support",
    "/offline/validate",
)

WORDS = PageTexts(
    language="en",
    title="Request",
    what_this_is="Open this page on a computer with internet.",
    go_on="Go on",
    if_nothing_happens="Type this address:",
    check="Check code",
    check_why="It stands on the screen, too.",
    written="Written on 20 November 2026",
)


@pytest.fixture
def organization(portal, ada, ben, dora, sold) -> str:
    """Ada's, with Ben in it and Dora, who tries the product too; the invite address."""
    from server.licenses.request_trial import request_trial
    from server.organizations.join import add_member
    from server.organizations.models import Organization

    sold("educational", 2, owner=ada, purchase_number="2026-10442")
    add_member(ada, ben)
    add_member(ada, dora)
    request_trial(dora)
    return f"/join/{Organization.objects.get(owner=ada).invite_code}"


def faults(page: Page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{page.url}: {each['id']}: {node['html'][:120]}"
        for each in found
        for node in each["nodes"]
    ]


def too_wide(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


@pytest.mark.rule("PORT-3")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_fault_that_axe_finds(
    visit, organization, cleo, keys, sold, request_text, scheme
) -> None:
    sold("commercial", 30, owner=cleo)
    ask = f"/offline/validate?request={request_text}"
    found: list[str] = []
    for person, paths in (
        (None, (*OUTSIDE, organization)),
        (ADA, (*INSIDE, organization, _delete(organization))),
        (DORA, ("/licenses",)),
        (CLEO, (ask, organization)),
    ):
        page = visit(person, color_scheme=scheme)
        for path in paths:
            page.goto(path)
            found += faults(page)
    page.goto(ask)
    page.click("text=Accept and bind")
    assert found + faults(page) == []


def _delete(organization: str) -> str:
    from server.organizations.models import Membership

    return f"/organization/delete/{Membership.objects.order_by('id')[0].member.public_id}"


@pytest.mark.rule("PORT-3")
@pytest.mark.parametrize("locale", ["en", "de", "es"])
def test_every_page_fits_a_phone(visit, organization, locale: str) -> None:
    from server.accounts.models import Account

    Account.objects.filter(email__in=(ADA.email, BEN.email)).update(name="W" * 60)
    for person, paths in ((None, (*OUTSIDE, organization)), (ADA, INSIDE), (DORA, ("/licenses",))):
        page = visit(person, locale=locale, viewport=NARROW)
        assert [path for path in paths if page.goto(path) and too_wide(page)] == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert not too_wide(page)


@pytest.mark.rule("PORT-3", "ORG-1", "SAFE-5")
def test_joining_needs_no_script(visit, organization, cleo) -> None:
    page = visit(java_script_enabled=False)
    page.goto(organization)
    page.click("main a:has-text('Sign in')")
    sign_in(page, CLEO)
    page.wait_for_url(f"**{organization}")
    page.click("text=Accept and join")
    page.wait_for_url("**/licenses")
    assert page.locator("article", has_text=ADA.name).get_by_text("Contact Admin").is_visible()


@pytest.mark.rule("ORG-5")
def test_invite_address_is_copied_by_its_button(visit, organization) -> None:
    page = visit(ADA, permissions=["clipboard-read", "clipboard-write"])
    page.goto("/organization/")
    page.click("summary:has-text('Invite Users')")
    page.click("button[data-copy=invite-address]")
    page.wait_for_selector("text=Copied")
    assert page.evaluate("navigator.clipboard.readText()").endswith(organization)


@pytest.mark.rule("PORT-3")
def test_language_menu_opens_and_switches_by_keyboard(visit) -> None:
    page = visit()
    page.goto("/login")
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('Anmelden')")


@pytest.mark.rule("AIR-2", "AIR-3", "AIR-11")
@pytest.mark.parametrize("scripts", [True, False])
def test_request_file_leads_to_a_response_file(
    visit, portal, cleo, keys, sold, request_text, tmp_path: Path, scripts
) -> None:
    """FC-37: a double click on the stick, a sign-in between, and a file to take back."""
    from server.config.brand import brand

    sold("commercial", 1, owner=cleo)
    file = tmp_path / "request.html"
    file.write_text(request_page(request_text, replace(brand(), portal=portal), [WORDS]))
    page = visit(java_script_enabled=scripts)
    page.goto(file.as_uri())
    if page.url.startswith("file:"):
        page.click("#request")
    page.wait_for_url("**/login?*")
    sign_in(page, CLEO)
    page.wait_for_selector(f"text={check_code(request_text)}")
    page.click("text=Accept and bind")
    with page.expect_download() as download:
        page.click("text=Save the response file")
    assert download.value.suggested_filename.endswith(".seatkeeper")
    assert isinstance(read_response(Path(download.value.path()).read_bytes()), Response)
