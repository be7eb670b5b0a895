"""Rows of the events table in docs/states.md: the computer that never goes online."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from app.license import errands as do
from app.license import events as e
from app.license.picture import (
    Bound,
    Intent,
    Licensed,
    RemarkCode,
    Use,
    allowed,
)
from tests.app.license.pictures import (
    BOUND,
    MEMBER,
    VENDOR,
    busy,
    picture,
)
from tests.app.license.rows.rows import FILE, REQUESTED, after
from tests.fakes.clock import START
from tests.fakes.vendor import ADA_ID, license_of, sixteen


@pytest.mark.rule("AIR-1")
@pytest.mark.parametrize("standing", ["signed-out", "ready", "seats-exhausted", "lapsed"])
def test_request_is_written_and_waits(standing: str) -> None:
    asked, errands = after(picture(standing), e.RequestAsked(FILE))
    assert errands == (do.WriteRequest(asked.generation, FILE),)
    shown, _ = after(asked, e.RequestSaved(asked.generation, REQUESTED))
    assert (shown.air, shown.standing) == (REQUESTED, asked.standing)
    gone, _ = after(shown, e.RequestDiscarded())
    none, _ = after(gone, e.RequestGone(gone.generation))
    assert none.air is None


@pytest.mark.rule("AIR-1")
@pytest.mark.parametrize("standing", ["owner", "bound"])
def test_request_is_not_offered_to_who_needs_none(standing: str) -> None:
    before = picture(standing)
    assert after(before, e.RequestAsked(FILE)) == (before, ())


@pytest.mark.rule("AIR-4", "AIR-6")
@pytest.mark.parametrize("standing", ["signed-out", "ready", "member", "lapsed", "bound"])
def test_good_response_binds_this_computer(standing: str) -> None:
    before = busy(standing, Intent.RESPONSE, air=REQUESTED)
    shown, errands = after(before, e.ResponseGood(3, BOUND, None))
    assert (shown.standing, shown.air, shown.session) == (Bound(BOUND), None, before.session)
    assert "save" in allowed(shown, START - timedelta(days=20_000))
    assert all(errand == do.SendClose(MEMBER.seat, given_up=True) for errand in errands)


@pytest.mark.rule("AIR-4")
def test_response_without_a_license_shows_none_of_another_one() -> None:
    own = msgspec.structs.replace(license_of(), license_id=BOUND.license)
    other = msgspec.structs.replace(own, license_id="L-000-001")
    for before, shown in ((own, own), (other, None)):
        known = busy("signed-out", Intent.RESPONSE, air=REQUESTED, license=before)
        bound, _ = after(known, e.ResponseGood(3, BOUND, None))
        assert bound.license == shown


@pytest.mark.rule("AIR-4")
def test_response_of_another_account_waits_until_products_close() -> None:
    other = VENDOR.bound(sixteen(7), account=ADA_ID)
    before = busy("member", Intent.RESPONSE, use=Use(products=1))
    shown, _ = after(before, e.ResponseGood(3, other, None))
    assert (shown.standing, shown.remark.code) == (Licensed(MEMBER), RemarkCode.PRODUCT_OPEN)


@pytest.mark.rule("AIR-7")
def test_wrong_file_changes_nothing_and_says_its_own_words() -> None:
    before = busy("signed-out", Intent.RESPONSE, air=REQUESTED)
    shown, errands = after(before, e.Declined(3, "other-computer"))
    assert (shown.standing, shown.air, errands) == (before.standing, REQUESTED, ())
    assert shown.remark.code == "other-computer"


@pytest.mark.rule("AIR-6")
def test_giving_back_needs_every_product_closed() -> None:
    before = picture("bound", use=Use(shell=True, products=1))
    assert after(before, e.GiveBackConfirmed(FILE)) == (before, ())
    asked, errands = after(picture("bound"), e.GiveBackConfirmed(FILE))
    assert errands == (do.GiveBack(asked.generation, FILE),)
    assert after(asked, e.Cancelled()) == (asked, ())


@pytest.mark.rule("AIR-6")
def test_bound_computer_is_not_logged_out() -> None:
    before = picture("bound")
    assert after(before, e.LogOutAsked()) == (before, ())
