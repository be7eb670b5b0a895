"""`/api/v1/offline/returns`: a bound computer gives its seat back by the file that it wrote."""

from __future__ import annotations

from contract.problems import Code
from contract.wire.offline import Freed, ReturnFile
from server.api.call import Answer, Asked, call
from server.rulebook.facts import Refusal
from server.seats.give_back import give_back


@call(
    "POST",
    "/api/v1/offline/returns",
    "Free a bound computer's seat by its return file",
    takes=ReturnFile,
    takes_file=True,
    gives={200: Freed},
    refuses=(
        Code.RETURN_DAMAGED,
        Code.RETURN_UNKNOWN,
        Code.RETURN_SUPERSEDED,
        Code.RETURN_LIMIT_REACHED,
    ),
)
def post_return(asked: Asked[bytes]) -> Answer | Refusal:
    outcome = give_back(asked.body)
    if isinstance(outcome, Refusal):
        return outcome
    return Answer(200, Freed(freed_on=outcome.freed_on))
