"""The person's menu: what it offers, and what is asked once more before logging out."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QAction

from app.license.events import CheckAsked, LogOutAllTheSame, LogOutAsked, RemarkRead
from app.license.picture import Intent, Licensed, Remark, RemarkCode
from app.views.gallery_scenes import LOST, RESERVED, bound, lease, online


def item(shown, words: str) -> QAction:
    menu = shown.window.stage.header.menu
    return next(action for action in menu.actions() if action.text() == words)


@pytest.mark.rule("APP-2")
def test_menu_offers_what_the_rule_names(show) -> None:
    shown = show(online(Licensed(lease())))
    words = [a.text() for a in shown.window.stage.header.menu.actions() if a.text()]
    assert words == [
        "Ada Lindqvist", "ada@lab.example", "Show License Info", "Check for Updated License",
        "My computers", "Language", "High contrast", "Diagnostics", "Support information",
        "Log out and Restart",
    ]  # fmt: skip
    item(shown, "Check for Updated License").trigger()
    assert shown.still.posted == [CheckAsked()]


@pytest.mark.rule("SEAT-9")
def test_log_out_is_asked_for_at_once(show) -> None:
    shown = show(online(Licensed(lease())))
    item(shown, "Log out and Restart").trigger()
    assert shown.still.posted == [LogOutAsked()]


@pytest.mark.rule("OFF-4")
def test_log_out_says_that_it_ends_a_reservation(show) -> None:
    shown = show(online(Licensed(RESERVED)))
    item(shown, "Log out and Restart").trigger()
    assert shown.still.posted == []
    assert "Log out and end the reservation?" in shown.texts()
    shown.press("Stay signed in")
    assert "Your seat is reserved" in shown.texts()
    item(shown, "Log out and Restart").trigger()
    shown.press("Log out and Restart")
    assert shown.still.posted == [LogOutAsked()]


@pytest.mark.rule("APP-6")
def test_log_out_without_connection_lets_the_person_choose(show) -> None:
    refused = Remark(Intent.LOG_OUT, RemarkCode.NO_CONNECTION_LOG_OUT)
    shown = show(online(Licensed(lease()), connection=LOST, remark=refused))
    assert "The seat cannot be freed now" in shown.texts()
    shown.press("Stay signed in")
    shown.press("Log out all the same")
    assert shown.still.posted == [RemarkRead(), LogOutAllTheSame()]


@pytest.mark.rule("AIR-6")
def test_bound_computer_shows_log_out_disabled_with_why(show) -> None:
    shown = show(bound())
    assert not item(shown, "Log out and Restart").isEnabled()
    why = item(shown, "Not here: a seat belongs to this computer for good.")
    assert not why.isEnabled()


@pytest.mark.rule("APP-5")
def test_lost_connection_is_a_quiet_mark_not_a_dialog(show) -> None:
    picture = online(Licensed(lease()))
    shown = show(picture)
    assert "No connection" not in shown.texts()
    shown.still.show(replace(picture, connection=LOST))
    assert "No connection" in shown.texts()
    assert "Saving works until" in shown.texts()
    shown.still.show(picture)
    assert "No connection" not in shown.texts()
