"""The words in the person's language: plain gettext, English in the source.

What the license manager says comes in the person's language already and is shown as it is.
"""

from __future__ import annotations

import gettext
import os
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

LANGUAGES = ("en", "de", "es")
CATALOGUES = Path(__file__).parents[2] / "i18n"

_spoken = gettext.NullTranslations()


def chosen() -> str:
    """What the manager that started us speaks, else the system's first that we have."""
    names = [os.environ.get("SEATKEEPER_LANGUAGE", ""), *QLocale.system().uiLanguages()]
    wanted = (name[:2].lower() for name in names)
    return next((code for code in wanted if code in LANGUAGES), "en")


def speak(code: str) -> None:
    """From now on, for what is drawn anew."""
    global _spoken
    found = [] if code == "en" else [code]
    _spoken = gettext.translation("memo", CATALOGUES, found, fallback=True)


def teach_qt(app: QCoreApplication, code: str) -> None:
    """Qt's own words ("Cancel", "File name:"), once, at the start."""
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{code}", folder):
        app.installTranslator(translator)


def _(sentence: str) -> str:
    return _spoken.gettext(sentence)


def ngettext(one: str, many: str, number: int) -> str:
    return _spoken.ngettext(one, many, number).format(n=number)


def N_(sentence: str) -> str:  # noqa: N802 - gettext's name for a text that is translated later
    return sentence
