"""Every call of the API, in the order of the document. A new resource is one more module here."""

from __future__ import annotations

from functools import cache
from types import ModuleType

from server.api.call import Call


def _resources() -> list[ModuleType]:
    # late: these import what the calls are made of
    from server.api import (
        account,
        bindings,
        devices,
        keys,
        license,
        line,
        meta,
        offline,
        returns,
        seat,
        session,
        shop,
    )

    return [
        meta,
        session,
        account,
        seat,
        offline,
        line,
        license,
        devices,
        bindings,
        returns,
        keys,
        shop,
    ]


@cache
def calls() -> tuple[Call, ...]:
    return tuple(
        value.call
        for module in _resources()
        for value in vars(module).values()
        if isinstance(getattr(value, "call", None), Call) and value.__module__ == module.__name__
    )
