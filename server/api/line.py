"""`/api/v1/line`: stand in line for a seat, and leave it."""

from __future__ import annotations

from contract.problems import Code
from contract.wire.line import LineAnswer
from server.api.call import Answer, Asked, call
from server.rulebook.facts import Refusal
from server.seats.line import leave_line, stand_in_line


@call(
    "PUT",
    "/api/v1/line",
    "Stand in line for a seat; the same call is the sign of life",
    gives={200: LineAnswer},
    refuses=(Code.SEAT_FREE, Code.LINE_NOT_OFFERED),
    signed_in=True,
)
def put_line(asked: Asked[None]) -> Answer | Refusal:
    outcome = stand_in_line(asked.session.account, asked.session.device)
    if isinstance(outcome, Refusal):
        return outcome
    return Answer(
        200,
        LineAnswer(
            place=outcome.ahead + 1,
            ahead=outcome.ahead,
            offered_until=outcome.offered_until,
            next_contact_in=outcome.next_contact_in,
        ),
    )


@call("DELETE", "/api/v1/line", "Leave the line", gives={204: None}, signed_in=True)
def delete_line(asked: Asked[None]) -> Answer | Refusal:
    leave_line(asked.session.account, asked.session.device)
    return Answer(204)
