"""`/api/v1/devices`: one's own computers that hold a place."""

from __future__ import annotations

import msgspec

from contract.problems import Code
from contract.wire.devices import Devices, Nickname, Place, Released
from server.api.call import Answer, Asked, call
from server.rulebook.facts import Refusal
from server.seats.devices import OwnPlace, free_device, name_device, own_places
from server.seats.shown import device_shown


@call(
    "GET", "/api/v1/devices", "One's own places", gives={200: Devices}, signed_in=True,
)  # fmt: skip
def get_devices(asked: Asked[None]) -> Answer:
    held = own_places(asked.session.account)
    return Answer(200, Devices(devices=[_shown(each, asked) for each in held.places]))


@call(
    "PATCH",
    "/api/v1/devices/<device>",
    "Give one's computer a nickname",
    takes=Nickname,
    gives={200: Place},
    refuses=(Code.NAME_INVALID,),
    signed_in=True,
)
def patch_device(asked: Asked[Nickname]) -> Answer | Refusal:
    outcome = name_device(asked.session.account, asked.path["device"], asked.body.nickname)
    return outcome if isinstance(outcome, Refusal) else Answer(200, _shown(outcome, asked))


@call(
    "DELETE",
    "/api/v1/devices/<device>",
    "Free the place of a lost computer",
    gives={200: Released},
    refuses=(Code.RELEASE_LIMIT_REACHED, Code.DEVICE_BOUND_OFFLINE, Code.DEVICE_IS_THIS),
    signed_in=True,
)
def delete_device(asked: Asked[None]) -> Answer | Refusal:
    session = asked.session
    outcome = free_device(session.account, asked.path["device"], session.device.device_id)
    return outcome if isinstance(outcome, Refusal) else Answer(200, Released(outcome))


def _shown(each: OwnPlace, asked: Asked) -> Place:
    shown = device_shown(each.pool, each.place, asked.session.device.device_id)
    return msgspec.structs.replace(shown, nickname=each.nickname or None)
