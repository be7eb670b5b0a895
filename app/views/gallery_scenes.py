"""The pictures that the gallery draws: each face, and the pages beside them, with sample people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import PurePosixPath

from msgspec.structs import replace

from app.license import picture as p
from app.license.events import ReturnEarlyAsked
from app.views import gallery_checks as checks
from app.views.acts import Screen
from contract.lease import Lease
from contract.wire.license import License, Offline, Owner, Period, Trial

AT = datetime(2026, 11, 25, 13, 20, tzinfo=UTC)
ADA = p.Account("A-1A2-B3C", "Ada Lindqvist", "ada@lab.example")
BEN = p.Account("A-4D5-E6F", "Ben Okafor", "ben@lab.example")
DORA = p.Account("A-7A8-B9C", "Dora Weiß", "dora@home.example")
ADA_AS_OWNER = Owner(id=ADA.id, name=ADA.name, email=ADA.email)
DEVICE = "7RIP6J7AHKPITXEW75KSYH4NH2"
STICK = str(PurePosixPath("/media/ada/STICK/memo-editor-request.html"))
LONG_PATH = str(PurePosixPath("/media/ada/STICK/Institute of Limnology/Field station north shore/"
                              "microscope/memo-editor-return.seatkeeper"))  # fmt: skip
ANSWER = str(PurePosixPath("/media/ada/STICK/answer.seatkeeper"))


@dataclass(frozen=True)
class Scene:
    name: str
    picture: p.Picture
    screen: Screen = Screen.FACE


def stamp(at: datetime) -> int:
    return int(at.timestamp())


def lease(**changes: object) -> Lease:
    claims: dict[str, object] = {
        "iss": "https://license.example.com", "sub": ADA.id, "aud": "memo-editor", "jti": "j" * 22,
        "iat": stamp(AT), "nbf": stamp(AT), "exp": stamp(AT + timedelta(days=30)),
        "device": DEVICE, "cnf": {"jkt": "k" * 43}, "seat": "s" * 22, "license": "L-0F3-77A",
        "kind": "educational", "features": [], "policy": "owner", "bound": False,
        "license_ends": stamp(AT + timedelta(days=400)), "last_day": "2027-12-31",
        "allow": ["use", "save", "export"],
    }  # fmt: skip
    import msgspec  # late: only the gallery and tests make leases from plain claims

    return msgspec.convert(claims | changes, Lease)


def periods() -> list[Period]:
    return [Period(id=f"{n}d", until=AT + timedelta(days=n)) for n in (1, 3, 7, 14, 30)]


def license(**changes: object) -> License:
    offline = Offline(allowed=True, latest=AT + timedelta(days=90), periods=periods())
    shown = License(
        license_id="L-0F3-77A", kind="educational", product="memo-editor", features=[],
        platforms=["windows", "macos", "linux"], seats=2, seats_in_use=1, policy="owner",
        bound=False, offline=offline, expires_at=AT + timedelta(days=401),
        last_day=date(2027, 12, 31),
    )  # fmt: skip
    for name, value in changes.items():
        shown = _changed(shown, name, value)
    return shown


def _changed(shown: License, name: str, value: object) -> License:
    import msgspec  # late: only the gallery and tests change what was shown

    return msgspec.structs.replace(shown, **{name: value})


def online(standing: p.Standing, **parts: object) -> p.Picture:
    seen = p.Picture(standing, p.Online(), account=ADA, license=license(), device=DEVICE)
    return replace(seen, **parts)


def nobody(standing: p.Standing, **parts: object) -> p.Picture:
    return replace(p.Picture(standing, p.Online(), device=DEVICE), **parts)


def member(standing: p.Standing, **parts: object) -> p.Picture:
    shown = license(policy="member", owner=ADA_AS_OWNER, seats_in_use=2)
    return online(standing, **({"account": BEN, "license": shown} | parts))


def dora(standing: p.Standing, days_left: int = 4, running: bool = False) -> p.Picture:
    trial = Trial(days_left=days_left, days_total=5, last_day=date(2027, 2, 23),
                  day_ends_at=AT + timedelta(hours=3, minutes=45) if running else None)  # fmt: skip
    shown = license(kind="trial", trial=trial, seats=1, last_day=date(2027, 2, 23),
                    offline=Offline(allowed=False, periods=[]))  # fmt: skip
    return online(standing, account=DORA, license=shown)


ENDED = p.Notice(p.NoticeKind.SIGN_IN_AGAIN)
LOST = p.Offline(AT - timedelta(minutes=4), p.NetFault.DNS)
MEMBERS = lease(sub=BEN.id, owner=ADA.id, policy="member", exp=stamp(AT + timedelta(hours=2)))
TRIALS = lease(sub=DORA.id, kind="trial", policy="member", exp=stamp(AT + timedelta(hours=2)))
RESERVED = lease(offline_until=stamp(AT + timedelta(days=14)), exp=stamp(AT + timedelta(days=30)))
REQUESTED = p.Requested("n" * 22, STICK, AT - timedelta(hours=2), "K4T 9QZ")
FULL = p.Refusal("seats-exhausted", {
    "tried": [{"owner": {"id": ADA.id, "name": ADA.name, "email": ADA.email}, "seats": 2,
               "reason": "seats-exhausted"}]})  # fmt: skip
OWN_FULL = p.Refusal("seats-exhausted", {**FULL.members, "devices": [
    {"device": DEVICE, "platform": "linux", "since": "2026-11-20T08:05:00Z", "this": False},
    {"device": DEVICE, "platform": "windows", "since": "2026-11-24T17:40:00Z", "this": False,
     "nickname": "Microscope"}]})  # fmt: skip


def bound() -> p.Picture:
    kept = lease(kind="commercial", bound=True, nonce="n" * 22, license_ends=None, last_day=None,
                 iat=None, nbf=None, exp=None, issued=stamp(AT))  # fmt: skip
    shown = license(kind="commercial", bound=True, expires_at=None, last_day=None, seats=1)
    cleo = p.Account("A-0C1-E02", "Cleo Marchetti", "cleo@works.example")
    return online(p.Bound(kept), connection=LOST, account=cleo, license=shown)


def read_only(why: p.ReadOnlyWhy, **parts: object) -> p.ReadOnly:
    return p.ReadOnly(why, **parts)  # type: ignore[arg-type]


def scenes() -> list[Scene]:
    return [*_signing_in(), *_working(), *_pages(), *_read_only(), *_over(), *_beside()]


def _signing_in() -> list[Scene]:
    out, why, step = p.SignedOut, p.SignedOutWhy, p.SigningInStep
    wrong = out(why.REFUSED, email=ADA.email, refusal=p.Refusal("credentials-invalid"))
    browser = p.SigningIn(step.BROWSER, ADA.email, address="https://license.example.com/a")
    return [
        Scene("01-starting", p.Picture()),
        Scene("02-sign-in", nobody(out(why.FRESH))),
        Scene("02-sign-in-wrong", nobody(wrong)),
        Scene("02-sign-in-logged-out", nobody(out(why.LOGGED_OUT))),
        Scene("03-no-connection", nobody(out(why.FRESH), connection=LOST)),
        Scene("04-signing-in", nobody(p.SigningIn(step.PASSWORD, ADA.email))),
        Scene("04-second-factor", nobody(p.SigningIn(step.SECOND_FACTOR, ADA.email))),
        Scene("04-browser", nobody(browser)),
        Scene("04-browser-offered", nobody(p.SigningIn(step.BROWSER_OFFERED, ADA.email))),
        Scene("05-blocked", nobody(out(why.BLOCKED, until=AT + timedelta(minutes=25)))),
        Scene("06-unconfirmed", nobody(p.Unconfirmed("neu@hochschule-muenchen.example"))),
        Scene("06-resent", nobody(p.Unconfirmed("neu@hochschule-muenchen.example", resent=True))),
    ]


def _working() -> list[Scene]:
    return [
        Scene("07-ready-offline", online(p.Ready(), connection=LOST)),
        Scene("07-ready-shared", member(p.Ready())),
        Scene("07-ready", dora(p.Ready(), days_left=4)),
        Scene("12-owner", online(p.Licensed(lease()))),
        Scene("13-member", member(p.Licensed(MEMBERS))),
        Scene("14-trial", dora(p.Licensed(TRIALS), days_left=3, running=True)),
        Scene("15-reserved", online(p.Licensed(RESERVED))),
        Scene("16-bridging", member(p.Licensed(MEMBERS), connection=LOST)),
        Scene("17-bound", bound()),
    ]


def _pages() -> list[Scene]:
    done = p.Remark(p.Intent.EXTEND, p.RemarkCode.EXTENDED)
    with_owner = member(p.Licensed(MEMBERS))
    return [
        Scene("license-owner", online(p.Licensed(lease())), Screen.LICENSE),
        Scene("license-member", with_owner, Screen.LICENSE),
        Scene("license-reserved", online(p.Licensed(RESERVED), remark=done), Screen.LICENSE),
        Scene("license-trial", dora(p.Licensed(TRIALS), 3, running=True), Screen.LICENSE),
        Scene("license-bound", bound(), Screen.LICENSE),
        Scene("validate-offline", nobody(p.SignedOut(p.SignedOutWhy.FRESH), connection=LOST),
              Screen.OFFLINE),
        Scene("give-back", bound(), Screen.GIVE_BACK),
        Scene("log-out-reserved", online(p.Licensed(RESERVED)), Screen.LOG_OUT),
        Scene("log-out-no-connection", online(p.Licensed(lease()), connection=LOST, remark=p.Remark(
            p.Intent.LOG_OUT, p.RemarkCode.NO_CONNECTION_LOG_OUT))),
        Scene("sign-in-again", replace(with_owner, notices=frozenset({ENDED})), Screen.SIGN_IN),
        Scene("support", with_owner, Screen.SUPPORT),
        Scene("diagnostics", replace(with_owner, diagnosis=checks.looked()), Screen.DIAGNOSTICS),
        Scene("diagnostics-trouble", nobody(p.SignedOut(p.SignedOutWhy.FRESH), connection=LOST,
              diagnosis=checks.troubled()), Screen.DIAGNOSTICS),
        Scene("diagnostics-running", replace(with_owner, diagnosis=checks.looking()),
              Screen.DIAGNOSTICS),
    ]  # fmt: skip


def _read_only() -> list[Scene]:
    why = p.ReadOnlyWhy
    lapsed = lease(exp=stamp(AT - timedelta(hours=1)))
    ended = license(last_day=date(2026, 11, 20))
    over = lease(offline_until=stamp(AT - timedelta(hours=1)), exp=stamp(AT - timedelta(hours=1)))
    return [
        Scene("08-no-license", online(read_only(why.NO_LICENSE), license=None)),
        Scene("08-other-systems", online(read_only(why.PLATFORM_NOT_COVERED))),
        Scene("09-seats-exhausted", online(read_only(why.SEATS_EXHAUSTED, refusal=FULL),
              account=BEN, license=None)),
        Scene("09-seats-exhausted-own", online(read_only(why.SEATS_EXHAUSTED, refusal=OWN_FULL))),
        Scene("10-waiting", online(p.Waiting(2, 1, refusal=FULL), account=BEN, license=None)),
        Scene("10-waiting-next", online(p.Waiting(1, 0, refusal=FULL), account=BEN, license=None)),
        Scene("11-offered", online(p.Waiting(1, 0, AT + timedelta(minutes=5), FULL), account=BEN,
              license=None)),
        Scene("18-lapsed", member(read_only(why.LAPSED, lease=lapsed), connection=LOST)),
        Scene("19-reservation-over", online(read_only(why.RESERVATION_OVER, lease=over),
              connection=LOST)),
        Scene("20-license-ended", online(read_only(why.LICENSE_ENDED), license=ended)),
        Scene("20-trial-over", dora(read_only(why.TRIAL_OVER), days_left=0)),
        Scene("21-freed", member(read_only(why.FREED))),
        Scene("21-blocked", member(read_only(why.MEMBERSHIP_BLOCKED))),
        Scene("21-taken-over", online(read_only(why.TAKEN_OVER))),
        Scene("21-shrank", member(read_only(why.POOL_SHRANK))),
        Scene("21-suspended", online(read_only(why.LICENSE_SUSPENDED))),
        Scene("22-clock", online(read_only(why.CLOCK, latest=AT + timedelta(days=12)))),
        Scene("23-lease-unusable", nobody(read_only(why.LEASE_UNUSABLE, fault="other-device"),
              connection=LOST)),
        Scene("24-given-up", nobody(read_only(why.GIVEN_UP), connection=LOST, air=p.GivenUp(
            "n" * 22, STICK.replace("request.html", "return.seatkeeper"), AT))),
        Scene("24-given-up-far", nobody(read_only(why.GIVEN_UP), connection=LOST, air=p.GivenUp(
            "n" * 22, LONG_PATH, AT))),
    ]  # fmt: skip


def _over() -> list[Scene]:
    out = p.SignedOut(p.SignedOutWhy.FRESH)
    leaving = p.Busy(p.Intent.LOG_OUT, 1, cancellable=False)
    wrong = p.Remark(p.Intent.RESPONSE, "request-instead")
    asked = nobody(out, connection=LOST, air=REQUESTED)
    return [
        Scene("25-requested", asked),
        Scene("25-requested-wrong-file", replace(asked, remark=wrong)),
        Scene("25-requested-stick-found", replace(asked, air=replace(REQUESTED, found=ANSWER))),
        Scene(
            "25-requested-stick-gone",
            replace(
                asked,
                remark=p.Remark(
                    p.Intent.REQUEST, p.RemarkCode.CANNOT_WRITE, detail=p.DiskFault.GONE
                ),
            ),
        ),
        Scene("26-logging-out", online(p.Licensed(lease()), work=leaving)),
        Scene("27-too-old", online(p.Licensed(lease()), connection=p.TooOld("2.0"))),
    ]


def _beside() -> list[Scene]:
    ends = p.Notice(p.NoticeKind.ENDING, AT + timedelta(days=7), timedelta(days=7))
    store = p.Notice(p.NoticeKind.NO_KEY_STORE)
    busy, soon_over = p.Busy(p.Intent.CHECK, 1), license(last_day=date(2026, 12, 1))
    then = p.Next(ReturnEarlyAsked(), p.Intent.RETURN_EARLY)
    copied = p.Notice(p.NoticeKind.DUPLICATED)
    failed = p.Notice(p.NoticeKind.FAILED, detail="E-7K2M")
    return [
        Scene(
            "notices",
            online(p.Licensed(lease()), license=soon_over, notices=frozenset({ends, store})),
        ),
        Scene(
            "make-own", online(p.Licensed(RESERVED), notices=frozenset({copied})), Screen.MAKE_OWN
        ),
        Scene(
            "shared-computer",
            nobody(p.SignedOut(p.SignedOutWhy.FRESH), shared=p.Shared(preset=True)),
        ),
        Scene(
            "shared-left-alone",
            online(
                p.Licensed(lease()),
                shared=p.Shared(active=AT),
                notices=frozenset({p.Notice(p.NoticeKind.LEAVING_SOON, AT)}),
            ),
        ),
        Scene(
            "notices-more", member(p.Licensed(MEMBERS), notices=frozenset({copied, ENDED, failed}))
        ),
        Scene("busy", online(p.Licensed(lease()), work=busy)),
        Scene("busy-and-next", online(p.Licensed(lease()), work=busy, next=then)),
    ]
