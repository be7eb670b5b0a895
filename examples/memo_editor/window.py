"""The editor's window: a sheet of text, and what the license lets be done with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSaveFile, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QPdfWriter, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from examples.memo_editor.permission import CHECKING, NO_MANAGER, Permission
from examples.memo_editor.recovery import Copy, Recovery

KEEP_AFTER_MS = 700
"""After the last key, a recovery copy is written."""

PASSING = (CHECKING, NO_MANAGER)
"""What is over in a moment, mostly: said calmly."""


class Window(QMainWindow):
    """`wants_manager` is emitted when the person asks to see the license manager."""

    wants_manager = Signal()
    ended = Signal()
    unsaved = Signal(bool)

    def __init__(self, permission: Permission, recovery: Recovery) -> None:
        super().__init__(objectName="memo")
        self._permission, self._recovery = permission, recovery
        self._path: Path | None = None
        self.text = QPlainTextEdit(accessibleName="Memo text")
        self.text.setPlaceholderText("Write something…")
        self._name, self._state = _label("name"), _label("state")
        self._words, self._kept = _label("words"), _label("kept")
        self.bar = Bar()
        self._save = _button("Save", self.save, QKeySequence.StandardKey.Save, primary=True)
        self._export = _button("Export PDF", self.export)
        self._open = _button("Open", self.open, QKeySequence.StandardKey.Open)
        self._new = _button("New", self.new, QKeySequence.StandardKey.New)
        self.setCentralWidget(self._laid_out())
        self._keeping = QTimer(self, singleShot=True, interval=KEEP_AFTER_MS)
        self._keeping.timeout.connect(self.keep_copy)
        self._ending = QTimer(self, singleShot=True)
        self._ending.timeout.connect(self.draw)
        self.text.textChanged.connect(self._edited)
        self.text.document().modificationChanged.connect(self._modified)
        self.resize(920, 640)
        self._left = recovery.left_behind()
        self.text.setFocus()
        self.draw()

    # --- what is shown

    def _laid_out(self) -> QWidget:
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = (self._name, self._state, None, self._new, self._open, self._export, self._save)
        column.addWidget(_strip("head", *head))
        column.addWidget(self.bar)
        column.addWidget(self.text, 1)
        column.addWidget(_strip("foot", self._words, None, self._kept))
        return sheet

    def draw(self) -> None:
        """The license, as it is now; called at each change, and when the lease ends."""
        may = self._permission.may("save")
        was = not self.text.isReadOnly()
        self.text.setReadOnly(not may)
        self.text.setProperty("locked", not may)
        _polish(self.text)
        self._save.setEnabled(may)
        self._export.setEnabled(self._permission.may("export"))
        self._state.setText("" if may else "Read only")
        self._state.setToolTip("You can read and copy. A recovery copy is kept; nothing is lost.")
        if not may:
            reason = self._permission.reason
            tone = "calm" if reason in PASSING else "warn"
            self.bar.say(reason, "License…", self.wants_manager.emit, tone=tone)
        elif self._left and not self.text.document().isModified():
            self._offer_recovery()
        else:
            self.bar.hide()
        if was and not may:
            self.keep_copy()
        self._name.setText(self._path.name if self._path else "Untitled memo")
        self.setWindowTitle(f"{self._name.text()}[*] – Memo Editor")
        self._wake_at_the_end()

    def _wake_at_the_end(self) -> None:
        left = self._permission.ends_in
        if left is not None and left > 0:
            self._ending.start(int(min(left, 3600) * 1000) + 50)

    def _edited(self) -> None:
        count = len(self.text.toPlainText().split())
        self._words.setText("1 word" if count == 1 else f"{count} words")
        self._keeping.start()

    def _modified(self, modified: bool) -> None:
        self.setWindowModified(modified)
        self.unsaved.emit(modified)
        self.draw()

    # --- the recovery copy: whatever the license says

    def keep_copy(self) -> None:
        if not self.text.document().isModified():
            return
        try:
            self._recovery.keep(Copy(self.text.toPlainText(), str(self._path or "")))
        except OSError as error:
            self._kept.setText(f"No recovery copy: {error.strerror}")
        else:
            self._kept.setText("Recovery copy kept")

    def _offer_recovery(self) -> None:
        words = "A memo from last time was not saved."
        self.bar.say(words, "Restore", self._restore, tone="calm")

    def _restore(self) -> None:
        file, copy = self._left.pop(0)
        self._path = Path(copy.path) if copy.path else None
        self.text.setPlainText(copy.text)
        self.text.document().setModified(True)
        self.keep_copy()
        file.unlink(missing_ok=True)
        self.draw()

    # --- documents

    def new(self) -> None:
        self._leave(self._begin)

    def _begin(self) -> None:
        self._path = None
        self._show("")

    def open(self) -> None:
        self._leave(lambda: self._ask("Open", self._read, saving=False))

    def _read(self, path: Path) -> None:
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            self._complain(f"{path.name} cannot be read as text.")
            return
        self._path = path
        self._show(text)

    def _show(self, text: str) -> None:
        self.text.setPlainText(text)
        self._clean()

    def _clean(self) -> None:
        self.text.document().setModified(False)
        self._keeping.stop()
        self._recovery.forget()
        self._kept.setText("")
        self.draw()

    def save(self) -> None:
        if not self._permission.may("save"):
            self.draw()
        elif self._path is None:
            self._ask("Save", self._write, saving=True)
        else:
            self._write(self._path)

    def _write(self, path: Path) -> None:
        """The license is asked once more: a dialog may have been open for long."""
        if not self._permission.may("save"):
            self.draw()
            return
        file = QSaveFile(str(path))
        data = self.text.toPlainText().encode()
        written = file.open(QSaveFile.OpenModeFlag.WriteOnly) and file.write(data) == len(data)
        if not (written and file.commit()):
            self._complain(f"{path.name} could not be written: {file.errorString()}")
            return
        self._path = path
        self._clean()
        self._kept.setText("Saved")

    def export(self) -> None:
        if self._permission.may("export"):
            self._ask("Export PDF", self._print, saving=True, suffix="pdf")

    def _print(self, path: Path) -> None:
        if self._permission.may("export"):
            self.text.document().print_(QPdfWriter(str(path)))
            self._kept.setText(f"Exported to {path.name}")

    # --- asking

    def _ask(
        self, title: str, then: Callable[[Path], None], *, saving: bool, suffix: str = "txt"
    ) -> None:
        dialog = QFileDialog(self, title, str(Path.home()))
        dialog.setNameFilter(f"*.{suffix}" if suffix == "pdf" else "Text (*.txt *.md);;All (*)")
        if saving:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setDefaultSuffix(suffix)
        dialog.fileSelected.connect(lambda path: then(Path(path)))
        dialog.open()

    def _complain(self, words: str) -> None:
        box = QMessageBox(QMessageBox.Icon.Warning, "Memo Editor", words, parent=self)
        box.open()

    def _leave(self, then: Callable[[], object]) -> None:
        """What is not saved is asked about; where it cannot be saved, it stays kept."""
        if not self.text.document().isModified():
            then()
            return
        buttons = QMessageBox.StandardButton
        box = QMessageBox(self)
        box.setText("Changes are not saved.")
        box.setInformativeText(
            "Save them now?" if self._permission.may("save") else "Saving is not possible now."
        )
        choices = buttons.Discard | buttons.Cancel
        box.setStandardButtons(choices | buttons.Save if self._permission.may("save") else choices)

        def answered(result: int) -> None:
            if result == buttons.Discard.value:
                self._clean()
                then()
            elif result == buttons.Save.value:
                self.save()

        box.finished.connect(answered)
        box.open()

    def may_close(self) -> bool:
        """The manager asks; nobody is asked back."""
        return not self.text.document().isModified()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Where saving is not possible the copy is kept, and offered at the next start."""
        modified = self.text.document().isModified()
        if modified and self._permission.may("save"):
            event.ignore()
            self._leave(self.close)
            return
        self.keep_copy()
        if not modified:
            self._recovery.forget()
        self.ended.emit()
        super().closeEvent(event)


class Bar(QFrame):
    """A quiet line below the head: what is the matter, and one thing to do."""

    def __init__(self) -> None:
        super().__init__(objectName="bar")
        self._words = QLabel(wordWrap=True)
        self._button = QPushButton()
        self._act: Callable[[], object] = lambda: None
        self._button.clicked.connect(lambda: self._act())
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 8, 12, 8)
        row.addWidget(self._words, 1)
        row.addWidget(self._button)
        self.hide()

    def say(
        self, words: str, button: str, act: Callable[[], object], *, tone: str = "warn"
    ) -> None:
        self._words.setText(words)
        self._words.setAccessibleName(words)
        self._button.setText(button)
        self._act = act
        self.setProperty("tone", tone)
        for part in (self, self._words, self._button):
            _polish(part)
        self.show()


def _label(name: str) -> QLabel:
    return QLabel(objectName=name)


def _button(
    words: str,
    act: Callable[[], None],
    key: QKeySequence.StandardKey | None = None,
    *,
    primary: bool = False,
) -> QPushButton:
    made = QPushButton(words)
    made.setProperty("kind", "primary" if primary else "quiet")
    made.clicked.connect(lambda: act())
    if key is not None:
        QShortcut(QKeySequence(key), made, act)
    return made


def _strip(name: str, *parts: QWidget | None) -> QFrame:
    strip = QFrame(objectName=name)
    row = QHBoxLayout(strip)
    row.setContentsMargins(20, 8, 12, 8)
    row.setSpacing(6)
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part)
    return strip


def _polish(widget: QWidget) -> None:
    """A style sheet looks at a property only when it is asked to."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
