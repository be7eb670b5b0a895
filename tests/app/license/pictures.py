"""Pictures to start a test from: one for each standing."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from app.license.picture import (
    Account,
    Bound,
    Busy,
    Intent,
    Licensed,
    Online,
    Picture,
    ReadOnly,
    ReadOnlyWhy,
    Ready,
    SessionKnown,
    SignedOut,
    SignedOutWhy,
    SigningIn,
    SigningInStep,
    Standing,
    Starting,
    Unconfirmed,
    Use,
    Waiting,
)
from tests.fakes.clock import START
from tests.fakes.vendor import ADA_ID, BEN_ID, Vendor, license_of, seconds, sixteen

VENDOR = Vendor()
BEN = Account(BEN_ID, "Ben Okafor", "ben@lab.example")

MEMBER = VENDOR.lease()
OWNER = VENDOR.lease(account=ADA_ID, policy="owner", lasts=timedelta(days=30))
TRIAL = VENDOR.lease(kind="trial", policy="owner", license_ends=seconds(START + timedelta(days=9)))
RESERVED = VENDOR.lease(lasts=timedelta(days=7), offline_until=seconds(START + timedelta(days=7)))
BOUND = VENDOR.bound(sixteen(7))

STANDINGS: dict[str, Standing] = {
    "starting": Starting(),
    "signed-out": SignedOut(SignedOutWhy.FRESH),
    "blocked": SignedOut(
        SignedOutWhy.BLOCKED, "ben@lab.example", until=START + timedelta(minutes=30)
    ),
    "signing-in": SigningIn(SigningInStep.PASSWORD, "ben@lab.example"),
    "unconfirmed": Unconfirmed("ben@lab.example"),
    "ready": Ready(),
    "waiting": Waiting(2, 1),
    "offered": Waiting(1, 0, START + timedelta(minutes=5)),
    "member": Licensed(MEMBER),
    "owner": Licensed(OWNER),
    "trial": Licensed(TRIAL),
    "reserved": Licensed(RESERVED),
    "bound": Bound(BOUND),
    **{why.value: ReadOnly(why) for why in ReadOnlyWhy},
    "clock": ReadOnly(ReadOnlyWhy.CLOCK, MEMBER, latest=START + timedelta(days=1)),
    "lapsed": ReadOnly(ReadOnlyWhy.LAPSED, MEMBER),
}


def picture(standing: Standing | str, **parts: object) -> Picture:
    """Signed in as Ben, online, the shell in use, nothing under way."""
    given = STANDINGS[standing] if isinstance(standing, str) else standing
    shown = Picture(
        standing=given,
        connection=Online(),
        use=Use(shell=True),
        account=BEN,
        license=license_of(MEMBER),
        session=SessionKnown.THERE,
        generation=3,
        taken=True,
    )
    if isinstance(given, Starting | SignedOut | SigningIn | Unconfirmed):
        shown = replace(shown, account=None, license=None, session=SessionKnown.ABSENT, taken=False)
    return replace(shown, **parts)  # type: ignore[arg-type]


def busy(standing: Standing | str, intent: Intent = Intent.ASK, **parts: object) -> Picture:
    """With a work under way; its answers carry generation 3."""
    quiet = bool(parts.pop("quiet", False))
    return picture(standing, work=Busy(intent, 3, quiet=quiet), **parts)
