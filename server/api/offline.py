"""`/api/v1/seat/offline`: reserve a seat until a date, return it early."""

from __future__ import annotations

from contract.problems import Code
from contract.wire.seat import Reserve, SeatAnswer
from server.api.call import Answer, Asked, call
from server.api.seat import REFUSALS, seat_answer
from server.rulebook.facts import Refusal
from server.seats.reserve import reserve
from server.seats.return_early import return_early


@call(
    "PUT",
    "/api/v1/seat/offline",
    "Reserve the seat for this computer until a date",
    takes=Reserve,
    gives={200: SeatAnswer},
    refuses=(
        Code.OFFLINE_NOT_ALLOWED,
        Code.PERIOD_NOT_GRANTED,
        Code.OFFLINE_QUOTA_REACHED,
        *REFUSALS,
    ),
    signed_in=True,
)
def put_offline(asked: Asked[Reserve]) -> Answer | Refusal:
    session = asked.session
    return seat_answer(reserve(session.account, session.device, asked.body.until))


@call(
    "DELETE",
    "/api/v1/seat/offline",
    "Return a reservation early",
    gives={200: SeatAnswer, 204: None},
    refuses=(Code.DEVICE_BOUND_OFFLINE, *REFUSALS),
    signed_in=True,
)
def delete_offline(asked: Asked[None]) -> Answer | Refusal:
    outcome = return_early(asked.session.account, asked.session.device)
    return Answer(204) if outcome is None else seat_answer(outcome)
