"""Rows of the events table in docs/states.md: the connection."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.license import errands as do
from app.license import events as e
from app.license.picture import (
    Intent,
    NetFault,
    Offline,
    SignedOut,
    SignedOutWhy,
    TooOld,
    Use,
    allowed,
)
from tests.app.license.pictures import (
    busy,
    picture,
)
from tests.app.license.rows.rows import after, offline
from tests.fakes.clock import START
from tests.fakes.vendor import license_of, sixteen


@pytest.mark.rule("APP-15", "APP-12", "LEASE-2")
@pytest.mark.parametrize("standing", ["member", "owner", "ready", "waiting", "seats-exhausted"])
@pytest.mark.parametrize("fault", list(NetFault))
def test_no_weather_changes_what_the_license_is(standing: str, fault: NetFault) -> None:
    before = busy(standing)
    shown, errands = after(before, e.NotReached(3, fault, "502 proxy"))
    assert (shown.standing, errands) == (before.standing, ())
    assert shown.connection == Offline(START, fault, "502 proxy")
    assert allowed(shown, START) == allowed(before, START)


@pytest.mark.rule("LEASE-8")
def test_failed_contacts_are_spaced_out_and_retry_after_wins() -> None:
    shown, _ = after(busy("member", quiet=True), e.NotReached(3, NetFault.NONE, jitter=1.0))
    assert shown.contact_due == START + timedelta(seconds=5)
    maintenance = e.NotReached(3, NetFault.SERVER, "503", 120.0, jitter=0.5)
    shown, _ = after(busy("member", quiet=True, failures=9), maintenance)
    assert shown.contact_due == START + timedelta(seconds=132)


@pytest.mark.rule("APP-5")
def test_sign_in_that_met_no_server_is_offered_again_once_there_is_one() -> None:
    lost = SignedOut(SignedOutWhy.NO_CONNECTION, "ben@lab.example")
    asked, errands = after(picture(lost, connection=offline()), e.TryAgainAsked())
    assert type(errands[0]) is do.Probe
    shown, _ = after(asked, e.Reached(asked.generation))
    assert shown.standing == SignedOut(SignedOutWhy.FRESH, "ben@lab.example")


@pytest.mark.rule("SEAT-12", "SEAT-15")
def test_regained_connection_sends_what_was_pending_first() -> None:
    lost = busy(
        "ready",
        Intent.LICENSE,
        connection=offline(),
        pending_seat=sixteen(4),
        pending_given_up=sixteen(5),
        pending_release=True,
        use=Use(),
    )
    _, errands = after(lost, e.LicenseShown(3, license_of()))
    assert errands == (
        do.SendRelease(),
        do.SendClose(sixteen(4)),
        do.SendClose(sixteen(5), given_up=True),
    )


@pytest.mark.rule("APP-15")
def test_too_old_a_desktop_works_on_with_a_good_lease() -> None:
    shown, _ = after(busy("member"), e.ClientTooOld(3, "2.0", "https://d.test"))
    assert shown.connection == TooOld("2.0", "https://d.test")
    assert "save" in allowed(shown, START)
