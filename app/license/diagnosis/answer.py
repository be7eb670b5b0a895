"""What the server says, asked as each contact asks it; and what time it is there (LEASE-4)."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.license.client import Nothing, Unreached
from app.license.clock import TOLERANCE, Clock
from app.license.diagnosis.findings import Check, Finding, bad, good, note, skipped
from app.license.foreign import one_line
from app.license.picture import NetFault, Refusal
from app.license.world import World
from contract.problems import Code
from contract.wire.meta import Meta

Said = Meta | Nothing | Refusal | Unreached

SECONDS = 8.0

SAID_BEFORE = {NetFault.DNS, NetFault.TLS_INTERCEPTED, NetFault.CERTIFICATE_DATE}
"""What the checks before this one say, and what to do about it."""


async def ask_meta(world: World) -> Said:
    """On a connection of its own: nothing that is under way is disturbed."""
    client = world.client.beside(SECONDS)
    try:
        return await client.call("GET", "/api/v1/meta", Meta)
    finally:
        await client.close()


def judge_answer(said: Said, world: World) -> Finding:
    check = Check.ANSWER
    match said:
        case Meta(issuer=issuer) if issuer != world.brand.issuer:
            return bad(check, "other-issuer", issuer=one_line(issuer, 80))
        case Meta():
            return good(check, "answers", server=world.client.server)
        case Refusal(code=Code.CLIENT_TOO_OLD):
            return bad(check, "too-old", minimum=one_line(str(said.members.get("minimum", "")), 20))
        case Refusal(code=Code.MAINTENANCE):
            return bad(check, "maintenance")
        case Refusal():
            return bad(check, "server", detail=said.code)
        case Unreached(fault=fault) if fault in SAID_BEFORE:
            return skipped(check, fault)
        case Unreached():
            return bad(check, said.fault, detail=said.detail)
    return bad(check, "server", detail="204")


def judge_clock(said: Said, clock: Clock) -> Finding:
    """By the server's time, else by the latest that was ever seen."""
    here = clock.own()
    if isinstance(said, Meta):
        return _compared(here, said.server_time)
    reading = clock.read()
    if reading.behind is not None:
        return bad(Check.CLOCK, "behind", here=_stamp(here), latest=_stamp(reading.behind))
    if reading.differs:
        return _compared(here, reading.at)
    return skipped(Check.CLOCK, "not-known", here=_stamp(here))


def _compared(here: datetime, there: datetime) -> Finding:
    seconds = abs(here - there).total_seconds()
    if timedelta(seconds=seconds) <= TOLERANCE:
        return good(Check.CLOCK, "right", seconds=round(seconds))
    return note(Check.CLOCK, "differs", here=_stamp(here), there=_stamp(there))


def _stamp(at: datetime) -> str:
    return at.isoformat()
