"""The picture in the tray: the armchair on its tile, and a badge for what the shape must say.

Told apart by shape, not by colour alone: a full tile has a seat, an empty one has none, a clock
waits, an exclamation mark needs somebody. Read on light panels and on dark ones.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QIcon, QPainter, QPixmap

from app.license.telling import Sign
from app.views import icons
from app.views.look import Look

SIDES = (16, 22, 24, 32, 48, 64)
SMALL = 24
"""Up to here lines are drawn bolder, and the chair fills the tile."""


def tray_icon(sign: Sign, look: Look) -> QIcon:
    made = QIcon()
    for side in SIDES:
        made.addPixmap(_drawn(sign, look, side))
    return made


def _drawn(sign: Sign, look: Look, side: int) -> QPixmap:
    made = QPixmap(side, side)
    made.fill(icons.CLEAR)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    icons.draw(painter, QRectF(0, 0, side, side), _shapes(sign, look, small=side <= SMALL))
    painter.end()
    return made


def _shapes(sign: Sign, look: Look, *, small: bool) -> str:
    return _tile(sign, look) + _chair(sign, look, small=small) + _badge(sign, look)


def _tile(sign: Sign, look: Look) -> str:
    fill = "surface" if sign is Sign.FREE else "accent"
    edge = "muted" if sign is Sign.FREE else "accent"
    return (
        f'<rect x="1" y="1" width="22" height="22" rx="5.5" fill="{look.colours[fill]}"'
        f' stroke="{look.colours[edge]}" stroke-width="1.5"/>'
    )


def _chair(sign: Sign, look: Look, *, small: bool) -> str:
    ink = look.colours["muted" if sign is Sign.FREE else "on_accent"]
    scale, stroke = (0.79, 2.3) if small else (0.7, 2.0)
    return (
        f'<g transform="translate({12 * (1 - scale)} {12 * (1 - scale)}) scale({scale})"'
        f' fill="none" stroke="{ink}" stroke-width="{stroke}" stroke-linecap="round"'
        f' stroke-linejoin="round">{icons.shapes("armchair")}</g>'
    )


def _badge(sign: Sign, look: Look) -> str:
    if sign is Sign.WAITS:
        hands = '<path d="M17 13.6v3.6h2.7" fill="none" stroke-linecap="round"'
        return _disc(look, "accent_soft", "ink") + (
            f'{hands} stroke="{look.colours["ink"]}" stroke-width="1.8"/>'
        )
    if sign is Sign.NEEDS_YOU:
        ink = look.colours["warn_soft"]
        return _disc(look, "warn", "warn_soft") + (
            f'<path d="M17 13.4v4" fill="none" stroke="{ink}" stroke-width="2.2"'
            f' stroke-linecap="round"/><circle cx="17" cy="20.3" r="1.25" fill="{ink}"/>'
        )
    return ""


def _disc(look: Look, fill: str, edge: str) -> str:
    return (
        f'<circle cx="17" cy="17" r="6.3" fill="{look.colours[fill]}"'
        f' stroke="{look.colours[edge]}" stroke-width="1.3"/>'
    )
