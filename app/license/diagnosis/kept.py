"""What is held for this computer: its seat, and the keys by which a seat is believed (LEASE-7)."""

from __future__ import annotations

from datetime import UTC, datetime

from app.license.diagnosis.findings import Check, Finding, bad, good, note, skipped
from app.license.picture import Bound, Licensed, ReadOnly, ReadOnlyWhy, Standing
from contract.keys import KeyStatement
from contract.lease import Lease


def judge_lease(standing: Standing) -> Finding:
    check = Check.LEASE
    match standing:
        case Bound():
            return good(check, "bound")
        case Licensed(lease=lease):
            return good(check, "serves", until=_end(lease))
        case ReadOnly(why=ReadOnlyWhy.LEASE_UNUSABLE, fault=fault):
            return bad(check, "unusable", fault=fault)
        case ReadOnly(lease=Lease() as lease):
            return note(check, "over", until=_end(lease))
    return skipped(check, "none")


def _end(lease: Lease) -> str:
    return lease.ends_at.isoformat() if lease.ends_at else ""


def judge_keys(statement: KeyStatement) -> Finding:
    """From none at all only a first contact, or a response file, leads on."""
    if statement.version == 0:
        return note(Check.KEYS, "none")
    issued = datetime.fromtimestamp(statement.issued, UTC).isoformat()
    return good(Check.KEYS, "known", version=statement.version, issued=issued)
