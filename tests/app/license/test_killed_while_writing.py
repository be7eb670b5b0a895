"""A power cut at any point of a write leaves the old or the new: by a real SIGKILL (LEASE-5)."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.license import files
from tests.fakes.killed import kinds
from tests.fakes.sticks import plugged_in

ROOT = Path(__file__).parents[3]
ROUNDS = 12

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes to kill")


def killed(
    folder: Path, *names: str, rounds: int = ROUNDS, image: Path | None = None
) -> dict[str, int]:
    options = ["--cut", str(image)] if image else []
    order = [sys.executable, "-m", "tests.fakes.killed", *options, str(folder), str(rounds), *names]
    done = subprocess.run(order, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return {name: int(count) for name, count in map(str.split, done.stdout.splitlines())}


@pytest.mark.rule("LEASE-5", "AIR-6", "AIR-9", "SAFE-3")
def test_kill_at_any_point_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    lived = killed(tmp_path)
    assert set(lived) == set(kinds(tmp_path))
    assert sum(lived.values()) > 0  # so some of the kills came after a write, too


@pytest.mark.rule("AIR-1", "LEASE-5")
@pytest.mark.parametrize("kind", ["FAT", "ext4"])
def test_kill_leaves_a_whole_page_on_a_real_stick(tmp_path: Path, kind: str) -> None:
    kinds_of_it = ("vfat", "fat by FUSE") if kind == "FAT" else ("ext4",)
    with plugged_in(tmp_path / "USB", tmp_path / "image", *kinds_of_it) as usb:
        assert killed(usb.root, "page", rounds=20)
        assert len(list(usb.root.glob("*.part"))) <= 1  # each try sweeps what the last one left


@pytest.mark.rule("LEASE-5", "SAFE-3")
def test_power_cut_keeps_what_was_written_and_tears_nothing(tmp_path: Path) -> None:
    """What `write` came back from is on the disk for good: file and folder were flushed."""
    image = tmp_path / "image"
    with plugged_in(tmp_path / "disk", image, "ext4") as disk:
        assert killed(disk.root, "lease", "secrets", "page", rounds=6, image=image)


@pytest.mark.rule("LEASE-5", "SAFE-2")
def test_what_kills_left_beside_the_files_is_swept_once_it_is_old(tmp_path: Path) -> None:
    """It may hold a token."""
    old, new = tmp_path / ".secrets.json.7.new", tmp_path / ".lease.jwt.8.new"
    mine = tmp_path / ".mine.txt"
    for path in (old, new, mine):
        path.write_text("x")
        os.utime(path, (1, 1))
    os.utime(new, (time.time(), time.time()))
    files.sweep(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {new.name, mine.name}
    files.sweep(tmp_path / "not there")
