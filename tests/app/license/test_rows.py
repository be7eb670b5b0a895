"""Each row of the events table in docs/states.md: in this picture, after this, that follows."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from app.license import errands as do
from app.license import events as e
from app.license.picture import (
    Account,
    Bound,
    Intent,
    Licensed,
    NetFault,
    Notice,
    NoticeKind,
    Offline,
    Online,
    Picture,
    ReadOnly,
    ReadOnlyWhy,
    Ready,
    Refusal,
    RemarkCode,
    Requested,
    SessionKnown,
    SignedOut,
    SignedOutWhy,
    SigningIn,
    SigningInStep,
    Starting,
    TooOld,
    Unconfirmed,
    Use,
    Waiting,
    allowed,
)
from app.license.states import step
from tests.app.license.pictures import (
    BEN,
    BOUND,
    MEMBER,
    OWNER,
    RESERVED,
    TRIAL,
    VENDOR,
    busy,
    picture,
)
from tests.fakes.clock import START
from tests.fakes.vendor import ADA_ID, license_of, seconds, sixteen

LATER = START + timedelta(minutes=10)
FILE = Path("/stick/answer.seatkeeper")
FULL = Refusal("seats-exhausted", {"tried": []})
LOST = Refusal("seat-lost", {"because": "freed"})
REQUESTED = Requested(sixteen(7), "/stick/request.html", START)


def after(before: Picture, event: e.Event, at=START) -> tuple[Picture, tuple[do.Errand, ...]]:
    return step(before, event, at)


def kinds(shown: Picture) -> set[NoticeKind]:
    return {notice.kind for notice in shown.notices}


def offline(minutes: int = 0) -> Offline:
    return Offline(START - timedelta(minutes=minutes))


# --- the start -------------------------------------------------------------------------------


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


# --- signing in ------------------------------------------------------------------------------


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


# --- the seat --------------------------------------------------------------------------------


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


# --- closing ---------------------------------------------------------------------------------


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


# --- the line --------------------------------------------------------------------------------


@pytest.mark.rule("SEAT-7")
def test_line_is_joined_left_and_stood_in_again() -> None:
    asked, errands = after(picture("seats-exhausted"), e.WaitAsked())
    assert type(errands[0]) is do.StandInLine
    waits, _ = after(asked, e.LineAnswered(asked.generation, 2, 1, LATER))
    assert (waits.standing.place, waits.standing.ahead) == (2, 1)
    passed, errands = after(picture("offered"), e.OfferPassed())
    assert type(errands[0]) is do.LeaveLine
    _, errands = after(passed, e.LineLeft(passed.generation))
    assert type(errands[0]) is do.StandInLine
    leaving, _ = after(waits, e.LeaveLineAsked())
    left, _ = after(leaving, e.LineLeft(leaving.generation))
    assert left.standing.why is ReadOnlyWhy.SEATS_EXHAUSTED


@pytest.mark.rule("SEAT-7")
def test_free_seat_is_taken_instead_of_standing_in_line() -> None:
    shown, errands = after(busy("waiting", Intent.WAIT), e.Refused(3, Refusal("seat-free")))
    assert errands == (do.AskSeat(shown.generation),)


@pytest.mark.rule("AIR-4", "APP-11")
def test_file_opened_while_starting_costs_no_contact() -> None:
    shown, _ = after(Picture(), e.DiskRead())
    judging, errands = after(shown, e.FileOpened(FILE))
    assert type(errands[0]) is do.JudgeResponse
    ready, _ = after(judging, e.SecretsRead(signed_in=True, device_known=True))
    told, _ = after(ready, e.Declined(ready.generation, "damaged"))
    asked, errands = after(told, e.Tick())
    assert (asked.standing, type(errands[0])) == (Ready(), do.AskLicense)


@pytest.mark.rule("SEAT-7")
def test_offer_is_taken_at_once_where_a_product_waits() -> None:
    before = busy("waiting", Intent.WAIT, use=Use(products=1))
    answer = e.LineAnswered(3, 1, 0, LATER, START + timedelta(minutes=5))
    shown, errands = after(before, answer)
    assert (shown.work.intent, type(errands[0])) == (Intent.TAKE_OFFER, do.AskSeat)


@pytest.mark.rule("SEAT-7")
def test_offer_that_is_over_leads_to_the_end_of_the_line() -> None:
    shown, errands = after(picture("offered"), e.Tick(), START + timedelta(minutes=5))
    assert isinstance(shown.standing, Waiting)
    assert (shown.standing.offered_until, type(errands[0])) == (None, do.StandInLine)


# --- the connection --------------------------------------------------------------------------


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


# --- time ------------------------------------------------------------------------------------


@pytest.mark.rule("LEASE-2", "HOST-2")
def test_end_of_the_lease_turns_read_only_and_asks_at_once() -> None:
    end = START + timedelta(hours=2)
    early, _ = after(picture("member"), e.Tick(), end - timedelta(seconds=1))
    shown, errands = after(picture("member"), e.Tick(), end)
    assert early.standing == Licensed(MEMBER)
    assert shown.standing == ReadOnly(ReadOnlyWhy.LAPSED, MEMBER)
    assert errands == (do.AskSeat(shown.generation, MEMBER.seat, MEMBER.jti),)
    assert (allowed(early, end), allowed(shown, end)) == ({"show"}, {"show"})


@pytest.mark.rule("LEASE-4")
def test_clock_set_back_is_read_only_until_it_is_right() -> None:
    latest = START + timedelta(hours=1)
    back, errands = after(picture("member"), e.ClockWentBack(latest))
    assert back.standing == ReadOnly(ReadOnlyWhy.CLOCK, MEMBER, latest=latest)
    assert [type(errand) for errand in errands] == [do.AskSeat]
    right, _ = after(back, e.ClockRight(), latest)
    assert right.standing == Licensed(MEMBER)
    late, _ = after(back, e.ClockRight(), START + timedelta(hours=3))
    assert late.standing == ReadOnly(ReadOnlyWhy.LAPSED, MEMBER)


@pytest.mark.rule("LEASE-4")
def test_lease_serves_again_when_a_clock_that_ran_ahead_is_right() -> None:
    ahead, _ = after(picture("owner"), e.Tick(), START + timedelta(days=55))
    assert ahead.standing == ReadOnly(ReadOnlyWhy.LAPSED, OWNER)
    right, _ = after(ahead, e.Tick(), START + timedelta(minutes=2))
    assert right.standing == Licensed(OWNER)


@pytest.mark.rule("APP-4", "OFF-7")
def test_warnings_come_once_and_the_nearest_after_sleep() -> None:
    ends = START + timedelta(days=40)
    lease = VENDOR.lease(policy="owner", lasts=timedelta(days=40), license_ends=seconds(ends))
    before = picture(Licensed(lease))
    slept, errands = after(before, e.Woke(), ends - timedelta(days=5))
    warning = next(n for n in slept.notices if n.kind is NoticeKind.ENDING)
    assert (warning.at, warning.before) == (ends, timedelta(days=7))
    assert any(isinstance(errand, do.RememberWarned) for errand in errands)
    read, _ = after(slept, e.NoticeRead(NoticeKind.ENDING))
    again, errands = after(read, e.Tick(), ends - timedelta(days=4))
    assert (kinds(again), errands) == (set(), ())


@pytest.mark.rule("LEASE-8", "APP-5")
def test_contact_is_due_after_waking_not_when_a_timer_ends() -> None:
    before = picture("member", contact_due=LATER)
    shown, errands = after(before, e.Woke(), START + timedelta(minutes=20))
    assert errands == (do.AskSeat(shown.generation, MEMBER.seat, MEMBER.jti),)
    assert shown.work.quiet


# --- reserving -------------------------------------------------------------------------------


@pytest.mark.rule("OFF-1")
def test_extend_answered_shows_the_new_date() -> None:
    asked, errands = after(picture("member"), e.ExtendAsked(START + timedelta(days=7)))
    assert errands == (do.Extend(asked.generation, START + timedelta(days=7)),)
    shown, _ = after(asked, e.LeaseArrived(asked.generation, RESERVED, None, LATER))
    assert (shown.standing, shown.remark.code) == (Licensed(RESERVED), RemarkCode.EXTENDED)


@pytest.mark.rule("OFF-2", "APP-15")
@pytest.mark.parametrize(
    ("event", "code"),
    [
        (e.Refused(3, Refusal("period-not-granted")), "period-not-granted"),
        (e.NotReached(3, NetFault.NONE), "none"),
    ],
)
def test_extend_that_fails_changes_nothing_and_says_why(event: e.Event, code: str) -> None:
    shown, _ = after(busy("member", Intent.EXTEND), event)
    assert (shown.standing, shown.remark.code) == (Licensed(MEMBER), code)


@pytest.mark.rule("OFF-4")
def test_return_early_ends_the_place_or_the_reservation() -> None:
    asked, errands = after(picture("reserved"), e.ReturnEarlyAsked())
    assert errands == (do.ReturnEarly(asked.generation),)
    kept, _ = after(asked, e.LeaseArrived(asked.generation, MEMBER, None, LATER))
    gone, errands = after(asked, e.PlaceEnded(asked.generation))
    assert (kept.standing, gone.standing) == (Licensed(MEMBER), Ready())
    assert errands == (do.DeleteLease(RESERVED.seat),)


# --- the computer that never goes online -----------------------------------------------------


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


# --- leaving ---------------------------------------------------------------------------------


@pytest.mark.rule("SEAT-9")
@pytest.mark.parametrize("standing", ["member", "owner", "reserved", "ready", "seats-exhausted"])
def test_log_out_forgets_the_account_once_answered(standing: str) -> None:
    asked, errands = after(picture(standing), e.LogOutAsked())
    assert (asked.standing, errands[-1]) == (
        picture(standing).standing,
        do.LogOut(asked.generation),
    )
    out, _ = after(asked, e.LoggedOut(asked.generation))
    assert out.standing == SignedOut(SignedOutWhy.LOGGED_OUT)
    assert (out.account, out.license, out.session) == (None, None, SessionKnown.ABSENT)


@pytest.mark.rule("APP-6")
def test_log_out_without_connection_lets_the_person_choose() -> None:
    asked, _ = after(picture("member"), e.LogOutAsked())
    told, _ = after(asked, e.NotReached(asked.generation, NetFault.NONE))
    assert (told.standing, told.remark.code) == (
        Licensed(MEMBER),
        RemarkCode.NO_CONNECTION_LOG_OUT,
    )
    chosen, errands = after(told, e.LogOutAllTheSame())
    assert errands == (do.ForgetAccount(chosen.generation, release=True),)
    out, _ = after(chosen, e.LoggedOut(chosen.generation))
    assert (out.standing, out.pending_release) == (SignedOut(SignedOutWhy.LOGGED_OUT), True)
    assert isinstance(out.connection, Offline)


@pytest.mark.rule("SEAT-9")
def test_log_out_that_the_server_answered_ends_online() -> None:
    asked, _ = after(replace(picture("owner"), connection=Offline(START)), e.LogOutAsked())
    out, _ = after(asked, e.LoggedOut(asked.generation, reached=True))
    assert out.connection == Online()


@pytest.mark.rule("APP-6")
def test_log_out_with_a_product_open_asks_to_close_it() -> None:
    shown, errands = after(picture("member", use=Use(products=1)), e.LogOutAsked())
    assert (shown.remark.code, errands) == (RemarkCode.PRODUCT_OPEN, ())


@pytest.mark.rule("LEASE-10")
def test_duplicated_device_is_told_and_made_its_own() -> None:
    arrived = e.LeaseArrived(3, MEMBER, None, LATER, notices=("device-duplicated", "unheard-of"))
    shown, _ = after(busy("member"), arrived)
    assert kinds(shown) == {NoticeKind.DUPLICATED}
    asked, _ = after(shown, e.MakeOwnAsked())
    own, _ = after(asked, e.DeviceMadeOwn(asked.generation, "NEWDEVICE"))
    assert (own.standing, own.device) == (SignedOut(SignedOutWhy.MADE_OWN), "NEWDEVICE")


# --- work ------------------------------------------------------------------------------------


@pytest.mark.rule("APP-5")
def test_cancelled_work_is_stopped_and_its_late_answer_dropped() -> None:
    asked, _ = after(picture("ready", use=Use()), e.ProductOpened())
    stopped, errands = after(asked, e.Cancelled())
    assert (stopped.work, errands) == (None, (do.Stop(asked.generation),))
    late = e.LeaseArrived(asked.generation, MEMBER, None, LATER)
    assert after(stopped, late) == (stopped, ())


@pytest.mark.rule("APP-5")
def test_what_the_person_asks_overtakes_a_quiet_contact() -> None:
    before = busy("member", quiet=True)
    shown, errands = after(before, e.ExtendAsked(LATER))
    assert errands == (do.Stop(3), do.Extend(shown.generation, LATER))
    other, errands = after(shown, e.CheckAsked())
    assert (other, errands) == (shown, ())


@pytest.mark.rule("ACC-3")
def test_signed_in_as_somebody_else_the_lease_serves_no_more() -> None:
    ended, _ = after(busy("member"), e.TokenInvalid(3))
    asked, _ = after(ended, e.SignInAsked("ada@lab.example", "secret"))
    ada = Account(ADA_ID, "Ada")
    shown, _ = after(asked, e.SignedIn(asked.generation, ada))
    assert (shown.standing, shown.account) == (Ready(), ada)


@pytest.mark.rule("OFF-1", "APP-5")
def test_what_was_cancelled_may_be_done_and_is_looked_at_soon() -> None:
    """A reservation that the server made all the same must not stay unseen."""
    before = replace(picture("owner"), session=SessionKnown.THERE)
    asked, _ = after(before, e.ExtendAsked(START + timedelta(days=3)))
    stopped, _ = after(asked, e.Cancelled())
    assert stopped.work is None
    assert stopped.contact_due is not None
    assert stopped.contact_due <= START + timedelta(seconds=15)


@pytest.mark.rule("OFF-7", "APP-4")
def test_warning_of_an_end_goes_with_the_end() -> None:
    end = RESERVED.ends_at
    assert end is not None
    before, _ = step(picture("reserved"), e.Tick(), end - timedelta(minutes=30))
    assert {notice.kind for notice in before.notices} == {NoticeKind.OFFLINE_ENDING}
    over, _ = step(before, e.Tick(), end)
    assert (type(over.standing), over.notices) == (ReadOnly, frozenset())
