"""Rows of the events table in docs/states.md: the start."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from app.license import errands as do
from app.license import events as e
from app.license.picture import (
    Bound,
    Licensed,
    NetFault,
    NoticeKind,
    Picture,
    ReadOnly,
    ReadOnlyWhy,
    Ready,
    SessionKnown,
    SignedOut,
    SignedOutWhy,
    Starting,
    Use,
    allowed,
)
from tests.app.license.pictures import (
    BEN,
    BOUND,
    MEMBER,
    VENDOR,
    picture,
)
from tests.app.license.rows.rows import after, kinds
from tests.fakes.clock import START
from tests.fakes.vendor import seconds


@pytest.mark.rule("APP-1")
@pytest.mark.parametrize(("lease", "standing"), [(MEMBER, Licensed), (BOUND, Bound)])
def test_start_with_a_good_lease_opens_at_once(lease, standing) -> None:
    shown, errands = after(Picture(), e.DiskRead(lease=lease, device=lease.device))
    assert (type(shown.standing), errands) == (standing, (do.ReadSecrets(),))
    assert "save" in allowed(shown, START)


@pytest.mark.rule("LEASE-2", "OFF-6", "LIC-9")
@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({}, ReadOnlyWhy.LAPSED),
        ({"offline_until": seconds(START)}, ReadOnlyWhy.RESERVATION_OVER),
        ({"license_ends": seconds(START)}, ReadOnlyWhy.LICENSE_ENDED),
        ({"license_ends": seconds(START), "kind": "trial"}, ReadOnlyWhy.TRIAL_OVER),
    ],
)
def test_start_past_the_lease_says_by_its_claims_why(claims, why) -> None:
    lease = VENDOR.lease(at=START - timedelta(hours=2), **claims)
    shown, _ = after(Picture(), e.DiskRead(lease=lease, account=BEN))
    assert shown.standing == ReadOnly(why, lease)
    asked, errands = after(shown, e.SecretsRead(signed_in=True, device_known=True))
    assert (asked.standing, type(errands[0])) == (shown.standing, do.AskLicense)


@pytest.mark.rule("LEASE-4")
def test_start_with_the_clock_set_back_is_read_only() -> None:
    behind = START + timedelta(hours=1)
    shown, _ = after(Picture(), e.DiskRead(lease=MEMBER, latest=behind, account=BEN))
    assert shown.standing == ReadOnly(ReadOnlyWhy.CLOCK, MEMBER, latest=behind)


@pytest.mark.rule("LEASE-4")
def test_start_of_a_bound_computer_asks_no_clock() -> None:
    behind = START + timedelta(days=9000)
    shown, _ = after(Picture(), e.DiskRead(lease=BOUND, latest=behind))
    assert shown.standing == Bound(BOUND)


@pytest.mark.rule("LEASE-5")
def test_start_with_an_unusable_lease_and_a_token_asks() -> None:
    shown, _ = after(Picture(), e.DiskRead(fault="forged", account=BEN))
    assert (shown.standing, kinds(shown)) == (Starting(), {NoticeKind.LEASE_PUT_ASIDE})
    asked, _ = after(shown, e.SecretsRead(signed_in=True, device_known=True))
    assert (asked.standing, asked.work is not None) == (Ready(), True)
    unreached, _ = after(asked, e.NotReached(asked.generation, NetFault.NONE))
    assert unreached.standing == ReadOnly(ReadOnlyWhy.LEASE_UNUSABLE, fault="forged")


@pytest.mark.rule("LEASE-5")
def test_start_with_an_unusable_lease_and_no_token_signs_out() -> None:
    shown, _ = after(Picture(), e.DiskRead(fault="damaged"))
    out, _ = after(shown, e.SecretsRead(signed_in=False, device_known=True))
    assert out.standing == SignedOut(SignedOutWhy.FRESH)


@pytest.mark.rule("APP-8")
def test_start_without_a_lease_goes_by_token_and_device() -> None:
    shown, _ = after(Picture(), e.DiskRead())
    ready, _ = after(shown, e.SecretsRead(signed_in=True, device_known=True))
    gone, errands = after(shown, e.SecretsRead(signed_in=True, device_known=False))
    fresh, _ = after(shown, e.SecretsRead(signed_in=False))
    assert ready.standing == Ready()
    assert gone.standing == SignedOut(SignedOutWhy.CACHE_GONE)
    assert errands == (do.ForgetToken(),)
    assert fresh.standing == SignedOut(SignedOutWhy.FRESH)


@pytest.mark.rule("APP-13")
def test_key_store_that_answers_late_is_used_all_the_same() -> None:
    shown, _ = after(Picture(), e.DiskRead())
    out, _ = after(shown, e.SecretsRead(signed_in=False, fallback=True))
    assert NoticeKind.NO_KEY_STORE in kinds(out)
    late, _ = after(out, e.SecretsRead(signed_in=True))
    assert (late.standing, kinds(late)) == (Ready(), set())


@pytest.mark.rule("APP-15")
def test_lease_without_a_token_goes_on_and_asks_to_sign_in() -> None:
    shown, _ = after(Picture(), e.DiskRead(lease=MEMBER, account=BEN))
    out, _ = after(shown, e.SecretsRead(signed_in=False))
    assert (out.standing, kinds(out)) == (Licensed(MEMBER), {NoticeKind.SIGN_IN_AGAIN})


@pytest.mark.rule("HOST-4", "APP-13")
def test_product_that_came_again_before_the_key_store_spoke_gets_its_seat() -> None:
    shown = picture("member", use=Use(products=1), session=SessionKnown.UNKNOWN)
    closed, _ = after(shown, e.ProductClosed())
    again, _ = after(replace(closed, pending_seat=""), e.ProductOpened())
    assert again.work is None
    asked, errands = after(again, e.SecretsRead(signed_in=True, device_known=True))
    assert errands == (do.AskSeat(asked.generation),)
    out, _ = after(again, e.SecretsRead(signed_in=False))
    assert out.standing == SignedOut(SignedOutWhy.SESSION_ENDED)


@pytest.mark.rule("HOST-5", "SEAT-4")
def test_place_that_nothing_uses_yet_waits_for_its_products() -> None:
    shown = picture("member", use=Use(), session=SessionKnown.UNKNOWN, taken=False)
    waits, errands = after(shown, e.SecretsRead(signed_in=True, device_known=True))
    assert (waits.work, errands) == (None, ())
    assert waits.contact_due == START + timedelta(seconds=20)
    asked, errands = after(waits, e.ProductOpened())
    assert errands == (do.AskSeat(asked.generation, "", MEMBER.jti),)
