"""A window with all that the desktop has outside of it, before still pictures.

Each line of the standard input is an order, each line of the answer one value as JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import qasync
from msgspec.structs import replace
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.desktop_notices import DesktopNotices
from app.license import picture as p
from app.settings import SettingsFile
from app.views import gallery
from app.views.gallery_scenes import AT, lease, online, scenes
from app.views.messages import Message
from app.views.outside import Outside
from app.views.source import Still
from app.views.window import Window

NAME = "seatkeeper-memo-editor"
WARNING = p.Notice(p.NoticeKind.ENDING, AT + timedelta(days=7), timedelta(days=7))


class Desktop:
    def __init__(self, app: QApplication, theme: gallery.Theme) -> None:
        brand = gallery.shipped_brand()
        look = gallery.dress(app, brand, gallery.Style("en", theme))
        folder = Path(tempfile.mkdtemp())
        self.still = Still(online(p.Licensed(lease())))
        self.window = Window(
            self.still, brand, look, now=lambda: AT, settings=SettingsFile(folder), logs=folder
        )
        self.notices = DesktopNotices("Memo Editor", NAME)
        self.outside = Outside(app, self.window, self.still, self.notices)

    def obey(self, order: str) -> object:
        name, _, rest = order.partition(" ")
        return getattr(self, name)(*([rest] if rest else []))

    def turn_to(self, scene: str) -> bool:
        self.still.show(next(s.picture for s in scenes() if s.name == scene))
        return True

    def warn(self) -> bool:
        self.still.show(replace(self.still.picture, notices=frozenset({WARNING})))
        return True

    def say(self, words: str) -> bool:
        self.notices.say(Message("test", "Memo Editor", words), lambda: None)
        return True

    def hide(self) -> bool:
        self.window.hide()
        return True

    def look(self) -> bool:
        """As the timer does every few seconds."""
        self.outside.tray.look()
        return self.outside.tray.there

    def sees(self) -> list[object]:
        return [self.window.isVisible(), self.window.screen_shown.name]

    def balloon(self) -> str:
        """The ground of a notice that Qt itself draws, where there is one."""
        tips = [w for w in QApplication.topLevelWidgets() if w.inherits("QBalloonTip")]
        return tips[0].palette().window().color().name() if tips else ""

    def colours(self) -> list[str]:
        """On the screen, where the icon lies."""
        icon = self.outside.tray._icon
        where = icon.geometry() if icon is not None else QRect()
        screen = QGuiApplication.primaryScreen().grabWindow(0).toImage()
        spots = {
            screen.pixelColor(x, y).name()
            for x in range(where.left(), where.right() + 1)
            for y in range(where.top(), where.bottom() + 1)
        }
        return sorted(spots)


async def live(app: QApplication, theme: gallery.Theme) -> int:
    desktop, over = Desktop(app, theme), asyncio.Event()

    def read() -> None:
        line = sys.stdin.readline().strip()
        say(desktop.obey(line)) if line else over.set()

    asyncio.get_running_loop().add_reader(sys.stdin.fileno(), read)
    say("ready")
    await over.wait()
    asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
    await desktop.outside.stop()
    return 0


def say(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    app = QApplication([NAME])
    app.setApplicationName(NAME)
    app.setQuitOnLastWindowClosed(False)
    sys.exit(qasync.run(live(app, sys.argv[1])))
