"""What a button stands for, as a value: faces name acts, the window's hands carry them out.

Values, because a face that is a value can be compared (is anything new to draw?) and tested
without a widget.
"""

from __future__ import annotations

from enum import Enum, auto

from msgspec import Struct

from app.license.events import Event


class Screen(Enum):
    """Pages that are looked at beside the face that the picture asks for."""

    FACE = auto()
    LICENSE = auto()
    OFFLINE = auto()
    LOG_OUT = auto()
    GIVE_BACK = auto()
    MAKE_OWN = auto()
    SUPPORT = auto()
    SIGN_IN = auto()
    DIAGNOSTICS = auto()


class Post(Struct, frozen=True):
    """Tell the keeper what the person asked for."""

    event: Event


class OpenLink(Struct, frozen=True):
    address: str


class Copy(Struct, frozen=True):
    """Put this text on the clipboard."""

    text: str


class Go(Struct, frozen=True):
    screen: Screen


class Hand(Enum):
    """Acts that need a dialog or the desktop around us."""

    OPEN_PRODUCT = auto()
    OPEN_RESPONSE = auto()
    SAVE_REQUEST = auto()
    GIVE_BACK = auto()
    SAVE_RETURN = auto()
    LOG_OUT = auto()
    OPEN_LOGS = auto()


Act = Post | OpenLink | Copy | Go | Hand
