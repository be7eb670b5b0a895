"""`python -m examples.memo_editor --brand FILE`: the editor, joined to its license manager."""

from __future__ import annotations

import argparse
import base64
import os
import shlex
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QApplication

from examples.memo_editor import language
from examples.memo_editor.lease import Pinned
from examples.memo_editor.look import style
from examples.memo_editor.manager import Manager, link_of
from examples.memo_editor.permission import Permission
from examples.memo_editor.recovery import Recovery
from examples.memo_editor.window import Window


def main() -> int:
    asked = _asked()
    brand = tomllib.loads(asked.brand.read_text("utf-8"))
    app = QApplication(sys.argv[:1])
    app.setApplicationName("memo-editor")
    app.setApplicationDisplayName("Memo Editor")
    language.speak(language.chosen())
    language.teach_qt(app, language.chosen())
    _dress(app, brand["tokens"])
    app.styleHints().colorSchemeChanged.connect(lambda: _dress(app, brand["tokens"]))
    home = asked.home or Path(
        QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
    )
    where = os.environ.get("SEATKEEPER_LINK") or link_of(brand["product"]["id"], asked.profile)
    manager = Manager(where, brand["product"]["id"], shlex.split(asked.manager))
    permission = Permission(_pinned(brand), manager.prove)
    window = Window(permission, Recovery(home))
    _join(app, manager, permission, window)
    window.show()
    manager.connect_to_it()
    return app.exec()


def _dress(app: QApplication, tokens: dict[str, Any]) -> None:
    dark = app.styleHints().colorScheme() is Qt.ColorScheme.Dark
    app.setStyleSheet(style(tokens["dark" if dark else "light"]))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="memo-editor")
    parser.add_argument(
        "--brand", type=Path, required=True, help="what a vendor would build in: issuer and roots"
    )
    parser.add_argument("--manager", default="", help="the command that starts the manager")
    parser.add_argument("--profile", help="the manager's profile, where it has one of its own")
    parser.add_argument("--home", type=Path, help="where recovery copies lie")
    return parser.parse_args()


def _pinned(brand: dict[str, Any]) -> Pinned:
    roots = tuple(base64.urlsafe_b64decode(root + "=") for root in brand["roots"])
    return Pinned(brand["issuer"], brand["product"]["id"], roots)


def _join(app: QApplication, manager: Manager, permission: Permission, window: Window) -> None:
    """The link feeds the permission; the window shows it."""

    def heard(line: dict[str, Any]) -> None:
        if isinstance(line.get("state"), dict):
            permission.take_state(line["state"])
        elif "proof" in line:
            permission.take_proof(line["proof"])
        elif line.get("may_close"):
            closing = window.may_close()
            manager.answer_may_close(closing)
            if closing:
                window.close()
        window.draw()

    manager.told.connect(heard)
    manager.lost.connect(_after(permission.lost, window.draw))
    window.wants_manager.connect(manager.show)
    window.unsaved.connect(manager.set_unsaved)
    window.ended.connect(_after(manager.leave, app.quit))


def _after(*acts: Callable[[], object]) -> Callable[[], None]:
    def all_of_them() -> None:
        for act in acts:
            act()

    return all_of_them


if __name__ == "__main__":
    sys.exit(main())
