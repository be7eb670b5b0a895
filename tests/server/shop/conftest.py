"""The vendor's shop, with a key of its own, at the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.server.conftest import Api

Shop = Callable[..., Any]

ONE = {"kind": "commercial", "seats": 1, "product": "memo-editor"}


@pytest.fixture
def shop_key(db: None) -> str:
    from server.shop.keys import make_shop_key

    return make_shop_key("the shop").key


@pytest.fixture
def shop(api: Api, shop_key: str) -> Shop:
    """`shop("POST", {"seats": 2})` orders; what is not said is one commercial seat."""

    def ask(method: str, body: object = None, at: str = "", key: str = "", **more: str):
        if method == "POST":
            body = ONE | (body or {})
        headers = {"Authorization": f"Bearer {shop_key}", **more}
        if key:
            headers["Idempotency-Key"] = key
        return api(method, f"/shop/licenses{at}", body, **headers)

    return ask
