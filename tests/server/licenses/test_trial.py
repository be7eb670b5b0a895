"""Asking for a trial, and what ends it."""

from __future__ import annotations

import pytest

from server.accounts.models import Account
from server.journal.models import Entry
from server.licenses.create import Created, Wanted, create
from server.licenses.enter import enter
from server.licenses.mine import my_licenses, my_trial
from server.licenses.models import License, TrialDay
from server.licenses.request_trial import may_request_trial, request_trial
from server.rulebook.facts import Kind, Refusal
from server.rulebook.trials import ACTIVE_DAY
from tests.cast import DORA

pytestmark = pytest.mark.django_db


def code(outcome: object) -> str:
    assert isinstance(outcome, Refusal), outcome
    return outcome.code.value


@pytest.mark.rule("TRI-1", "TRI-5")
def test_one_click_begins_a_trial_with_five_days(dora: Account) -> None:
    assert may_request_trial(dora) is None
    trial = request_trial(dora)
    card = my_trial(dora)
    assert isinstance(trial, License)
    assert card is not None
    assert (card.license_id, card.days_left, card.days_total, card.over) == (
        trial.license_id,
        5,
        5,
        False,
    )
    assert (card.last_day - trial.activated_at.date()).days in (90, 91)  # the vendor's day


@pytest.mark.rule("TRI-2", "TRI-5")
def test_looking_at_the_license_begins_no_day(dora: Account) -> None:
    request_trial(dora)
    my_trial(dora)
    assert not TrialDay.objects.exists()


@pytest.mark.rule("TRI-5")
def test_running_day_shows_four_of_five_left(dora: Account) -> None:
    trial = request_trial(dora)
    TrialDay.objects.create(
        license=trial, began_at=trial.activated_at, ends_at=trial.activated_at + ACTIVE_DAY
    )
    card = my_trial(dora)
    assert (card.days_left, card.day_ends_at) == (4, trial.activated_at + ACTIVE_DAY)


@pytest.mark.rule("TRI-3")
def test_second_request_is_refused_with_its_reason(dora: Account, move_clock) -> None:
    request_trial(dora)
    assert code(request_trial(dora)) == "trial-active"
    move_clock(days=92)
    assert code(request_trial(dora)) == "trial-recent"
    move_clock(days=274)
    assert isinstance(request_trial(dora), License)


@pytest.mark.rule("LIC-6", "TRI-3")
def test_regular_license_ends_the_trial_and_stands_against_another(dora: Account) -> None:
    request_trial(dora)
    created = create(Wanted(Kind.COMMERCIAL, 1))
    assert isinstance(created, Created)
    enter(dora, created.license_key)
    assert my_trial(dora).over
    assert code(request_trial(dora)) == "trial-license-held"


@pytest.mark.rule("LIC-2")
def test_ends_are_whole_seconds(dora: Account) -> None:
    request_trial(dora)
    enter(dora, create(Wanted(Kind.COMMERCIAL, 1)).license_key)
    assert License.objects.get(kind="trial").ends_at.microsecond == 0


@pytest.mark.rule("ACC-2")
def test_unconfirmed_account_gets_no_trial(people) -> None:
    assert code(request_trial(people(DORA, confirmed=False))) == "email-unconfirmed"


@pytest.mark.rule("PORT-1")
def test_own_licenses_are_shown_with_their_keys_and_the_trial_apart(dora: Account) -> None:
    request_trial(dora)
    created = create(Wanted(Kind.EDUCATIONAL, 3, purchase_number="P-17"))
    enter(dora, created.license_key)
    (card,) = my_licenses(dora)
    assert (card.license_id, card.license_key, card.seats) == (
        created.license_id,
        created.license_key,
        3,
    )
    assert (card.expired, card.suspended, card.pool_seats, card.seats_in_use) == (
        False,
        False,
        3,
        0,
    )
    assert card.purchase_number == "P-17"


@pytest.mark.rule("LIC-8")
def test_each_act_stands_in_the_journal_without_the_key(dora: Account) -> None:
    created = create(Wanted(Kind.COMMERCIAL, 1))
    enter(dora, created.license_key)
    entries = list(Entry.objects.order_by("id").values_list("act", "license_id"))
    assert entries[-2:] == [
        ("license-created", created.license_id),
        ("license-activated", created.license_id),
    ]
    assert created.license_key not in str(list(Entry.objects.values()))
