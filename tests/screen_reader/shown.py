"""Shows the scenes of the gallery, one at a time, as each is named on the standard input."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

from app.settings import SettingsFile
from app.views import gallery
from app.views.gallery_scenes import AT, scenes
from app.views.source import Still
from app.views.window import Window

NAME = "seatkeeper-shown"


def main() -> int:
    app = QApplication([NAME])
    app.setApplicationName(NAME)
    brand = gallery.shipped_brand()
    look = gallery.dress(app, brand, gallery.Style("en"))
    by_name = {scene.name: scene for scene in scenes()}
    still, folder = Still(), Path(tempfile.mkdtemp())
    window = Window(still, brand, look, now=lambda: AT, settings=SettingsFile(folder), logs=folder)
    window.show()

    def next_scene(_descriptor: object) -> None:
        line = sys.stdin.readline().strip()
        if not line:
            app.quit()
            return
        scene = by_name[line]
        window.screen_shown = scene.screen
        still.show(scene.picture)
        window.go(scene.screen)
        say("shown")

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(next_scene)
    say("ready")
    return app.exec()


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
