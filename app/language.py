"""The language of the window: English, German or Spanish, switched while it runs.

Sentences are looked up when they are drawn, never when a module is imported, so that a switch
reaches all of them. English is the source and needs no catalogue.
"""

from __future__ import annotations

import gettext
from pathlib import Path
from typing import Literal, get_args

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

Code = Literal["en", "de", "es"]
LANGUAGES: tuple[Code, ...] = get_args(Code)
OWN_NAMES: dict[Code, str] = {"en": "English", "de": "Deutsch", "es": "Español"}
LOCALES: dict[Code, str] = {"en": "en_GB", "de": "de_DE", "es": "es_ES"}
CATALOGUES = Path(__file__).parents[1] / "i18n"


class Language:
    """The catalogues of one language at a time; the window's one owner of it is `spoken`."""

    def __init__(self) -> None:
        self.code: Code = "en"
        self.window: gettext.NullTranslations = gettext.NullTranslations()
        self.contract: gettext.NullTranslations = gettext.NullTranslations()
        self._qt: QTranslator | None = None

    def use(self, code: Code) -> None:
        """Speak `code` from now on; Qt tells every widget, which draws itself anew."""
        self.code = code
        self.window = _catalogue("app", code)
        self.contract = _catalogue("contract", code)
        QLocale.setDefault(QLocale(LOCALES[code]))
        self._teach_qt(code)

    def _teach_qt(self, code: Code) -> None:
        """Qt's own words ("OK", "Cut"); the translator must be kept alive here."""
        app = QCoreApplication.instance()
        if app is None:
            return
        if self._qt is not None:
            app.removeTranslator(self._qt)
        self._qt = QTranslator()
        self._qt.load(f"qtbase_{code}", _qt_translations())
        app.installTranslator(self._qt)


def _catalogue(domain: str, code: Code) -> gettext.NullTranslations:
    if code == "en":
        return gettext.NullTranslations()
    return gettext.translation(domain, CATALOGUES, [code], fallback=True)


def _qt_translations() -> str:
    return QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)


spoken = Language()


def _(sentence: str) -> str:
    return spoken.window.gettext(sentence)


def ngettext(one: str, many: str, number: int, **others: str) -> str:
    """The sentence that fits `number`, with the number as `{n}` and `others` filled in."""
    return spoken.window.ngettext(one, many, number).format(n=number, **others)


def in_contract(sentence: str) -> str:
    """A sentence that desktop and server share, such as a refusal's title."""
    return spoken.contract.gettext(sentence)


def known(code: str) -> Code | None:
    return next((mine for mine in LANGUAGES if mine == code[:2].lower()), None)


def system_language() -> Code:
    for name in QLocale.system().uiLanguages():
        if code := known(name):
            return code
    return "en"
