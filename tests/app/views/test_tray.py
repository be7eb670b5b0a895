"""The icon in the tray: what it shows, what its menu does, and a tray that comes and goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from app.language import LANGUAGES, spoken
from app.license.events import LogOutAsked
from app.license.face import Face, face
from app.license.picture import Bound, Licensed, Ready, Use
from app.license.telling import Sign
from app.views.acts import Screen
from app.views.gallery_scenes import AT, LOST, RESERVED, bound, lease, online, scenes
from app.views.look import Look, contrast, look_of
from app.views.seen import Seen
from app.views.tray import Tray
from app.views.tray_icon import SIDES, tray_icon
from app.views.tray_words import shown as words_of
from tests.fakes.tray import FakeTray

HELD = online(Licensed(lease()))
FACES = [scene for scene in scenes() if scene.screen is Screen.FACE]
MENU = ["You have a seat", "Educational license · 2 seats · until 31 December 2027", "",
        "Show window", "Show License Info", "", "Log out and Restart", "Quit"]  # fmt: skip


@pytest.fixture
def trayed(show) -> Iterator[Callable]:
    """A window with its tray: `(what is shown, the tray that Qt would have)`."""
    trays: list[Tray] = []

    def put_up(picture, *, there: bool = True):
        shown, fake = show(picture), FakeTray(there=there)
        tray = Tray(shown.window, shown.still, is_there=fake.is_there, make=fake.make)
        trays.append(tray)
        return shown, fake, tray

    yield put_up
    for tray in trays:
        tray.stop()
        tray.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


# --- there or not ----------------------------------------------------------------------------


def test_without_a_tray_nothing_is_made_and_all_else_works(trayed) -> None:
    shown, fake, tray = trayed(HELD, there=False)
    shown.still.show(online(Ready()))
    assert (fake.icons, tray.there) == ([], False)
    assert "No seat taken" in shown.texts()


def test_tray_that_comes_later_gets_its_icon_and_says_so(trayed) -> None:
    _, fake, tray = trayed(HELD, there=False)
    told: list[bool] = []
    tray.came = lambda: told.append(True)
    fake.there = True
    tray.look()
    assert (fake.icon.visible, told) == (True, [True])
    assert fake.icon.tips == ["Memo Editor\nYou have a seat\n" + MENU[1]]


def test_tray_that_went_gets_a_new_icon_when_it_is_back(trayed) -> None:
    _, fake, tray = trayed(HELD)
    fake.there = False
    tray.look()
    assert (fake.icon.visible, tray.there) == (False, False)
    fake.there = True
    tray.look()
    assert (len(fake.icons), fake.icon.visible, fake.icon.lines()) == (2, True, MENU)


def test_icon_is_gone_when_the_desktop_ends(show) -> None:
    shown, fake = show(HELD), FakeTray()
    tray = Tray(shown.window, shown.still, is_there=fake.is_there, make=fake.make)
    tray.stop()
    shown.still.show(online(Ready()))
    assert (fake.icon.visible, len(fake.icon.tips)) == (False, 1)


# --- what it shows ---------------------------------------------------------------------------


def test_icon_and_tip_follow_the_picture_and_nothing_is_drawn_twice(trayed) -> None:
    shown, fake, tray = trayed(HELD)
    tray.look()
    shown.still.show(replace(HELD))
    assert (len(fake.icon.pictures), len(fake.icon.tips)) == (1, 1)
    shown.still.show(replace(HELD, connection=LOST))  # a lost connection is no alarm (APP-5)
    assert (len(fake.icon.pictures), len(fake.icon.tips)) == (1, 2)
    assert fake.icon.tips[-1].splitlines()[1] == "No connection"
    shown.still.show(online(Ready()))
    assert len(fake.icon.pictures) == 2


@pytest.mark.rule("APP-9")
def test_icon_follows_the_look_and_the_menu_the_language(trayed, brand) -> None:
    shown, fake, tray = trayed(HELD)
    shown.window.wear(look_of(brand.tokens, dark=True))
    tray.look()
    assert len(fake.icon.pictures) == 2
    spoken.use("de")
    fake.icon.menu.aboutToShow.emit()
    assert fake.icon.lines()[0] == "Sie haben einen Platz"


@pytest.mark.rule("APP-9")
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_face_is_told_shortly_and_can_be_left(brand, language) -> None:
    spoken.use(language)
    for scene in FACES:
        said = words_of(Seen(scene.picture, AT, brand))
        lines = said.tip.splitlines()
        assert 2 <= len(lines) <= 3, scene.name
        assert len(set(lines)) == len(lines), scene.name
        assert len(said.tip) < 128, scene.name  # what Windows shows of one
        assert said.items[-1].words == {"en": "Quit", "de": "Beenden", "es": "Salir"}[language]
    assert {face(scene.picture) for scene in FACES} == set(Face)


def pixels(icon: QIcon, side: int) -> list[QColor]:
    image = icon.pixmap(side, side).toImage()
    return [image.pixelColor(x, y) for x in range(side) for y in range(side)]


@pytest.mark.rule("APP-9")
@pytest.mark.parametrize("side", SIDES)
def test_signs_differ_in_shape_at_every_size(look: Look, side: int) -> None:
    """In greys, as somebody sees them who tells no colours apart."""
    greys = [[c.lightness() // 64 for c in pixels(tray_icon(sign, look), side)] for sign in Sign]
    for number, one in enumerate(greys):
        for other in greys[:number]:
            differing = sum(a != b for a, b in zip(one, other, strict=True))
            assert differing > side * side * 0.06


@pytest.mark.rule("APP-9")
@pytest.mark.parametrize(("dark", "strong"), [(False, False), (True, False), (True, True)])
@pytest.mark.parametrize("panel", ["#F0F0F0", "#2B2B2B"])
def test_each_sign_is_seen_on_light_and_dark_panels(
    brand, dark: bool, strong: bool, panel: str
) -> None:
    look = look_of(brand.tokens, dark=dark, strong=strong)
    for sign in Sign:
        opaque = [c for c in pixels(tray_icon(sign, look), 22) if c.alpha() == 255]
        best = max(contrast(c, QColor(panel)) for c in opaque)
        assert best >= 3, sign


# --- the menu --------------------------------------------------------------------------------


@pytest.mark.rule("APP-2")
def test_menu_says_how_it_stands_and_offers_what_the_window_does(trayed) -> None:
    _, fake, _ = trayed(HELD)
    assert fake.icon.lines() == MENU
    enabled = [a.text() for a in fake.icon.menu.actions() if a.isEnabled() and a.text()]
    assert enabled == MENU[3:5] + MENU[6:]


@pytest.mark.rule("APP-11")
@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_click_and_show_window_bring_a_hidden_window_up(trayed) -> None:
    shown, fake, _ = trayed(HELD)
    for act in (
        lambda: fake.icon.choose("Show window"),
        lambda: fake.icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger),
    ):
        shown.window.hide()
        act()
        assert shown.window.isVisible()


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_license_info_opens_on_its_page(trayed) -> None:
    shown, fake, _ = trayed(HELD)
    shown.window.hide()
    fake.icon.choose("Show License Info")
    assert (shown.window.isVisible(), shown.window.screen_shown) == (True, Screen.LICENSE)


@pytest.mark.rule("SEAT-9", "OFF-4")
@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_log_out_goes_the_same_way_as_in_the_window(trayed) -> None:
    shown, fake, _ = trayed(HELD)
    fake.icon.choose("Log out and Restart")
    assert shown.still.posted == [LogOutAsked()]
    shown.still.show(online(Licensed(RESERVED)))
    shown.window.hide()
    fake.icon.choose("Log out and Restart")
    assert shown.still.posted == [LogOutAsked()]
    assert "Log out and end the reservation?" in shown.texts()


@pytest.mark.rule("AIR-6")
def test_log_out_of_a_bound_computer_is_shown_with_the_reason(trayed) -> None:
    _, fake, _ = trayed(online(Bound(bound())))
    lines = fake.icon.lines()
    where = lines.index("Log out and Restart")
    assert lines[where + 1] == "Not here: a seat belongs to this computer for good."
    assert not fake.icon.menu.actions()[where].isEnabled()


@pytest.mark.rule("HOST-4", "SEAT-4")
def test_quit_closes_the_window_and_waits_for_an_open_product(trayed) -> None:
    shown, fake, _ = trayed(HELD)
    told: list[bool] = []
    shown.window.closed = lambda: told.append(True)
    shown.still.show(replace(HELD, use=Use(products=1, shell=True)))
    quits = next(a for a in fake.icon.menu.actions() if a.text() == "Quit")
    assert (quits.isEnabled(), fake.icon.lines()[-1]) == (
        False, "Not while Memo Editor is open: it needs its seat.",
    )  # fmt: skip
    shown.still.show(HELD)
    fake.icon.choose("Quit")
    assert (shown.window.isVisible(), told) == (False, [True])
