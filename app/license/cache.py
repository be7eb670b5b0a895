"""The lease and what lies beside it, in the profile (LEASE-5, APP-8). Files alone: no verdicts.

Lease and close order of a place are one file that is moved: `lease.jwt` is `closing.jwt` while the
close of its place was not answered. What cannot be used is put aside, never deleted.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import msgspec

from app.license import files

if TYPE_CHECKING:
    from app.license.warnings import Warned

FORMAT = 1
ASIDE_KEPT = 10
"""Files put aside that are kept; the oldest go, so that a fault that repeats fills no disk."""

log = logging.getLogger(__name__)

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
Period = Annotated[float, msgspec.Meta(ge=0, le=1e8)]


class AccountShown(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    name: str = ""
    email: str = ""


class LicenseFile(msgspec.Struct, frozen=True, kw_only=True):
    """`license.json`: what is shown beside the lease; decides nothing. `license` as on the wire."""

    format: int = FORMAT
    account: AccountShown | None = None
    license: msgspec.Raw = msgspec.Raw(b"null")
    warned: tuple[tuple[str, Instant, Period], ...] = ()

    def warnings(self) -> frozenset[Warned]:
        return frozenset((kind, end, timedelta(seconds=s)) for kind, end, s in self.warned)


class RequestFile(msgspec.Struct, frozen=True, kw_only=True):
    """`request.json`: the one request that waits, so that saving again writes the same (AIR-1)."""

    format: int = FORMAT
    request: str  # the compact JWS
    nonce: str
    path: str
    when: Instant


class GivenUpFile(msgspec.Struct, frozen=True, kw_only=True):
    """`given-up.json`."""

    format: int = FORMAT
    seat: str


class ReturnFile(msgspec.Struct, frozen=True, kw_only=True):
    """`return.json`: what this computer gave back, to be written again (AIR-6)."""

    format: int = FORMAT
    text: str
    nonce: str
    path: str
    when: Instant


class Cache:
    """Of one profile. Writing raises `OSError`; reading what cannot be read gives none."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lease = folder / "lease.jwt"
        self._closing = folder / "closing.jwt"
        self._license = folder / "license.json"
        self._request = folder / "request.json"
        self._keys = folder / "keys.jwt"
        self._spare_keys = folder / "keys.spare.jwt"
        self._given_up = folder / "given-up.json"
        self._return = folder / "return.json"

    # --- the lease

    def lease(self) -> bytes | None:
        return files.read_small(self._lease)

    def closing(self) -> bytes | None:
        return files.read_small(self._closing)

    def holds_lease(self) -> bool:
        return self._lease.exists() or self._closing.exists()

    def names_a_device(self) -> bool:
        """Whether `device.json` is there, readable or not."""
        return (self.folder / "device.json").exists()

    def write_lease(self, token: str) -> None:
        """The new one replaces the old one; a close that was waiting is dropped (SEAT-15)."""
        files.write_private(self._lease, token.encode())
        self._unlink(self._closing)
        self._unlink(self._return)  # whoever has a seat again needs no return file

    def put_lease_away(self) -> None:
        """Lease and close order in one move."""
        with contextlib.suppress(FileNotFoundError):
            files.replace(self._lease, self._closing)

    def take_lease_back(self) -> None:
        """Before the close was sent the product started again."""
        if self._lease.exists():  # a newer one came, and a kill left the close behind
            return self._unlink(self._closing)
        with contextlib.suppress(FileNotFoundError):
            files.replace(self._closing, self._lease)

    def forget_closing(self) -> None:
        self._unlink(self._closing)

    def delete_lease(self) -> None:
        """After a known refusal, a log out, a return; never for a fault of the lease."""
        self._unlink(self._lease)

    def put_lease_aside(self, fault: str) -> None:
        """For whoever wants to know what it was."""
        self._put_aside(self._lease, fault)

    def _put_aside(self, path: Path, fault: str) -> None:
        aside = self.folder / "aside"
        with contextlib.suppress(OSError):
            files.make_private_folder(aside)
            number = 1 + max((self._number(kept) for kept in aside.iterdir()), default=0)
            files.replace(path, aside / f"{number:04}-{fault}-{path.name}")
            for old in sorted(kept for kept in aside.iterdir() if kept.is_file())[:-ASIDE_KEPT]:
                old.unlink()

    def _number(self, path: Path) -> int:
        head = path.name.partition("-")[0]
        return int(head) if head.isdecimal() else 0

    # --- a place to be given up: its lease is deleted, the server not yet told (SEAT-12)

    def given_up(self) -> str:
        kept = _read(self._given_up, GivenUpFile)
        return kept.seat if kept else ""

    def give_up(self, seat: str) -> None:
        """Remember the place first, then delete its lease."""
        files.write_private(self._given_up, msgspec.json.encode(GivenUpFile(seat=seat)))
        self.delete_lease()

    def forget_given_up(self) -> None:
        self._unlink(self._given_up)

    # --- the key statement

    def keys(self) -> bytes | None:
        return files.read_small(self._keys)

    def spare_keys(self) -> bytes | None:
        """Should a sector go bad: without keys no lease is believed."""
        return files.read_small(self._spare_keys)

    def write_keys(self, token: str) -> None:
        for path in (self._keys, self._spare_keys):
            files.write_private(path, token.encode())

    # --- what is shown

    def shown(self) -> LicenseFile:
        return _read(self._license, LicenseFile) or LicenseFile()

    def write_shown(
        self, *, account: AccountShown | None = None, license: bytes | None = None
    ) -> None:
        kept = self.shown()
        if account is not None:
            kept = msgspec.structs.replace(kept, account=account)
        if license is not None:
            kept = msgspec.structs.replace(kept, license=msgspec.Raw(license))
        files.write_private(self._license, msgspec.json.encode(kept))

    def write_warned(self, warned: Iterable[Warned]) -> None:
        plain = tuple(sorted((kind, end, before.total_seconds()) for kind, end, before in warned))
        kept = msgspec.structs.replace(self.shown(), warned=plain)
        files.write_private(self._license, msgspec.json.encode(kept))

    # --- the request that waits

    def request(self) -> RequestFile | None:
        return _read(self._request, RequestFile)

    def write_request(self, request: RequestFile) -> None:
        files.write_private(self._request, msgspec.json.encode(request))

    def forget_request(self) -> None:
        self._unlink(self._request)

    # --- the computer given back

    def returned(self) -> ReturnFile | None:
        return _read(self._return, ReturnFile)

    def write_return(self, kept: ReturnFile) -> None:
        files.write_private(self._return, msgspec.json.encode(kept))

    def forget_air(self) -> None:
        """What the key before asked for and gave back: with another key nothing fits it."""
        for path in (self._request, self._return):
            self._unlink(path)

    # --- log out

    def forget_account(self) -> None:
        """The lease and who had it; the device, its keys and a waiting request stay."""
        for path in (self._lease, self._closing, self._license):
            self._unlink(path)

    def _unlink(self, path: Path) -> None:
        files.remove(path)


Kept = TypeVar("Kept", LicenseFile, RequestFile, GivenUpFile, ReturnFile)


def _read(path: Path, kind: type[Kept]) -> Kept | None:
    """A damaged one is as good as none: nothing that decides lies in it."""
    data = files.read_small(path)
    if data is None:
        return None
    kept = files.decoded(data, kind)
    if kept is None:
        log.warning("%s is damaged and was left out", path.name)
    return kept
