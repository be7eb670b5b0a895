"""A picture of every face, in each language, theme and font: `python3 dev.py gallery --out DIR`.

The words of a face are in its own file, the pictures that are drawn in `gallery_scenes.py`.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal, get_args

from msgspec import Struct
from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from app.language import LANGUAGES, OWN_NAMES, known
from app.settings import SettingsFile
from app.views.gallery_scenes import AT, Scene, scenes
from app.views.gallery_sheets import Taken, keep, sheet
from app.views.gallery_words import STRETCHED, speak
from app.views.look import RESOURCES, Look, look_of, wear
from app.views.source import Still
from app.views.window import Window
from contract.brand import Brand, read_brand

Theme = Literal["light", "dark", "contrast", "contrast-dark"]
THEMES: tuple[Theme, ...] = get_args(Theme)
ALL_LANGUAGES = (*LANGUAGES, STRETCHED)
FONTS = (100, 200)
USUAL, LARGE = QSize(960, 720), QSize(1280, 960)  # what is seen at once at each of the fonts
SIZES = (QSize(900, 560), QSize(1280, 800), QSize(1920, 1080))
AT_EACH_SIZE = ("02-sign-in", "13-member", "25-requested", "license-member")


class Style(Struct, frozen=True):
    """In what a sheet is drawn."""

    language: str
    theme: Theme = "light"
    font: int = 100

    @property
    def name(self) -> str:
        large = f"-{self.font}" if self.font != FONTS[0] else ""
        return f"{self.language}-{self.theme}{large}"

    @property
    def title(self) -> str:
        code = known(self.language)
        language = OWN_NAMES[code] if code else "Stretched, to find what has no room"
        return f"{language} · {self.theme} · {self.font} %"

    def look(self, brand: Brand) -> Look:
        strong, dark = "contrast" in self.theme, "dark" in self.theme
        return look_of(brand.tokens, dark=dark, scale=self.font / 100, strong=strong)


def every_style(
    languages: Iterable[str] = ALL_LANGUAGES,
    themes: Iterable[Theme] = THEMES,
    fonts: Iterable[int] = FONTS,
) -> list[Style]:
    return [Style(code, theme, font) for font in fonts for code in languages for theme in themes]


def draw(out: Path, styles: Sequence[Style] | None = None, *, only: str = "") -> None:
    """Single pictures into folders by their style, and a sheet of each."""
    app, brand = application(), shipped_brand()
    chosen = [scene for scene in scenes() if only in scene.name]
    for style in every_style() if styles is None else styles:
        look = dress(app, brand, style)
        size = LARGE if style.font > FONTS[0] else USUAL
        taken = [(scene.name, take(app, brand, look, scene, size)) for scene in chosen]
        keep(out / style.name, taken)
        sheet(taken, look, style.title).save(str(out / f"faces-{style.name}.png"))
    speak("en")


def draw_sizes(out: Path, languages: Iterable[str] = ALL_LANGUAGES) -> None:
    """A few faces in windows from the smallest to a full screen; a sheet for each language."""
    app, brand = application(), shipped_brand()
    chosen = [scene for scene in scenes() if scene.name in AT_EACH_SIZE]
    for code in languages:
        style = Style(code)
        look = dress(app, brand, style)
        taken = [_at_size(app, brand, look, scene, size) for size in SIZES for scene in chosen]
        sheet(taken, look, style.title, len(chosen)).save(str(out / f"sizes-{code}.png"))
    speak("en")


def _at_size(app: QApplication, brand: Brand, look: Look, scene: Scene, size: QSize) -> Taken:
    name = f"{scene.name}  {size.width()} x {size.height()}"
    return name, take(app, brand, look, scene, size)


def take(app: QApplication, brand: Brand, look: Look, scene: Scene, size: QSize) -> QPixmap:
    """The window before this scene, as it looks once everything is laid out."""
    with tempfile.TemporaryDirectory() as folder:
        settings = SettingsFile(Path(folder))
        window = Window(Still(scene.picture), brand, look, now=lambda: AT, settings=settings,
                        logs=Path(folder))  # fmt: skip
        window.resize(size)
        if scene.name.startswith("busy"):
            window.stage.busy.appear()
        window.go(scene.screen)
        window.show()
        app.processEvents()
        app.processEvents()
        shot = window.grab()
        window.hide()
        window.deleteLater()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return shot


def dress(app: QApplication, brand: Brand, style: Style) -> Look:
    """Speak and look like this from now on."""
    speak(style.language)
    look = style.look(brand)
    wear(app, look)
    return look


def shipped_brand() -> Brand:
    """The one that the desktop comes with, and a product that it can open."""
    brand = read_brand((RESOURCES / "brand.toml").read_text("utf-8"))
    return replace(brand, open_command=(brand.product,))


def application() -> QApplication:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    return app
