"""The upper edge of the window: whose product this is, the connection, and the person's menu."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QIcon
from PySide6.QtWidgets import QFrame, QMenu, QToolButton, QWidget

from app.language import LANGUAGES, OWN_NAMES, Code, _, known, spoken
from app.license.events import CheckAsked
from app.license.picture import Bound, SignedOut, SigningIn, Starting, Unconfirmed
from app.views import icons
from app.views.acts import Act, Go, Hand, OpenLink, Post, Screen
from app.views.live import Perform
from app.views.look import Look
from app.views.parts.avatar import Avatar
from app.views.parts.clearing import empty
from app.views.parts.layouts import Piece, row, surface
from app.views.parts.marks import status_mark, symbol
from app.views.parts.ring import RingedToolButton
from app.views.parts.texts import text
from app.views.seen import Seen


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
        """Made when somebody first wants it: the first paint waits for none of it (APP-1)."""
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
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setAccessibleName(_("Language: {name}").format(name=OWN_NAMES[spoken.code]))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        self._make_menu = lambda: self._small_menu(button)
        button.clicked.connect(lambda: self._pop_up(button))
        return button

    def _small_menu(self, button: QWidget) -> QMenu:
        menu = QMenu(button)
        self._add_languages(menu)
        menu.addSeparator()
        self._add_contrast(menu)
        self._add_help(menu)
        return menu

    # --- who is ------------------------------------------------------------------------------

    def _avatar(self, seen: Seen) -> QWidget:
        account = seen.picture.account
        name = account.name or account.email if account else ""
        avatar = Avatar(self._look, name, _("Menu of {name}").format(name=name or seen.product))
        self._make_menu = lambda: self._large_menu(avatar, seen)
        avatar.clicked.connect(lambda: self._pop_up(avatar))
        return avatar

    def _large_menu(self, avatar: QWidget, seen: Seen) -> QMenu:
        account, menu = seen.picture.account, QMenu(avatar)
        name = account.name or account.email if account else ""
        if name:
            menu.addAction(name).setEnabled(False)
            if account and account.email and account.email != name:
                menu.addAction(account.email).setEnabled(False)
            menu.addSeparator()
        self._add(menu, _("Show License Info"), Go(Screen.LICENSE), "info")
        self._add(menu, _("Check for Updated License"), Post(CheckAsked()), "refresh-cw")
        self._add(menu, _("My computers"), OpenLink(seen.computers), "laptop")
        menu.addSeparator()
        languages = menu.addMenu(self._icon("globe"), _("Language"))
        self._add_languages(languages)
        self._add_contrast(menu)
        self._add_help(menu)
        menu.addSeparator()
        self._add_log_out(menu, seen)
        return menu

    def _add_help(self, menu: QMenu) -> None:
        self._add(menu, _("Diagnostics"), Go(Screen.DIAGNOSTICS), "stethoscope")
        self._add(menu, _("Support information"), Go(Screen.SUPPORT), "life-buoy")

    def _add_log_out(self, menu: QMenu, seen: Seen) -> None:
        log_out = self._add(menu, _("Log out and Restart"), Hand.LOG_OUT, "log-out")
        if _is_bound(seen):
            why = _("Not here: a seat belongs to this computer for good.")
            log_out.setEnabled(False)
            log_out.setToolTip(why)
            menu.addAction(why).setEnabled(False)

    def _add_languages(self, menu: QMenu) -> None:
        group = QActionGroup(menu)
        for code in LANGUAGES:
            action = menu.addAction(OWN_NAMES[code])
            action.setCheckable(True)
            action.setChecked(code == spoken.code)
            action.setData(code)
            group.addAction(action)
        group.triggered.connect(lambda action: self._reader.speak(known(action.data()) or "en"))

    def _add_contrast(self, menu: QMenu) -> None:
        action = menu.addAction(_("High contrast"))
        action.setCheckable(True)
        action.setChecked(self._reader.chosen)
        action.toggled.connect(self._reader.prefer_contrast)

    def _add(self, menu: QMenu, words: str, act: Act, picture: str) -> QAction:
        action = menu.addAction(self._icon(picture), words)
        action.triggered.connect(lambda: self._perform(act))
        return action

    def _pop_up(self, button: QWidget) -> None:
        """Below its button, the right edges in line; no loop of its own."""
        if self.menu is not None:
            self.menu.popup(_below(button, self.menu))

    def _icon(self, picture: str) -> QIcon:
        return icons.icon(picture, self._look.colour("muted"))


def _below(button: QWidget, menu: QMenu) -> QPoint:
    corner = button.rect().bottomRight()
    corner.setX(corner.x() - menu.sizeHint().width())
    corner.setY(corner.y() + 4)
    return button.mapToGlobal(corner)


def _anonymous(seen: Seen) -> bool:
    return isinstance(seen.picture.standing, Starting | SignedOut | SigningIn | Unconfirmed)


def _is_bound(seen: Seen) -> bool:
    return isinstance(seen.picture.standing, Bound)
