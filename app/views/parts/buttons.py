"""Buttons: one primary on a face, plain ones beside it, quiet ones below."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QToolButton

from app.views import icons
from app.views.look import Look
from app.views.parts.numbers_of_qt import reach_by_keyboard
from app.views.parts.ring import RingedButton, RingedToolButton

SIDE, GAP = 18, 5

Kind = Literal["primary", "plain", "quiet"]


def button(look: Look, words: str, kind: Kind = "plain", picture: str = "") -> QPushButton:
    made = RingedButton(look, words)
    made.setProperty("kind", kind)
    if picture:
        colour = {"primary": "on_accent", "plain": "ink", "quiet": "accent"}[kind]
        side = look.scaled(SIDE)
        made.setIcon(icons.spaced_icon(picture, look.colour(colour), side, GAP))
        made.setIconSize(QSize(side + GAP, side))
    return made


def icon_button(look: Look, picture: str, name: str, colour: str = "muted") -> QToolButton:
    """A button that shows a picture alone; its name is read out and shown as a tip."""
    made = RingedToolButton(look)
    side = look.scaled(20)
    made.setIcon(icons.icon(picture, look.colour(colour), side))
    made.setIconSize(QSize(side, side))
    made.setAccessibleName(name)
    made.setToolTip(name)
    reach_by_keyboard(made)
    return made
