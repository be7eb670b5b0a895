"""The main job with the real things: what `dev.py demo --headless` walks, as tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.journey import walks
from tools.journey.stage import Stage, stage

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240), pytest.mark.xdist_group("journey")]


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Stage]:
    with stage(tmp_path / "work", tmp_path / "pictures") as scene:
        yield scene


@pytest.mark.rule("APP-1", "APP-2", "APP-3", "OFF-1", "LEASE-9", "APP-6", "SEAT-9")
def test_key_becomes_a_seat_that_outlives_the_server(scene: Stage) -> None:
    walks.hold_a_seat(scene)
    assert len(list(scene.pictures.glob("*.png"))) >= 10


@pytest.mark.rule("AIR-1", "AIR-2", "AIR-3", "AIR-4", "AIR-7", "AIR-11")
def test_computer_without_connection_is_validated_for_good(scene: Stage) -> None:
    walks.validate_offline(scene)
    assert len(list(scene.pictures.glob("*.png"))) >= 7


@pytest.mark.rule("APP-9", "PORT-3")
def test_languages_change_while_desktop_and_portal_run(scene: Stage) -> None:
    walks.speak_three_languages(scene)
    assert len(list(scene.pictures.glob("*.png"))) == 5


@pytest.mark.rule("HOST-1", "HOST-2", "HOST-6")
def test_product_turns_read_only_and_back_and_loses_nothing(scene: Stage) -> None:
    walks.work_in_the_product(scene)
    assert len(list(scene.pictures.glob("*.png"))) == 4
