"""License info: what it says, how a period is picked and asked for, whose license it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from app.license.events import CheckAsked, ExtendAsked, ReturnEarlyAsked
from app.license.picture import Busy, Intent, Licensed
from app.views.acts import Screen
from app.views.gallery_scenes import (
    AT,
    MEMBERS,
    RESERVED,
    bound,
    dora,
    lease,
    license,
    member,
    online,
)
from app.views.license_info import LicenseInfo


@pytest.mark.rule("APP-3")
def test_license_info_names_ids_kind_seats_and_end(show) -> None:
    said = show(online(Licensed(lease())), Screen.LICENSE).texts()
    for words in ("A-1A2-B3C", "L-0F3-77A", "Educational license", "2, of which 1 in use",
                  "31 December 2027"):  # fmt: skip
        assert words in said
    assert "License Owner" not in said


@pytest.mark.rule("OFF-1")
def test_extend_asks_for_the_picked_period(show) -> None:
    shown = show(online(Licensed(lease())), Screen.LICENSE)
    page = shown.window.findChild(LicenseInfo)
    page.period.setCurrentIndex(2)
    shown.press("Extend")
    assert shown.still.posted == [ExtendAsked(AT + timedelta(days=7))]


def test_picked_period_stays_while_pictures_come(show) -> None:
    picture = online(Licensed(lease()))
    shown = show(picture, Screen.LICENSE)
    page = shown.window.findChild(LicenseInfo)
    page.period.setCurrentIndex(3)
    shown.still.show(replace(picture, work=Busy(Intent.CHECK, 1)))
    assert page.period.currentIndex() == 3
    later = license(seats_in_use=2)
    shown.still.show(replace(picture, license=later))
    assert page.period.currentIndex() == 3


@pytest.mark.rule("OFF-1", "OFF-3", "OFF-4")
def test_reserved_seat_shows_its_date_and_later_periods_alone(show) -> None:
    shown = show(online(Licensed(RESERVED)), Screen.LICENSE)
    page = shown.window.findChild(LicenseInfo)
    assert "9 December 2026" in shown.texts()
    assert page.period.count() == 1
    shown.press("Return early")
    assert shown.still.posted == [ReturnEarlyAsked()]


@pytest.mark.rule("TRI-4", "TRI-5")
def test_trial_shows_its_days_and_offers_no_offline_time(show) -> None:
    shown = show(dora(Licensed(lease(kind="trial")), days_left=4), Screen.LICENSE)
    assert "4 of 5 days left" in shown.texts()
    assert "A trial always needs the connection." in shown.texts()
    assert shown.window.findChild(LicenseInfo).period is None


@pytest.mark.rule("APP-3", "SAFE-6")
def test_owner_of_a_shared_license_can_be_written_to(show, monkeypatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    shown = show(member(Licensed(MEMBERS)), Screen.LICENSE)
    assert "License Owner" in shown.texts()
    shown.press("Write to ada@lab.example")
    assert opened == ["mailto:ada@lab.example?subject=Memo Editor"]


@pytest.mark.rule("APP-3")
def test_check_for_updated_license_is_asked_for(show) -> None:
    shown = show(online(Licensed(lease())), Screen.LICENSE)
    shown.press("Check for Updated License")
    assert shown.still.posted == [CheckAsked()]


@pytest.mark.rule("AIR-6")
def test_bound_computer_offers_no_period(show) -> None:
    shown = show(bound(), Screen.LICENSE)
    assert shown.window.findChild(LicenseInfo).period is None
    assert "validated for good" in shown.texts()


def test_page_is_left_when_the_seat_is_lost(show) -> None:
    from app.license.picture import ReadOnlyWhy
    from app.views.gallery_scenes import read_only

    shown = show(online(Licensed(lease())), Screen.LICENSE)
    shown.still.show(online(read_only(ReadOnlyWhy.FREED)))
    QApplication.processEvents()
    assert "Your seat was freed" in shown.texts()
