"""Rows of the events table in docs/states.md: signing in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.license import errands as do
from app.license import events as e
from app.license.picture import (
    Intent,
    NetFault,
    ReadOnly,
    ReadOnlyWhy,
    Ready,
    Refusal,
    SessionKnown,
    SignedOut,
    SignedOutWhy,
    SigningIn,
    SigningInStep,
    Unconfirmed,
    Use,
)
from tests.app.license.pictures import (
    BEN,
    busy,
    picture,
)
from tests.app.license.rows.rows import LATER, after
from tests.fakes.clock import START
from tests.fakes.vendor import license_of


@pytest.mark.rule("ACC-3")
@pytest.mark.parametrize("standing", ["signed-out", "unconfirmed", "given-up", "lease-unusable"])
def test_sign_in_asked_sends_what_was_typed(standing: str) -> None:
    shown, errands = after(picture(standing), e.SignInAsked("ben@lab.example", "secret"))
    assert shown.standing == SigningIn(SigningInStep.PASSWORD, "ben@lab.example")
    assert errands == (do.SignIn(shown.generation, "ben@lab.example", "secret"),)


@pytest.mark.rule("ACC-3", "HOST-4")
def test_signed_in_shows_the_license_then_asks_for_a_seat() -> None:
    ready, errands = after(busy("signing-in", Intent.SIGN_IN), e.SignedIn(3, BEN))
    assert (ready.standing, ready.account, ready.session) == (Ready(), BEN, SessionKnown.THERE)
    assert errands == (do.AskLicense(ready.generation),)
    asked, errands = after(ready, e.LicenseShown(ready.generation, license_of()))
    assert errands == (do.AskSeat(asked.generation),)


@pytest.mark.rule("HOST-4")
def test_signed_in_without_a_product_takes_no_seat() -> None:
    idle = busy("signing-in", Intent.SIGN_IN, use=Use())
    ready, _ = after(idle, e.SignedIn(3, BEN))
    shown, errands = after(ready, e.LicenseShown(ready.generation, license_of()))
    assert (shown.standing, shown.work, errands) == (Ready(), None, ())


@pytest.mark.rule("ACC-3", "ACC-4", "APP-5")
@pytest.mark.parametrize(
    ("event", "why"),
    [
        (e.SignInRefused(3, Refusal("credentials-invalid")), SignedOutWhy.REFUSED),
        (e.SignInRefused(3, Refusal("sign-in-blocked"), LATER), SignedOutWhy.BLOCKED),
        (e.NotReached(3, NetFault.DNS), SignedOutWhy.NO_CONNECTION),
        (e.Refused(3, Refusal("product-unknown")), SignedOutWhy.REFUSED),
        (e.SignInTimedOut(3), SignedOutWhy.TIMED_OUT),
        (e.Cancelled(), SignedOutWhy.CANCELLED),
    ],
)
def test_sign_in_that_fails_keeps_the_address(event: e.Event, why: SignedOutWhy) -> None:
    shown, _ = after(busy("signing-in", Intent.SIGN_IN), event)
    assert isinstance(shown.standing, SignedOut)
    assert (shown.standing.why, shown.standing.email) == (why, "ben@lab.example")
    assert shown.work is None


@pytest.mark.rule("ACC-2", "ACC-8")
def test_sign_in_that_wants_more_says_what() -> None:
    signing = busy("signing-in", Intent.SIGN_IN)
    second, _ = after(signing, e.SecondFactorRequired(3, "challenge"))
    browser, _ = after(signing, e.BrowserRequired(3))
    mail, _ = after(signing, e.EmailUnconfirmed(3))
    assert second.standing == SigningIn(SigningInStep.SECOND_FACTOR, "ben@lab.example", "challenge")
    assert browser.standing == SigningIn(SigningInStep.BROWSER_OFFERED, "ben@lab.example")
    assert mail.standing == Unconfirmed("ben@lab.example")


@pytest.mark.rule("ACC-2")
def test_unconfirmed_tries_again_resends_and_lets_go() -> None:
    before = picture("unconfirmed")
    again, errands = after(before, e.TryAgainAsked())
    assert (type(again.standing), type(errands[0])) == (SigningIn, do.SignInAgain)
    _, errands = after(before, e.ResendAsked())
    assert type(errands[0]) is do.ResendMail
    other, _ = after(before, e.OtherAccountAsked())
    assert other.standing == SignedOut(SignedOutWhy.FRESH)


@pytest.mark.rule("AIR-6")
def test_who_gave_the_computer_back_may_sign_in_again() -> None:
    given_back = picture(ReadOnly(ReadOnlyWhy.GIVEN_UP))
    shown, errands = after(given_back, e.OtherAccountAsked())
    assert (shown.standing, errands) == (SignedOut(SignedOutWhy.FRESH), ())


@pytest.mark.rule("ACC-4")
def test_block_that_is_over_shows_the_form_again() -> None:
    shown, _ = after(picture("blocked"), e.Tick(), START + timedelta(minutes=30))
    assert shown.standing == SignedOut(SignedOutWhy.FRESH, "ben@lab.example")
