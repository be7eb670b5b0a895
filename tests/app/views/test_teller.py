"""Notices for whoever does not look at the window: over the desktop's own, else over the tray."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from app.language import LANGUAGES, spoken
from app.license import picture as p
from app.license.events import WarningsTold
from app.license.telling import SavingOff, SeatOffered
from app.views.acts import Screen
from app.views.gallery_scenes import AT, lease, license, online
from app.views.messages import message
from app.views.seen import Seen
from app.views.teller import Teller
from app.views.tray import Tray
from tests.fakes.tray import FakeNotices, FakeTray

pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)

HELD = online(p.Licensed(lease()), license=license(last_day=(AT + timedelta(days=7)).date()))
WARNING = p.Notice(p.NoticeKind.ENDING, AT + timedelta(days=7), timedelta(days=7))
WARNED = replace(HELD, notices=frozenset({WARNING}))
SAID = ("Memo Editor", "Your license ends in 7 days, on 2 December 2026.")


class Outside:
    def __init__(self, shown, fake: FakeTray, own: FakeNotices | None) -> None:
        self.shown, self.fake, self.own = shown, fake, own
        self.tray = Tray(shown.window, shown.still, is_there=fake.is_there, make=fake.make)
        app = QApplication.instance()
        self.alerted: list[object] = []
        app.alert = lambda window: self.alerted.append(window)
        self.teller = Teller(app, shown.window, shown.still, self.tray, own)
        self.tray.came = self.teller.look

    def stop(self) -> None:
        self.teller.stop()
        self.tray.stop()
        for part in (self.teller, self.tray):
            part.deleteLater()
        del QApplication.instance().alert


@pytest.fixture
def outside(show) -> Iterator[Callable[..., Outside]]:
    made: list[Outside] = []

    def begin(picture=HELD, *, there: bool = True, own: FakeNotices | None = None) -> Outside:
        shown = show(picture)
        shown.window.hide()
        made.append(Outside(shown, FakeTray(there=there), own))
        return made[-1]

    yield begin
    for one in made:
        one.stop()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.rule("APP-4")
def test_warning_is_told_by_the_tray_once_while_nobody_looks(outside) -> None:
    out = outside()
    for _ in range(3):
        out.shown.still.show(WARNED)
    assert out.fake.icon.said == [SAID]


@pytest.mark.rule("APP-4")
def test_warning_found_at_a_start_in_the_background_is_told(outside) -> None:
    assert outside(WARNED).fake.icon.said == [SAID]


@pytest.mark.rule("APP-4")
def test_warning_is_not_told_to_whoever_looks_at_the_window(outside, qtbot) -> None:
    out = outside()
    out.shown.window.show()
    qtbot.waitUntil(out.shown.window.isActiveWindow)
    out.shown.still.show(WARNED)
    assert SAID[1] in out.shown.texts()
    out.shown.window.hide()
    out.shown.still.show(replace(WARNED, failures=1))
    assert out.fake.icon.said == []


@pytest.mark.rule("APP-4")
def test_warning_is_told_while_the_window_lies_minimised(outside) -> None:
    out = outside()
    out.shown.window.showMinimized()
    out.shown.still.show(WARNED)
    assert out.fake.icon.said == [SAID]


@pytest.mark.rule("APP-4", "OFF-7")
@pytest.mark.parametrize("own", [False, True])
def test_click_on_a_notice_opens_the_page_of_its_matter(outside, own: bool) -> None:
    out = outside(own=FakeNotices() if own else None)
    out.shown.still.show(WARNED)
    if own:
        out.own.answer()
        out.own.click()
    else:
        out.fake.icon.messageClicked.emit()
    assert out.shown.window.isVisible()
    assert out.shown.window.screen_shown is Screen.LICENSE


@pytest.mark.rule("APP-4")
@pytest.mark.parametrize("looked_at", [False, True])
def test_core_is_told_once_that_a_warning_was_told_or_seen(outside, qtbot, looked_at: bool) -> None:
    out = outside(there=not looked_at)
    if looked_at:
        out.shown.window.show()
        qtbot.waitUntil(out.shown.window.isActiveWindow)
    for _ in range(2):
        out.shown.still.show(WARNED)
    assert out.shown.still.posted == [WarningsTold()]


def test_core_hears_nothing_of_a_warning_that_nobody_heard_of(outside) -> None:
    out = outside(WARNED, there=False)
    assert out.shown.still.posted == []


# --- ways ------------------------------------------------------------------------------------


def test_desktops_own_notices_come_before_the_tray(outside) -> None:
    out = outside(own=FakeNotices())
    out.shown.still.show(WARNED)
    assert out.own.said == []  # still looked for
    out.own.answer()
    assert [(said.title, said.words) for said in out.own.said] == [SAID]
    assert out.fake.icon.said == []


def test_desktops_own_notices_are_not_looked_for_without_news(outside) -> None:
    out = outside(own=FakeNotices())
    out.shown.still.show(replace(HELD, failures=1))
    assert not out.own.seeking


def test_tray_tells_where_the_desktop_has_no_notices(outside) -> None:
    out = outside(own=FakeNotices(there=False))
    out.shown.still.show(WARNED)
    out.own.answer()
    assert out.fake.icon.said == [SAID]


@pytest.mark.rule("APP-4")
def test_without_tray_and_notices_the_task_bar_asks_and_the_window_says_it(outside) -> None:
    out = outside(there=False)
    out.shown.window.showMinimized()
    out.shown.still.show(WARNED)
    assert out.alerted[-1] is out.shown.window
    out.shown.window.showNormal()
    assert SAID[1] in out.shown.texts()


@pytest.mark.rule("APP-4")
def test_warning_waits_for_a_tray_that_comes_later(outside) -> None:
    out = outside(WARNED, there=False)
    out.fake.there = True
    out.tray.look()
    out.tray.look()
    assert out.fake.icon.said == [SAID]


@pytest.mark.rule("APP-4")
def test_what_was_read_before_a_tray_came_is_not_told_again(outside, qtbot) -> None:
    out = outside(WARNED, there=False)
    out.shown.window.show()
    qtbot.waitUntil(out.shown.window.isActiveWindow)
    out.shown.window.hide()
    out.fake.there = True
    out.tray.look()
    assert out.fake.icon.said == []


# --- words -----------------------------------------------------------------------------------


@pytest.mark.rule("SEAT-7", "HOST-2")
def test_offer_and_end_of_saving_are_told_in_the_words_of_their_faces(outside) -> None:
    out = outside(online(p.Waiting(1, 0, AT + timedelta(minutes=5))))
    (offer,) = out.fake.icon.said
    assert offer[0] == "A seat is free for you"
    assert offer[1].startswith("It is held for you until ")
    open_ = p.Use(products=1)
    out.shown.still.show(replace(HELD, use=open_))
    lost = p.ReadOnly(p.ReadOnlyWhy.FREED, lease())
    out.shown.still.show(replace(HELD, use=open_, standing=lost))
    assert out.fake.icon.said[-1][0] == "Your seat was freed"


@pytest.mark.rule("APP-9")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_news_has_words_in_each_language(brand, language) -> None:
    spoken.use(language)
    seen = Seen(online(p.Waiting(1, 0, AT)), AT, brand)
    assert message(SeatOffered(AT), seen).words
    for why in p.ReadOnlyWhy:
        if why is p.ReadOnlyWhy.GIVEN_UP:
            continue  # not with a document open
        asked = p.Requested("nonce", "/stick/request.html", AT)  # its page lies over the face
        lost = replace(online(p.ReadOnly(why, lease())), air=asked)
        said = message(SavingOff(why), Seen(lost, AT, brand))
        assert said.title
        assert said.words
    for kind in (p.NoticeKind.ENDING, p.NoticeKind.OFFLINE_ENDING, p.NoticeKind.LEAVING_SOON):
        assert message(p.Notice(kind, AT + timedelta(days=1)), Seen(HELD, AT, brand)).words
