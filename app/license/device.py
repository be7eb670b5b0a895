"""This computer as a device: its key pair, made once, and how it is known again (LEASE-6).

The public half, the salt and the hashes lie with the lease (`device.json`), so that a start needs
no key store. The latest time seen lies here, too: who deletes it has no lease any more.
"""

from __future__ import annotations

import os
from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec

from app.license import files, machine
from contract.encoding import from_base64url, to_base64url
from contract.keys import device_id

FORMAT = 1
NAME = "device.json"
SPARE = "device.spare.json"
"""As it was at the last start: a bound computer must not need another walk with a stick because
a sector of the disk went bad."""


class DeviceFile(msgspec.Struct, frozen=True, kw_only=True):
    """`device.json`."""

    format: int = FORMAT
    public_key: str
    salt: str
    hashes: dict[str, str]
    latest: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    seen: tuple[str, ...] = ()  # ids of the newest leases that came: each tells the time once
    keys_root: str = ""  # who signed the newest key statement that was believed here
    keys_version: Annotated[int, msgspec.Meta(ge=0)] = 0  # and its version (LEASE-7)


@dataclass(frozen=True)
class Device:
    """`foreign`: the folder came from another computer or user, and its leases are no good here."""

    public_key: str
    id: str
    latest: datetime | None = None
    foreign: bool = False
    seen: tuple[str, ...] = ()


def read_device(folder: Path, product: str) -> Device | None:
    """None where there is none yet, or what is there cannot be read."""
    kept = _read(folder)
    public = from_base64url(kept.public_key) if kept else None
    if kept is None or public is None or len(public) != 32:
        return None
    now = machine.hashed(machine.hints(), kept.salt)
    return Device(
        public_key=kept.public_key,
        id=device_id(product, public),
        latest=kept.latest,
        foreign=not machine.fits(kept.hashes, now),
        seen=kept.seen,
    )


def is_there(folder: Path) -> bool:
    """Some computer lives in this folder, whether its file can be read or not."""
    return os.path.lexists(folder / NAME)


def is_ours(folder: Path) -> bool:
    """Not another computer's, as far as can be told: a damaged file names nobody."""
    kept = _read(folder)
    return kept is None or machine.fits(kept.hashes, machine.hashed(machine.hints(), kept.salt))


def write_device(folder: Path, public_key: str, latest: datetime | None = None) -> None:
    """For the first time, or with today's hints; raises `OSError`."""
    kept = _read(folder)
    known = kept is not None and kept.public_key == public_key
    salt = kept.salt if kept and known else to_base64url(os.urandom(16))
    hashes = machine.hashed(machine.hints(), salt)
    seen = kept.seen if kept and known else ()
    device = DeviceFile(
        public_key=public_key,
        salt=salt,
        hashes=hashes,
        latest=latest,
        seen=seen,
        keys_root=kept.keys_root if kept else "",
        keys_version=kept.keys_version if kept else 0,
    )
    _write(folder, device)


def lowest_statement(folder: Path, roots: Container[str]) -> int:
    """The version below which no key statement is believed; of a root that is pinned no more it
    says nothing, since another one counts anew."""
    kept = _read(folder)
    return kept.keys_version if kept and kept.keys_root in roots else 0


def remember_statement(folder: Path, root: str, version: int) -> None:
    """Kept apart from the statement, so that an older one in its place is known; raises `OSError`.

    In the spare file, too: else damage would bring the older one back.
    """
    kept = _read(folder)
    if kept is not None and (kept.keys_root, kept.keys_version) != (root, version):
        _write(folder, msgspec.structs.replace(kept, keys_root=root, keys_version=version))


def _write(folder: Path, device: DeviceFile) -> None:
    for name in (NAME, SPARE):
        files.write_private(folder / name, msgspec.json.encode(device))


def remember_latest(folder: Path, latest: datetime, seen: tuple[str, ...] = ()) -> None:
    """How far time has been seen; raises `OSError`."""
    kept = _read(folder)
    if kept is not None and (kept.latest, kept.seen) != (latest, seen):
        later = msgspec.structs.replace(kept, latest=latest, seen=seen)
        files.write_private(folder / NAME, msgspec.json.encode(later))


def _read(folder: Path) -> DeviceFile | None:
    """The spare one counts where the other is there and damaged, never where it was deleted."""
    data = files.read_small(folder / NAME)
    if data is None:
        return None
    return files.decoded(data, DeviceFile) or _spare(folder)


def _spare(folder: Path) -> DeviceFile | None:
    data = files.read_small(folder / SPARE)
    return None if data is None else files.decoded(data, DeviceFile)


def of_key(public_key: str, product: str, latest: datetime | None) -> Device:
    """The device as it is once the file is written."""
    return Device(public_key, device_id(product, from_base64url(public_key) or b""), latest)


def new_private_key() -> str:
    """Raw Ed25519, in base64url."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return to_base64url(Ed25519PrivateKey.generate().private_bytes_raw())


def public_key_of(private_key: str) -> str | None:
    """None where the text is no key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    raw = from_base64url(private_key)
    if raw is None or len(raw) != 32:
        return None
    key = Ed25519PrivateKey.from_private_bytes(raw)
    return to_base64url(key.public_key().public_bytes_raw())
