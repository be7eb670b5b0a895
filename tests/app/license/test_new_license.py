"""A new license is found by itself at the next contact, whatever one had before (APP-4)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async

from app.license import events as e
from app.license.picture import Licensed, ReadOnly, ReadOnlyWhy, allowed
from tests.cast import ADA, Person

pytestmark = [
    pytest.mark.asyncio,
    pytest.mark.django_db(transaction=True),
    pytest.mark.rule("APP-4", "HOST-2"),
]
EVE = Person("Eve", "eve@lab.example", "eve-opens-eleven-doors")


async def in_the_portal(act, *words, **named):
    return await sync_to_async(lambda: act(*words, **named), thread_sensitive=False)()


async def at_the_next_contact(desk):
    """Time alone goes on."""
    desk.time.at = desk.picture.contact_due
    desk.keeper.post(e.Tick())
    return await desk.until(lambda p: p.contact_due != desk.time() and p.work is None)


async def test_who_had_no_license_has_one_without_asking(desktop, server) -> None:
    def registers() -> None:
        from server.accounts.create import create_account

        made = create_account(EVE.email, EVE.password, name=EVE.name, confirmed=True)
        server.lab.people["eve"] = made

    await in_the_portal(registers)
    desk = desktop("eve/1")
    await desk.start()
    picture = await desk.sign_in(EVE)
    assert isinstance(picture.standing, ReadOnly)
    assert picture.standing.why is ReadOnlyWhy.NO_LICENSE
    await in_the_portal(server.lab.license, "eve")
    assert picture.contact_due - desk.time() <= timedelta(hours=1)
    picture = await at_the_next_contact(desk)
    assert isinstance(picture.standing, Licensed)
    assert "save" in allowed(picture, desk.time())
    await desk.close()


async def test_longer_license_replaces_the_one_that_ends_without_asking(desktop, server) -> None:
    desk = desktop("ada/1")
    await desk.start()
    await desk.sign_in(ADA)
    before = desk.picture.license.seats
    await in_the_portal(server.lab.license, "ada", 3)
    picture = await at_the_next_contact(desk)
    assert (picture.license.seats, picture.remark) == (before + 3, None)
    await desk.close()
