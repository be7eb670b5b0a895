"""`/api/v1/account`: the mail that confirms an address, once more."""

from __future__ import annotations

from contract.wire.session import ConfirmationMail
from server.accounts.resend import resend_confirmation
from server.api.call import Answer, Asked, call


@call(
    "POST",
    "/api/v1/account/confirmation-mail",
    "Send the confirmation mail again; the answer is always the same",
    takes=ConfirmationMail,
    gives={202: None},
)
def post_confirmation_mail(asked: Asked[ConfirmationMail]) -> Answer:
    resend_confirmation(asked.body.email)
    return Answer(202)
