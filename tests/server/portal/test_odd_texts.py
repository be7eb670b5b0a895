"""Texts that no person types: every field and every part of an address takes them calmly."""

from __future__ import annotations

from itertools import chain
from urllib.parse import quote

import pytest
from django.test import Client

from server.accounts.models import Account
from tests.cast import ADA
from tests.fakes.rows import nothing_changes
from tests.server.portal.test_foreign_hands import ACTS

ODD = {  # as the bytes of an address or a form
    "nul": b"A-0\x00F-1CE",
    "no utf-8": b"\xff\xed\xa0\x80%s{}<b>\"';--",
    "long": b"9" * 5000,
}
PARTS = ("ada", "ben", "license", "code", "seat", "computer")
INSIDE = {path: tuple(form) for path, form in ACTS.values()} | {
    "/licenses/enter": ("text",),
    "/profile": ("name", "language"),
    "/profile/password": ("oldpassword", "password1"),
    "/organization/settings": ("offline_days", "offline_seats", "members_may_bind"),
    "/offline/validate": ("request", "password"),
    "/offline/return": ("file",),
    "/join/{code}": (),
}
OUTSIDE = {
    "/login": ("login", "password", "next"),
    "/register": ("name", "email", "password1", "next"),
    "/profile/reset-password": ("email",),
    "/profile/reset-password/1-{code}": ("password1",),
    "/language": ("language", "next"),
    "/confirm/{code}": ("next",),
    "/{code}": (),
    "/licenses/leave/{ada}": (),
    "/offline/validate": ("request",),
}


@pytest.mark.rule("SAFE-1")
@pytest.mark.parametrize("odd", ODD)
def test_no_page_breaks_on_a_text(enter, ada: Account, sold, odd: str) -> None:
    sold("educational", 2, owner=ada)
    text, inside, outside = quote(ODD[odd], safe=""), enter(ADA), Client()
    pages = [(inside, *each) for each in INSIDE.items()]
    pages += [(outside, *each) for each in OUTSIDE.items()]
    with nothing_changes("SignInFailures", "SignInPace", "WrongKey"):
        for browser, path, fields in pages:
            told = _asked(browser, path.format(**dict.fromkeys(PARTS, text)), fields, text)
            assert max(told) < 500, path


def _asked(browser: Client, path: str, fields: tuple[str, ...], text: str) -> list[int]:
    form = "&".join(f"{field}={text}" for field in chain(fields, ["more"]))
    kind = "application/x-www-form-urlencoded"
    answers = browser.get(f"{path.partition('?')[0]}?{form}"), browser.post(path, form, kind)
    return [answer.status_code for answer in answers]
