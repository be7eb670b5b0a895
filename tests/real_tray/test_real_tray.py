"""The icon in real trays, of D-Bus and of X11, and the notices that a desktop has itself."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.views.gallery import shipped_brand
from tests.fakes.talk import SYSTEMS_PYTHON, Talk, bare, private_bus
from tools.bench.papers import NOBODY, make
from tools.bootstrap import ROOT
from tools.debian import READER, TRAY, missing
from tools.processes import running, until
from tools.screen import virtual_screen

pytestmark = [
    pytest.mark.rule("APP-4", "OFF-7"),
    pytest.mark.journey,
    pytest.mark.xdist_group("tray"),  # one screen for all of them
    pytest.mark.skipif(
        sys.platform != "linux" or not shutil.which("Xvfb") or bool(missing(READER + TRAY)),
        reason="needs a virtual screen, D-Bus and a tray",
    ),
]
HERE = Path(__file__).parent
PATIENCE_S = 10
WARNING = "Your license ends in 7 days, on 31 December 2027."


class Side:
    """One of the two programs, told orders and answering with values."""

    def __init__(self, line: list[str], env: dict[str, str], log: Path) -> None:
        self._talk = Talk(line, env, log)
        self.end = self._talk.end

    def ask(self, order: str) -> Any:
        return json.loads(self._talk.ask(order))

    def until(self, order: str, wanted: object) -> None:
        until(lambda: self.ask(order) == wanted, PATIENCE_S, f"{order}: {wanted}")


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    folder = tmp_path_factory.mktemp("tray")
    with virtual_screen(folder / "log") as display:
        own = {**display, "XDG_RUNTIME_DIR": str(folder), "XDG_DATA_HOME": str(folder)}
        yield {name: value for name, value in own.items() if not name.startswith("DBUS_")}


class Sides:
    def __init__(self, env: dict[str, str], log: Path) -> None:
        self.host = Side([SYSTEMS_PYTHON, str(HERE / "host.py")], bare(env), log)
        self._line = [sys.executable, "-m", "tests.real_tray.shown", "light"]
        self.env, self._log = env, log
        self.shown: Side | None = None

    def start(self) -> Side:
        self.shown = Side(self._line, self.env, self._log)
        return self.shown


@pytest.fixture
def sides(screen: dict[str, str], tmp_path: Path) -> Iterator[Sides]:
    log = tmp_path / "log"
    bus, address = private_bus(screen, log)
    made = Sides({**screen, "DBUS_SESSION_BUS_ADDRESS": address}, log)
    yield made
    for program in (made.shown, made.host, bus):
        if program is not None:
            program.end()


def test_panel_reads_icon_tip_and_menu_and_presses_them(sides: Sides) -> None:
    host = sides.host
    host.ask("own tray")
    shown = sides.start()
    until(lambda: host.ask("item"), PATIENCE_S, "an icon")
    seen = host.ask("item")
    assert seen["tip"].splitlines()[:2] == ["Memo Editor", "You have a seat"]
    assert set(seen["sides"]) >= {16, 22, 24, 32, 48, 64}
    assert shown.ask("sees") == [False, "FACE"]
    host.ask("activate")
    shown.until("sees", [True, "FACE"])
    shown.ask("hide")
    host.ask("choose Show License Info")
    shown.until("sees", [True, "LICENSE"])


@pytest.mark.rule("HOST-4", "APP-2")
def test_whole_desktop_is_quit_from_its_icon(sides: Sides, tmp_path: Path) -> None:
    host = sides.host
    host.ask("own tray")
    line = [sys.executable, "-m", "app", "--server", NOBODY, *make(tmp_path)]
    with running(line, cwd=ROOT, env=sides.env, stderr=subprocess.DEVNULL) as desktop:
        until(lambda: host.ask("item"), PATIENCE_S, "an icon")
        until(lambda: "No connection" in host.ask("item")["tip"], PATIENCE_S, "how it stands")
        lines = [line["words"] for line in host.ask("menu") if line["enabled"] and line["words"]]
        assert lines == ["Show window", "Show License Info", "Log out and Restart", "Quit"]
        host.ask("choose Quit")
        assert desktop.wait(PATIENCE_S) == 0


def test_icon_follows_a_tray_that_comes_late_goes_and_is_back(sides: Sides) -> None:
    shown, host = sides.start(), sides.host
    assert shown.ask("look") is False
    for _ in range(2):
        host.ask("own tray")
        until(lambda: shown.ask("look"), PATIENCE_S, "a tray")
        until(lambda: host.ask("item"), PATIENCE_S, "an icon")
        shown.ask("turn_to 10-waiting")
        assert "You are number 2 in line" in host.ask("item")["tip"]
        shown.ask("turn_to 12-owner")
        host.ask("give_up tray")
        until(lambda: not shown.ask("look"), PATIENCE_S, "no tray")


@pytest.mark.parametrize("tray", [False, True])
def test_notice_of_the_desktop_is_sent_once_and_opens_the_page(sides: Sides, tray: bool) -> None:
    """Without a tray as on GNOME; with one there is no second notice by Qt."""
    host = sides.host
    for what in ["notices", *(["tray"] if tray else [])]:
        host.ask(f"own {what}")
    shown = sides.start()
    for _ in range(2):
        shown.ask("warn")
        until(lambda: host.ask("notices"), PATIENCE_S, "a notice")
    (said,) = host.ask("notices")
    assert (said["title"], said["words"]) == ("Memo Editor", WARNING)
    assert (said["entry"], said["actions"]) == ("seatkeeper-memo-editor", ["default", ""])
    assert shown.ask("sees") == [False, "FACE"]
    host.ask("click")
    shown.until("sees", [True, "LICENSE"])


@pytest.mark.rule("SAFE-6")
def test_foreign_text_in_a_notice_is_plain_where_notices_have_markup(sides: Sides) -> None:
    host = sides.host
    host.ask("own notices")
    shown = sides.start()
    shown.ask("warn")
    until(lambda: host.ask("notices"), PATIENCE_S, "a notice")
    shown.ask("say <b>Ada</b> & Co.")
    until(lambda: len(host.ask("notices")) == 2, PATIENCE_S, "a second notice")
    assert host.ask("notices")[-1]["words"] == "&lt;b&gt;Ada&lt;/b&gt; &amp; Co."


def test_icon_and_notice_are_painted_where_a_tray_of_x11_comes_later(
    screen: dict[str, str], tmp_path: Path
) -> None:
    colours = shipped_brand().tokens["dark"]
    shown = Side([sys.executable, "-m", "tests.real_tray.shown", "dark"], screen, tmp_path / "log")
    try:
        assert shown.ask("look") is False
        trayer = ["trayer", "--edge", "top", "--height", "24", "--widthtype", "request"]
        with running(trayer, env=screen, stderr=subprocess.DEVNULL):
            until(lambda: shown.ask("look"), PATIENCE_S, "a tray")
            tile = str(colours["accent"]).lower()
            until(lambda: tile in shown.ask("colours"), PATIENCE_S, "the tile on the screen")
            shown.ask("warn")
            shown.until("balloon", str(colours["surface"]).lower())
        until(lambda: not shown.ask("look"), PATIENCE_S, "no tray")
    finally:
        shown.end()
