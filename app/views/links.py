"""Opening what lies outside: only https: and mailto: (SAFE-6), and an own loopback server."""

from __future__ import annotations

from urllib.parse import quote

LOOPBACK = ("localhost", "127.0.0.1", "::1")


def may_open(address: str) -> bool:
    from PySide6.QtCore import QUrl  # late, as below: a first face names links and opens none

    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    if not url.isValid():
        return False
    if url.scheme() == "http":
        return url.host() in LOOPBACK
    return url.scheme() == "mailto" or (url.scheme() == "https" and bool(url.host()))


def open_outside(address: str) -> bool:
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    return may_open(address) and QDesktopServices.openUrl(QUrl(address))


def mail_to(email: str, subject: str = "") -> str:
    """A mailto: whose parts cannot break out into headers of their own."""
    about = f"?subject={quote(subject, safe='')}" if subject else ""
    return f"mailto:{quote(email, safe='@.+-_')}{about}"
