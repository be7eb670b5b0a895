"""The same order ten times at once, and with a server that is killed in the middle of it."""

from __future__ import annotations

import json
import signal
import sqlite3
import threading
from pathlib import Path

import httpx
import pytest

from server.licenses.create import Wanted
from server.licenses.models import License
from server.rulebook.facts import Kind
from server.shop.buyer import make_buyer_token
from server.shop.keys import shop_of
from server.shop.order import Asked, Issued, order
from tests.cast import CLEO
from tests.server.licenses.test_at_once import at_once
from tests.server.seats.test_killed import _kill_all
from tests.server.upkeep.test_serve import run, start, stop

ORDER = {"kind": "commercial", "seats": 1, "product": "memo-editor", "email": "b@works.example"}


@pytest.mark.rule("LIC-7", "SAFE-3")
@pytest.mark.django_db(transaction=True)
def test_ten_orders_at_once_make_one_license(people, mailoutbox: list) -> None:
    from server.shop.keys import make_shop_key

    shop = shop_of(f"Bearer {make_shop_key().key}")
    token = make_buyer_token(people(CLEO))

    def ask() -> object:
        asked = Asked(Wanted(Kind.COMMERCIAL, 1), b"{}", key="order-1", buyer=token)
        return order(shop, asked)

    answers = at_once(*(ask for _ in range(10)))
    assert isinstance(answers[0], Issued)
    assert answers == [answers[0]] * 10
    assert (License.objects.count(), len(mailoutbox)) == (1, 1)


@pytest.mark.rule("LIC-7", "SAFE-3")
def test_order_repeated_after_a_kill_makes_one_license(tmp_path: Path) -> None:
    data = tmp_path / "data"
    key = json.loads(run(data, "admin", "shop-key-create").stdout)["shop_key"]
    process, address = start(data, "serve")
    asking = threading.Thread(target=_ask, args=(address, key))
    asking.start()
    asking.join(0.02)  # somewhere in the middle: wherever it is, the outcome must be the same
    _kill_all(process)
    asking.join()
    process, address = start(data, "serve")
    try:
        answers = [_ask(address, key) for _ in range(2)]
    finally:
        stop(process, signal.SIGTERM)
    assert answers[0] is not None
    assert answers[0] == answers[1]
    with sqlite3.connect(data / "seatkeeper.sqlite3") as rows:
        for table in ("licenses_license", "outbox_mail"):
            assert rows.execute(f"SELECT count(*) FROM {table}").fetchone() == (1,)
    rows.close()


def _ask(address: str, key: str) -> dict[str, object] | None:
    headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": "order-1"}
    with httpx.Client(trust_env=False) as client:
        try:
            answer = client.post(f"{address}/api/v1/shop/licenses", json=ORDER, headers=headers)
        except httpx.TransportError:
            return None
    assert answer.status_code == 201, answer.text
    return answer.json()
