"""The session has ended while the seat goes on: signing in again beside the work (APP-15)."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from app.license.events import Cancelled, SignInAsked
from app.license.picture import Busy, Intent, Licensed, Refusal, Remark
from app.views.gallery_scenes import ADA, ENDED, lease, online
from app.views.sign_in_again import SignInAgain
from contract.problems import Code

GOES_ON = online(Licensed(lease()), notices=frozenset({ENDED}))
pytestmark = pytest.mark.rule("APP-15", "ACC-3")


@pytest.fixture
def asked(show):
    shown = show(GOES_ON)
    shown.press("Sign in again")
    return shown


def form_of(shown) -> SignInAgain:
    return next(f for f in shown.window.findChildren(SignInAgain) if f.isVisible())


def test_address_is_known_and_the_password_alone_is_typed(asked, qtbot: QtBot) -> None:
    form = form_of(asked)
    assert asked.window.focusWidget() is form.password.line
    qtbot.keyClicks(form.password.line, "a long password")
    asked.press("Sign in")
    assert asked.still.posted == [SignInAsked(ADA.email, "a long password")]


def test_form_waits_and_can_be_cancelled(asked) -> None:
    asked.still.show(replace(GOES_ON, work=Busy(Intent.SIGN_IN, 1)))
    assert not form_of(asked).password.isEnabled()
    asked.press("Cancel")
    assert asked.still.posted == [Cancelled()]


def test_wrong_password_stands_at_its_field(asked) -> None:
    wrong = Remark(Intent.SIGN_IN, Code.CREDENTIALS_INVALID, Refusal(Code.CREDENTIALS_INVALID))
    asked.still.show(replace(GOES_ON, remark=wrong))
    assert form_of(asked).password.error.text() == "Email or password is not right."


def test_page_closes_by_itself_once_signed_in(asked) -> None:
    asked.still.show(online(Licensed(lease())))
    assert "You have a seat" in asked.texts()
    assert "Sign in again" not in asked.texts()


def test_not_now_leads_back_and_the_notice_stays(asked) -> None:
    asked.press("Not now")
    assert "You have a seat" in asked.texts()
    assert "Sign in again" in asked.texts()
