"""The sign-in form: what it asks for, what it keeps, where it says what is wrong."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.license.events import Cancelled, SignInAsked
from app.license.picture import (
    Offline,
    Online,
    Picture,
    Refusal,
    SignedOut,
    SignedOutWhy,
    SigningIn,
    SigningInStep,
)
from app.views.faces.sign_in import SignIn
from app.views.gallery_scenes import AT
from app.views.gallery_words import speak
from app.views.parts.layouts import Area
from tests.cast import ADA

OUT = Picture(SignedOut(SignedOutWhy.FRESH), Online())


def form_of(shown) -> SignIn:
    return shown.window.findChild(SignIn)


@pytest.mark.rule("ACC-3")
def test_typing_and_enter_ask_to_sign_in(show, qtbot: QtBot) -> None:
    shown = show(OUT)
    form = form_of(shown)
    qtbot.keyClicks(form.email.line, ADA.email)
    qtbot.keyClick(form.email.line, Qt.Key.Key_Return)
    assert shown.window.focusWidget() is form.password.line
    qtbot.keyClicks(form.password.line, ADA.password)
    qtbot.keyClick(form.password.line, Qt.Key.Key_Return)
    assert shown.still.posted == [SignInAsked(ADA.email, ADA.password)]


@pytest.mark.rule("APP-9")
@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_low_window_shows_the_other_ways_not_the_picture(show, language) -> None:
    speak(language)
    shown = show(OUT)
    form = form_of(shown)
    seen = {}
    for height in (700, 560, 700):
        shown.window.resize(900, height)
        for _round in range(3):  # the layout settles, is told its room, and settles again
            QApplication.processEvents()
        lowest = shown.window.findChild(Area).verticalScrollBar().maximum()
        seen[height] = (form.emblem.isVisible(), lowest)
    assert seen == {700: (True, 0), 560: (False, 0)}


def test_empty_fields_are_named_and_nothing_is_asked(show) -> None:
    shown = show(OUT)
    shown.press("Sign in")
    assert "Please enter your email address." in shown.texts()
    assert "Please enter your password." in shown.texts()
    assert shown.still.posted == []


@pytest.mark.rule("SAFE-1")
def test_wrong_password_is_said_at_the_field_and_address_kept(show, qtbot: QtBot) -> None:
    shown = show(OUT)
    form = form_of(shown)
    qtbot.keyClicks(form.email.line, ADA.email)
    qtbot.keyClicks(form.password.line, "not-it")
    waiting = SigningIn(SigningInStep.PASSWORD, ADA.email)
    shown.still.show(replace(OUT, standing=waiting))
    assert not form.email.isEnabled()
    wrong = SignedOut(SignedOutWhy.REFUSED, ADA.email, Refusal("credentials-invalid"))
    shown.still.show(replace(OUT, standing=wrong))
    assert form_of(shown) is form
    assert (form.email.line.text(), form.password.line.text()) == (ADA.email, "")
    assert form.password.error.text() == "Email or password is not right."
    assert shown.window.focusWidget() is form.password.line


def test_another_wrong_password_is_said_again(show, qtbot: QtBot) -> None:
    wrong = SignedOut(SignedOutWhy.REFUSED, ADA.email, Refusal("credentials-invalid"))
    shown = show(replace(OUT, standing=wrong))
    form = form_of(shown)
    qtbot.keyClicks(form.password.line, "a")
    assert form.password.error.text() == ""
    shown.still.show(replace(OUT, standing=SigningIn(SigningInStep.PASSWORD, ADA.email)))
    shown.still.show(replace(OUT, standing=wrong))
    assert form.password.error.text() != ""
    assert form.password.line.text() == ""


def test_signing_in_can_be_cancelled(show) -> None:
    shown = show(replace(OUT, standing=SigningIn(SigningInStep.PASSWORD, ADA.email)))
    shown.press("Cancel")
    assert shown.still.posted == [Cancelled()]


@pytest.mark.rule("APP-9")
def test_language_switch_keeps_what_was_typed(show, qtbot: QtBot) -> None:
    shown = show(OUT)
    qtbot.keyClicks(form_of(shown).email.line, ADA.email)
    shown.window.speak("de")
    QApplication.processEvents()
    qtbot.waitUntil(lambda: "Anmelden" in shown.texts())
    lines = [w.text() for w in shown.window.findChildren(QLineEdit) if w.isVisible()]
    assert lines == [ADA.email, ""]


@pytest.mark.rule("AIR-1")
def test_without_connection_validating_offline_is_offered(show) -> None:
    shown = show(replace(OUT, connection=Offline(AT)))
    shown.press("Validate offline")
    assert "Save the request to a USB stick" in shown.texts()
    shown.press("Back")
    assert "No connection" in shown.texts()


@pytest.mark.rule("APP-9")
def test_keyboard_goes_through_the_form_in_reading_order(show, qtbot: QtBot) -> None:
    shown = show(OUT)
    seen = []
    for _ in range(8):
        focus = shown.window.focusWidget()
        seen.append(focus.accessibleName() or focus.text())
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert seen == [
        "Email", "Password", "Show what is typed", "This is a shared computer", "Sign in",
        "Register", "Forgot password?", "Open response file",
    ]  # fmt: skip
