"""All rows of the server, to be compared: what was refused, or came twice, changes none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.core.serializers import serialize
from django.db.models import Model

OURS = ("accounts", "licenses", "seats", "organizations", "shop", "signing", "journal", "outbox")


@contextmanager
def nothing_changes(*but: str) -> Iterator[None]:
    """Every row of every table of ours stays what it is; `but` names the tables that may not."""
    before = _rows(but)
    yield
    assert _rows(but) == before


def _rows(but: tuple[str, ...]) -> dict[str, str]:
    kinds = [kind for name in OURS for kind in apps.get_app_config(name).get_models()]
    return {
        kind.__name__: serialize("json", kind.objects.order_by("pk"), fields=_told_by(kind))
        for kind in kinds
        if kind.__name__ not in but
    }


def _told_by(kind: type[Model]) -> list[str]:
    """`settled_at` says when somebody looked."""
    return [each.name for each in kind._meta.fields if each.name != "settled_at"]
