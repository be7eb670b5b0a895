"""The clerk takes away what no answer depends on, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session as BrowserSession
from django.test import Client
from django.utils import timezone

from server.accounts.blocks import begin_attempt
from server.accounts.models import Account, Session, SignInFailures
from server.clock import now
from server.licenses.models import WrongKey
from server.shop.buyer import make_buyer_token, use_buyer_token
from server.upkeep.clerk import tidy
from tests.cast import ADA
from tests.server.conftest import Api, Computer

pytestmark = pytest.mark.django_db

NOTHING = {
    "mails_sent": 0, "mails_forgotten": 0, "blocks_ended": 0, "failures_forgotten": 0,
    "paces_ended": 0, "wrong_keys": 0, "sign_ins_ended": 0, "buyer_tokens": 0,
}  # fmt: skip


def fail(times: int) -> None:
    for _ in range(times):
        begin_attempt(ADA.email, "198.51.100.7")


@pytest.mark.rule("ACC-4")
def test_running_count_and_block_stay(ada: Account, move_clock) -> None:
    fail(9)
    move_clock(days=89)
    assert tidy() == NOTHING  # nine in a row are nine in a row
    fail(1)
    assert tidy() == NOTHING
    assert SignInFailures.objects.get().blocked_until > now()


@pytest.mark.rule("ACC-4")
@pytest.mark.parametrize("has_clerk", [True, False])
def test_failures_of_long_ago_are_forgotten_with_and_without_the_clerk(
    has_clerk: bool, ada: Account, move_clock
) -> None:
    fail(9)
    move_clock(days=90)
    if has_clerk:
        assert tidy() == NOTHING | {"failures_forgotten": 1}
    fail(9)
    assert begin_attempt(ADA.email, "198.51.100.7") is None  # the tenth of a new run


@pytest.mark.rule("ACC-4")
def test_ended_block_goes(ada: Account, move_clock) -> None:
    fail(10)
    move_clock(minutes=31)
    assert tidy() == NOTHING | {"blocks_ended": 1}
    fail(9)
    assert begin_attempt(ADA.email, "198.51.100.7") is None  # the tenth, as after any ended block


@pytest.mark.rule("ACC-3")
def test_token_that_is_good_stays_and_one_unused_for_long_goes(
    api: Api, ada: Account, computer: Computer, move_clock
) -> None:
    api.sign_in(ADA, computer)
    move_clock(days=179)
    assert tidy() == NOTHING
    move_clock(days=1)
    assert tidy() == NOTHING | {"sign_ins_ended": 1}
    assert not Session.objects.exists()


def test_ended_browser_session_goes_and_a_running_one_stays(ada: Account) -> None:
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(ada)
    kept, gone = BrowserSession.objects.all()
    gone.expire_date = timezone.now() - timedelta(seconds=1)
    gone.save()
    tidy()
    assert list(BrowserSession.objects.all()) == [kept]


@pytest.mark.rule("SAFE-4", "LIC-7")
def test_tries_and_used_tokens_go_in_their_time(ada: Account, move_clock) -> None:
    WrongKey.objects.create(account=ada, network="198.51.100.7", at=now())
    token = make_buyer_token(ada)
    assert use_buyer_token(token) == ada
    move_clock(hours=1, seconds=1)
    assert tidy() == NOTHING | {"wrong_keys": 1}
    move_clock(days=31)
    assert tidy() == NOTHING | {"buyer_tokens": 1}
    assert use_buyer_token(token) != ada
