"""Giving a computer back: asked once more, and not while somebody works."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.license.events import GiveBackConfirmed
from app.license.picture import GivenUp, ReadOnly, ReadOnlyWhy
from app.views.acts import Screen
from app.views.gallery_scenes import AT, LOST, bound, nobody


@pytest.mark.rule("AIR-6")
def test_giving_back_is_explained_and_the_file_chosen(show, qtbot: QtBot, tmp_path: Path) -> None:
    shown = show(bound())
    shown.press("Give this computer back")
    assert "Give this computer back?" in shown.texts()
    assert "read-only on this computer" in shown.texts()
    shown.press("Give back and save return file")
    qtbot.waitUntil(lambda: shown.window.findChild(QFileDialog) is not None)
    dialog = shown.window.findChild(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "r.seatkeeper"))
    dialog.close()
    assert shown.still.posted == [GiveBackConfirmed(tmp_path / "r.seatkeeper")]


@pytest.mark.rule("AIR-6")
def test_person_may_think_better_of_it(show) -> None:
    shown = show(bound(), Screen.GIVE_BACK)
    shown.press("Keep this computer")
    assert "Validated on this computer" in shown.texts()
    assert shown.still.posted == []


@pytest.mark.rule("AIR-6")
def test_giving_back_is_absent_while_a_product_is_open(show) -> None:
    shown = show(bound(), Screen.GIVE_BACK)
    kept = bound()
    shown.still.show(replace(kept, use=replace(kept.use, products=1)))
    assert "Give this computer back" not in shown.texts()
    assert "Validated on this computer" in shown.texts()


@pytest.mark.rule("AIR-6")
def test_return_never_written_is_not_called_written_again(show) -> None:
    shown = show(nobody(ReadOnly(ReadOnlyWhy.GIVEN_UP), connection=LOST,
                        air=GivenUp("n" * 22, "", AT)))  # fmt: skip
    assert "Save return file again" not in shown.texts()
    shown.button("Save return file")
