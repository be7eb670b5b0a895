"""All that moves the desktop from one picture to the next: docs/states.md as a table.

1. A standing changes here and nowhere else: `step` is pure, and returns what is to be done as
   values. 2. The first row of an event whose standings hold the present one wins. 3. What is not
   listed changes nothing. 4. The answer of a work that is no longer the present one is dropped.
5. A person's wish that meets another work waits for its end (`steps/wishes.py`).

What a row does stands in `steps/`, a file a chapter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from types import MappingProxyType
from typing import Any, get_args

from msgspec import Struct

from app.license import events as e
from app.license.picture import (
    Bound,
    Licensed,
    Picture,
    ReadOnly,
    ReadOnlyWhy,
    Ready,
    SignedOut,
    SignedOutWhy,
    SigningIn,
    Standing,
    Starting,
    Unconfirmed,
    Waiting,
)
from app.license.steps import (
    air,
    diagnosing,
    leaving,
    line,
    passing,
    reserving,
    seat,
    shared,
    signing_in,
    starting,
    warning,
    weather,
)
from app.license.steps.moves import Step, done
from app.license.steps.wishes import followed, taken_up

Kind = type[Standing]
When = Callable[[Picture, Any], bool]


class Row(Struct, frozen=True):
    """Of `event` in one of `standings`, where `when` holds too: what follows."""

    event: type[e.Event]
    standings: frozenset[type]
    then: Callable[[Picture, Any, datetime], Step]
    when: When | None = None

    def holds(self, picture: Picture, event: e.Event) -> bool:
        fits = type(picture.standing) in self.standings
        return fits and (self.when is None or self.when(picture, event))


def row(
    event: type[e.Event],
    standings: Iterable[type],
    then: Callable[[Picture, Any, datetime], Step],
    when: When | None = None,
) -> Row:
    return Row(event, frozenset(standings), then, when)


def why(*reasons: ReadOnlyWhy) -> When:
    """Any other standing, or read-only for one of these reasons."""
    return lambda picture, event: (
        not isinstance(picture.standing, ReadOnly) or picture.standing.why in reasons
    )


def why_not(*reasons: ReadOnlyWhy) -> When:
    return lambda picture, event: (
        not isinstance(picture.standing, ReadOnly) or picture.standing.why not in reasons
    )


def blocked(picture: Picture, event: e.Event) -> bool:
    out = picture.standing
    return isinstance(out, SignedOut) and out.why is SignedOutWhy.BLOCKED


def another_account(picture: Picture, event: e.SignedIn) -> bool:
    """Than the one whose lease serves."""
    standing = picture.standing
    return isinstance(standing, Licensed | Bound) and standing.lease.sub != event.account.id


def seat_is_free(picture: Picture, event: e.Refused) -> bool:
    return event.refusal.code == "seat-free"


def others_at_work(picture: Picture, event: e.ResponseGood) -> bool:
    """Products are open on the lease of another account."""
    standing = picture.standing
    foreign = isinstance(standing, Licensed) and standing.lease.sub != event.lease.sub
    return foreign and picture.use.products > 0


ANY = frozenset(get_args(Standing))
STARTED = ANY - {Starting}
ASKING = frozenset({Ready, ReadOnly, Waiting, Licensed})
"""Signed in, and not bound for good."""
LOST = (
    ReadOnlyWhy.SEATS_EXHAUSTED,
    ReadOnlyWhy.FREED,
    ReadOnlyWhy.TAKEN_OVER,
    ReadOnlyWhy.POOL_SHRANK,
    ReadOnlyWhy.MEMBERSHIP_BLOCKED,
    ReadOnlyWhy.MEMBERSHIP_ENDED,
    ReadOnlyWhy.LICENSE_SUSPENDED,
)
GIVEN_UP, CLOCK = ReadOnlyWhy.GIVEN_UP, ReadOnlyWhy.CLOCK
WITHOUT_ACCOUNT = why(GIVEN_UP, ReadOnlyWhy.LEASE_UNUSABLE)

TABLE: tuple[Row, ...] = (
    # the start
    row(e.DiskRead, [Starting], starting.disk_read),
    row(e.SecretsRead, [Starting], starting.secrets_before_standing),
    row(e.SecretsRead, [Licensed], starting.secrets_with_lease),
    row(e.SecretsRead, [Bound, Waiting, SigningIn, Unconfirmed], starting.secrets_bound),
    row(e.SecretsRead, [Ready], starting.secrets_after_closing),
    row(e.SecretsRead, [ReadOnly], starting.secrets_bound, why(GIVEN_UP)),
    row(e.SecretsRead, [ReadOnly], starting.secrets_without_lease),
    row(e.SecretsRead, [SignedOut], starting.secrets_late),
    # signing in
    row(e.SignInAsked, [SignedOut, Unconfirmed], signing_in.asked),
    row(e.SignInAsked, [ReadOnly], signing_in.asked, WITHOUT_ACCOUNT),
    row(e.SignInAsked, [Licensed, Bound], signing_in.asked_again),
    row(e.BrowserSignInAsked, [SignedOut, SigningIn, Unconfirmed], signing_in.browser_asked),
    row(e.BrowserSignInAsked, [ReadOnly], signing_in.browser_asked, WITHOUT_ACCOUNT),
    row(e.BrowserOpened, [SigningIn], signing_in.browser_opened),
    row(e.CodeGiven, [SigningIn], signing_in.code_given),
    row(e.SignedIn, [SigningIn], signing_in.signed_in),
    row(e.SignedIn, [Licensed], signing_in.signed_in_as_another, another_account),
    row(e.SignedIn, [Licensed, Bound], signing_in.signed_in_again),
    row(e.SignInRefused, [SigningIn], signing_in.refused),
    row(e.SignInRefused, [Licensed, Bound], signing_in.refused_again),
    row(e.SignInTimedOut, [SigningIn], signing_in.timed_out),
    row(e.SecondFactorRequired, [SigningIn], signing_in.second_factor),
    row(e.BrowserRequired, [SigningIn], signing_in.browser_required),
    row(e.EmailUnconfirmed, [SigningIn], signing_in.unconfirmed),
    row(e.TryAgainAsked, [Unconfirmed], signing_in.once_more),
    row(e.ResendAsked, [Unconfirmed], signing_in.resend),
    row(e.MailResent, [Unconfirmed], signing_in.resent),
    row(e.OtherAccountAsked, [Unconfirmed, SigningIn], signing_in.other_account),
    row(e.OtherAccountAsked, [ReadOnly], signing_in.other_account, why(GIVEN_UP)),
    row(e.Cancelled, [SigningIn], signing_in.cancelled),
    # the seat
    row(e.ProductOpened, [Ready], seat.opened_without_place),
    row(e.ProductOpened, [ReadOnly], seat.opened_without_place, why_not(CLOCK, GIVEN_UP)),
    row(e.ProductOpened, [Licensed], seat.opened_with_place),
    row(e.ProductOpened, ANY, seat.opened),
    row(e.ProductUnsaved, ANY, seat.unsaved),
    row(e.LeaseTakenBack, [Ready], seat.taken_back),
    row(e.CheckAsked, [Ready, Licensed], seat.check),
    row(e.CheckAsked, [ReadOnly], seat.check, why_not(GIVEN_UP)),
    row(e.LicenseShown, ASKING, seat.license_shown),
    row(e.NoLicense, [Licensed], seat.no_license_while_licensed),
    row(e.NoLicense, [Ready, ReadOnly], seat.no_license),
    row(e.LeaseArrived, ANY - {Bound, SignedOut}, seat.lease_arrived),
    row(e.LeaseUnusable, ANY, weather.lease_unusable),
    row(e.SeatRefused, ASKING, seat.refused),
    row(e.ProductClosed, ASKING, shared.product_closed, shared.is_left_with_product),
    row(e.ProductClosed, [Licensed], seat.closed_with_place),
    row(e.ProductClosed, ANY, seat.closed),
    row(e.CloseAnswered, ANY, weather.close_answered),
    row(e.CloseNotSent, ANY, weather.close_not_sent),
    # the line
    row(e.WaitAsked, [ReadOnly], line.asked, why(*LOST)),
    row(e.WaitAsked, [Waiting], line.asked),
    row(e.LineAnswered, [Waiting, ReadOnly], line.answered),
    row(e.Refused, [Waiting, ReadOnly], line.seat_free, seat_is_free),
    row(e.LeaveLineAsked, [Waiting], line.leave),
    row(e.LineLeft, [Waiting], line.left),
    row(e.OfferTaken, [Waiting], line.take),
    row(e.OfferPassed, [Waiting], line.let_pass),
    # reserving
    row(e.ExtendAsked, [Licensed, Ready], reserving.extend),
    row(e.ReturnEarlyAsked, [Licensed], reserving.return_early),
    row(e.PlaceEnded, [Licensed], reserving.place_ended),
    # the computer that never goes online
    row(e.RequestAsked, [SignedOut, ReadOnly, Ready, Licensed], air.request),
    row(e.RequestSaved, STARTED, air.saved),
    row(e.RequestDiscarded, STARTED, air.discard),
    row(e.RequestGone, STARTED, air.gone),
    row(e.FileOpened, ANY, air.opened),
    row(e.SticksChanged, STARTED, air.look),
    row(e.SticksLooked, STARTED, air.looked),
    row(e.ResponseGood, ANY, air.of_another_account, others_at_work),
    row(e.ResponseGood, ANY, air.good),
    row(e.Declined, ANY, air.declined),
    row(e.GiveBackConfirmed, [Bound], air.give_back),
    row(e.GivenBack, [Bound], air.given_back),
    row(e.ReturnFileAsked, [ReadOnly], air.return_again, why(GIVEN_UP)),
    row(e.ReturnFileSaved, [ReadOnly], air.return_saved),
    # leaving
    row(e.LogOutAsked, ASKING, leaving.asked),
    row(e.LogOutAllTheSame, ASKING, leaving.all_the_same),
    row(e.PersonActive, STARTED, shared.active),
    row(e.LoggedOut, ASKING, leaving.done),
    row(e.ReleaseAnswered, ANY, leaving.released),
    row(e.MakeOwnAsked, STARTED - {Bound}, leaving.make_own),
    row(e.DeviceMadeOwn, STARTED, leaving.made_own),
    # the connection, and what went wrong
    row(e.TryAgainAsked, [SignedOut], signing_in.try_after_block, blocked),
    row(e.TryAgainAsked, [SignedOut, Ready, Licensed], seat.try_again),
    row(e.TryAgainAsked, [ReadOnly], seat.try_again, why_not(GIVEN_UP)),
    row(e.Cancelled, STARTED, weather.cancelled),
    row(e.NotReached, [SigningIn], weather.not_reached_signing_in),
    row(e.NotReached, ANY, weather.not_reached),
    row(e.Reached, ANY, weather.reached),
    row(e.Refused, [SigningIn], weather.refused_signing_in),
    row(e.Refused, ANY, weather.refused),
    row(e.TokenInvalid, [Licensed, Bound], weather.token_invalid),
    row(e.TokenInvalid, [Ready, Waiting, ReadOnly], weather.token_invalid_without_lease),
    row(e.ClientTooOld, [SigningIn], weather.too_old_signing_in),
    row(e.ClientTooOld, ANY, weather.too_old),
    row(e.EffectFailed, [Starting], weather.effect_failed_at_start),
    row(e.EffectFailed, [SigningIn], weather.effect_failed_signing_in),
    row(e.EffectFailed, ANY, weather.effect_failed),
    row(e.DiagnoseAsked, ANY, diagnosing.asked),
    row(e.DiagnosisStopped, ANY, diagnosing.stopped),
    row(e.Found, ANY, diagnosing.found),
    row(e.RemarkRead, ANY, weather.remark_read),
    row(e.NoticeRead, ANY, weather.notice_read),
    row(e.WarningsTold, ANY, warning.told),
    # time
    row(e.Tick, STARTED, passing.passed),
    row(e.Woke, STARTED, passing.passed),
    row(e.ConnectionRegained, STARTED, passing.regained),
    row(e.ClockWentBack, [Licensed], passing.clock_went_back),
    row(e.ClockRight, [ReadOnly], passing.clock_right, why(CLOCK)),
    row(e.ClockDiffers, ANY, passing.clock_differs),
)


def _by_event() -> MappingProxyType[type[e.Event], tuple[Row, ...]]:
    kinds = dict.fromkeys(r.event for r in TABLE)
    return MappingProxyType({kind: tuple(r for r in TABLE if r.event is kind) for kind in kinds})


ROWS = _by_event()


def row_of(picture: Picture, event: e.Event) -> Row | None:
    """The row that `step` goes by; none where the event changes nothing."""
    return next((r for r in ROWS.get(type(event), ()) if r.holds(picture, event)), None)


def step(picture: Picture, event: e.Event, at: datetime) -> Step:
    """The next picture, and what is to be done outside."""
    if isinstance(event, e.Wish):
        return followed(_taken, picture, taken_up(_taken, picture, event, at), at)
    return followed(_taken, picture, _taken(picture, event, at), at)


def _taken(picture: Picture, event: e.Event, at: datetime) -> Step:
    """By the table alone."""
    if isinstance(event, e.Answer) and not _is_awaited(picture, event):
        return picture, ()
    found = row_of(picture, event)
    if found is None:
        return _ended(picture, event), ()
    if not isinstance(event, e.ServerAnswer):
        return found.then(picture, event, at)
    online, sent = weather.online(picture)
    after, ordered = found.then(online, event, at)
    return after, (*sent, *ordered)


def _is_awaited(picture: Picture, answer: e.Answer) -> bool:
    return picture.work is not None and picture.work.generation == answer.generation


def _ended(picture: Picture, event: e.Event) -> Picture:
    """An answer that changes nothing else still ends its work."""
    return done(picture) if isinstance(event, e.Answer) else picture


__all__ = ["ROWS", "TABLE", "Row", "row_of", "step"]
