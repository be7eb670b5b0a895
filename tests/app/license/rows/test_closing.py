"""Rows of the events table in docs/states.md: closing."""

from __future__ import annotations

import pytest

from app.license import errands as do
from app.license import events as e
from app.license.picture import (
    Licensed,
    NoticeKind,
    Ready,
    Use,
)
from tests.app.license.pictures import (
    MEMBER,
    OWNER,
    RESERVED,
    TRIAL,
    picture,
)
from tests.app.license.rows.rows import after, kinds, offline
from tests.fakes.vendor import license_of


@pytest.mark.rule("SEAT-4", "SEAT-15")
@pytest.mark.parametrize("lease", [MEMBER, TRIAL])
def test_last_product_closed_puts_lease_and_close_away(lease) -> None:
    shown, errands = after(picture(Licensed(lease)), e.ProductClosed(shell=True))
    assert (shown.standing, shown.pending_seat) == (Ready(), lease.seat)
    assert errands == (do.PutLeaseAway(lease.seat), do.SendClose(lease.seat))
    closed, _ = after(shown, e.CloseAnswered(lease.seat))
    assert closed.pending_seat == ""


@pytest.mark.rule("SEAT-3", "OFF-3")
@pytest.mark.parametrize("lease", [OWNER, RESERVED])
def test_owners_and_reserved_places_stay_when_closed(lease) -> None:
    shown, errands = after(picture(Licensed(lease)), e.ProductClosed(shell=True))
    assert (shown.standing, errands) == (Licensed(lease), ())


@pytest.mark.rule("SEAT-15")
def test_close_without_connection_waits_for_the_next_one() -> None:
    before = picture("member", connection=offline())
    shown, errands = after(before, e.ProductClosed(shell=True))
    assert (shown.standing, errands) == (Ready(), (do.PutLeaseAway(MEMBER.seat),))
    assert kinds(shown) == {NoticeKind.CLOSE_PENDING}
    asked, _ = after(shown, e.TryAgainAsked())
    _, errands = after(asked, e.LicenseShown(asked.generation, license_of()))
    assert errands == (do.SendClose(MEMBER.seat),)


@pytest.mark.rule("SEAT-15")
def test_start_before_the_close_was_sent_takes_the_lease_back() -> None:
    before = picture("ready", use=Use(), pending_seat=MEMBER.seat, connection=offline())
    opened, errands = after(before, e.ProductOpened())
    assert errands == (do.TakeLeaseBack(MEMBER.seat),)
    back, errands = after(opened, e.LeaseTakenBack(MEMBER))
    assert (back.standing, back.pending_seat) == (Licensed(MEMBER), "")
    assert errands == (do.AskSeat(back.generation, "", MEMBER.jti),)
