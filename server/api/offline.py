"""`/api/v1/seat/offline`: reserve and return early; `/api/v1/offline/bindings`: bind for good."""

from __future__ import annotations

from contract.problems import Code
from contract.wire.offline import Binding
from contract.wire.seat import Reserve, SeatAnswer
from server.api.call import Answer, Asked, call
from server.api.seat import REFUSALS, seat_answer
from server.rulebook.facts import Refusal
from server.seats.bind import bind
from server.seats.reserve import reserve
from server.seats.return_early import return_early

RESPONSE_FILE = "application/json"


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
    refuses=REFUSALS,
    signed_in=True,
)
def delete_offline(asked: Asked[None]) -> Answer | Refusal:
    outcome = return_early(asked.session.account, asked.session.device)
    return Answer(204) if outcome is None else seat_answer(outcome)


@call(
    "POST",
    "/api/v1/offline/bindings",
    "Bind a computer that never goes online, by its request",
    takes=Binding,
    gives={201: RESPONSE_FILE, 200: RESPONSE_FILE},
    refuses=(
        Code.REQUEST_DAMAGED,
        Code.PRODUCT_UNKNOWN,
        Code.DEVICE_BOUND_ELSEWHERE,
        Code.LICENSE_NOT_PERPETUAL,
        Code.OFFLINE_NOT_ALLOWED,
        Code.OFFLINE_QUOTA_REACHED,
        Code.SIGN_IN_TOO_OLD,
        *REFUSALS,
    ),
    signed_in=True,
)
def post_binding(asked: Asked[Binding]) -> Answer | Refusal:
    session = asked.session
    outcome = bind(session.account, asked.body.request, session.started_at)
    if isinstance(outcome, Refusal):
        return outcome
    return Answer(200 if outcome.again else 201, raw=outcome.response, content_type=RESPONSE_FILE)
