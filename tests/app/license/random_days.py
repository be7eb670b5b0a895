"""Days of a desktop at random: what is ordered is answered late, out of turn, wrongly or never.

The world around `step` as a list of errands under way and, for each kind, of all that may come of
it. Whoever adds an event or an errand adds it here, or `test_random_days.py` fails.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from app.license import errands as do
from app.license import events as e
from app.license.clock import TOLERANCE, Reading
from app.license.diagnosis.findings import good
from app.license.keeper import _by_the_clock
from app.license.picture import (
    Account,
    GivenUp,
    Licensed,
    NetFault,
    Picture,
    ReadOnly,
    Ready,
    Refusal,
    Requested,
    SessionKnown,
    Waiting,
)
from app.license.states import row_of, step
from app.license.steps.wishes import LEFT_TO_THE_PERSON
from contract.lease import Lease
from tests.app.license.pictures import BEN, BOUND, MEMBER, OWNER, RESERVED, TRIAL
from tests.app.license.test_every_pair import KNOWN, OTHER, all_events, hold
from tests.fakes.clock import START
from tests.fakes.vendor import ADA_ID, license_of, seconds, sixteen

Came = e.Event | None


class Day:
    """One desktop from its start; each number that it is given is one thing that happens."""

    def __init__(self, first: e.DiskRead) -> None:
        self.shown, self.at, self.latest = Picture(), START, START
        self.under_way: list[do.Errand] = []
        self.events: set[type[e.Event]] = set()
        self.errands: set[type[do.Errand]] = set()
        self.happen(first)

    def go_on(self, number: int) -> None:
        """Half of the time something is answered; else the person, the world, or time."""
        what, rest = number % 16, number // 16
        if what < 8 and self.under_way:
            self.answer(rest)
        elif what < 13:
            self.happen(self._wanted(rest))
        elif what == 13:
            self.happen(outdated(self.shown, rest))
        else:
            self.pass_time(rest)

    def _wanted(self, rest: int) -> e.Event:
        """Mostly something that is of use in this picture, as buttons are."""
        tried = [WORLD[(rest >> shift) % len(WORLD)] for shift in (0, 3, 6, 9)]
        return next((x for x in tried if row_of(self.shown, x) is not None), tried[0])

    def answer(self, rest: int) -> None:
        """Whichever it is, not the oldest; a few go on after it."""
        which, rest = rest % len(self.under_way), rest // len(self.under_way)
        errand = self.under_way[which]
        may_come = ANSWERS[type(errand)](self, errand)
        came = may_come[rest % len(may_come)]
        if not isinstance(came, GOES_ON):
            del self.under_way[which]
        if came is not None:
            self.happen(came)

    def pass_time(self, rest: int) -> None:
        """On by a little or by weeks, back by hours, and asleep meanwhile or not."""
        self.at += JUMPS[rest % len(JUMPS)]
        rest //= len(JUMPS)
        self.happen(e.Woke() if rest % 2 else e.Tick())

    def happen(self, event: e.Event) -> None:
        behind = self.latest if self.at < self.latest - TOLERANCE else None
        for said in _by_the_clock(self.shown, Reading(self.at, behind=behind)):
            self._step(said)
        self._step(event)
        if (work := self.shown.work) is not None:  # nobody waits for what nobody does
            running = {getattr(errand, "generation", 0) for errand in self.under_way}
            assert work.generation in running, (event, work)
        if self._goes_on_by_itself():
            assert self.shown.contact_due is not None, (event, self.shown)
        told = isinstance(event, e.ServerAnswer)  # the server says what time it is
        self.latest = self.at if told else max(self.at, self.latest)

    def _goes_on_by_itself(self) -> bool:
        """Signed in and idle, where a place lives by contacts or something is looked for."""
        shown, standing = self.shown, self.shown.standing
        if shown.work is not None or shown.session is not SessionKnown.THERE:
            return False
        if isinstance(standing, ReadOnly):
            return standing.why not in LEFT_TO_THE_PERSON
        waits = isinstance(standing, Ready) and shown.use.connected and not shown.pending_seat
        return isinstance(standing, Licensed | Waiting) or waits

    def _step(self, event: e.Event) -> None:
        before = self.shown
        self.shown, errands = step(before, event, self.at)
        awaited = before.work.generation if before.work else -1
        if not isinstance(event, e.Answer) or event.generation == awaited:
            self.events.add(type(event))
        for errand in errands:
            self._order(errand)
        hold(before, event, self.shown, errands, self.at)
        self._hold(before, event, errands)

    def _order(self, errand: do.Errand) -> None:
        self.errands.add(type(errand))
        if isinstance(errand, do.Stop):
            stopped = errand.generation
            self.under_way = [
                each for each in self.under_way if getattr(each, "generation", 0) != stopped
            ]
        else:
            self.under_way.append(errand)

    def _hold(self, before: Picture, event: e.Event, errands: Sequence[do.Errand]) -> None:
        shown = self.shown
        busy = shown.work is not None and not shown.work.quiet
        assert busy or (shown.next is None and shown.asked is None), event
        wish = before.next.wish if before.next else None
        for errand in errands:
            if isinstance(errand, LEAVES):
                assert isinstance(event, LEAVING) or isinstance(wish, LEAVING), (event, errand)


GOES_ON = (e.BrowserOpened, e.Found)
LEAVES = (do.LogOut, do.LeaveShared, do.ForgetAccount, do.MakeOwn)
LEAVING = (
    *(e.LogOutAsked, e.LogOutAllTheSame, e.MakeOwnAsked, e.ProductClosed),
    *(e.Tick, e.Woke, e.ClockRight),
)
"""The person's own act; or a shared computer that was left."""

JUMPS = [
    *(timedelta(seconds=s) for s in (1, 5, 60)),
    *(timedelta(minutes=m) for m in (14, 90)),
    *(timedelta(days=d) for d in (1, 8, 40)),
    *(timedelta(hours=-h) for h in (1, 30)),
]

OF_ERRANDS = (
    *(e.DiskRead, e.SecretsRead, e.Found, e.LeaseTakenBack, e.CloseAnswered, e.CloseNotSent),
    *(e.ReleaseAnswered, e.SticksLooked, e.EffectFailed),
)
OF_THE_CLOCK = (e.ClockWentBack, e.ClockRight, e.ClockDiffers)
NOT_OF_THE_WORLD = (e.Answer, *OF_ERRANDS, *OF_THE_CLOCK)
WORLD = [event for event in all_events(0) if not isinstance(event, NOT_OF_THE_WORLD)]

FIRST = [
    e.DiskRead(),
    e.DiskRead(lease=OWNER, account=BEN),
    e.DiskRead(lease=MEMBER, account=BEN, closing="", device=MEMBER.device),
    e.DiskRead(lease=BOUND, account=BEN),
    e.DiskRead(fault="forged", account=BEN),
    e.DiskRead(closing=MEMBER.seat, given_up=OWNER.seat, account=BEN),
    e.DiskRead(lease=MEMBER, latest=START + timedelta(days=2), account=BEN),
    e.DiskRead(air=Requested(sixteen(7), "/stick/r.html", START)),
    e.DiskRead(air=GivenUp(sixteen(7), "/stick/b", START)),
]


def outdated(shown: Picture, rest: int) -> e.Event:
    """What comes of an earlier work, when nobody waits for it any more."""
    stale = [x for x in all_events(max(0, shown.generation - 1)) if isinstance(x, e.Answer)]
    return stale[rest % len(stale)]


# --- what may come of each errand ------------------------------------------------------------


def fresh(kind: Lease, at: datetime) -> Lease:
    """Of that kind, given now."""
    end = seconds(at + timedelta(hours=2))
    given = replace(kind, iat=seconds(at), nbf=seconds(at), exp=end)
    if kind is RESERVED:
        week = seconds(at + timedelta(days=7))
        return replace(given, exp=week, offline_until=week)
    if kind is OWNER:
        return replace(given, exp=seconds(at + timedelta(days=30)))
    return replace(given, license_ends=seconds(at + timedelta(days=9))) if kind is TRIAL else given


def leases(day: Day, g: int, *kinds: Lease) -> list[Came]:
    due = day.at + timedelta(minutes=10)
    given = [e.LeaseArrived(g, fresh(kind, day.at), None, due) for kind in kinds]
    said = ("device-duplicated", "seat-moved")
    return [*given, replace(given[0], written=False, notices=said)]


def refused(day: Day, g: int) -> list[Came]:
    due = day.at + timedelta(minutes=10)
    full = e.SeatRefused(g, Refusal("seats-exhausted"), due)  # often, as it leads far
    return [full, full, full, *(e.SeatRefused(g, refusal, due) for refusal in KNOWN)]


def failed(g: int) -> list[Came]:
    """As everything may fail that a server is asked for."""
    return [
        *(e.NotReached(g, fault, jitter=0.5) for fault in NetFault),
        *(e.Refused(g, refusal) for refusal in OTHER),
        e.TokenInvalid(g),
        e.ClientTooOld(g, "2.0"),
        e.EffectFailed("1a2b3c4d", g),
    ]


def declined(g: int) -> list[Came]:
    return [e.Declined(g, "damaged"), e.EffectFailed("1a2b3c4d", g)]


def signing_in(day: Day, errand: Any) -> list[Came]:
    g = errand.generation
    return [
        *(e.SignedIn(g, account) for account in (BEN, BEN, BEN, BEN, BEN, Account(ADA_ID))),
        e.SignedIn(g, BEN, kept=False),
        e.SignInRefused(g, Refusal("credentials-invalid")),
        e.SignInRefused(g, Refusal("code-invalid")),
        e.SignInRefused(g, Refusal("sign-in-blocked"), day.at + timedelta(minutes=30)),
        *(e.SecondFactorRequired(g, "challenge"), e.BrowserRequired(g)),
        *(e.EmailUnconfirmed(g), e.EmailUnconfirmed(g)),
        *(e.SignInTimedOut(g), e.BrowserOpened(g, "https://s.test")),
        *failed(g),
    ]


def secrets(day: Day, errand: do.ReadSecrets) -> list[Came]:
    there = e.SecretsRead(signed_in=True, device_known=True, device=MEMBER.device)
    back = GivenUp(sixteen(7), "/stick/b", START)
    return [
        *(there, there, there, replace(there, release=True, fallback=True)),
        e.SecretsRead(signed_in=True),
        e.SecretsRead(signed_in=False, fallback=True),
        e.SecretsRead(signed_in=False, given_up=True, returned=back),
        e.EffectFailed("1a2b3c4d"),
    ]


def line(day: Day, g: int) -> list[Came]:
    soon, held = day.at + timedelta(seconds=30), day.at + timedelta(minutes=5)
    return [e.LineAnswered(g, 2, 1, soon), e.LineAnswered(g, 1, 0, soon, held)]


def closed(day: Day, errand: do.SendClose) -> list[Came]:
    seat, given_up = errand.seat, errand.given_up
    return [e.CloseAnswered(seat, given_up), e.CloseNotSent(seat), e.EffectFailed("1a2b3c4d")]


def found(day: Day, errand: do.Diagnose) -> list[Came]:
    return [None, *(e.Found(errand.run, good(check, "known")) for check in errand.checks)]


def logged_out(day: Day, errand: Any) -> list[Came]:
    g = errand.generation
    return [e.LoggedOut(g, reached=True), e.LoggedOut(g), e.LoggedOut(g, release=True)]


REQUESTED = Requested(sixteen(7), "/stick/r.html", START)
BACK = GivenUp(sixteen(7), "/stick/b", START)

ANSWERS: dict[type[do.Errand], Callable[[Day, Any], list[Came]]] = {
    do.ReadSecrets: secrets,
    do.SignIn: signing_in,
    do.SignInAgain: signing_in,
    do.SendCode: signing_in,
    do.OpenBrowser: signing_in,
    do.ResendMail: lambda d, x: [*9 * [e.MailResent(x.generation)], *failed(x.generation)],
    do.Probe: lambda d, x: [e.Reached(x.generation), *failed(x.generation)],
    do.AskSeat: lambda d, x: [
        *leases(d, x.generation, *2 * (MEMBER, OWNER, TRIAL, RESERVED)),
        *refused(d, x.generation),
        e.LeaseUnusable(x.generation, "forged"),
        *declined(x.generation),
        *failed(x.generation),
    ],
    do.AskLicense: lambda d, x: [
        *3 * [e.LicenseShown(x.generation, license_of())],
        e.NoLicense(x.generation, Refusal("no-license")),
        *failed(x.generation),
    ],
    do.Extend: lambda d, x: [
        *leases(d, x.generation, RESERVED, RESERVED),
        *refused(d, x.generation),
        *failed(x.generation),
    ],
    do.ReturnEarly: lambda d, x: [
        *9 * [e.PlaceEnded(x.generation)],
        *leases(d, x.generation, MEMBER, OWNER),
        *failed(x.generation),
    ],
    do.StandInLine: lambda d, x: [*3 * line(d, x.generation), *failed(x.generation)],
    do.LeaveLine: lambda d, x: [*9 * [e.LineLeft(x.generation)], *failed(x.generation)],
    do.PutLeaseAway: lambda d, x: [None, e.EffectFailed("1a2b3c4d")],
    do.TakeLeaseBack: lambda d, x: [
        e.LeaseTakenBack(fresh(MEMBER, d.at)),
        e.LeaseTakenBack(None),
        e.EffectFailed("1a2b3c4d"),
    ],
    do.SendClose: closed,
    do.DeleteLease: lambda d, x: [None, e.EffectFailed("1a2b3c4d")],
    do.ForgetToken: lambda d, x: [None],
    do.LogOut: lambda d, x: [*logged_out(d, x), *failed(x.generation)],
    do.LeaveShared: lambda d, x: [*logged_out(d, x), e.EffectFailed("1a2b", x.generation)],
    do.ForgetAccount: lambda d, x: [*logged_out(d, x), e.EffectFailed("1a2b", x.generation)],
    do.SendRelease: lambda d, x: [e.ReleaseAnswered(), None],
    do.WriteRequest: lambda d, x: [
        e.RequestSaved(x.generation, REQUESTED),
        *declined(x.generation),
    ],
    do.DiscardRequest: lambda d, x: [e.RequestGone(x.generation), *declined(x.generation)],
    do.JudgeResponse: lambda d, x: [
        e.ResponseGood(x.generation, BOUND, None),
        e.ResponseGood(x.generation, BOUND, license_of(), written=False),
        *6 * declined(x.generation),
    ],
    do.LookOnSticks: lambda d, x: [e.SticksLooked("/media/answer"), e.SticksLooked(), None],
    do.GiveBack: lambda d, x: [
        e.GivenBack(x.generation, BACK),
        e.GivenBack(x.generation, BACK, fault="full"),
        *declined(x.generation),
    ],
    do.WriteReturn: lambda d, x: [
        *9 * [e.ReturnFileSaved(x.generation, BACK)],
        *declined(x.generation),
    ],
    do.Diagnose: found,
    do.MakeOwn: lambda d, x: [e.DeviceMadeOwn(x.generation, "NEW"), *declined(x.generation)],
    do.RememberWarned: lambda d, x: [None],
    do.RememberTime: lambda d, x: [None],
}


def live(days: int, seed: int = 0) -> None:
    """Raises at the first fault, and says on which day it was."""
    for number in range(seed, seed + days):
        chance = random.Random(number)
        try:
            day = Day(chance.choice(FIRST))
            for _ in range(500):
                day.go_on(chance.getrandbits(32))
        except AssertionError as error:
            error.add_note(f"day {number}")
            raise


if __name__ == "__main__":
    live(*map(int, sys.argv[1:]))
