"""The editor's window: a sheet of text, and what the license lets be done with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSaveFile, Qt, QTimer, Signal
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

from examples.memo_editor.bar import Bar, Button, polish
from examples.memo_editor.language import _, ngettext
from examples.memo_editor.permission import CHECKING, NO_MANAGER, Permission
from examples.memo_editor.recovery import Copy, Recovery

KEEP_AFTER_MS = 700
"""After the last key, a recovery copy is written."""

PASSING = (CHECKING, NO_MANAGER)
"""What is over in a moment, mostly: said calmly."""

NAME_WIDTH = 260
"""A longer name of a file is shortened in its middle: its beginning and its ending tell it."""


class Window(QMainWindow):
    """`wants_manager` is emitted when the person asks to see the license manager."""

    wants_manager = Signal()
    ended = Signal()
    unsaved = Signal(bool)

    def __init__(self, permission: Permission, recovery: Recovery) -> None:
        super().__init__(objectName="memo")
        self._permission, self._recovery = permission, recovery
        self._path: Path | None = None
        self.text = QPlainTextEdit(accessibleName=_("Memo text"))
        self._name, self._state = _label("name"), _label("state")
        self._words, self._kept = _label("words"), _label("kept")
        self.bar = Bar()
        self._save = _button(_("Save"), self.save, QKeySequence.StandardKey.Save, primary=True)
        self._export = _button(_("Export PDF"), self.export)
        self._open = _button(_("Open"), self.open, QKeySequence.StandardKey.Open)
        self._new = _button(_("New"), self.new, QKeySequence.StandardKey.New)
        self.setCentralWidget(self._laid_out())
        self._keeping = QTimer(self, singleShot=True, interval=KEEP_AFTER_MS)
        self._keeping.timeout.connect(self.keep_copy)
        self._ending = QTimer(self, singleShot=True)
        self._ending.timeout.connect(self.draw)
        self.text.textChanged.connect(self._edited)
        self.text.document().modificationChanged.connect(self._modified)
        self.resize(920, 640)
        self._left = recovery.left_behind()
        self._later = False  # what was left is not to be offered any more
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
        self.text.setPlaceholderText(_("Write something…") if may else "")
        polish(self.text)
        self._save.setEnabled(may)
        self._export.setEnabled(self._permission.may("export"))
        self._state.setText("" if may else _("Read only"))
        self._state.setToolTip(
            _("You can read and copy. A recovery copy is kept; nothing is lost.")
        )
        self._draw_bar(may)
        if was and not may:
            self.keep_copy()
        self._draw_name()
        self._wake_at_the_end()

    def _draw_bar(self, may: bool) -> None:
        if not may:
            reason = self._permission.reason
            tone = "calm" if reason in PASSING else "warn"
            button = Button(_("Open license manager"), self.wants_manager.emit)
            self.bar.say(_(reason), button, tone=tone)
        elif self._left and not self._later and not self.text.document().isModified():
            self._offer_recovery()
        else:
            self.bar.hide()

    def _draw_name(self) -> None:
        name = self._path.name if self._path else _("Untitled memo")
        middle = Qt.TextElideMode.ElideMiddle
        self._name.setText(self._name.fontMetrics().elidedText(name, middle, NAME_WIDTH))
        self._name.setToolTip(str(self._path or ""))
        self.setWindowTitle(f"{name}[*] – Memo Editor")

    def _wake_at_the_end(self) -> None:
        left = self._permission.ends_in
        if left is not None and left > 0:
            self._ending.start(int(min(left, 3600) * 1000) + 50)

    def _edited(self) -> None:
        count = len(self.text.toPlainText().split())
        self._words.setText(ngettext("{n} word", "{n} words", count))
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
            self._kept.setText(_("No recovery copy: {reason}").format(reason=error.strerror))
        else:
            self._kept.setText(_("Recovery copy kept"))

    def _offer_recovery(self) -> None:
        path = self._left[0][1].path
        words = _("“{name}” has changes from last time that were not saved.")
        if not path:
            words = _("A memo from last time was not saved.")
        restore, later = Button(_("Restore"), self._restore), Button(_("Not now"), self._put_off)
        self.bar.say(words.format(name=Path(path).name), restore, later, tone="calm")

    def _put_off(self) -> None:
        """The copy stays, and is offered at the next start."""
        self._later = True
        self.draw()

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
        self._leave(lambda: self._ask(_("Open"), self._read, saving=False))

    def _read(self, path: Path) -> None:
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            self._complain(_("{name} cannot be read as text.").format(name=path.name))
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
            self._ask(_("Save"), self._write, saving=True)
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
            words = _("{name} could not be written: {reason}")
            self._complain(words.format(name=path.name, reason=file.errorString()))
            return
        self._path = path
        self._clean()
        self._kept.setText(_("Saved"))

    def export(self) -> None:
        if self._permission.may("export"):
            self._ask(_("Export PDF"), self._print, saving=True, suffix="pdf")

    def _print(self, path: Path) -> None:
        if self._permission.may("export"):
            self.text.document().print_(QPdfWriter(str(path)))
            self._kept.setText(_("Exported to {name}").format(name=path.name))

    # --- asking

    def _ask(
        self, title: str, then: Callable[[Path], None], *, saving: bool, suffix: str = "txt"
    ) -> None:
        dialog = QFileDialog(self, title, str(Path.home()))
        every = _("Text (*.txt *.md);;All files (*)")
        dialog.setNameFilter(f"*.{suffix}" if suffix == "pdf" else every)
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
        may = self._permission.may("save")
        box.setText(_("Your changes are not saved yet."))
        box.setInformativeText(_("Save them now?") if may else _("Saving is not possible now."))
        choices = buttons.Discard | buttons.Cancel
        box.setStandardButtons(choices | buttons.Save if may else choices)

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
