"""The window, the core and the real server: what a person does, by the buttons they press."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget

from app.language import spoken
from app.license.face import Face, face
from app.license.picture import lease_of
from app.settings import SettingsFile
from app.views.faces.sign_in import SignIn
from app.views.license_info import LicenseInfo
from app.views.look import look_of, wear
from app.views.window import Window
from tests.cast import ADA, BEN, Person
from tests.fakes.desktop import Desktop

pytestmark = [pytest.mark.asyncio, pytest.mark.django_db(transaction=True)]


async def until(what: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not what():  # noqa: ASYNC110  a window tells nobody what it shows
            await asyncio.sleep(0.01)


class Seat:
    """A person before the window of a computer."""

    def __init__(self, desk: Desktop, window: Window) -> None:
        self.desk, self.window = desk, window

    @property
    def face(self) -> Face:
        return face(self.desk.picture)

    async def says(self, words: str) -> None:
        """Wait until these words stand somewhere."""
        await until(lambda: words in self.words())

    def words(self) -> str:
        parts: list[QWidget] = [*self.window.findChildren(QLabel)]
        parts += self.window.findChildren(QPushButton)
        return "\n".join(part.text() for part in parts if part.isVisible())  # type: ignore[attr-defined]

    async def press(self, words: str) -> None:
        """Once it is there and can be pressed."""
        await until(lambda: self.buttons(words) != [])
        self.buttons(words)[0].click()

    def buttons(self, words: str) -> list[QPushButton]:
        found = self.window.findChildren(QPushButton)
        return [b for b in found if b.isVisible() and b.isEnabled() and b.text() == words]

    async def choose(self, words: str) -> None:
        """From the person's menu."""
        menu = self.window.stage.header.menu
        assert menu is not None
        actions: list[QAction] = menu.actions()
        next(action for action in actions if action.text() == words).trigger()

    async def sign_in(self, person: Person, password: str = "") -> None:
        await self.says("Sign in")
        form = self.window.findChild(SignIn)
        form.email.line.setText(person.email)
        form.password.line.setText(password or person.password)
        await self.press("Sign in")

    async def file_dialog(self, path: Path) -> None:
        """Choose this file in the dialog that is opened."""
        await until(lambda: self.dialogs() != [])
        dialog = self.dialogs()[0]
        dialog.fileSelected.emit(str(path))
        dialog.close()

    def dialogs(self) -> list[QFileDialog]:
        return [d for d in self.window.findChildren(QFileDialog) if d.isVisible()]

    async def close(self) -> None:
        self.window.stop()
        self.window.hide()
        await self.desk.close()


@pytest.fixture
def sit_down(desktop, tmp_path: Path, qapp: QApplication) -> Iterator[Callable[..., Seat]]:
    """`sit_down("ada/1")`: the window of that computer, with its keeper running."""
    windows: list[Window] = []

    def open_window(computer: str = "one", *, server_gone: bool = False) -> Seat:
        desk = desktop(computer, server_gone=server_gone)
        look = look_of(desk.brand.tokens, dark=False)
        wear(qapp, look)
        window = Window(
            desk.keeper,
            desk.brand,
            look,
            now=desk.time,
            settings=SettingsFile(desk.folders.data),
            logs=tmp_path,
        )
        windows.append(window)
        window.show()
        desk.keeper.start()
        return Seat(desk, window)

    spoken.use("en")
    yield open_window
    for window in windows:
        window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.rule("ACC-3", "SEAT-3", "APP-2", "APP-3")
async def test_ada_signs_in_and_looks_at_her_license(sit_down) -> None:
    ada = sit_down("ada/1")
    await ada.sign_in(ADA)
    await ada.says("You have a seat")
    await ada.says("Educational license · 2 seats")
    await ada.press("Show License Info")
    for words in ("Account ID", "License ID", "Seats", "Offline availability"):
        await ada.says(words)
    assert "License Owner" not in ada.words()
    await ada.close()


@pytest.mark.rule("SAFE-1", "ACC-3")
async def test_wrong_password_stands_at_the_field_and_the_address_stays(sit_down) -> None:
    ada = sit_down("ada/1")
    await ada.sign_in(ADA, "not-hers")
    await ada.says("Email or password is not right.")
    form = ada.window.findChild(SignIn)
    assert (form.email.line.text(), form.password.line.text()) == (ADA.email, "")
    await ada.sign_in(ADA)
    await ada.says("You have a seat")
    await ada.close()


@pytest.mark.rule("OFF-1", "OFF-4")
async def test_ada_extends_and_returns_early(sit_down) -> None:
    ada = sit_down("ada/1")
    await ada.sign_in(ADA)
    await ada.press("Show License Info")
    await ada.says("Extend")
    page = ada.window.findChild(LicenseInfo)
    page.period.setCurrentIndex(2)
    await ada.press("Extend")
    await ada.says("Your seat is reserved on this computer until")
    kept = lease_of(ada.desk.picture)
    ends = kept.offline_until_at - ada.desk.time()
    assert timedelta(days=6) < ends <= timedelta(days=7)
    await ada.press("Return early")
    await ada.says("Reserve your seat for a time without connection")
    assert lease_of(ada.desk.picture).offline_until is None
    await ada.close()


@pytest.mark.rule("APP-3", "SEAT-4")
async def test_ben_sees_whose_license_he_uses(sit_down) -> None:
    ben = sit_down("ben/1")
    await ben.sign_in(BEN)
    await ben.says(f"from {ADA.name}")
    await ben.press("Show License Info")
    await ben.says("License Owner")
    await ben.says(f"Write to {ADA.email}")
    await ben.close()


@pytest.mark.rule("SEAT-9")
async def test_log_out_and_restart_starts_at_the_sign_in(sit_down) -> None:
    ada = sit_down("ada/1")
    await ada.sign_in(ADA)
    await ada.says("You have a seat")
    await ada.choose("Log out and Restart")
    await ada.says("You are logged out on this computer.")
    assert ada.window.findChild(SignIn).password.line.text() == ""
    await ada.close()


@pytest.mark.rule("APP-9")
async def test_language_is_switched_while_running(sit_down) -> None:
    ada = sit_down("ada/1")
    await ada.sign_in(ADA)
    await ada.says("You have a seat")
    ada.window.speak("de")
    await ada.says("Sie haben einen Platz")
    ada.window.speak("es")
    await ada.says("Tiene un puesto")
    ada.window.speak("en")
    await ada.says("You have a seat")
    await ada.close()


@pytest.mark.rule("AIR-1", "AIR-3", "AIR-4", "AIR-6", "AIR-8")
async def test_cleo_validates_a_computer_offline(sit_down, server, tmp_path: Path) -> None:
    cleo = sit_down("cleo/1", server_gone=True)
    await cleo.says("No connection")
    await cleo.press("Validate offline")
    await cleo.press("Save request")
    request = tmp_path / "Über uns" / "memo-editor-request.html"
    request.parent.mkdir()
    await cleo.file_dialog(request)
    await cleo.says("Waiting for the response file")
    assert cleo.desk.picture.air.check_code in cleo.words()
    response = tmp_path / "answer.seatkeeper"
    response.write_bytes(await asyncio.to_thread(bind_for_cleo, server, request.read_bytes()))
    await cleo.press("Open response file")
    await cleo.file_dialog(response)
    await cleo.says("Validated on this computer")
    menu = cleo.window.stage.header.menu
    log_out = next(a for a in menu.actions() if a.text() == "Log out and Restart")
    assert not log_out.isEnabled()
    await cleo.close()


def bind_for_cleo(server, page: bytes) -> bytes:
    """What the portal does, by the verb that it calls."""
    from django.db import connection

    from contract.offline_files import find_request
    from server.seats.bind import Bound, bind

    try:
        cleo = server.lab.people["cleo"]
        answer = bind(cleo, str(find_request(page)), server.time())
        assert isinstance(answer, Bound), answer
        return answer.response
    finally:
        connection.close()


@pytest.mark.rule("AIR-7")
async def test_request_opened_as_a_response_is_told_so(sit_down, tmp_path: Path) -> None:
    cleo = sit_down("cleo/1", server_gone=True)
    await cleo.press("Validate offline")
    await cleo.press("Save request")
    request = tmp_path / "request.html"
    await cleo.file_dialog(request)
    await cleo.says("Waiting for the response file")
    await cleo.press("Open response file")
    await cleo.file_dialog(request)
    await cleo.says("This is the request, not the response.")
    assert cleo.face is Face.REQUESTED
    await cleo.close()
