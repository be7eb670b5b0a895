"""A real Secret Service on a bus of its own: never the one of whoever runs the tests."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.processes import end, until

CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={socket}</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>"""
"""Without services that the bus would start by itself: what vanishes stays away."""


class KeyStore:
    """gnome-keyring, to be locked, stopped and killed."""

    def __init__(self, folder: Path) -> None:
        runtime = folder / "run"
        runtime.mkdir(mode=0o700)
        self.address = f"unix:path={runtime}/bus"
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("DBUS_", "GNOME_"))}
        private = {f"XDG_{kind}_HOME": str(folder / kind) for kind in ("DATA", "CONFIG", "CACHE")}
        self._environment = kept | private | {
            "XDG_RUNTIME_DIR": str(runtime), "DBUS_SESSION_BUS_ADDRESS": self.address,
            "HOME": str(folder),
        }  # fmt: skip
        self._environment.pop("DISPLAY", None)
        config = folder / "bus.conf"
        config.write_text(CONFIG.format(socket=runtime / "bus"))
        self._bus = self._begin("dbus-daemon", f"--config-file={config}", "--nofork")
        until((runtime / "bus").exists, 10, "the bus")
        self._daemon: subprocess.Popen[bytes] | None = None

    def unlock(self) -> None:
        """With an empty password, as a session without a screen does."""
        self._serve("--unlock")

    def lock(self) -> None:
        self.vanish()
        self._serve()

    def hang(self) -> None:
        assert self._daemon is not None
        self._daemon.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        assert self._daemon is not None
        self._daemon.send_signal(signal.SIGCONT)

    def vanish(self) -> None:
        if self._daemon is not None:
            self._daemon.send_signal(signal.SIGCONT)
            self._daemon.kill()
            self._daemon.wait(10)
            self._daemon = None

    def end(self) -> None:
        self.vanish()
        end(self._bus)  # type: ignore[arg-type]

    def _serve(self, *options: str) -> None:
        line = ("gnome-keyring-daemon", "--foreground", *options, "--components=secrets")
        self._daemon = self._begin(*line, stdin=subprocess.PIPE)
        assert self._daemon.stdin is not None
        self._daemon.stdin.write(b"\n")
        self._daemon.stdin.close()
        until(self._answers, 10, "the Secret Service")

    def _answers(self) -> bool:
        ask = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus",
               "/org/freedesktop/DBus", "org.freedesktop.DBus.NameHasOwner",
               "string:org.freedesktop.secrets"]  # fmt: skip
        said = subprocess.run(ask, env=self._environment, capture_output=True, text=True)
        return "boolean true" in said.stdout

    def _begin(self, *line: str, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
        quiet = subprocess.DEVNULL
        return subprocess.Popen(
            line, env=self._environment, stdin=stdin, stdout=quiet, stderr=quiet
        )


@contextlib.contextmanager
def key_store(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[KeyStore]:
    """This process asks it, and no other."""
    if not (shutil.which("gnome-keyring-daemon") and shutil.which("dbus-daemon")):
        pytest.skip("gnome-keyring is not installed")
    import keyring.core
    from keyring.backends import SecretService

    store = KeyStore(folder)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", store.address)
    monkeypatch.setattr(keyring.core, "_keyring_backend", SecretService.Keyring())
    try:
        store.unlock()
        yield store
    finally:
        store.end()
