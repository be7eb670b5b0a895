"""*Support information*: the numbers that support asks for, on the page and as text (APP-7)."""

from __future__ import annotations

from dataclasses import replace as with_brand
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from app.license import picture as p
from app.log import HIDDEN
from app.version import VERSION
from app.views.acts import Screen
from app.views.gallery_scenes import ADA_AS_OWNER, AT, MEMBERS, license, member, nobody
from app.views.seen import Seen
from app.views.support import as_text, support_facts

pytestmark = pytest.mark.rule("APP-7")


def refused(code: str) -> p.Picture:
    refusal = p.Refusal("internal-error", error=code)
    said = p.Remark(p.Intent.EXTEND, refusal.code, refusal=refusal)
    return replace(member(p.Licensed(MEMBERS)), remark=said)


def test_every_number_that_support_asks_for_is_copied(show) -> None:
    shown = show(refused("E-4711"), Screen.SUPPORT)
    shown.press("Copy as text")
    copied = QApplication.clipboard().text()
    for name, value in {
        "Account ID": MEMBERS.sub,
        "License ID": license().license_id,
        "Owner ID": ADA_AS_OWNER.id,
        "State": "Licensed",
        "Last error": "E-4711",
        "Seatkeeper": VERSION,
    }.items():
        assert f"{name}: {value}\n" in copied
        assert value in shown.texts()


def test_log_folder_is_opened_by_its_button(show, tmp_path: Path, monkeypatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    show(nobody(p.SignedOut(p.SignedOutWhy.FRESH)), Screen.SUPPORT).press("Open log folder")
    assert [Path(url.toLocalFile()) for url in opened] == [tmp_path]


@pytest.mark.rule("SAFE-2")
def test_sign_in_in_the_servers_address_is_not_told(brand) -> None:
    known = with_brand(brand, server="https://ada:opensesame@license.example")
    told = as_text(support_facts(Seen(nobody(p.SignedOut(p.SignedOutWhy.FRESH)), AT, known)))
    assert f"Server: https://{HIDDEN}license.example\n" in told
