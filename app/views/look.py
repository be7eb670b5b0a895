"""How Seatkeeper looks: the brand's design tokens as a palette, a style sheet and a font.

Light or dark, and high contrast, follow the system; a system that does not say is light.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Template

from msgspec import Struct
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

RESOURCES = Path(__file__).parents[2] / "resources"
DESIGNED_FOR_PX = 13.0  # the system font that the sizes of the tokens were chosen beside
LARGEST_SCALE, LARGE_FROM = 2.0, 1.5
HIGH = "high"
MIDDLE = 128  # of lightness, from 0 to 255
GROWING = {"pill_height": 24, "pill_radius": 12, "drop_width": 34, "arrow": 18, "item": 34}
"""Lengths of the style sheet that words have to fit into."""
OF_PICTURES = {"avatar_letters": 14, "avatar_radius": 18}


class Look(Struct, frozen=True):
    """The tokens of one theme, with every length already scaled to the reader's font."""

    dark: bool
    colours: Mapping[str, str]
    lengths: Mapping[str, int]
    family: str
    scale: float = 1.0
    strong: bool = False  # high contrast

    @property
    def large(self) -> bool:
        """Words are so large that two things beside each other find no room any more."""
        return self.scale > LARGE_FROM

    def colour(self, name: str) -> QColor:
        return QColor(self.colours[name])

    def px(self, name: str) -> int:
        return self.lengths[name]

    def scaled(self, length: int) -> int:
        """A length that grows with the reader's font: of an icon, of a column of text."""
        return round(length * self.scale)

    def drawn(self, length: float) -> float:
        """A length of a picture: it grows half as much as the words, which need the room."""
        return length * (1 + self.scale) / 2


def look_of(
    tokens: Mapping[str, Mapping[str, object]],
    *,
    dark: bool,
    scale: float = 1.0,
    strong: bool = False,
) -> Look:
    """The look that `[tokens]` of a brand describes; spaces do not grow with the font."""
    sizes = {f"type-{name}": round(value * scale) for name, value in _numbers(tokens["type"])}
    spaces = {f"space-{name}": round(value) for name, value in _numbers(tokens["space"])}
    corners = {f"radius-{name}": round(value) for name, value in _numbers(tokens["radius"])}
    theme = "dark" if dark else "light"
    colours = _strong_colours()[theme] if strong else tokens[theme]
    lengths = sizes | spaces | corners
    named = {name: str(value) for name, value in colours.items()}
    return Look(dark, named, lengths, _first_family(tokens["type"]), scale, strong)


def _strong_colours() -> Mapping[str, Mapping[str, object]]:
    """Of high contrast; no brand has a say in them."""
    import tomllib  # late: most readers never need it here

    return tomllib.loads((RESOURCES / "contrast.toml").read_text("utf-8"))


def _numbers(group: Mapping[str, object]) -> list[tuple[str, float]]:
    return [(name, float(v)) for name, v in group.items() if isinstance(v, int | float)]


def _first_family(group: Mapping[str, object]) -> str:
    return str(group["family"]).split(",")[0].strip(" \"'")


def system_is_dark(app: QApplication) -> bool:
    from PySide6.QtCore import Qt  # late: see parts/numbers_of_qt

    return app.styleHints().colorScheme() is Qt.ColorScheme.Dark


def wants_contrast(app: QApplication) -> bool:
    """Whether the reader asked the system for more contrast."""
    from PySide6.QtCore import Qt  # late: see parts/numbers_of_qt

    hints = app.styleHints()  # held: PySide lets go of its parts with it
    asked = hints.accessibility().contrastPreference()
    return asked is Qt.ContrastPreference.HighContrast


def look_for(
    app: QApplication, tokens: Mapping[str, Mapping[str, object]], *, contrast: str = ""
) -> Look:
    """The look that the system and its reader ask for; few systems tell Qt of high contrast."""
    return look_of(
        tokens,
        dark=system_is_dark(app),
        scale=reader_scale(app),
        strong=contrast == HIGH or wants_contrast(app),
    )


def first_look(
    app: QApplication, tokens: Mapping[str, Mapping[str, object]], *, contrast: str = ""
) -> Look:
    """As `look_for`, of what can be seen without Qt's enumerations: its palette. What else the
    system asks for is worn right after the first paint."""
    dark = app.palette().color(QPalette.ColorRole.Window).lightness() < MIDDLE
    return look_of(tokens, dark=dark, scale=reader_scale(app), strong=contrast == HIGH)


def reader_scale(app: QApplication) -> float:
    """How much larger than usual the reader has set the system's font."""
    return min(LARGEST_SCALE, max(1.0, QFontInfo(system_font(app)).pixelSize() / DESIGNED_FOR_PX))


def system_font(app: QApplication) -> QFont:
    """The font of the system, read before the first look replaces it."""
    kept = app.property("system-font")
    if kept is None:
        app.setProperty("system-font", app.font())
        return app.font()
    assert isinstance(kept, QFont)
    return kept


def wear(app: QApplication, look: Look) -> None:
    """Dress the application: font, palette, style sheet."""
    _load_fonts()
    font = QFont(system_font(app))
    font.setFamilies([look.family, *font.families()])
    font.setPixelSize(look.px("type-body"))
    app.setFont(font)
    app.setPalette(palette(look))
    app.setStyleSheet(style_sheet(look))


def _load_fonts() -> None:
    if "Inter" in QFontDatabase.families():
        return
    for path in sorted((RESOURCES / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


def palette(look: Look) -> QPalette:
    """Every role that a native part of Qt may paint with, so that none falls out of the theme."""
    role = QPalette.ColorRole
    named = {
        role.Window: "paper", role.Base: "surface", role.AlternateBase: "sunken",
        role.Button: "surface", role.ToolTipBase: "surface", role.WindowText: "ink",
        role.Text: "ink", role.ButtonText: "ink", role.ToolTipText: "ink", role.BrightText: "bad",
        role.PlaceholderText: "muted", role.Highlight: "accent", role.HighlightedText: "on_accent",
        role.Link: "accent", role.LinkVisited: "accent", role.Accent: "accent",
        role.Mid: "line", role.Midlight: "line", role.Light: "surface", role.Dark: "field",
        role.Shadow: "line",
    }  # fmt: skip
    made = QPalette()
    for which, name in named.items():
        made.setColor(which, look.colour(name))
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, look.colour("muted"))
    return made


def style_sheet(look: Look) -> str:
    """The style sheet, with the tokens filled in; high contrast adds its edges."""
    values: dict[str, object] = {name.replace("-", "_"): v for name, v in look.lengths.items()}
    values |= look.colours
    values |= {name: look.scaled(length) for name, length in GROWING.items()}
    values |= {name: round(look.drawn(length)) for name, length in OF_PICTURES.items()}
    values |= {part: (RESOURCES / "icons" / f"{part}-field.svg").as_posix()
               for part in ("chevron", "check")}  # fmt: skip
    names = ("window.qss", "contrast.qss") if look.strong else ("window.qss",)
    sheet = "".join((RESOURCES / name).read_text("utf-8") for name in names)
    return Template(sheet).substitute(values)


def contrast(one: QColor, other: QColor) -> float:
    """How well two colours can be told apart (WCAG 2): from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
