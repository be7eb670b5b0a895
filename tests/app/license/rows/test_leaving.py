"""Rows of the events table in docs/states.md: leaving."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from app.license import errands as do
from app.license import events as e
from app.license.picture import (
    Licensed,
    NetFault,
    NoticeKind,
    Offline,
    Online,
    RemarkCode,
    SessionKnown,
    SignedOut,
    SignedOutWhy,
    Use,
)
from tests.app.license.pictures import (
    MEMBER,
    busy,
    picture,
)
from tests.app.license.rows.rows import LATER, after, kinds
from tests.fakes.clock import START


@pytest.mark.rule("SEAT-9")
@pytest.mark.parametrize("standing", ["member", "owner", "reserved", "ready", "seats-exhausted"])
def test_log_out_forgets_the_account_once_answered(standing: str) -> None:
    asked, errands = after(picture(standing), e.LogOutAsked())
    assert (asked.standing, errands[-1]) == (
        picture(standing).standing,
        do.LogOut(asked.generation),
    )
    out, _ = after(asked, e.LoggedOut(asked.generation))
    assert out.standing == SignedOut(SignedOutWhy.LOGGED_OUT)
    assert (out.account, out.license, out.session) == (None, None, SessionKnown.ABSENT)


@pytest.mark.rule("APP-6")
def test_log_out_without_connection_lets_the_person_choose() -> None:
    asked, _ = after(picture("member"), e.LogOutAsked())
    told, _ = after(asked, e.NotReached(asked.generation, NetFault.NONE))
    assert (told.standing, told.remark.code) == (
        Licensed(MEMBER),
        RemarkCode.NO_CONNECTION_LOG_OUT,
    )
    chosen, errands = after(told, e.LogOutAllTheSame())
    assert errands == (do.ForgetAccount(chosen.generation, release=True),)
    out, _ = after(chosen, e.LoggedOut(chosen.generation))
    assert (out.standing, out.pending_release) == (SignedOut(SignedOutWhy.LOGGED_OUT), True)
    assert isinstance(out.connection, Offline)


@pytest.mark.rule("SEAT-9")
def test_log_out_that_the_server_answered_ends_online() -> None:
    asked, _ = after(replace(picture("owner"), connection=Offline(START)), e.LogOutAsked())
    out, _ = after(asked, e.LoggedOut(asked.generation, reached=True))
    assert out.connection == Online()


@pytest.mark.rule("APP-6")
def test_log_out_with_a_product_open_asks_to_close_it() -> None:
    shown, errands = after(picture("member", use=Use(products=1)), e.LogOutAsked())
    assert (shown.remark.code, errands) == (RemarkCode.PRODUCT_OPEN, ())


@pytest.mark.rule("LEASE-10")
def test_duplicated_device_is_told_and_made_its_own() -> None:
    arrived = e.LeaseArrived(3, MEMBER, None, LATER, notices=("device-duplicated", "unheard-of"))
    shown, _ = after(busy("member"), arrived)
    assert kinds(shown) == {NoticeKind.DUPLICATED}
    asked, _ = after(shown, e.MakeOwnAsked())
    own, _ = after(asked, e.DeviceMadeOwn(asked.generation, "NEWDEVICE"))
    assert (own.standing, own.device) == (SignedOut(SignedOutWhy.MADE_OWN), "NEWDEVICE")
