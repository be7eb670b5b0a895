"""Each face, read by a real client of AT-SPI over a bus of its own, as a screen reader does."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.license.face import face
from app.views.gallery_scenes import scenes
from tests.fakes.talk import SYSTEMS_PYTHON, Talk, bare, private_bus
from tests.screen_reader.shown import NAME
from tools.debian import READER, missing
from tools.processes import until
from tools.screen import virtual_screen

pytestmark = [
    pytest.mark.rule("APP-9"),
    pytest.mark.journey,
    pytest.mark.xdist_group("reader"),  # one screen and one reader for all of them
    pytest.mark.skipif(
        sys.platform != "linux" or not shutil.which("Xvfb") or bool(missing(READER)),
        reason="needs a virtual screen and AT-SPI",
    ),
]
HERE = Path(__file__).parent
ROLES = {"push button", "text", "password text", "check box", "combo box", "label"}


class Reader:
    def __init__(self, shown: Talk, reader: Talk) -> None:
        self._shown, self._reader = shown, reader
        self.heard: list[str] = []

    def turn_to(self, scene: str) -> list[dict[str, Any]]:
        assert self._shown.ask(scene) == "shown"
        nodes: list[dict[str, Any]] = json.loads(self._reader.ask("read"))
        return nodes

    def read(self) -> list[dict[str, Any]]:
        nodes: list[dict[str, Any]] = json.loads(self._reader.ask("read"))
        return nodes

    def has_heard(self, words: str) -> bool:
        self.heard += json.loads(self._reader.ask("hear"))
        return any(said.startswith(words) for said in self.heard)

    def listen(self) -> None:
        self._reader.ask("listen")

    def press(self, name: str) -> bool:
        return bool(json.loads(self._reader.ask(f"press {name}")))


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    folder = tmp_path_factory.mktemp("reader")
    log = folder / "log"
    with virtual_screen(log) as screen:
        own = {**screen, "XDG_RUNTIME_DIR": str(folder), "XDG_DATA_HOME": str(folder)}
        bus, address = private_bus(own, log)
        env = {**own, "DBUS_SESSION_BUS_ADDRESS": address, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
        shown = Talk([sys.executable, "-m", "tests.screen_reader.shown"], env, log)
        reads = Talk([SYSTEMS_PYTHON, str(HERE / "reader.py"), NAME], bare(env), log)
        yield Reader(shown, reads)
        for program in (reads, shown, bus):
            program.end()


def test_reader_gets_a_name_and_a_role_for_all_that_can_be_reached(reader: Reader) -> None:
    nameless = {}
    for scene in scenes():
        nodes = reader.turn_to(scene.name)
        assert nodes, scene.name
        reachable = [node for node in nodes if node["focusable"]]
        assert {node["role"] for node in reachable} <= ROLES, scene.name
        if lost := [node for node in reachable if not node["name"] and not node["labels"]]:
            nameless[scene.name] = lost
        assert [n for n in nodes if n["role"] == "label" and not n["name"]] == [], scene.name
    assert nameless == {}
    assert len({face(scene.picture) for scene in scenes()}) == 27


def test_reader_presses_a_button_and_reads_the_new_page(reader: Reader) -> None:
    reader.turn_to("13-member")
    assert reader.press("Show License Info")
    until(lambda: "License info" in [node["name"] for node in reader.read()], 10, "the page")
    nodes = reader.read()
    period = next(node for node in nodes if node["role"] == "combo box")
    assert period["labels"] == ["Period"]
    assert [node["name"] for node in nodes if node["focused"] and node["focusable"]] == ["Back"]


def test_wrong_password_is_the_description_of_its_field(reader: Reader) -> None:
    nodes = reader.turn_to("02-sign-in-wrong")
    field = next(node for node in nodes if node["role"] == "password text")
    assert field["description"] == "Email or password is not right."


@pytest.mark.rule("SEAT-13")
def test_reader_is_told_of_a_new_page_and_of_a_message(reader: Reader) -> None:
    for scene, words in (
        ("12-owner", "Memo Editor"),
        ("license-reserved", "Your seat is reserved on this computer until "),
        ("21-freed", "Your seat was freed"),
        ("11-offered", "A seat is free for you"),
    ):
        reader.heard.clear()
        until(lambda scene=scene, words=words: tells(reader, scene, words), 10, words)


def tells(reader: Reader, scene: str, words: str) -> bool:
    """Turned to again until a reader that has just come is listened to by Qt."""
    reader.listen()
    reader.turn_to("02-sign-in-wrong")
    reader.turn_to(scene)
    return reader.has_heard(words)
