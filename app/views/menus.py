"""The menus of the header: of who is not signed in yet, and of who is."""

from __future__ import annotations

from PySide6.QtGui import QAction, QActionGroup, QIcon
from PySide6.QtWidgets import QMenu, QWidget

from app.language import LANGUAGES, OWN_NAMES, _, known, spoken
from app.license.events import CheckAsked
from app.views import icons
from app.views.acts import Act, Go, Hand, OpenLink, Post, Screen
from app.views.header import Reader
from app.views.live import Perform
from app.views.look import Look
from app.views.seen import Seen


class Menus:
    """In one look; each is made for the button that shows it."""

    def __init__(self, look: Look, perform: Perform, reader: Reader) -> None:
        self._look, self._perform, self._reader = look, perform, reader

    def small(self, button: QWidget) -> QMenu:
        menu = QMenu(button)
        self._add_languages(menu)
        menu.addSeparator()
        self._add_contrast(menu)
        self._add_help(menu)
        return menu

    def large(self, avatar: QWidget, seen: Seen, *, bound: bool) -> QMenu:
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
        self._add_log_out(menu, bound)
        return menu

    def _add_help(self, menu: QMenu) -> None:
        self._add(menu, _("Diagnostics"), Go(Screen.DIAGNOSTICS), "stethoscope")
        self._add(menu, _("Support information"), Go(Screen.SUPPORT), "life-buoy")

    def _add_log_out(self, menu: QMenu, bound: bool) -> None:
        log_out = self._add(menu, _("Log out and Restart"), Hand.LOG_OUT, "log-out")
        if bound:
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

    def _icon(self, picture: str) -> QIcon:
        return icons.icon(picture, self._look.colour("muted"))
