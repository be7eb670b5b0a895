"""The desktop as a process: what its first paint costs, one for each user, how it ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.single_instance import address
from tools.bench.papers import make
from tools.processes import until

ROOT = Path(__file__).parents[2]
NOBODY = "http://localhost:9"  # nobody listens there
PATIENCE_S = 30.0


def environment(tmp_path: Path) -> dict[str, str]:
    """A session of its own: no bus, no runtime folder of the machine's."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DBUS_", "DJANGO_"))}
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700, exist_ok=True)
    return kept | {"QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(runtime)}


class Process:
    def __init__(self, tmp_path: Path, *arguments: str) -> None:
        self.trace = tmp_path / "trace.jsonl"
        self.trace.unlink(missing_ok=True)
        order = [sys.executable, "-m", "app", "--server", NOBODY, "--profile",
                 str(tmp_path / "profile"), "--trace", str(self.trace), *arguments]  # fmt: skip
        self.process = subprocess.Popen(
            order, cwd=ROOT, env=environment(tmp_path), stderr=subprocess.PIPE, text=True
        )

    def lines(self) -> list[dict[str, object]]:
        written = self.trace.read_text("utf-8") if self.trace.exists() else ""
        return [json.loads(line) for line in written.splitlines() if line.endswith("}")]

    def until(self, **members: object) -> None:
        def seen() -> bool:
            assert self.process.poll() is None, self.process.stderr.read()
            return any(members.items() <= line.items() for line in self.lines())

        until(seen, PATIENCE_S, f"a picture with {members}")

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait(PATIENCE_S)


@pytest.fixture
def start(tmp_path: Path) -> Iterator:
    started: list[Process] = []

    def begin(*arguments: str) -> Process:
        started.append(Process(tmp_path, *arguments))
        return started[-1]

    yield begin
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
        one.process.communicate()


BEFORE_THE_LOOP = """
import sys
from app import main
from PySide6 import QtCore
def tell(app, desktop):
    enumerations = dict.get(vars(QtCore), "Qt")  # asked for by its name it would be made
    print(sorted(LATE & sys.modules.keys()), desktop.window.painted, enumerations)
    return 0
main._run = tell
LATE = {
    "asyncio", "qasync", "httpx", "keyring", "ssl", "socket", "cryptography.x509", "truststore",
    "babel", "subprocess", "logging.handlers", "platformdirs", "secrets", "sqlite3",
    "PySide6.QtNetwork", "PySide6.QtDBus", "app.running", "app.host.link", "app.license.keeper",
    "app.license.effects", "app.license.client", "app.views.license_info", "app.views.support",
    "app.views.offline_steps", "app.views.faces.sign_in", "app.views.faces.clock",
    "contract.sentences", "contract.problems", "hashlib", "json", "app.views.dialogs",
    "app.views.menus", "app.views.dressing", "app.views.outside", "app.views.tray", "jeepney",
    "app.desktop_notices", "app.license.telling",
}
sys.exit(main.main(sys.argv[1:]))
"""


@pytest.mark.rule("APP-1")
@pytest.mark.parametrize("holds", ["nothing", "a good lease"])
def test_window_is_painted_before_loop_and_network_are_imported(tmp_path: Path, holds: str) -> None:
    options = ["--profile", str(tmp_path / "fresh")] if holds == "nothing" else make(tmp_path)
    order = [sys.executable, "-c", BEFORE_THE_LOOP, *options]
    told = subprocess.run(
        order, cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True, timeout=60
    )
    assert told.stdout.strip() == "[] True None", told.stderr


@pytest.mark.rule("APP-11", "AIR-4")
def test_second_start_hands_its_file_to_the_running_one(start, tmp_path: Path) -> None:
    first = start()
    first.until(face=3)
    file = tmp_path / "Müller's answer.seatkeeper"
    file.write_text("{}")
    second = subprocess.run(
        [*first.process.args, str(file)], cwd=ROOT, env=environment(tmp_path), timeout=PATIENCE_S
    )
    assert second.returncode == 0
    first.until(remark="not-such-a-file")
    assert first.end() == 0


@pytest.mark.rule("APP-11", "AIR-4")
def test_double_click_with_the_desktop_closed_starts_it_with_the_file(
    start, tmp_path: Path
) -> None:
    file = tmp_path / "answer (1).seatkeeper.txt"
    file.write_text("<html>a page instead</html>")
    desktop = start(str(file))
    desktop.until(remark="not-such-a-file")
    assert desktop.end() == 0


@pytest.mark.rule("APP-11")
def test_start_after_a_kill_is_not_stopped_by_what_it_left(start) -> None:
    killed = start()
    killed.until(face=3)
    killed.end(signal.SIGKILL)
    again = start()
    again.until(face=3)
    assert again.end() == 0


@pytest.mark.rule("APP-11")
def test_of_two_starts_at_once_one_stays(start, tmp_path: Path) -> None:
    both = [start(), start()]
    ended = until(
        lambda: next((one for one in both if one.process.poll() is not None), None),
        PATIENCE_S,
        "one of the two to end",
    )
    stays = next(one for one in both if one is not ended)
    assert ended.process.returncode == 0
    stays.until(face=3)
    assert stays.end() == 0


def test_a_tests_clock_is_announced_loudly(start, tmp_path: Path) -> None:
    clock = tmp_path / "clock"
    clock.write_text("86400")
    desktop = start("--clock", str(clock))
    desktop.until(face=3)
    assert desktop.end() == 0
    assert "WARNING: this desktop goes by a test's clock" in desktop.process.stderr.read()


def test_brand_that_is_none_is_refused_in_a_sentence(start, tmp_path: Path) -> None:
    brand = tmp_path / "brand.toml"
    brand.write_text("issuer = 3")
    desktop = start("--brand", str(brand))
    assert desktop.process.wait(PATIENCE_S) == 2
    assert "Seatkeeper cannot use the brand" in desktop.process.stderr.read()


@pytest.mark.rule("HOST-3")
def test_end_of_the_session_with_a_product_open_is_no_crash(
    start, tmp_path: Path, monkeypatch
) -> None:
    desktop = start()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    link = address("memo-editor", tmp_path / "profile", tmp_path / "profile")
    desktop.until(face=3)
    with socket.socket(socket.AF_UNIX) as product:
        product.settimeout(PATIENCE_S)
        product.connect(link)
        product.sendall(b'{"hello": 1, "product": "memo-editor"}\n')
        assert b'"signed-out"' in product.recv(4096)
        assert desktop.end() == 0
        assert product.recv(4096) == b""
    assert "QObject" not in desktop.process.stderr.read()


@pytest.fixture
def link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """A product's end of the link; `connect` is the test's."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    with socket.socket(socket.AF_UNIX) as product:
        product.settimeout(PATIENCE_S)
        yield product


def come(product: socket.socket, tmp_path: Path) -> None:
    product.connect(address("memo-editor", tmp_path / "profile", tmp_path / "profile"))
    product.sendall(b'{"hello": 1, "product": "memo-editor"}\n')
    assert b'"state"' in product.recv(4096)


@pytest.mark.rule("HOST-5", "HOST-4")
def test_manager_that_a_product_started_ends_unseen_with_it(start, link, tmp_path: Path) -> None:
    manager = start("--background")
    manager.until(face=3)
    assert manager.lines()[0]["painted"] == 0
    come(link, tmp_path)
    link.close()
    assert manager.process.wait(PATIENCE_S) == 0


@pytest.mark.rule("HOST-5", "APP-11")
def test_window_of_a_manager_in_the_background_opens_when_wanted(
    start, link, tmp_path: Path
) -> None:
    manager = start("--background")
    manager.until(face=3)
    come(link, tmp_path)
    for options in (["--background"], []):  # the first of them wants no window
        order = [each for each in manager.process.args if each != "--background"] + options
        done = subprocess.run(order, cwd=ROOT, env=environment(tmp_path), timeout=PATIENCE_S)
        assert done.returncode == 0
    link.close()
    manager.until(face=3)
    assert manager.process.poll() is None  # its window is open now
    assert manager.end() == 0
