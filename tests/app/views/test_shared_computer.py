"""The choice at the sign-in, what it means, and how a window knows that somebody is there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.command_line import parse
from app.license.events import PersonActive, SignInAsked
from app.license.picture import Licensed, Notice, NoticeKind, Shared, SignedOut, SignedOutWhy
from app.views.activity import Activity
from app.views.acts import Screen
from app.views.faces.sign_in import SignIn
from app.views.gallery_scenes import AT, lease, nobody, online

OUT = SignedOut(SignedOutWhy.FRESH)
MEANING = "leave it alone for 15 minutes"


def form_of(shown) -> SignIn:
    return shown.window.findChild(SignIn)


@pytest.mark.rule("APP-14")
@pytest.mark.parametrize("chosen", [True, False])
def test_choice_at_the_sign_in_is_sent_and_explained(show, chosen: bool) -> None:
    shown = show(nobody(OUT))
    form = form_of(shown)
    assert MEANING not in shown.texts()
    if chosen:
        form.shared.box.click()
        assert MEANING in shown.texts()
    form.email.line.setText("ben@lab.example")
    form.password.line.setText("secret")
    shown.press("Sign in")
    assert shown.still.posted == [SignInAsked("ben@lab.example", "secret", shared=chosen)]


@pytest.mark.rule("APP-14")
def test_preset_says_what_it_means_and_cannot_be_unchosen(show) -> None:
    shown = show(nobody(OUT, shared=Shared(preset=True)))
    box = form_of(shown).shared.box
    assert (box.isChecked(), box.isEnabled()) == (True, False)
    assert MEANING in shown.texts()
    assert parse(["--shared"]).shared
    assert not parse([]).shared


@pytest.mark.rule("APP-14")
def test_who_is_left_alone_is_warned_and_told_why_afterwards(show) -> None:
    soon = frozenset({Notice(NoticeKind.LEAVING_SOON, at=AT)})
    shown = show(online(Licensed(lease()), shared=Shared(active=AT), notices=soon))
    assert "Is somebody there?" in shown.texts()
    shown.still.show(nobody(SignedOut(SignedOutWhy.LEFT_ALONE)))
    assert "this shared computer was left alone" in shown.texts()


@pytest.mark.rule("APP-14", "OFF-1")
def test_reserving_is_not_offered_on_a_shared_computer(show) -> None:
    shown = show(online(Licensed(lease()), shared=Shared(active=AT)), Screen.LICENSE)
    assert "no seat is reserved" in shown.texts()
    assert "Extend" not in shown.texts()


@pytest.fixture
def activity(show, qapp: QApplication) -> Iterator:
    shown = show(online(Licensed(lease()), shared=Shared(active=AT)))
    now = [100.0]
    yield shown, now, (listener := Activity(qapp, shown.still, steady=lambda: now[0]))
    listener.stop()


@pytest.mark.rule("APP-14")
def test_keys_and_clicks_are_told_now_and_then(activity) -> None:
    shown, now, _listener = activity
    for _ in range(5):
        QTest.keyClick(shown.window, Qt.Key.Key_A)
    assert shown.still.posted == [PersonActive()]
    now[0] += 30
    QTest.mouseClick(shown.window, Qt.MouseButton.LeftButton)
    assert shown.still.posted == [PersonActive(), PersonActive()]


@pytest.mark.rule("APP-14")
def test_nobody_listens_where_the_computer_is_not_shared(activity) -> None:
    shown, now, _listener = activity
    shown.still.show(replace(shown.still.picture, shared=None))
    QTest.keyClick(shown.window, Qt.Key.Key_A)
    now[0] += 30
    QTest.keyClick(shown.window, Qt.Key.Key_A)
    assert shown.still.posted == []
