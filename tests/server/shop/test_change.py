"""The shop renews a license and ends it; its key and what is bound to it stay (LIC-10)."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from server.accounts.models import Account
from server.journal.models import Entry
from server.licenses.enter import Activated, enter
from server.licenses.models import License
from server.licenses.request_trial import request_trial
from server.shop.buyer import make_buyer_token
from tests.server.portal.conftest import words
from tests.server.shop.conftest import Shop

pytestmark = pytest.mark.django_db


@pytest.mark.rule("LIC-10")
def test_shop_renews_a_license_whose_key_stays(shop: Shop, cleo: Account) -> None:
    made = shop("POST", {"expires_on": "2031-12-31"}).json()
    at = f"/{made['license_id']}"
    for _ in range(2):  # safe to repeat
        answer = shop("PATCH", {"expires_on": "2032-12-31"}, at)
        assert (answer.status_code, answer.json()["expires_on"]) == (200, "2032-12-31")
    assert isinstance(enter(cleo, made["license_key"]), Activated)
    entry = Entry.objects.get(act="license-renewed")
    assert (entry.role, entry.details, entry.reason[:8]) == (
        "shop", {"last_day": "2032-12-31"}, "shop key",
    )  # fmt: skip


@pytest.mark.rule("LIC-10", "LIC-2")
def test_shop_ends_a_license_early_or_makes_it_perpetual(shop: Shop) -> None:
    made = shop("POST", {"expires_on": "2031-12-31"}).json()
    at = f"/{made['license_id']}"
    shop("PATCH", {"expires_on": "2026-01-31"}, at)
    row = License.objects.get()
    assert row.last_day == date(2026, 1, 31)
    assert row.ends_at is not None
    assert row.ends_at.isoformat() == "2026-01-31T23:00:00+00:00"
    assert "expires_on" not in shop("PATCH", {"expires_on": None}, at).json()
    assert License.objects.get().ends_at is None


@pytest.mark.rule("LIC-8", "LIC-10")
def test_shop_suspends_a_license_and_lets_it_go_on(shop: Shop) -> None:
    at = f"/{shop('POST').json()['license_id']}"
    assert shop("PATCH", {"suspended": True}, at).json()["suspended"] is True
    assert shop("PATCH", {}, at).json()["suspended"] is True
    assert shop("PATCH", {"suspended": False}, at).json()["suspended"] is False
    acts = Entry.objects.filter(act__startswith="license-").values_list("act", "role")
    assert list(acts)[1:] == [("license-suspended", "shop"), ("license-resumed", "shop")]


@pytest.mark.rule("SAFE-1", "LIC-2", "LIC-10")
def test_refused_change_changes_nothing(shop: Shop, cleo: Account) -> None:
    made = shop("POST", {"kind": "student", "expires_on": "2031-12-31"}).json()
    wrong = {"expires_on": None, "suspended": True}
    answer = shop("PATCH", wrong, f"/{made['license_id']}")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/expires_on")
    assert License.objects.get().suspended_at is None
    trial = request_trial(cleo)
    for unknown in ("L-000-000", getattr(trial, "license_id", ""), "x", "%00"):
        answer = shop("PATCH", {"suspended": True}, f"/{unknown}")
        assert (answer.status_code, answer.json()["code"]) == (404, "license-unknown")


@pytest.mark.rule("LIC-10", "PORT-1")
def test_portal_shows_purchase_and_where_to_cancel(
    shop: Shop, cleo: Account, client: Client
) -> None:
    body = {"purchase_number": "W-77", "cancel_url": "https://shop.example/cancel?order=W-77"}
    shop("POST", body | {"buyer": make_buyer_token(cleo), "expires_on": "2031-12-31"})
    client.force_login(cleo)
    page = client.get("/licenses")
    assert "Purchase number W-77" in words(page)
    assert "Purchase date" in words(page)
    assert 'href="https://shop.example/cancel?order=W-77"' in page.content.decode()
