"""The strip of a copied computer, what making it its own means, and the choice."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from app.license.events import MakeOwnAsked
from app.license.picture import Intent, Licensed, Notice, NoticeKind, Remark
from app.views.acts import Screen
from app.views.gallery_scenes import RESERVED, lease, online

COPIED = frozenset({Notice(NoticeKind.DUPLICATED)})


@pytest.mark.rule("LEASE-10")
def test_copied_computer_is_asked_before_it_gets_a_new_key(show) -> None:
    shown = show(online(Licensed(lease()), notices=COPIED))
    shown.press("Make this a computer of its own")
    assert shown.still.posted == []
    assert "the other computer keeps the seat" in shown.texts()
    assert "reservation" not in shown.texts()
    shown.press("Make it its own")
    assert shown.still.posted == [MakeOwnAsked()]


@pytest.mark.rule("LEASE-10", "OFF-5")
def test_reservation_is_said_to_stay_with_the_other_computer(show) -> None:
    shown = show(online(Licensed(RESERVED), notices=COPIED), Screen.MAKE_OWN)
    assert "stays with the other computer" in shown.texts()
    shown.press("Leave it as it is")
    assert shown.still.posted == []
    assert "Make this a computer of its own?" not in shown.texts()


@pytest.mark.rule("LEASE-10")
def test_page_goes_with_the_notice_and_open_documents_come_first(show) -> None:
    asked = Remark(Intent.MAKE_OWN, "product-open")
    shown = show(online(Licensed(lease()), notices=COPIED, remark=asked), Screen.MAKE_OWN)
    assert "Please close your documents first, then try again." in shown.texts()
    shown.still.show(replace(shown.still.picture, notices=frozenset()))
    assert "Make this a computer of its own?" not in shown.texts()


@pytest.mark.rule("LEASE-3", "LEASE-6")
def test_license_of_another_computer_in_this_home_is_told_of(show) -> None:
    other = frozenset({Notice(NoticeKind.LEASE_PUT_ASIDE, detail="other-device")})
    said = show(online(Licensed(lease()), notices=other)).texts()
    assert "A license found here belongs to another computer." in said
