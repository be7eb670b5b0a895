"""Hints by which this computer, and this user of it, is known again. Kept here, never sent (PRI-1).

Several, because each may change alone: a system upgrade, a new network card, a new disk. The
computer's name is none of them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from contract.digest import sha256

NO_HINT = {"", "uninitialized", "00:00:00:00:00:00", "none", "0"}
"""What stands in their place where there is nothing to tell; it equals nothing."""

MADE_UP = 0b11
"""In an address's first byte: given by a program, or drawn by lot where no card was found."""

VIRTUAL = frozenset(
    {
        *("000569", "000c29", "001c14", "005056"),  # VMware: its own cards are alike everywhere
        *("00155d", "0003ff"),  # Hyper-V
        *("080027", "001c42", "00163e"),  # VirtualBox, Parallels, Xen
        *("00059a", "00090f", "00ff00"),  # Cisco's, Fortinet's and OpenVPN's tunnels
        "204153",  # Windows' own telephone line
    }
)
"""Makers of cards that are no hardware: many computers have the same, so it knows none again."""


def hints() -> dict[str, str]:
    """By their kind, as far as this system tells."""
    found = {"machine": _machine_id(), "disk": _disk(), **_network_cards()}
    return {kind: hint for kind, hint in found.items() if hint.strip().lower() not in NO_HINT}


def hashed(hints: Mapping[str, str], salt: str) -> dict[str, str]:
    """One-way, and this user's: a folder copied to another user fits as little (LEASE-3)."""
    user = _user()
    return {kind: _hash(salt, user, kind.split(":")[0], hint) for kind, hint in hints.items()}


def fits(kept: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """While one hint is the same, it is the same computer; where none was kept, none is asked."""
    return not kept or not set(kept.values()).isdisjoint(now.values())


def _hash(*parts: str) -> str:
    return sha256("\x00".join(parts).encode()).hex()[:32]


def _user() -> str:
    """As the system says it: variables such as LOGNAME are another's, started from Git Bash."""
    if sys.platform != "win32":
        return str(os.getuid())
    try:
        return os.getlogin()
    except OSError:
        return ""


def _machine_id() -> str:
    if sys.platform == "linux":
        return _read("/etc/machine-id") or _read("/var/lib/dbus/machine-id")
    if sys.platform == "win32":
        return _windows_machine_id()
    return _macos_machine_id()


def _windows_machine_id() -> str:
    if sys.platform != "win32":
        return ""
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    except OSError:
        return ""


def _macos_machine_id() -> str:
    import subprocess  # only where it is used

    try:
        command = ["/usr/sbin/ioreg", "-rd1", "-c", "IOPlatformExpertDevice"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=2)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return ""
    line = next((line for line in done.stdout.splitlines() if "IOPlatformUUID" in line), "")
    return line.partition("=")[2].strip(' "')


def _disk() -> str:
    """The id of the file system that holds the system, where the system names it."""
    if sys.platform == "win32":
        return _windows_disk()
    root = os.stat("/").st_dev if sys.platform == "linux" else None
    if root is None:
        return ""
    try:
        for link in Path("/dev/disk/by-uuid").iterdir():
            if link.stat().st_rdev == root:
                return link.name
    except OSError:
        return ""
    return ""


def _windows_disk() -> str:
    """The serial number of C:, in the 32 bits that each version of Python gives of it."""
    try:
        return str(os.stat("C:\\").st_dev & 0xFFFFFFFF)
    except OSError:
        return ""


def _network_cards() -> dict[str, str]:
    """The built-in ones; bridges, tunnels and containers come and go."""
    if sys.platform != "linux":
        return _one_network_card()
    cards: dict[str, str] = {}
    try:
        for card in Path("/sys/class/net").iterdir():
            if (card / "device").exists():
                cards[f"card:{card.name}"] = _read(str(card / "address"))
    except OSError:
        return cards
    return cards


def _one_network_card() -> dict[str, str]:
    """The one that the standard library finds, if it is a real one's."""
    import uuid  # only where it is used

    node = uuid.getnode()
    if node >> 40 & MADE_UP or f"{node >> 24:06x}" in VIRTUAL:
        return {}
    return {"card": ":".join(f"{byte:02x}" for byte in node.to_bytes(6, "big"))}


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8", errors="ignore").strip()
    except OSError:
        return ""
