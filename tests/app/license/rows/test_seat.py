"""Rows of the events table in docs/states.md: the seat."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from app.license import errands as do
from app.license import events as e
from app.license.picture import (
    Intent,
    Licensed,
    NetFault,
    Notice,
    NoticeKind,
    Offline,
    ReadOnly,
    ReadOnlyWhy,
    Refusal,
    RemarkCode,
    SignedOut,
    SignedOutWhy,
    Use,
    allowed,
)
from tests.app.license.pictures import (
    BEN,
    MEMBER,
    OWNER,
    VENDOR,
    busy,
    picture,
)
from tests.app.license.rows.rows import FULL, LATER, LOST, after, kinds
from tests.fakes.clock import START
from tests.fakes.vendor import license_of, sixteen


@pytest.mark.rule("HOST-4", "SEAT-1")
@pytest.mark.parametrize("standing", ["ready", "seats-exhausted", "no-license", "lapsed"])
def test_product_opened_asks_and_changes_nothing_yet(standing: str) -> None:
    before = picture(standing, use=Use())
    shown, errands = after(before, e.ProductOpened())
    assert (shown.standing, shown.work.intent) == (before.standing, Intent.ASK)
    assert type(errands[0]) is do.AskSeat


@pytest.mark.rule("LEASE-4")
@pytest.mark.parametrize("standing", ["clock", "given-up"])
def test_product_opened_asks_nothing_where_it_cannot_help(standing: str) -> None:
    shown, errands = after(picture(standing, use=Use()), e.ProductOpened())
    assert (shown.use.products, errands) == (1, ())


@pytest.mark.rule("LEASE-5", "HOST-2")
@pytest.mark.parametrize("standing", ["ready", "member", "waiting", "seats-exhausted", "clock"])
def test_lease_that_arrived_serves_from_then_on(standing: str) -> None:
    lease = VENDOR.lease()
    shown, errands = after(busy(standing), e.LeaseArrived(3, lease, None, LATER))
    assert (shown.standing, shown.work, shown.contact_due) == (Licensed(lease), None, LATER)
    assert errands == ()


@pytest.mark.rule("APP-15")
def test_lease_that_does_not_verify_is_a_fault_of_the_server() -> None:
    shown, _ = after(busy("member"), e.LeaseUnusable(3, "forged"))
    assert shown.standing == Licensed(MEMBER)
    assert shown.connection == Offline(START, NetFault.SERVER, "forged")


@pytest.mark.rule("LEASE-5", "APP-8")
def test_lease_that_no_disk_would_take_serves_from_memory() -> None:
    shown, _ = after(busy("ready"), e.LeaseArrived(3, MEMBER, None, LATER, written=False))
    assert (shown.standing, kinds(shown)) == (Licensed(MEMBER), {NoticeKind.LEASE_IN_MEMORY})


@pytest.mark.rule("SEAT-7", "SEAT-12", "LIC-8", "LIC-11")
@pytest.mark.parametrize(
    ("refusal", "why"),
    [
        (FULL, ReadOnlyWhy.SEATS_EXHAUSTED),
        (Refusal("no-license"), ReadOnlyWhy.NO_LICENSE),
        (Refusal("trial-over"), ReadOnlyWhy.TRIAL_OVER),
        (Refusal("license-expired"), ReadOnlyWhy.LICENSE_ENDED),
        (Refusal("license-suspended"), ReadOnlyWhy.LICENSE_SUSPENDED),
        (Refusal("platform-not-covered"), ReadOnlyWhy.PLATFORM_NOT_COVERED),
        (Refusal("membership-blocked"), ReadOnlyWhy.MEMBERSHIP_BLOCKED),
        (Refusal("membership-ended"), ReadOnlyWhy.MEMBERSHIP_ENDED),
        (LOST, ReadOnlyWhy.FREED),
        (Refusal("seat-lost", {"because": "taken-over"}), ReadOnlyWhy.TAKEN_OVER),
        (Refusal("seat-lost", {"because": "pool-shrank"}), ReadOnlyWhy.POOL_SHRANK),
        (Refusal("seat-lost", {"because": ["nonsense"]}), ReadOnlyWhy.POOL_SHRANK),
    ],
)
def test_known_refusal_takes_the_lease_and_says_so(refusal: Refusal, why: ReadOnlyWhy) -> None:
    shown, errands = after(busy("member"), e.SeatRefused(3, refusal, LATER))
    assert shown.standing == ReadOnly(why, refusal=refusal)
    assert errands == (do.DeleteLease(MEMBER.seat), do.SendClose(MEMBER.seat, given_up=True))
    assert allowed(shown, START) == {"show"}


@pytest.mark.rule("SEAT-2", "APP-4")
def test_same_license_after_a_day_that_ended_is_not_called_moved() -> None:
    """A place that had ended comes back as a new one, of the same license."""
    same = VENDOR.lease(kind="trial", policy="member", seat=sixteen(77))
    other = VENDOR.lease(seat=sixteen(78), license="L-999-FFF")
    moved = []
    for lease in (same, other):
        arrived = e.LeaseArrived(3, lease, None, LATER, True, ("seat-moved",))
        shown, _ = after(busy("trial"), arrived)
        moved.append(any(n.kind is NoticeKind.SEAT_MOVED for n in shown.notices))
    assert moved == [False, True]


@pytest.mark.rule("SEAT-2")
def test_notices_of_a_lease_go_with_it() -> None:
    kinds = (NoticeKind.SEAT_MOVED, NoticeKind.OFFLINE_ENDING, NoticeKind.NO_KEY_STORE)
    before = replace(busy("member"), notices=frozenset(map(Notice, kinds)))
    shown, _ = after(before, e.SeatRefused(3, FULL, LATER))
    assert {notice.kind for notice in shown.notices} == {NoticeKind.NO_KEY_STORE}


@pytest.mark.rule("SEAT-7")
def test_known_refusal_without_a_lease_gives_up_nothing() -> None:
    shown, errands = after(busy("ready"), e.SeatRefused(3, FULL, LATER))
    assert (shown.standing, errands) == (ReadOnly(ReadOnlyWhy.SEATS_EXHAUSTED, refusal=FULL), ())
    assert shown.contact_due == LATER


@pytest.mark.rule("SEAT-13")
def test_freed_place_is_not_asked_for_again_by_itself() -> None:
    shown, _ = after(busy("member"), e.SeatRefused(3, LOST, LATER))
    assert shown.contact_due is None


@pytest.mark.rule("APP-15")
@pytest.mark.parametrize("standing", ["member", "ready", "signing-in", "starting", "bound"])
def test_effect_that_failed_is_a_notice_and_no_more(standing: str) -> None:
    before = busy(standing)
    shown, _ = after(before, e.EffectFailed("1a2b3c4d", 3))
    assert shown.work is None or standing == "starting"
    assert [n.detail for n in shown.notices if n.kind is NoticeKind.FAILED] == ["1a2b3c4d"]
    assert allowed(shown, START) == allowed(before, START)


@pytest.mark.rule("APP-15", "ACC-8")
def test_ended_token_never_takes_a_good_lease() -> None:
    shown, errands = after(busy("member"), e.TokenInvalid(3))
    assert (shown.standing, kinds(shown)) == (Licensed(MEMBER), {NoticeKind.SIGN_IN_AGAIN})
    assert errands == (do.ForgetToken(),)
    again, errands = after(shown, e.SignInAsked("ben@lab.example", "secret"))
    assert (again.standing, type(errands[0])) == (Licensed(MEMBER), do.SignIn)
    back, _ = after(again, e.SignedIn(again.generation, BEN))
    assert (back.standing, kinds(back)) == (Licensed(MEMBER), set())


@pytest.mark.rule("APP-15")
@pytest.mark.parametrize("standing", ["ready", "waiting", "seats-exhausted"])
def test_ended_token_without_a_lease_asks_to_sign_in(standing: str) -> None:
    shown, _ = after(busy(standing), e.TokenInvalid(3))
    assert isinstance(shown.standing, SignedOut)
    assert shown.standing.why is SignedOutWhy.SESSION_ENDED


@pytest.mark.rule("APP-4", "SEAT-2")
def test_check_asks_as_a_start_and_shows_the_license() -> None:
    asked, errands = after(picture("owner"), e.CheckAsked())
    assert errands == (do.AskSeat(asked.generation, "", OWNER.jti),)
    arrived = e.LeaseArrived(asked.generation, OWNER, None, LATER)
    told, errands = after(asked, arrived)
    assert errands == (do.AskLicense(told.generation),)
    shown, _ = after(told, e.LicenseShown(told.generation, license_of()))
    assert (shown.work, shown.remark.code) == (None, RemarkCode.CHECKED)
