"""Licenses (LIC): their last day, their kinds, and who may activate which.

Days are the vendor's: a last day ends at midnight in the vendor's zone, for everybody. Months
are calendar months; a day that the later month does not have becomes its last one, so a year
after 29 February is 28 February.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from contract.problems import Code
from server.config.terms import Terms
from server.rulebook.facts import Kind, License, Platform, Refusal

LAST_YEAR = 9000  # further days could not be counted with
SEATS_LIMIT = 1_000_000
OFFLINE_DAYS_LIMIT = 3650
ALWAYS_ENDING = (Kind.STUDENT, Kind.SEMESTER, Kind.TRIAL)
SHARED = "shared"


def day_of(at: datetime, terms: Terms) -> date:
    """The calendar day of an instant, where the vendor is."""
    return at.astimezone(terms.vendor_zone).date()


def end_of_day(day: date, terms: Terms) -> datetime:
    """The instant at which the day is over (LIC-2). Where clocks change at midnight it is the
    first instant of the next day."""
    midnight = datetime.combine(day + timedelta(days=1), time(), tzinfo=terms.vendor_zone)
    return midnight.astimezone(UTC)


def months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def pool_class(kind: Kind) -> str:
    """Kinds that may be shared form pools together; each personal kind is a pool of its own."""
    return SHARED if kind.shareable else kind.value


def is_running(license: License, at: datetime) -> bool:
    """Activated, and not past its end. A suspended license runs on: it only gives no seats."""
    return license.activated_at is not None and (license.ends_at is None or at < license.ends_at)


def may_create(
    kind: Kind, seats: int, platforms: frozenset[Platform], last_day: date | None
) -> Refusal | None:
    """Whether there can be such a license (LIC-1, LIC-2). A trial is asked for, never made."""
    if kind is Kind.TRIAL:
        return Refusal(Code.INVALID_INPUT, _at("kind"))
    if not 1 <= seats <= SEATS_LIMIT or (seats > 1 and not kind.shareable):
        return Refusal(Code.INVALID_INPUT, _at("seats"))
    if not platforms:
        return Refusal(Code.INVALID_INPUT, _at("platforms"))
    return may_renew(kind, last_day)


def may_end_on(held: date | None, wanted: date) -> Refusal | None:
    """Prolonging moves the last day forward; a perpetual license has none to move. Ending one
    early is another act, with its own consequences for seats."""
    if held is None or wanted < held or wanted.year > LAST_YEAR:
        return Refusal(Code.INVALID_INPUT, _at("expires_on"))
    return None


def may_renew(kind: Kind, wanted: date | None) -> Refusal | None:
    """The shop's word on the last day (LIC-10): later, earlier, or none where there may be none."""
    if (wanted is None and kind in ALWAYS_ENDING) or (wanted and wanted.year > LAST_YEAR):
        return Refusal(Code.INVALID_INPUT, _at("expires_on"))
    return None


def may_set_offline_days(days: int | None) -> Refusal | None:
    """An owner's own maximum (OFF-2): none at all, or so many days."""
    if days is not None and not 0 <= days <= OFFLINE_DAYS_LIMIT:
        return Refusal(Code.INVALID_INPUT, _at("offline_days"))
    return None


def may_set_offline_seats(seats: int | None) -> Refusal | None:
    """An owner's quota of seats that are away offline at one time (OFF-8), if there is one."""
    if seats is not None and not 0 <= seats <= SEATS_LIMIT:
        return Refusal(Code.INVALID_INPUT, _at("offline_seats"))
    return None


def may_activate(
    wanted: License, held: Iterable[License], account: str, at: datetime
) -> Refusal | None:
    """LIC-4 and LIC-6. `held` are all licenses of the account."""
    if wanted.owner == account:
        return Refusal(Code.LICENSE_ALREADY_YOURS, {"license_id": wanted.license_id})
    if wanted.owner is not None:
        return Refusal(Code.LICENSE_TAKEN)
    if not wanted.kind.shareable:
        return None
    others = {
        each.kind
        for each in held
        if each.kind.shareable
        and each.product == wanted.product
        and each.kind is not wanted.kind
        and is_running(each, at)
    }
    if others:
        held_kinds = [kind.value for kind in Kind if kind in others]
        members = {"kind": wanted.kind.value, "held": held_kinds}
        return Refusal(Code.LICENSE_KINDS_DIFFER, members)
    return None


def ends_trial(activated: License) -> bool:
    """A trial never stands in the way of a regular license: it ends with its activation (LIC-6)."""
    return activated.kind is not Kind.TRIAL


def may_try_key(
    by_account: int, by_network: int, oldest: datetime | None, at: datetime, terms: Terms
) -> Refusal | None:
    """SAFE-4: wrong keys and codes of the last hour, by this account and from this address."""
    if by_account < terms.key_tries_account and by_network < terms.key_tries_address:
        return None
    wait = timedelta(hours=1) - (at - (oldest or at))
    return Refusal(Code.RATE_LIMITED, {"retry_after": max(1, int(wait.total_seconds()))})


def _at(member: str) -> dict[str, object]:
    return {"errors": [{"pointer": f"/{member}", "code": "invalid"}]}
