"""Every pair of standing and event, and the six invariants of docs/states.md for each."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.license import errands as do
from app.license import events as e
from app.license.diagnosis.findings import Check, good
from app.license.face import Face, face, standing_face
from app.license.picture import (
    Account,
    Bound,
    Busy,
    GivenUp,
    Intent,
    Licensed,
    NetFault,
    NoticeKind,
    Offline,
    Picture,
    Refusal,
    Requested,
    Shared,
    Starting,
    TooOld,
    allowed,
    changes_at,
    lease_of,
)
from app.license.states import ROWS, step
from contract.lease import Lease
from contract.problems import KNOWN_REFUSALS_OF_PUT_SEAT
from tests.app.license.pictures import (
    BEN,
    BOUND,
    MEMBER,
    OWNER,
    RESERVED,
    STANDINGS,
    TRIAL,
    picture,
)
from tests.fakes.clock import START
from tests.fakes.vendor import ADA_ID, license_of, sixteen

FILE = Path("/stick/file")
LATER = START + timedelta(minutes=10)
LEASES = [MEMBER, OWNER, TRIAL, RESERVED]
KNOWN = [Refusal(code, {"because": "freed"}) for code in sorted(KNOWN_REFUSALS_OF_PUT_SEAT)]
OTHER = [Refusal("forbidden"), Refusal("seat-free"), Refusal("never-heard-of")]


@lru_cache(maxsize=200)
def all_events(g: int) -> list[e.Event]:
    """At least one of each kind; answers carry the generation `g`."""
    return [
        e.SignInAsked("ben@lab.example", "secret"),
        e.SignInAsked("ben@lab.example", "secret", shared=True),
        e.BrowserSignInAsked(),
        e.CodeGiven("123456"),
        e.Cancelled(),
        e.TryAgainAsked(),
        e.ResendAsked(),
        e.OtherAccountAsked(),
        e.ProductOpened(),
        e.ProductOpened(shell=True),
        e.ProductClosed(),
        e.ProductClosed(shell=True),
        e.ProductUnsaved(True),
        e.PersonActive(),
        e.CheckAsked(),
        e.ExtendAsked(LATER),
        e.ReturnEarlyAsked(),
        e.WaitAsked(),
        e.LeaveLineAsked(),
        e.OfferTaken(),
        e.OfferPassed(),
        e.RequestAsked(FILE),
        e.RequestDiscarded(),
        e.FileOpened(FILE),
        e.SticksChanged(),
        e.SticksLooked("/media/ada/STICK/answer.seatkeeper"),
        e.GiveBackConfirmed(FILE),
        e.ReturnFileAsked(FILE),
        e.LogOutAsked(),
        e.LogOutAllTheSame(),
        e.MakeOwnAsked(),
        e.DiagnoseAsked(),
        e.DiagnoseAsked((Check.NAME,)),
        e.DiagnosisStopped(),
        e.Found(1, good(Check.NAME, "known")),
        e.RemarkRead(),
        e.NoticeRead(NoticeKind.ENDING),
        e.WarningsTold(),
        e.DiskRead(),
        e.DiskRead(lease=MEMBER, account=BEN),
        e.DiskRead(fault="forged"),
        e.SecretsRead(signed_in=True, device_known=True),
        e.SecretsRead(signed_in=True),
        e.SecretsRead(signed_in=False, fallback=True),
        e.SignedIn(g, BEN),
        e.SignedIn(g, Account(ADA_ID)),
        e.SignInRefused(g, Refusal("credentials-invalid")),
        e.SignInRefused(g, Refusal("sign-in-blocked"), LATER),
        e.SecondFactorRequired(g, "challenge"),
        e.BrowserRequired(g),
        e.BrowserOpened(g, "https://s.test"),
        e.SignInTimedOut(g),
        e.EmailUnconfirmed(g),
        e.MailResent(g),
        e.LicenseShown(g, license_of()),
        e.NoLicense(g, Refusal("no-license")),
        *(e.LeaseArrived(g, lease, None, LATER) for lease in LEASES),
        e.LeaseArrived(g, MEMBER, None, LATER, written=False, notices=("device-duplicated",)),
        e.LeaseUnusable(g, "forged"),
        *(e.SeatRefused(g, refusal, LATER) for refusal in KNOWN),
        *(e.Refused(g, refusal) for refusal in OTHER),
        e.TokenInvalid(g),
        e.ClientTooOld(g, "2.0"),
        *(e.NotReached(g, fault) for fault in NetFault),
        e.Reached(g),
        e.PlaceEnded(g),
        e.LeaseTakenBack(MEMBER),
        e.LeaseTakenBack(None),
        e.LineAnswered(g, 2, 1, LATER),
        e.LineAnswered(g, 1, 0, LATER, LATER),
        e.LineLeft(g),
        e.CloseAnswered(MEMBER.seat),
        e.CloseAnswered(MEMBER.seat, given_up=True),
        e.CloseNotSent(MEMBER.seat),
        e.ReleaseAnswered(),
        e.LoggedOut(g),
        e.RequestSaved(g, Requested(sixteen(7), "/stick/r.html", START)),
        e.RequestGone(g),
        e.ResponseGood(g, BOUND, None),
        e.Declined(g, "damaged"),
        e.GivenBack(g, GivenUp(sixteen(7), "/stick/b", START)),
        e.ReturnFileSaved(g, GivenUp(sixteen(7), "/stick/b", START)),
        e.DeviceMadeOwn(g, "NEW"),
        e.EffectFailed("1a2b3c4d", g),
        e.Tick(),
        e.Woke(),
        e.ConnectionRegained(),
        e.ClockWentBack(START + timedelta(days=1)),
        e.ClockRight(),
        e.ClockDiffers(True),
    ]


INTENTS = (
    *(e.SignInAsked, e.BrowserSignInAsked, e.Cancelled, e.TryAgainAsked, e.OtherAccountAsked),
    *(e.CheckAsked, e.WaitAsked, e.LeaveLineAsked, e.RequestAsked, e.FileOpened, e.LogOutAsked),
    *(e.ReturnFileAsked, e.GiveBackConfirmed, e.ProductOpened),
)


def kinds_of_events() -> set[type[e.Event]]:
    return {
        kind
        for kind in vars(e).values()
        if isinstance(kind, type)
        and issubclass(kind, e.Event)
        and kind not in (e.Event, e.Answer, e.ServerAnswer, e.Wish)
    }


def test_every_kind_of_event_has_a_row_and_is_tried_here() -> None:
    assert set(ROWS) == kinds_of_events() == {type(event) for event in all_events(1)}


def test_no_row_stands_behind_one_that_always_wins() -> None:
    for kind, rows in ROWS.items():
        open_rows = [r for r in rows if r.when is None]
        for number, row in enumerate(rows):
            before = [r for r in rows[:number] if r in open_rows]
            taken = frozenset().union(*(r.standings for r in before))
            assert row.standings - taken, kind.__name__


def test_every_errand_is_ordered_by_some_row_or_by_the_keeper() -> None:
    known = set(do.Errand.__subclasses__())
    seen = {type(errand) for shown, event in pairs() for errand in step(shown, event, START)[1]}
    assert known - seen <= {do.RememberWarned, do.RememberTime, do.Stop, do.PutLeaseAway}


def pairs() -> list[tuple[Picture, e.Event]]:
    """Idle and busy with each intent, for every standing."""
    found = []
    parts = {
        "connection": Offline(START),
        "pending_seat": sixteen(4),
        "pending_release": True,
        "air": Requested(sixteen(7), "/stick/r.html", START),
    }
    for standing, intent in product(
        STANDINGS.values(), [None, Intent.ASK, Intent.WAIT, Intent.CHECK]
    ):
        work = Busy(intent, 3) if intent else None
        shown = picture(standing, work=work, **parts)
        found += [(shown, event) for event in all_events(3)]
    for standing in STANDINGS.values():
        shown = picture(standing, shared=Shared(active=START))
        found += [(shown, event) for event in all_events(3)]
    return found


@pytest.mark.rule("APP-15")
def test_every_pair_of_standing_and_event_holds_what_must_hold() -> None:
    for before, event in pairs():
        after, errands = step(before, event, START)
        hold(before, event, after, errands, START)


# --- the invariants --------------------------------------------------------------------------

TURNS_OFF = (
    *(e.Tick, e.Woke, e.ClockWentBack, e.SeatRefused, e.ProductClosed, e.LoggedOut, e.PlaceEnded),
    *(e.GivenBack, e.DeviceMadeOwn, e.SignedIn, e.LeaseArrived, e.ResponseGood, e.ClockRight),
)
"""Time, a refusal, the person's own act; or another lease in the place of the one before."""

LOSES = (e.NotReached, e.ConnectionRegained, e.CloseNotSent)


def hold(
    before: Picture,
    event: e.Event,
    after: Picture,
    errands: tuple[do.Errand, ...],
    at: datetime,
) -> None:
    may = allowed(after, at)
    if "save" in may:  # 1
        lease = lease_of(after)
        assert isinstance(lease, Lease)
        assert lease.ends_at is None or at < lease.ends_at
        assert isinstance(after.standing, Licensed | Bound)
    if isinstance(event, LOSES) and not (before.next or _is_at_the_start_or_form(before)):  # 2
        assert after.standing == before.standing, event
    deleted = [errand for errand in errands if isinstance(errand, do.DeleteLease)]
    if deleted:  # 3
        assert isinstance(event, e.SeatRefused | e.PlaceEnded)
    if isinstance(after.standing, Starting):  # 4
        assert isinstance(before.standing, Starting)
    if "save" in allowed(before, at) and "save" not in may:  # 5
        put_back = isinstance(event, e.SecretsRead) and event.returned is not None  # AIR-9
        assert put_back or isinstance(event, TURNS_OFF), event
    assert isinstance(face(after), Face)  # 6
    assert 1 <= standing_face(after).value <= 24
    assert after.work is None or after.work.generation == after.generation


def _is_at_the_start_or_form(before: Picture) -> bool:
    """A sign-in that met no server ends; a lease put aside at the start waits no longer for one."""
    unusable = any(n.kind is NoticeKind.LEASE_PUT_ASIDE for n in before.notices)
    signing_in = type(before.standing).__name__ == "SigningIn"
    return signing_in or (unusable and not isinstance(before.connection, Offline))


@pytest.mark.rule("APP-15", "HOST-2")
def test_from_every_standing_something_leads_on() -> None:
    for name, standing in STANDINGS.items():
        shown = picture(standing)
        events = [*all_events(shown.generation), e.SecretsRead(signed_in=False)]
        led = [x for x in events if step(shown, x, START) != (shown, ())]
        intents = [x for x in led if isinstance(x, INTENTS)]
        assert intents or isinstance(standing, Starting), name
        assert led, name


@given(st.sampled_from(sorted(STANDINGS.keys() - {"starting"})), st.integers(0, 400))
def test_time_alone_never_asks_to_be_looked_at_twice_for_one_instant(name: str, days: int) -> None:
    """A tick at `changes_at` moves it on, or the keeper would turn round and round."""
    shown = picture(name, contact_due=START + timedelta(days=days))
    for _ in range(60):
        due = changes_at(shown)
        if due is None:
            return
        shown, _ = step(shown, e.Tick(), due)
        later = changes_at(shown)
        assert later is None or later > due
        if shown.work is not None:
            shown = replace(shown, work=None)


@pytest.mark.rule("APP-2")
def test_every_face_is_shown_by_some_picture() -> None:
    seen = set()
    for standing in STANDINGS.values():
        for parts in (
            {},
            {"connection": Offline(START)},
            {"air": Requested(sixteen(7), "/r", START)},
            {"work": Busy(Intent.LOG_OUT, 3)},
            {"connection": TooOld("2")},
        ):
            seen.add(face(picture(standing, **parts)))
    assert seen == set(Face)


def test_pictures_and_events_carry_no_secret_in_their_words() -> None:
    assert "secret" not in repr(e.SignInAsked("ben@lab.example", "secret"))
    assert "secret" not in repr(do.SignIn(1, "ben@lab.example", "secret"))
    assert "token" not in set(Picture.__struct_fields__)
