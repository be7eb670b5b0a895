"""`/api/v1/seat`: take a place, keep it, look at it, close it."""

from __future__ import annotations

from contract.problems import KNOWN_REFUSALS_OF_PUT_SEAT, Code
from contract.wire.seat import SeatAnswer, SeatWanted
from server.api.call import Answer, Asked, Query, call
from server.rulebook.facts import Refusal
from server.seats.close import close
from server.seats.current import current
from server.seats.held import Held
from server.seats.shown import license_shown
from server.seats.take import take

REFUSALS = tuple(sorted(KNOWN_REFUSALS_OF_PUT_SEAT))


@call(
    "PUT",
    "/api/v1/seat",
    "Take a place, start on it anew, or keep it by a contact",
    takes=SeatWanted,
    takes_nothing=True,
    gives={200: SeatAnswer},
    refuses=REFUSALS,
    signed_in=True,
)
def put_seat(asked: Asked[SeatWanted]) -> Answer | Refusal:
    session, wanted = asked.session, asked.body
    return seat_answer(
        take(
            session.account,
            session.device,
            wanted.seat,
            last_lease=wanted.last_lease,
            take_over=wanted.take_over,
        )
    )


@call(
    "GET",
    "/api/v1/seat",
    "The last lease of the place held, again",
    gives={200: SeatAnswer},
    refuses=(Code.NO_SEAT,),
    signed_in=True,
)
def get_seat(asked: Asked[None]) -> Answer | Refusal:
    return seat_answer(current(asked.session.account, asked.session.device))


@call(
    "DELETE",
    "/api/v1/seat",
    "The product closed, or gave up its lease",
    gives={204: None},
    signed_in=True,
    query={
        "seat": Query("the place's id", required=True),
        "given_up": Query("true once the lease was deleted"),
    },
)
def delete_seat(asked: Asked[None]) -> Answer | Refusal:
    seat = asked.request.GET.get("seat")
    if seat is None:
        errors = [{"pointer": "/seat", "code": "required"}]
        return Refusal(Code.INVALID_INPUT, {"errors": errors})
    given_up = asked.request.GET.get("given_up") == "true"
    close(asked.session.account, asked.session.device, seat, given_up)
    return Answer(204)


def seat_answer(outcome: Held | Refusal) -> Answer | Refusal:
    """A place with its lease, as every call that gives one answers."""
    if isinstance(outcome, Refusal):
        return outcome
    return Answer(
        200,
        SeatAnswer(
            seat=outcome.place.seat,
            lease=outcome.lease,
            license=license_shown(outcome.pool, outcome.place, outcome.license, outcome.at),
            notices=list(outcome.notices),
            next_contact_in=outcome.next_contact_in,
            server_time=outcome.at,
        ),
    )
