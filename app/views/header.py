"""The upper edge of the window: whose product this is, the connection, and the person's menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QToolButton, QWidget

from app.language import OWN_NAMES, Code, _, spoken
from app.license.picture import Bound, SignedOut, SigningIn, Starting, Unconfirmed
from app.views import icons
from app.views.live import Perform
from app.views.look import Look
from app.views.parts.avatar import Avatar
from app.views.parts.clearing import empty
from app.views.parts.layouts import Piece, row, surface
from app.views.parts.marks import status_mark, symbol
from app.views.parts.numbers_of_qt import reach_by_keyboard, set_words_beside
from app.views.parts.ring import RingedToolButton
from app.views.parts.texts import text
from app.views.seen import Seen

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QMenu

    from app.views.menus import Menus


class Reader(Struct, frozen=True):
    """What a person can choose of how the window reads."""

    speak: Callable[[Code], None]
    prefer_contrast: Callable[[bool], None]
    chosen: bool  # high contrast, here and not by the system


class Header(QFrame):
    """Drawn anew only when what it shows has changed."""

    def __init__(self, look: Look, perform: Perform, reader: Reader) -> None:
        super().__init__()
        self._look, self._perform, self._reader = look, perform, reader
        self._drawn: object = None
        self._place = row(gap=0)
        self.setLayout(self._place)
        self._menu: QMenu | None = None
        self._make_menu: Callable[[], QMenu] | None = None

    @property
    def menu(self) -> QMenu | None:
        """Made when somebody first wants it."""
        if self._menu is None and self._make_menu is not None:
            self._menu = self._make_menu()
        return self._menu

    def draw(self, seen: Seen) -> None:
        shown = (seen.picture.account, _anonymous(seen), seen.offline, _is_bound(seen))
        if shown == self._drawn:
            return
        self._drawn, self._menu = shown, None
        empty(self._place)
        self._place.addWidget(surface("header", row(*self._pieces(seen), gap=12), (20, 12)))

    def _pieces(self, seen: Seen) -> list[Piece]:
        pieces: list[Piece] = [symbol(self._look, "armchair", "accent", 22),
                               text(seen.product, "brand", wrap=False), None]  # fmt: skip
        if seen.offline and not _anonymous(seen) and not _is_bound(seen):
            pieces.append(status_mark(self._look, "calm", _("No connection"), "wifi-off"))
        pieces.append(self._language_button() if _anonymous(seen) else self._avatar(seen))
        return pieces

    # --- who is not signed in: language and support alone ------------------------------------

    def _language_button(self) -> QToolButton:
        button = RingedToolButton(self._look)
        button.setText(OWN_NAMES[spoken.code])
        button.setIcon(
            icons.spaced_icon("globe", self._look.colour("muted"), self._look.scaled(20), 5)
        )
        button.setIconSize(QSize(self._look.scaled(20) + 5, self._look.scaled(20)))
        set_words_beside(button)
        button.setAccessibleName(_("Language: {name}").format(name=OWN_NAMES[spoken.code]))
        reach_by_keyboard(button)
        self._make_menu = lambda: self._menus().small(button)
        button.clicked.connect(lambda: self._pop_up(button))
        return button

    # --- who is ------------------------------------------------------------------------------

    def _avatar(self, seen: Seen) -> QWidget:
        account = seen.picture.account
        name = account.name or account.email if account else ""
        avatar = Avatar(self._look, name, _("Menu of {name}").format(name=name or seen.product))
        self._make_menu = lambda: self._menus().large(avatar, seen, bound=_is_bound(seen))
        avatar.clicked.connect(lambda: self._pop_up(avatar))
        return avatar

    # --- the menu ----------------------------------------------------------------------------

    def _menus(self) -> Menus:
        from app.views.menus import Menus  # late: the first paint waits for none of it (APP-1)

        return Menus(self._look, self._perform, self._reader)

    def _pop_up(self, button: QWidget) -> None:
        """Below its button, the right edges in line; no loop of its own."""
        if self.menu is not None:
            self.menu.popup(_below(button, self.menu))


def _below(button: QWidget, menu: QMenu) -> QPoint:
    corner = button.rect().bottomRight()
    corner.setX(corner.x() - menu.sizeHint().width())
    corner.setY(corner.y() + 4)
    return button.mapToGlobal(corner)


def _anonymous(seen: Seen) -> bool:
    return isinstance(seen.picture.standing, Starting | SignedOut | SigningIn | Unconfirmed)


def _is_bound(seen: Seen) -> bool:
    return isinstance(seen.picture.standing, Bound)
