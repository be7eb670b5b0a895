"""`diagnose` over the real core; and that no command loads a widget."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.host import look
from app.license.diagnosis.findings import Check, State
from tests.app.host.test_wrap import shell_of, signed_in, taken
from tests.cast import BEN

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.rule("HOST-7", "APP-12")


@pytest.mark.asyncio
@pytest.mark.django_db(transaction=True)
async def test_each_check_is_told_and_no_seat_is_taken(manage, server) -> None:
    desk = await signed_in(manage)
    found = await look.findings_of(shell_of(desk), manage().link.where)
    assert {each.check for each in found} == set(Check)
    assert [each.code for each in found if each.state is State.BAD] == []
    assert await taken(server) == 0


@pytest.mark.asyncio
@pytest.mark.django_db(transaction=True)
async def test_running_manager_is_asked_to_look_and_goes_on(manage) -> None:
    manager = manage(hold="product")
    await manager.start()
    await manager.desk.sign_in(BEN)
    memo = await manager.product()
    await memo.state(allow=["use", "save", "export"])
    found = await look.findings_of_manager(manager.link.where)
    assert found is not None
    assert found == manager.desk.picture.diagnosis.findings
    assert {each.check for each in found} == set(Check)
    assert manager.desk.picture.use.products == 1
    await manager.close()


@pytest.mark.asyncio
async def test_manager_that_hangs_up_is_no_finding(tmp_path: Path) -> None:
    assert await look.findings_of_manager(str(tmp_path / "nobody")) is None


EVERY_COMMAND = """
import sys
from app import commands
from app.host import acts, hold, look, wrap
print(sorted({"PySide6.QtWidgets", "PySide6.QtGui", "PySide6.QtSvg"} & set(sys.modules)))
"""


def test_no_command_imports_a_widget() -> None:
    done = subprocess.run(
        [sys.executable, "-c", EVERY_COMMAND], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_diagnosis_of_a_server_that_is_off_ends_with_one(tmp_path: Path) -> None:
    options = ["--server", "http://localhost:9", "--profile", str(tmp_path / "profile")]
    done = subprocess.run(
        [sys.executable, "-m", "app", *options, "diagnose", "--json"],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    told = {each["check"]: each["state"] for each in json.loads(done.stdout)}
    assert (done.returncode, told["reach"]) == (1, "bad"), done.stderr


def test_seat_with_nobody_signed_in_ends_with_four(tmp_path: Path) -> None:
    options = ["--server", "http://localhost:9", "--profile", str(tmp_path / "profile")]
    done = subprocess.run(
        [sys.executable, "-m", "app", *options, "seat", "--json"],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, json.loads(done.stdout)["code"]) == (4, "signed-out"), done.stderr
