"""The vendor's terms: every period and limit that a rule goes by.

One frozen value, checked once at the start and handed to the rules as an argument; no rule
reads a setting. `--terms FILE` is TOML with the names below. Times of a day and addresses
are not terms: they stand in the settings.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from datetime import timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

KINDS = ("commercial", "educational", "government", "student", "semester", "trial")


class ContradictoryTerms(ValueError):
    """The terms name something unknown or contradict each other (SAFE-3); the text says what."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Whole numbers with their unit in the name; periods as `timedelta` by the properties."""

    zone: str = "Europe/Berlin"  # where a last day ends at midnight (LIC-2)

    contact_seconds: int = 600  # a desktop's next contact (LEASE-8)
    bridge_minutes: int = 120  # a member's lost connection (LEASE-2)
    crash_hours: int = 8  # a silent member's place (SEAT-5)
    owner_days: int = 30  # reach of an owner's lease (LEASE-9)
    web_silent_minutes: int = 10  # a silent web session (SEAT-10)
    desktops_per_seat: int = 2  # an owner's desktops in one seat (SEAT-3),
    desktops_by_kind: dict[str, int] = field(default_factory=dict)  # where a kind has another

    line_offer_minutes: int = 5  # a free seat is held for the first in line (SEAT-7)
    line_heard_minutes: int = 2  # so lately heard from: still there
    line_contact_seconds: int = 20  # the next sign of life of somebody in line
    free_interval_seconds: int = 120  # between two seats that an owner frees of a person (ORG-12)
    releases_a_year: int = 3  # lost computers that a researcher frees (SEAT-14)
    returns_a_year: int = 3  # bound computers given back, for each license (AIR-10)

    offline_days: int = 90  # the vendor's longest reservation (OFF-2)
    offline_period_days: tuple[int, ...] = (1, 3, 7, 14, 30, 60, 90)

    trial_days: int = 90  # calendar days of a trial (TRI-1)
    trial_active_days: int = 5
    trial_pause_months: int = 12  # between the requests of two trials (TRI-3)

    sign_in_failures: int = 10  # in a row, one account from one address (ACC-4)
    sign_in_block_minutes: int = 30
    sign_in_memory_days: int = 90  # after which failures that led to no block are forgotten
    sign_in_guesses: int = 100  # failures from one address, over all accounts, before it is slowed
    sign_in_guess_seconds: int = 6  # and then one in so many seconds
    sign_in_first_tries: int = 3  # of an account there, looked at however slowed the address is
    confirm_link_hours: int = 72  # a confirmation link (ACC-2)
    reset_link_hours: int = 2  # a reset link (ACC-5)
    token_unused_days: int = 180  # a device's session (CONTRACT 1)
    fresh_sign_in_minutes: int = 5  # before a computer is bound (AIR-11)
    buyer_token_hours: int = 24  # a buyer's token in the link to the shop (LIC-7)

    key_tries_account: int = 20  # wrong keys and codes an hour (SAFE-4)
    key_tries_address: int = 100

    def __post_init__(self) -> None:
        for problem in _contradictions(self):
            raise ContradictoryTerms(problem)

    def desktops_in_a_seat(self, kind: str) -> int:
        """How many of an owner's desktops one seat of this kind of license serves."""
        return self.desktops_by_kind.get(kind, self.desktops_per_seat)

    @property
    def contact(self) -> timedelta:
        return timedelta(seconds=self.contact_seconds)

    @property
    def bridge(self) -> timedelta:
        return timedelta(minutes=self.bridge_minutes)

    @property
    def crash(self) -> timedelta:
        return timedelta(hours=self.crash_hours)

    @property
    def owner_reach(self) -> timedelta:
        return timedelta(days=self.owner_days)

    @property
    def web_silence(self) -> timedelta:
        return timedelta(minutes=self.web_silent_minutes)

    @property
    def line_offer(self) -> timedelta:
        return timedelta(minutes=self.line_offer_minutes)

    @property
    def line_heard(self) -> timedelta:
        return timedelta(minutes=self.line_heard_minutes)

    @property
    def free_interval(self) -> timedelta:
        return timedelta(seconds=self.free_interval_seconds)

    @property
    def sign_in_block(self) -> timedelta:
        return timedelta(minutes=self.sign_in_block_minutes)

    @property
    def sign_in_memory(self) -> timedelta:
        return timedelta(days=self.sign_in_memory_days)

    @property
    def confirm_link(self) -> timedelta:
        return timedelta(hours=self.confirm_link_hours)

    @property
    def reset_link(self) -> timedelta:
        return timedelta(hours=self.reset_link_hours)

    @property
    def token_unused(self) -> timedelta:
        return timedelta(days=self.token_unused_days)

    @property
    def fresh_sign_in(self) -> timedelta:
        return timedelta(minutes=self.fresh_sign_in_minutes)

    @property
    def buyer_token(self) -> timedelta:
        return timedelta(hours=self.buyer_token_hours)

    @property
    def vendor_zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


def read_terms(text: str) -> Terms:
    """Terms from TOML; what is not named keeps its default. Raises `ContradictoryTerms`."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ContradictoryTerms(f"the terms are no TOML: {error}") from error
    unknown = given.keys() - {each.name for each in fields(Terms)}
    if unknown:
        raise ContradictoryTerms(f"unknown terms: {', '.join(sorted(unknown))}")
    try:
        return msgspec.convert(given, Terms)
    except msgspec.ValidationError as error:
        raise ContradictoryTerms(str(error)) from error


def _contradictions(terms: Terms) -> list[str]:
    found = [f"{name} must be more than nothing" for name in _not_positive(terms)]
    if terms.contact * 3 > terms.bridge:
        found.append("contact_seconds must be at most a third of bridge_minutes")
    if terms.bridge > terms.crash:
        found.append("bridge_minutes must be at most crash_hours")
    if timedelta(seconds=terms.line_contact_seconds) * 2 > terms.line_heard:
        found.append("line_contact_seconds must be at most half of line_heard_minutes")
    for kind, desktops in terms.desktops_by_kind.items():
        if kind not in KINDS or desktops <= 0:
            found.append(f"desktops_by_kind must name kinds of licenses, not {kind} = {desktops}")
    if not terms.offline_period_days or max(terms.offline_period_days) > terms.offline_days:
        found.append("offline_period_days must name periods of at most offline_days")
    try:
        ZoneInfo(terms.zone)
    except (ZoneInfoNotFoundError, ValueError):
        found.append(f"zone {terms.zone!r} is not known")
    return found


def _not_positive(terms: Terms) -> list[str]:
    values = {each.name: getattr(terms, each.name) for each in fields(terms)}
    return [name for name, value in values.items() if isinstance(value, int) and value <= 0]
