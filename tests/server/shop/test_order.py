"""The shop makes a license over the API: once an order, mailed, for a buyer who came signed in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from server.accounts.models import Account
from server.journal.models import Entry
from server.licenses.create import Wanted
from server.licenses.enter import Activated, enter
from server.licenses.models import License
from server.outbox.models import Mail
from server.rulebook.facts import Kind
from server.shop.buyer import make_buyer_token
from server.shop.models import Order, ShopKey, UsedBuyerToken
from server.shop.order import Asked, order
from tests.cast import ADA, CLEO
from tests.server.shop.conftest import Shop

pytestmark = pytest.mark.django_db

BUYER = "buyer@works.example"


@pytest.mark.rule("LIC-7")
def test_key_of_an_order_is_shown_and_activates_for_anyone(shop: Shop, cleo: Account) -> None:
    answer = shop("POST", {"seats": 3, "purchase_number": "W-7", "platforms": ["linux"]})
    made = answer.json()
    assert (answer.status_code, made["activated"]) == (201, False)
    assert isinstance(enter(cleo, made["license_key"]), Activated)
    row = License.objects.get(license_id=made["license_id"])
    assert (row.seats, row.platforms, row.purchase_number) == (3, "linux", "W-7")
    assert row.purchased_on is not None
    assert Entry.objects.get(act="license-created").role == "shop"


@pytest.mark.rule("LIC-7", "PORT-3")
@pytest.mark.parametrize(
    ("language", "subject"),
    [("en", "Your license key"), ("de", "Ihr Lizenzschlüssel"), ("es", "Su clave de licencia")],
)
def test_key_is_mailed_in_the_buyers_language(
    shop: Shop, mailoutbox: list, language: str, subject: str
) -> None:
    made = shop("POST", {"email": BUYER, "language": language}).json()
    (mail,) = mailoutbox
    assert mail.to == [BUYER]
    assert mail.subject.startswith(subject)
    assert made["license_key"] in mail.body


@pytest.mark.rule("LIC-7")
def test_buyer_who_came_signed_in_finds_it_activated(
    shop: Shop, mailoutbox: list, people: Callable[..., Account]
) -> None:
    cleo = people(CLEO, language="de")
    made = shop("POST", {"buyer": make_buyer_token(cleo)}).json()
    assert made["activated"] is True
    assert License.objects.get(license_id=made["license_id"]).owner == cleo
    (mail,) = mailoutbox
    assert (mail.to, "bereits" in mail.body) == ([CLEO.email], True)


@pytest.mark.rule("LIC-7")
def test_address_alone_gives_nobody_a_license(shop: Shop, cleo: Account) -> None:
    made = shop("POST", {"email": CLEO.email}).json()
    assert made["activated"] is False
    assert License.objects.get().owner is None


@pytest.mark.rule("LIC-7", "LIC-6")
def test_order_that_may_not_be_activated_is_made_all_the_same(shop: Shop, cleo: Account) -> None:
    shop("POST", {"buyer": make_buyer_token(cleo)})
    made = shop("POST", {"kind": "educational", "buyer": make_buyer_token(cleo)}).json()
    assert made["activated"] is False
    assert License.objects.get(license_id=made["license_id"]).owner is None


@pytest.mark.rule("LIC-7", "SAFE-1")
def test_token_works_once_and_its_refusal_makes_nothing(shop: Shop, cleo: Account) -> None:
    token = make_buyer_token(cleo)
    assert shop("POST", {"buyer": token}).status_code == 201
    for bad in (token, token[:-1], "", "x" * 900):
        answer = shop("POST", {"buyer": bad})
        assert (answer.status_code, answer.json()["code"]) == (422, "buyer-token-invalid")
    assert License.objects.count() == 1
    assert Entry.objects.filter(act="license-created").count() == 1


@pytest.mark.rule("LIC-7")
def test_token_ends_after_a_day(shop: Shop, cleo: Account, move_clock) -> None:
    token = make_buyer_token(cleo)
    move_clock(hours=24)
    assert shop("POST", {"buyer": token}).json()["code"] == "buyer-token-invalid"


@pytest.mark.rule("LIC-7", "ACC-2")
def test_token_of_an_unconfirmed_account_is_none(
    shop: Shop, people: Callable[..., Account]
) -> None:
    token = make_buyer_token(people(ADA, confirmed=False))
    assert shop("POST", {"buyer": token}).json()["code"] == "buyer-token-invalid"


@pytest.mark.rule("LIC-7", "SAFE-1")
def test_order_refused_leaves_the_token_good(shop: Shop, cleo: Account) -> None:
    token = make_buyer_token(cleo)
    assert shop("POST", {"buyer": token, "product": "another"}).json()["code"] == "product-unknown"
    assert not UsedBuyerToken.objects.exists()
    assert shop("POST", {"buyer": token}).json()["activated"] is True


@pytest.mark.rule("LIC-7", "SAFE-3")
def test_same_order_again_is_answered_the_same(
    shop: Shop, cleo: Account, mailoutbox: list, move_clock
) -> None:
    body = {"buyer": make_buyer_token(cleo), "purchase_number": "W-8"}
    first = shop("POST", body, key="order-8")
    move_clock(hours=23)
    again = shop("POST", body, key="order-8")
    assert (again.status_code, again.json()) == (201, first.json())
    assert (License.objects.count(), len(mailoutbox)) == (1, 1)


@pytest.mark.rule("LIC-7", "SAFE-1")
def test_same_key_with_another_body_is_refused(shop: Shop) -> None:
    shop("POST", key="order-9")
    answer = shop("POST", {"seats": 5}, key="order-9")
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-reused")
    assert License.objects.count() == 1


@pytest.mark.rule("LIC-7")
def test_key_that_comes_again_after_a_day_makes_no_second_license(shop: Shop, move_clock) -> None:
    shop("POST", key="order-10")
    move_clock(hours=48)
    assert shop("POST", key="order-10").json()["code"] == "idempotency-key-reused"
    assert License.objects.count() == 1


@pytest.mark.rule("LIC-7")
def test_orders_without_a_key_are_each_an_order(shop: Shop) -> None:
    assert shop("POST").json()["license_id"] != shop("POST").json()["license_id"]


@pytest.mark.rule("LIC-7", "SAFE-3")
def test_order_whose_mail_cannot_be_kept_makes_no_license(
    shop: Shop, mailoutbox: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.outbox.mails.seal", lambda *_: 1 / 0)
    asked = Asked(Wanted(Kind.COMMERCIAL, 1), b"{}", email=BUYER)
    with pytest.raises(ZeroDivisionError):
        order(ShopKey.objects.get(), asked)
    assert (License.objects.count(), len(mailoutbox)) == (0, 0)


@pytest.mark.rule("SAFE-2")
def test_key_of_a_license_stands_nowhere_in_plain(shop: Shop) -> None:
    made = shop("POST", {"email": BUYER}, key="order-12").json()
    rows = [each for kind in (License, Order, Entry, Mail) for each in kind.objects.values()]
    assert made["license_key"] not in str(rows)


@pytest.mark.rule("SAFE-1", "SAFE-2")
@pytest.mark.parametrize("sent", ["", "Bearer ", "Bearer nonsense", "Basic {key}"])
def test_wrong_key_of_the_shop_is_refused(shop: Shop, shop_key: str, sent: str) -> None:
    for method, at in (("POST", ""), ("PATCH", "/L-000-000")):
        answer = shop(method, {}, at, Authorization=sent.format(key=shop_key))
        assert (answer.status_code, answer.json()["code"]) == (401, "shop-key-invalid")
    assert not License.objects.exists()


@pytest.mark.rule("SAFE-1", "LIC-1", "LIC-2")
@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"kind": "trial"}, "/kind"),
        ({"kind": "golden"}, "/kind"),
        ({"kind": "student"}, "/expires_on"),
        ({"kind": "student", "seats": 2, "expires_on": "2031-01-01"}, "/seats"),
        ({"seats": 0}, "/seats"),
        ({"expires_on": "9999-12-31"}, "/expires_on"),
        ({"platforms": ["amiga"]}, "/platforms"),
        ({"platforms": []}, "/platforms"),
        ({"features": ["a,b"]}, "/features"),
        ({"features": ["x" * 40 + str(n) for n in range(20)]}, "/features"),
        ({"email": "nobody"}, "/email"),
        ({"cancel_url": "javascript:alert(1)"}, "/cancel_url"),
        ({"cancel_url": "https://shop.example/" + "x" * 200}, "/cancel_url"),
        ({"purchase_number": "a\nb"}, "/purchase_number"),
        ({"language": "xx"}, "/language"),
    ],
)
def test_wrong_member_of_an_order_is_named(
    shop: Shop, body: dict[str, object], pointer: str
) -> None:
    answer = shop("POST", body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert not License.objects.exists()


@pytest.mark.rule("SAFE-1")
def test_key_of_an_order_that_is_too_long_is_refused(shop: Shop) -> None:
    assert shop("POST", key="x" * 256).json()["code"] == "invalid-input"


@pytest.mark.rule("LIC-7")
def test_link_to_the_shop_carries_the_buyers_token(shop: Shop, cleo: Account, client: Client):
    import re
    from urllib.parse import parse_qs, urlsplit

    client.force_login(cleo)
    page = client.get("/licenses").content.decode()
    (link,) = re.findall(r'href="(https://[^"]*buyer=[^"]*)"', page)
    (token,) = parse_qs(urlsplit(link.replace("&amp;", "&")).query)["buyer"]
    assert shop("POST", {"buyer": token}).json()["activated"] is True
