"""The last step of every grant: the lease is signed, the place stored, the deed recorded."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings

from contract.ids import make_jti
from contract.wire.seat import Notice
from server.journal.record import record
from server.licenses.models import TrialDay
from server.ready import ask
from server.rulebook.clones import hear, is_watched
from server.rulebook.facts import License, Place, Pool
from server.rulebook.leases import lease_end, named_license
from server.rulebook.taking import Grant
from server.seats.bound_lease import bound_lease
from server.seats.held import Held
from server.seats.models import InLine
from server.seats.renewals import keep_renewal, known_renewal
from server.seats.rows import trail_of
from server.seats.shown import owner_shown
from server.seats.store import Opened, end_other, save_place
from server.signing.lease import lease_of, signed
from server.signing.sign import NEWEST, signer_in


def give(opened: Opened, grant: Grant) -> Held:
    """Stores what was granted and answers with its lease. The pools are locked by then."""
    if grant.place.bound:
        return _bound(opened, grant)
    if grant.day_begun is not None:
        _begin_day(opened, grant)
    if grant.taken_over is not None:
        _end_web_session(opened, grant.taken_over)
    if grant.began:
        _leave_lines(opened)
        record(
            "seat-taken", opened.at, actor=opened.account, account=opened.account,
            seat=grant.place.seat, details={"pool": grant.pool.number},
        )  # fmt: skip
    return renew_lease(opened, grant.pool, grant.place, _notices(grant))


def _bound(opened: Opened, grant: Grant) -> Held:
    """A bound computer that goes online all the same: it holds its lease for good already."""
    assert opened.row is not None  # only a stored place is bound
    named = license_named(grant.pool, grant.place, opened)
    contact, row = next_contact_in(grant.place), opened.row
    lease = bound_lease(
        row, grant.pool, grant.place, named, opened.device, row.bound_nonce, opened.at
    )
    return Held(grant.pool, grant.place, named, lease, contact, opened.at)


def renew_lease(opened: Opened, pool: Pool, place: Place, notices: tuple[Notice, ...] = ()) -> Held:
    """A new lease for the place as it is now; both are stored together."""
    named = license_named(pool, place, opened)
    place = replace(place, lease_exp=lease_end(pool, place, settings.TERMS, opened.at))
    keys, known = ask((NEWEST, (opened.at,)), known_renewal(pool, place))
    jti, contact = make_jti(), next_contact_in(place)
    says = lease_of(pool, place, named, jti, opened.device, opened.at)
    heard = hear(trail_of(opened.row), opened.last_lease, jti)
    if heard.is_clone:
        notices = (*notices, _duplicated(opened, place))
    watched = is_watched(heard.trail)  # then no contact goes by unseen
    renewal = None if watched else keep_renewal(pool, place, named, says, contact, known, opened.at)
    save_place(opened, pool, place, heard.trail, renewal)
    lease = signed(says, signer_in(keys))
    return Held(pool, place, named, lease, contact, opened.at, notices)


def license_named(pool: Pool, place: Place, opened: Opened) -> License:
    named = named_license(pool, place, opened.at)
    assert named is not None  # a pool without a good license gives and keeps nothing
    return named


def next_contact_in(place: Place) -> int:
    """Seconds; never more than a third of what a lease bridges (LEASE-8)."""
    if place.platform == "web":
        return min(settings.TERMS.contact_seconds, settings.TERMS.web_silent_minutes * 60 // 3)
    return settings.TERMS.contact_seconds


def _notices(grant: Grant) -> tuple[Notice, ...]:
    """A running product whose place ended and was found again, here or elsewhere, is told."""
    if not grant.moved:
        return ()
    is_own = grant.pool.owner == grant.place.account
    return (Notice(code="seat-moved", owner=None if is_own else owner_shown(grant.pool)),)


def _duplicated(opened: Opened, place: Place) -> Notice:
    """Told to this computer; the other one hears it at its own next contact (LEASE-10)."""
    record(
        "device-duplicated", opened.at, role="system", account=opened.account, seat=place.seat,
        details={"device": opened.device.device_id},
    )  # fmt: skip
    return Notice(code="device-duplicated")


def _end_web_session(opened: Opened, other: Place) -> None:
    """The person's other browser, which is told at its next contact (SEAT-10)."""
    end_other(other)
    record(
        f"seat-{other.closed_because}", opened.at, actor=opened.account, account=opened.account,
        seat=other.seat,
    )  # fmt: skip


def _leave_lines(opened: Opened) -> None:
    """Whoever has a seat waits for none, in whichever line (SEAT-7)."""
    mine = opened.account.public_id
    if any(each.account == mine for pool in opened.table.pools for each in pool.line):
        InLine.objects.filter(account=opened.account).delete()


def _begin_day(opened: Opened, grant: Grant) -> None:
    trial = license_named(grant.pool, grant.place, opened)
    assert grant.day_begun is not None
    TrialDay.objects.create(
        license_id=opened.licenses[trial.license_id], began_at=opened.at, ends_at=grant.day_begun
    )
    record(
        "trial-day-begun", opened.at, actor=opened.account, account=opened.account,
        license_id=trial.license_id, details={"ends_at": grant.day_begun.isoformat()},
    )  # fmt: skip
