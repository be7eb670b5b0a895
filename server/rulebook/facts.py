"""The values that the rules speak of: what was stored, as plain data.

A store reads rows into these; a rule returns a value of its chapter or a `Refusal`. Nothing
here decides anything but what a name means. Instants are aware and in UTC; an absent end is
never.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from contract.problems import Code


class Kind(StrEnum):
    """What sort of license it is (LIC-1)."""

    COMMERCIAL = "commercial"
    EDUCATIONAL = "educational"
    GOVERNMENT = "government"
    STUDENT = "student"
    SEMESTER = "semester"
    TRIAL = "trial"

    @property
    def shareable(self) -> bool:
        return self in (Kind.COMMERCIAL, Kind.EDUCATIONAL, Kind.GOVERNMENT)


class Platform(StrEnum):
    WINDOWS = "windows"
    MACOS = "macos"
    LINUX = "linux"
    WEB = "web"


class Policy(StrEnum):
    """Whose policy a place goes by (SEAT-3, SEAT-4)."""

    OWNER = "owner"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A rule's "no": the stable code, and the members that CONTRACT names for it."""

    code: Code
    members: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class License:
    """An activated or still unowned license as its row says."""

    license_id: str
    kind: Kind
    seats: int
    product: str
    platforms: frozenset[Platform]
    features: frozenset[str]
    owner: str | None  # account id
    activated_at: datetime | None
    ends_at: datetime | None
    last_day: date | None
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class TrialUse:
    """The active days that a trial has begun so far, oldest first: when each one ends."""

    day_ends: tuple[datetime, ...] = ()


class Because(StrEnum):
    """What ended a place, or its ordinary hours; the empty word: nothing but time."""

    NOTHING = ""
    CLOSED = "closed"  # the device said so: the product closed,
    LOGGED_OUT = "logged-out"  # the computer was logged out,
    RETURNED = "returned"  # its reservation was returned early,
    GIVEN_UP = "given-up"  # or its lease was deleted after a refusal
    WITHDRAWN = "withdrawn"  # the member was blocked or removed (SEAT-12)
    FREED = "freed"  # told as `because` of seat-lost, these three
    TAKEN_OVER = "taken-over"
    POOL_SHRANK = "pool-shrank"


@dataclass(frozen=True, slots=True)
class Place:
    """A place of one device (or web session) of one account in one pool, ended or not.

    `closed_at` ends its ordinary hours; a reservation's date or a binding outlasts that. What
    ends a place for good takes those away as well.
    """

    seat: str  # the place id of its newest start (SEAT-15)
    account: str
    device: str
    platform: Platform
    began_at: datetime
    last_contact_at: datetime
    row: int  # breaks ties between equal instants
    closed_at: datetime | None = None
    closed_because: Because = Because.NOTHING
    reserved_until: datetime | None = None
    bound: bool = False
    license_id: str | None = None  # named by a reservation or a binding (SEAT-11)
    lease_exp: datetime | None = None  # of the newest lease given
    counter_fell_at: datetime | None = None  # a bound computer counted lower than before (AIR-9)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One person in the line of one full pool (SEAT-7)."""

    account: str
    since: datetime  # their place in the line
    heard_at: datetime
    offered_until: datetime | None = None  # told so: a seat is held until then
    row: int = 0  # breaks ties between equal instants


@dataclass(frozen=True, slots=True)
class Count:
    """The terms of SEAT-0's sum."""

    members: int = 0  # m: places of everybody but the owner that are not bound
    desktops: int = 0  # d: the owner's desktop places that are not bound
    web: int = 0  # w: counts once, however many web sessions the owner has
    bound: int = 0  # b: bound computers, a whole seat each
    held: int = 0  # h: seats held for others in the line

    def __add__(self, other: Count) -> Count:
        return Count(
            self.members + other.members,
            self.desktops + other.desktops,
            self.web + other.web,
            self.bound + other.bound,
            self.held + other.held,
        )

    def __sub__(self, other: Count) -> Count:
        return Count(
            self.members - other.members,
            self.desktops - other.desktops,
            self.web - other.web,
            self.bound - other.bound,
            self.held - other.held,
        )


@dataclass(frozen=True, slots=True)
class Pool:
    """One owner's licenses with the same product, platforms and features, and its places."""

    owner: str
    kind: Kind  # any of its shareable kinds, or the one personal kind
    licenses: tuple[License, ...]
    places: tuple[Place, ...] = ()
    rest: Count = Count()  # living places that are not among `places`: only their number matters
    passing: int = 0  # of these, members' whose lease is good past the next end of a license
    line: tuple[Waiting, ...] = ()
    use: TrialUse = TrialUse()  # of a trial's pool
    offline_days: int | None = None  # the owner's own maximum (OFF-2)
    offline_seats: int | None = None  # how many may be reserved or bound at one time (OFF-8)
    members_may_bind: bool = False  # AIR-5
    settled_at: datetime | None = None  # whoever lost a place until then is stored (SEAT-11)
    over: bool = False  # more was taken then than there was, by an act (LIC-8, LIC-10)
    number: int = 0  # its row: the order in which pools are locked
    version: int = 0  # rises with what concerns all of its places
    owner_name: str = ""  # how to reach the owner (SEAT-7)
    owner_email: str = ""


@dataclass(frozen=True, slots=True)
class Membership:
    """One account's leave to use another owner's licenses (ORG-1)."""

    owner: str
    member: str
    joined_at: datetime
    blocked_at: datetime | None = None
    ended_at: datetime | None = None
