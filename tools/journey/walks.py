"""The walks themselves. Each line is something that a person does or sees."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tools.journey.desktop import Desktop
from tools.journey.product import Product
from tools.journey.stage import Stage

NAME, EMAIL, PASSWORD = "Emil Novák", "emil@field.example", "emil-follows-five-herons"


def hold_a_seat(stage: Stage) -> None:
    """A key becomes a seat, a reservation, and a desktop that works with the server gone."""
    key = stage.server.admin("license-create", "educational", "2")["license_key"]
    stage.say(f"The vendor made an educational license of 2 seats: {key[:5]}…")
    page = stage.new_page()
    _register(stage, page)
    _enter_key(stage, page, key)
    desktop = stage.computer("office")
    try:
        _sign_in(stage, desktop)
        _reserve(stage, desktop)
        _without_server(stage, desktop)
        _log_out(stage, desktop)
    finally:
        desktop.end()
        page.context.close()


def _register(stage: Stage, page: Any) -> None:
    page.goto(f"{stage.server.address}/register")
    page.get_by_label("Name").fill(NAME)
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    stage.page(page, "Emil registers on the portal")
    page.get_by_role("button", name="Create an account").click()
    page.get_by_text(EMAIL).first.wait_for()
    stage.page(page, "The portal says that a mail was sent, and nothing more until it is confirmed")
    page.goto(_mailed_link(stage, "confirm"))
    page.get_by_text(EMAIL).first.wait_for()
    stage.page(page, "The mailed link only asks; the button confirms")
    page.get_by_role("button", name="Yes, confirm").click()


def _mailed_link(stage: Stage, part: str) -> str:
    links = re.findall(r"https?://\S+", stage.server.newest_mail(EMAIL))
    return str(next(link for link in links if f"/{part}" in link))


def _enter_key(stage: Stage, page: Any, key: str) -> None:
    page.goto(f"{stage.server.address}/licenses")
    if page.url.endswith("/licenses") is False:
        _sign_in_on(page, EMAIL, PASSWORD)
    stage.page(page, "My Licenses, before there is one")
    page.get_by_label("License key or invite code").fill(key.lower().replace("-", " "))
    page.get_by_role("button", name="Activate").click()
    page.get_by_text(re.compile(r"L-[0-9A-F]{3}-[0-9A-F]{3}")).first.wait_for()
    stage.page(page, "He typed the key in small letters and without dashes: the license is his")


def _sign_in_on(page: Any, email: str, password: str) -> None:
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def _sign_in(stage: Stage, desktop: Desktop) -> None:
    desktop.open()
    desktop.sees("Sign in to", "Email", "Password")
    stage.window(desktop, "The desktop opens and asks who is there")
    desktop.type("Email", EMAIL)
    desktop.type("Password", PASSWORD)
    desktop.click("Sign in")
    desktop.sees("You have a seat")
    stage.window(desktop, "Emil signs in and has a seat")


def _reserve(stage: Stage, desktop: Desktop) -> None:
    desktop.click("Show License Info")
    desktop.sees("Offline availability", "Account ID", "Extend")
    stage.window(desktop, "License info, with how long the seat can be his offline")
    desktop.ask("choose", name="Period", item="30 days")
    desktop.click("Extend")
    desktop.sees("Your seat is yours on this computer, online and offline, until")
    stage.window(desktop, "Extend: the seat is his without a connection until that date")


def _without_server(stage: Stage, desktop: Desktop) -> None:
    desktop.close()
    stage.server.stop()
    stage.say("He closes the desktop, and the server goes away")
    desktop.open()
    desktop.sees("Your seat is reserved", "No connection")
    stage.window(desktop, "Opened again without a server: still good")


def _log_out(stage: Stage, desktop: Desktop) -> None:
    stage.server.start()
    stage.say("The server is back")
    desktop.pick("Menu of Emil Novák", "Log out and Restart")
    desktop.sees("Log out and end the reservation?")
    stage.window(desktop, "Logging out would end the reservation, and says so")
    desktop.click("Log out and Restart")
    desktop.sees("You are logged out on this computer.", patience=60)
    stage.window(desktop, "Logged out, at the sign-in again")
    pools = stage.server.admin("pool-show", EMAIL)
    taken = [pool["seats_in_use"] for pool in pools]
    if taken != [0]:
        raise AssertionError(f"seats in use after logging out: {taken}")
    stage.say("The seat is free again: 0 of 2 in use")


def validate_offline(stage: Stage) -> None:
    """A computer that never goes online is bound for good, with a stick and another computer."""
    cleo = next(p for p in stage.server.sample()["people"] if p["name"].startswith("Cleo"))
    stick = stage.work / "stick"
    stick.mkdir()
    desktop = stage.computer("lab", online=False)
    page = stage.new_page()
    try:
        request, code = _write_request(stage, desktop, stick)
        response = _carry_to_portal(stage, page, request, code, cleo)
        _bring_back(stage, desktop, response)
        _works_for_good(stage, desktop)
    finally:
        desktop.end()
        page.context.close()


def _write_request(stage: Stage, desktop: Desktop, stick: Path) -> tuple[Path, str]:
    desktop.open()
    desktop.sees("No connection", "Validate offline")
    stage.window(desktop, "In the lab, without a connection, the desktop offers another way")
    desktop.click("Validate offline")
    desktop.sees("Save request")
    request = stick / "request.html"
    desktop.click("Save request")
    desktop.answer_file(request)
    desktop.sees("Waiting for the response file")
    code = desktop.finds(r"[A-Z2-7]{3} [A-Z2-7]{3}")
    stage.window(desktop, f"The request is on the stick; its check code is {code}")
    desktop.close()
    return request, code


def _carry_to_portal(stage: Stage, page: Any, request: Path, code: str, cleo: Any) -> Path:
    page.goto(request.as_uri())
    if "request" in page.url:
        stage.page(page, "The request opened in a browser on another computer")
    if page.url.startswith("file:"):
        page.locator("#request").click()
    page.get_by_label("Password").wait_for()
    stage.page(page, "It leads to the portal, which asks who is there")
    _sign_in_on(page, cleo["email"], cleo["password"])
    page.get_by_text(code).wait_for()
    stage.page(page, "The portal says what will be bound, with the same check code")
    page.get_by_role("button", name="Accept and bind").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Save the response file").click()
    response = request.with_name("response.seatkeeper")
    download.value.save_as(response)
    stage.page(page, "Accepted: the response file goes onto the stick")
    return response


def _bring_back(stage: Stage, desktop: Desktop, response: Path) -> None:
    desktop.open()
    desktop.sees("Waiting for the response file")
    stage.window(desktop, "Back in the lab, the desktop still waits for the response")
    desktop.ask("drop", path=str(response))
    desktop.sees("Validated on this computer")
    stage.window(desktop, "The response was dropped on the window: validated for good")


def _works_for_good(stage: Stage, desktop: Desktop) -> None:
    desktop.close()
    stage.server.stop()
    clock = stage.work / "clock"
    clock.write_text(str(10 * 366 * 86_400))
    desktop.open("--clock", str(clock))
    desktop.sees("Validated on this computer")
    stage.window(desktop, "Server gone and the clock ten years ahead: still validated")
    desktop.close()
    stage.server.start()


def speak_three_languages(stage: Stage) -> None:
    """Desktop and portal in German and Spanish, switched while they run."""
    ada = next(p for p in stage.server.sample()["people"] if p["name"].startswith("Ada"))
    desktop = stage.computer("library")
    page = stage.new_page()
    try:
        desktop.open()
        desktop.sees("Password")
        _switch_desktop(stage, desktop, ada)
        _switch_portal(stage, page, ada)
    finally:
        desktop.end()
        page.context.close()


def _switch_desktop(stage: Stage, desktop: Desktop, ada: Any) -> None:
    desktop.pick("English", "Deutsch")
    desktop.sees("Passwort")
    stage.window(desktop, "The sign-in in German")
    desktop.pick("Deutsch", "Español")
    desktop.sees("Contraseña")
    stage.window(desktop, "And in Spanish")
    desktop.pick("Español", "Deutsch")
    desktop.sees("Passwort")
    desktop.type("Passwort", ada["password"])
    desktop.type("E-Mail", ada["email"])
    desktop.click("Anmelden")
    desktop.stands("Licensed")
    stage.window(desktop, "Ada has her seat, in German")


def _switch_portal(stage: Stage, page: Any, ada: Any) -> None:
    page.goto(f"{stage.server.address}/login")
    _sign_in_on(page, ada["email"], ada["password"])
    page.locator("h1").get_by_text("Licenses").wait_for()
    for code, title in (("de", "Lizenzen"), ("es", "Licencias")):
        page.locator("details.menu summary").first.click()
        page.locator(f"button[name=language][value={code}]").click()
        page.locator("h1").get_by_text(title).wait_for()
        stage.page(page, f"The portal, switched to {'German' if code == 'de' else 'Spanish'}")


def work_in_the_product(stage: Stage) -> None:
    """The licensed product saves while there is a seat, reads only when there is none, and back."""
    people = {p["name"].split()[0]: p for p in stage.server.sample()["people"]}
    desktop, memo = stage.computer_with_product("desk")
    try:
        _open_product(stage, desktop, memo, people["Ben"])
        _lose_the_seat(stage, desktop, memo, people)
        _find_a_seat_again(stage, desktop, memo, people)
        memo.close()
        desktop.close()
    finally:
        memo.end()
        desktop.end()


def _open_product(stage: Stage, desktop: Desktop, memo: Product, ben: Any) -> None:
    desktop.open()
    desktop.sees("Password")
    desktop.type("Email", ben["email"])
    desktop.type("Password", ben["password"])
    desktop.click("Sign in")
    desktop.sees("You have a seat", "Open Memo Editor")
    stage.window(desktop, "Ben has a seat of Ada's, and the product can be opened")
    desktop.click("Open Memo Editor")
    memo.join()
    memo.sees("Untitled memo")
    memo.sees_no("Read only")
    memo.ask("write", name="Memo text", text="Herons, seen from the bridge: seven.")
    memo.click("Save")
    memo.answer_file(stage.work / "herons.txt")
    memo.sees("herons.txt", "Saved")
    stage.window(memo, "The product checked the lease itself; he writes, and saves")


def _lose_the_seat(stage: Stage, desktop: Desktop, memo: Product, people: Any) -> None:
    memo.ask("write", name="Memo text", text=" An eighth flew over.")
    stage.server.admin("membership-block", people["Ada"]["email"], people["Ben"]["email"])
    stage.say("Ada blocks him while his memo is open")
    desktop.pick("Menu of Ben Okafor", "Check for Updated License")
    memo.sees("Read only", "Recovery copy kept")
    stage.window(memo, "The product turned read-only, says why, and kept a recovery copy")


def _find_a_seat_again(stage: Stage, desktop: Desktop, memo: Product, people: Any) -> None:
    stage.server.admin("membership-unblock", people["Ada"]["email"], people["Ben"]["email"])
    desktop.click("Try again")
    memo.sees_no("Read only")
    memo.click("Save")
    memo.sees("Saved")
    saved = (stage.work / "herons.txt").read_text("utf-8")
    if "eighth" not in saved:
        raise AssertionError(f"what was written before the seat was lost is not there: {saved!r}")
    stage.window(memo, "Unblocked: at the first new lease he saves on, and nothing was lost")


WALKS: tuple[Callable[[Stage], None], ...] = (
    hold_a_seat,
    validate_offline,
    speak_three_languages,
    work_in_the_product,
)
