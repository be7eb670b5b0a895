"""*Open the product* on the welcome screen: there where a brand names one, and what it starts."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox

from app.host.open_product import LANGUAGE_VARIABLE, LINK_VARIABLE, open_product
from app.license.picture import Licensed
from app.views.gallery_scenes import lease, online
from tools.processes import until


@pytest.mark.rule("HOST-1", "APP-2")
def test_product_is_offered_only_where_the_brand_names_one(show, brand) -> None:
    shown = show(online(Licensed(lease())))
    assert "Open Memo Editor" not in shown.texts()
    shown.window._brand = replace(brand, open_command=("memo",))
    shown.window.draw()
    assert "Open Memo Editor" in shown.texts()


@pytest.mark.rule("HOST-1")
def test_product_that_cannot_be_started_is_told(show, brand) -> None:
    shown = show(online(Licensed(lease())))
    shown.window._brand = replace(brand, open_command=("memo",))
    shown.window.draw()
    shown.press("Open Memo Editor")
    (box,) = shown.window.findChildren(QMessageBox)
    assert box.text() == "It could not be started. Is it installed on this computer?"
    box.close()


@pytest.mark.rule("HOST-1")
def test_started_product_knows_the_link_and_the_language(tmp_path: Path) -> None:
    told = tmp_path / "told"
    program = (
        f"import os, pathlib; new = pathlib.Path({str(told)!r} + '.new'); "
        f"new.write_text(os.environ[{LINK_VARIABLE!r}] + ' ' + os.environ[{LANGUAGE_VARIABLE!r}]); "
        f"new.rename({str(told)!r})"
    )
    assert open_product((sys.executable, "-c", program), "/run/user/1/seatkeeper-memo-editor")
    until(told.exists, 30, "the product to say where the link is")
    assert told.read_text() == "/run/user/1/seatkeeper-memo-editor en"


@pytest.mark.rule("HOST-1")
@pytest.mark.logs("the product could not be started")
def test_program_that_is_not_there_is_not_started(tmp_path: Path) -> None:
    assert not open_product((str(tmp_path / "nobody"),), "link")
