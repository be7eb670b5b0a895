"""The sample product's window: read only with the reason, writing again, and no work lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from examples.memo_editor import language
from examples.memo_editor.recovery import Copy, Recovery
from examples.memo_editor.window import Window
from tests.contract.signed import token_of
from tests.examples.test_memo_permission import Memo


@pytest.fixture
def memo() -> Memo:
    return Memo()


@pytest.fixture
def window(qtbot: QtBot, memo: Memo, tmp_path: Path) -> Window:
    made = Window(memo.permission, Recovery(tmp_path))
    qtbot.addWidget(made, before_close_func=lambda w: w.text.document().setModified(False))
    made.show()
    return made


def buttons_of(window: Window) -> tuple[bool, bool, bool]:
    return window._save.isEnabled(), window._export.isEnabled(), window.text.isReadOnly()


@pytest.mark.rule("HOST-2", "LIC-9")
def test_window_is_read_only_with_the_reason_and_back_at_a_lease(window, memo) -> None:
    memo.told(token_of())
    window.draw()
    assert (buttons_of(window), window.bar.isVisible()) == ((True, True, False), False)
    window.text.insertPlainText("A thought.")
    memo.told(reason="freed", message="Your seat was freed for others.")
    window.draw()
    assert (buttons_of(window), window.bar.isVisible()) == ((False, False, True), True)
    assert window.bar._words.text() == "Your seat was freed for others."
    assert window.text.toPlainText() == "A thought."
    memo.told(token_of())
    window.draw()
    assert (buttons_of(window), window.bar.isVisible()) == ((True, True, False), False)


@pytest.mark.rule("HOST-2")
def test_recovery_copy_is_written_while_nothing_may_be_saved(window, memo, tmp_path) -> None:
    memo.told(token_of())
    window.draw()
    window.text.insertPlainText("Not saved yet.")
    memo.told(reason="freed", message="Your seat was freed for others.")
    window.draw()
    (kept,) = tmp_path.glob("recovery-*.json")
    assert "Not saved yet." in kept.read_text()


@pytest.mark.rule("HOST-2")
def test_memo_of_a_process_that_died_is_offered_again(qtbot, memo, tmp_path) -> None:
    Recovery(tmp_path).keep(Copy("From before.", "/nowhere/letter.txt"))
    (kept,) = tmp_path.glob("recovery-*.json")
    kept.rename(tmp_path / "recovery-999999999.json")
    window = Window(memo.permission, Recovery(tmp_path))
    qtbot.addWidget(window, before_close_func=lambda w: w.text.document().setModified(False))
    memo.told(token_of())
    window.draw()
    window.bar._button.click()
    assert window.text.toPlainText() == "From before."
    assert window.text.document().isModified()


@pytest.mark.rule("HOST-2")
def test_file_is_not_written_where_the_lease_ended_behind_the_dialog(
    window, memo, tmp_path
) -> None:
    memo.told(token_of())
    window.text.insertPlainText("Late.")
    memo.at += 10
    window._write(tmp_path / "late.txt")
    assert not (tmp_path / "late.txt").exists()
    assert window.text.document().isModified()


@pytest.mark.rule("HOST-2")
def test_saving_clears_the_copy_and_the_mark(window, memo, tmp_path) -> None:
    memo.told(token_of())
    window.text.insertPlainText("Müller's notes")
    window.keep_copy()
    window._write(tmp_path / "notes.txt")
    assert (tmp_path / "notes.txt").read_text("utf-8") == "Müller's notes"
    assert list(tmp_path.glob("recovery-*.json")) == []
    assert not window.isWindowModified()


@pytest.fixture
def german(qapp) -> Iterator[None]:
    language.speak("de")
    yield
    language.speak("en")


@pytest.mark.rule("HOST-2", "APP-9")
def test_editor_speaks_german_where_the_manager_or_the_system_does(german, window, memo) -> None:
    memo.told(token_of())
    window.draw()
    shown = {part.text() for kind in (QPushButton, QLabel) for part in window.findChildren(kind)}
    assert {"Neu", "Öffnen", "PDF exportieren", "Speichern", "Notiz ohne Titel"} <= shown
    memo.permission.lost()
    memo.at += 100
    window.draw()
    assert window.bar._words.text() == "Die Lizenz konnte nicht rechtzeitig erneuert werden."


@pytest.mark.rule("APP-9")
@pytest.mark.parametrize(("told", "spoken"), [("es", "es"), ("fr", "en"), ("", "en")])
def test_language_of_the_manager_comes_before_the_systems(monkeypatch, told, spoken) -> None:
    monkeypatch.setenv("SEATKEEPER_LANGUAGE", told)
    monkeypatch.setenv("LC_ALL", "C")
    assert language.chosen() == spoken


@pytest.mark.rule("HOST-2")
def test_memo_put_off_stays_and_the_bar_goes(qtbot, memo, tmp_path) -> None:
    Recovery(tmp_path).keep(Copy("From before.", "/nowhere/letter.txt"))
    (kept,) = tmp_path.glob("recovery-*.json")
    kept.rename(tmp_path / "recovery-999999999.json")
    window = Window(memo.permission, Recovery(tmp_path))
    qtbot.addWidget(window)
    memo.told(token_of())
    window.draw()
    assert "letter.txt" in window.bar._words.text()
    window.bar._second.click()
    assert (window.bar.isHidden(), len(list(tmp_path.glob("recovery-*.json")))) == (True, 1)


@pytest.mark.rule("HOST-2")
def test_long_name_is_shortened_in_the_middle_and_whole_as_tip(window, memo, tmp_path) -> None:
    memo.told(token_of())
    path = tmp_path / f"{'herons and egrets ' * 8}counted.txt"
    window._write(path)
    shown = window._name.text()
    assert (shown[:6], shown[-11:], "…" in shown) == ("herons", "counted.txt", True)
    assert window._name.toolTip() == str(path)
