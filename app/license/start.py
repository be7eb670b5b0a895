"""What the disk holds at the start, read and judged before anything else is imported (APP-1).

No network, no key store, no event loop: a good lease opens the window at once.
"""

from __future__ import annotations

import logging
from pathlib import Path

import msgspec

from app.license import files
from app.license.cache import AccountShown, Cache
from app.license.clock import Clock
from app.license.device import Device, read_device
from app.license.events import DiskRead
from app.license.picture import Account, GivenUp, Requested
from app.license.rooms import house_of
from app.license.statement import Statement
from contract.brand import Brand
from contract.faults import Fault
from contract.lease import Holder, Lease, read_lease
from contract.wire.license import License

log = logging.getLogger(__name__)


class Start(msgspec.Struct, frozen=True):
    """The first event, and what was opened to make it."""

    event: DiskRead
    cache: Cache
    statement: Statement
    device: Device | None


def read_start(folder: Path, brand: Brand, clock: Clock, *, using: bool = False) -> Start:
    """Reads the profile; puts a lease aside that cannot be used, and drops a close that was not
    sent where starting is using: the shell counts, or a program is started (HOST-4, SEAT-15)."""
    cache = Cache(folder)
    statement = Statement(cache, brand.root_keys, brand.issuer)
    device = read_device(folder, brand.product)
    if device is not None and device.latest is not None:
        clock.known(device.latest)
    if using or brand.hold == "shell":
        _take_lease_back(cache)
    event = _event(cache, statement, device, brand, clock)
    return Start(event, cache, statement, device)


def _take_lease_back(cache: Cache) -> None:
    try:
        cache.take_lease_back()
    except OSError as error:  # a folder that nobody may write to: it is asked for anew
        log.warning("the lease could not be taken back: %s", type(error).__name__)


def _event(
    cache: Cache, statement: Statement, device: Device | None, brand: Brand, clock: Clock
) -> DiskRead:
    shown = cache.shown()
    found = _lease(cache, cache.lease(), statement, device, brand, shown.account)
    lease = found if isinstance(found, Lease) else None
    if isinstance(found, Fault):
        log.warning("the lease was put aside: %s", found)
        cache.put_lease_aside(found)
    if lease is not None and lease.issued_at is not None and not lease.bound:
        clock.known(lease.issued_at)
    fault = found if isinstance(found, Fault) else _of_the_house(cache)
    closing = _lease(cache, cache.closing(), statement, device, brand, None)
    return DiskRead(
        lease=lease,
        fault=fault,
        latest=clock.read().behind,
        account=_account(shown.account, lease),
        license=_license(shown.license),
        device=device.id if device else "",
        air=_air(cache, device),
        closing=closing.seat if isinstance(closing, Lease) else "",
        given_up=cache.given_up(),
        warned=shown.warnings(),
    )


def _lease(
    cache: Cache,
    token: bytes | None,
    statement: Statement,
    device: Device | None,
    brand: Brand,
    account: AccountShown | None,
) -> Lease | Fault | None:
    if token is None:
        return None
    if device is None or device.foreign:
        damaged = device is None and cache.names_a_device()
        return Fault.DAMAGED if damaged else Fault.OTHER_DEVICE
    mine = holder(brand, device, account.id if account else None)
    found = read_lease(token, statement.now, mine)
    return _bound_all_the_same(token, statement, mine) if found is Fault.OTHER_ACCOUNT else found


def _bound_all_the_same(token: bytes, statement: Statement, mine: Holder) -> Lease | Fault:
    """Bound for good it is this computer's, whoever was signed in before: a kill between two
    files must not cost another walk with a stick (AIR-6)."""
    found = read_lease(token, statement.now, msgspec.structs.replace(mine, account=None))
    return found if isinstance(found, Lease) and found.bound else Fault.OTHER_ACCOUNT


def holder(brand: Brand, device: Device, account: str | None = None) -> Holder:
    return Holder(brand.issuer, brand.product, device.id, account)


def _account(kept: AccountShown | None, lease: Lease | None) -> Account | None:
    if kept is not None and (lease is None or lease.sub == kept.id):
        return Account(kept.id, kept.name, kept.email)
    return Account(lease.sub) if lease else None


def _license(kept: msgspec.Raw) -> License | None:
    return files.decoded(bytes(kept), License | None)  # type: ignore[arg-type]


def _of_the_house(cache: Cache) -> str:
    """At its first start a computer that shares a home finds the lease of another one."""
    house = Cache(house_of(cache.folder))
    new = house.folder != cache.folder and not cache.names_a_device()
    return Fault.OTHER_DEVICE if new and house.holds_lease() else ""


def _air(cache: Cache, device: Device | None) -> Requested | GivenUp | None:
    """Of this computer's key: what another one's asked for or gave back is no business of ours."""
    if device is not None and device.foreign:
        return None
    return _request(cache) or _given_back(cache)


def _request(cache: Cache) -> Requested | None:
    kept = cache.request()
    if kept is None or not kept.path:  # it was never saved whole
        return None
    from contract.offline_files import check_code  # late: few have a request that waits

    return Requested(kept.nonce, kept.path, kept.when, check_code(kept.request))


def _given_back(cache: Cache) -> GivenUp | None:
    kept = cache.returned()
    return GivenUp(kept.nonce, kept.path, kept.when) if kept else None
