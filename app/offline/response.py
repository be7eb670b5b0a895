"""Judging a response file (AIR-4, AIR-7): pure, every verdict before anything is changed.

The lease inside is what is believed, by a key statement that a pinned root signed. The order is
that of the questions a person would ask: what is this file, is it genuine, is it for this
computer, was it given back, is it the one that was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from contract.faults import Fault
from contract.keys import KeyStatement
from contract.lease import Holder, Lease, read_lease
from contract.offline_files import FileFault, Response, read_response
from contract.wire.license import License


@dataclass(frozen=True)
class Known:
    """What this computer knows. `judge_keys` tells a genuine statement from another."""

    holder: Holder
    statement: KeyStatement
    judge_keys: Callable[[str], KeyStatement | Fault]
    waiting: str = ""  # nonce of the request that waits
    waiting_since: datetime | None = None
    given_up: Collection[str] = ()
    held: str = ""  # nonce of the bound lease that is here already


@dataclass(frozen=True)
class Good:
    lease: Lease
    token: str
    keys: str
    license: License | None


@dataclass(frozen=True)
class Wrong:
    code: FileFault
    detail: str = ""


def judge(data: bytes, known: Known) -> Good | Wrong:
    response = read_response(data)
    if isinstance(response, FileFault):
        return Wrong(response, "empty" if not data.strip(b"\x00 \t\r\n") else "")
    statement = _statement(response, known)
    if isinstance(statement, Fault):
        return Wrong(_OF_KEYS.get(statement, FileFault.FORGED))
    lease = read_lease(response.lease, statement, known.holder)
    if isinstance(lease, Fault):
        return Wrong(_OF_LEASE.get(lease, FileFault.FORGED))
    return _wrong_use(response, lease, known) or Good(
        lease, response.lease, response.keys, response.license
    )


def _statement(response: Response, known: Known) -> KeyStatement | Fault:
    """An older one than the one known is no fault: then that one decides (LEASE-7)."""
    found = known.judge_keys(response.keys)
    return known.statement if found is Fault.OUTDATED else found


def _wrong_use(response: Response, lease: Lease, known: Known) -> Wrong | None:
    if not lease.bound or lease.nonce != response.nonce:
        return Wrong(FileFault.FORGED)
    if response.nonce in known.given_up:
        return Wrong(FileFault.USED_UP)
    if response.nonce == known.held or known.waiting in ("", response.nonce):
        return None
    return Wrong(FileFault.OTHER_REQUEST, _dates(known.waiting_since, lease.issued_at))


def _dates(waiting: datetime | None, issued: datetime | None) -> str:
    """Of the request that waits and of this response, to look for the right file by."""
    return " ".join(at.isoformat(timespec="seconds") for at in (waiting, issued) if at)


_OF_KEYS = {
    Fault.DAMAGED: FileFault.DAMAGED,
    Fault.TOO_LARGE: FileFault.TOO_LARGE,
    Fault.TOO_NEW: FileFault.TOO_NEW,
}
_OF_LEASE = {
    **_OF_KEYS,
    Fault.OTHER_DEVICE: FileFault.OTHER_COMPUTER,
    Fault.OTHER_ACCOUNT: FileFault.OTHER_COMPUTER,
    Fault.OTHER_PRODUCT: FileFault.OTHER_PRODUCT,
}
