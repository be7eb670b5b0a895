"""A hand on the real desktop: `python -m tools.journey.hand [--module NAME] ITS ARGUMENTS`.

Runs `python -m app`, or another module, unchanged, with one thread more. It reads one JSON request
a line from standard input and does in the window what a person would: it clicks and types by Qt's
own mouse and keyboard events on widgets that are visible and enabled, found by the name that a
screen reader says. It answers with one JSON line. It calls nothing of the app, so nothing of the
app can lean on it.
"""

from __future__ import annotations

import json
import runpy
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QUrl, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
)

Answer = dict[str, Any]


class Hand(QObject):
    """Lives in the window's thread; `asked` brings the requests over."""

    asked = Signal(dict)

    def __init__(self, answer: Callable[[Answer], None]) -> None:
        super().__init__()
        self._answer = answer
        self.asked.connect(self._do)

    def _do(self, request: dict[str, Any]) -> None:
        what = request.pop("do")
        try:
            self._answer({"done": getattr(self, what)(**request)})
        except Exception as error:
            self._answer({"failed": f"{what} {request}: {error}", "seen": self.see()})

    def see(self) -> list[str]:
        """All that can be read in the windows, top to bottom."""
        return [text for widget in shown(QWidget) for text in texts(widget)]

    def click(self, name: str) -> None:
        button = find(name, QAbstractButton, QLabel)
        link = "<a " in button.text() if isinstance(button, QLabel) else False
        spot = QPoint(button.fontMetrics().averageCharWidth(), button.height() // 2)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=spot if link else QPoint())

    def type(self, name: str, text: str) -> None:
        field = find(name, QLineEdit)
        field.setFocus()
        field.clear()
        QTest.keyClicks(field, text)

    def write(self, name: str, text: str) -> None:
        """Goes on writing in a sheet of text; what is read-only takes nothing."""
        sheet = find(name, QPlainTextEdit)
        sheet.setFocus()
        QTest.keyClicks(sheet, text)

    def press(self, key: str) -> None:
        window = QApplication.activeWindow() or main_window()
        QTest.keyClick(window.focusWidget() or window, getattr(Qt.Key, f"Key_{key}"))

    def choose(self, name: str, item: str) -> None:
        box = find(name, QComboBox)
        index = next(n for n in range(box.count()) if item in box.itemText(n))
        box.setFocus()
        while box.currentIndex() != index:
            key = Qt.Key.Key_Down if box.currentIndex() < index else Qt.Key.Key_Up
            QTest.keyClick(box, key)

    def pick(self, item: str) -> None:
        """Takes an item of the menu that is open."""
        for menu in shown(QMenu):
            for action in menu.actions():
                if action.text().replace("&", "") == item and action.isEnabled():
                    spot = menu.actionGeometry(action).center()
                    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=spot)
                    return
        raise LookupError(f"no menu offers {item!r}")

    def asks_for_file(self) -> bool:
        return bool(shown(QFileDialog))

    def file(self, path: str) -> None:
        """Puts a path into the file dialog that is open, and accepts.

        Not typed letter by letter: the dialog would complete it, and Return take that instead.
        """
        dialog = shown(QFileDialog)[0]
        field = dialog.findChild(QLineEdit)
        field.setText(path)
        QTest.keyClick(field, Qt.Key.Key_Return)

    def drop(self, path: str) -> None:
        window = main_window()
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(path)])
        spot, button, keys = (
            window.rect().center(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier(0),
        )
        action = Qt.DropAction.CopyAction
        QApplication.sendEvent(window, QDragEnterEvent(spot, action, data, button, keys))
        QApplication.sendEvent(window, QDragMoveEvent(spot, action, data, button, keys))
        QApplication.sendEvent(window, QDropEvent(QPointF(spot), action, data, button, keys))

    def picture(self, path: str) -> None:
        """The window by itself; with a dialog open, the screen as it is."""
        alone = len(shown(QWidget, windows=True)) == 1
        picture = main_window().grab() if alone else QApplication.primaryScreen().grabWindow(0)
        picture.save(path)

    def close(self) -> None:
        main_window().close()


def main_window() -> QWidget:
    windows: list[QWidget] = shown(QWidget, windows=True)
    return max(windows, key=lambda window: window.width() * window.height())


def shown(*kinds: type, windows: bool = False) -> list[Any]:
    everything = [w for w in QApplication.allWidgets() if isinstance(w, kinds) and w.isVisible()]
    chosen = [w for w in everything if w.isWindow()] if windows else everything
    return sorted(chosen, key=lambda w: (w.mapToGlobal(QPoint()).y(), w.mapToGlobal(QPoint()).x()))


def texts(widget: QWidget) -> list[str]:
    found = [widget.accessibleName()]
    if isinstance(widget, (QAbstractButton, QLabel, QLineEdit)):
        found.append(widget.text().replace("&", ""))
    if isinstance(widget, QPlainTextEdit):
        found.append(widget.toPlainText())
    if isinstance(widget, QComboBox):
        found.append(widget.currentText())
    return [text for text in dict.fromkeys(found) if text]


def find(name: str, *kinds: type) -> Any:
    """The one widget that a person would point at; by its whole name first, then by a part."""
    there = [w for w in shown(*kinds) if w.isEnabled()]
    exact = [w for w in there if name in (*texts(w), w.objectName())]
    partly = [w for w in there if any(name in text for text in texts(w))]
    if not exact and not partly:
        raise LookupError(f"nothing to be seen with the name {name!r}")
    return (exact or partly)[0]


def listen() -> None:
    """The one thread more: waits for the application, then hands over line by line."""
    while not (app := QApplication.instance()):
        time.sleep(0.01)
    hand = Hand(tell)
    hand.moveToThread(app.thread())
    for line in sys.stdin:
        hand.asked.emit(json.loads(line))


def tell(answer: Answer) -> None:
    print(json.dumps(answer), file=sys.__stdout__, flush=True)


if __name__ == "__main__":
    threading.Thread(target=listen, daemon=True).start()
    module, arguments = "app", sys.argv[1:]
    if arguments[:1] == ["--module"]:
        module, arguments = arguments[1], arguments[2:]
    sys.argv = ["seatkeeper", *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
