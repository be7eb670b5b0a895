"""`/api/v1/offline/bindings`: bind a computer that never goes online, as the portal's page does."""

from __future__ import annotations

from contract.problems import Code
from contract.wire.offline import Binding
from server.api.call import Answer, Asked, call
from server.api.seat import REFUSALS
from server.rulebook.facts import Refusal
from server.seats.bind import bind

RESPONSE_FILE = "application/json"
NO_ROOM = tuple(
    code for code in REFUSALS if code not in (Code.SEAT_LOST, Code.WEB_SESSION_OPEN)
)  # nothing is lost by asking, and no web session is ever bound


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
        *NO_ROOM,
    ),
    signed_in=True,
)
def post_binding(asked: Asked[Binding]) -> Answer | Refusal:
    session = asked.session
    outcome = bind(session.account, asked.body.request, session.started_at)
    if isinstance(outcome, Refusal):
        return outcome
    return Answer(200 if outcome.again else 201, raw=outcome.response, content_type=RESPONSE_FILE)
