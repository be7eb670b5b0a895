"""Pages that say no: with the status of what is refused, and when to come back (SAFE-1)."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpResponse

from contract.problems import Code
from server.portal.refusals import status_of
from server.rulebook.facts import Refusal

INVALID = 422
FORBIDDEN = 403  # for 401, which asks browsers for another way to sign in


def told(response: HttpResponse, refusal: Refusal) -> HttpResponse:
    """The page, answered as the refusal that it shows."""
    status = status_of(refusal)
    response.status_code = FORBIDDEN if status == 401 else status
    wait = refusal.members.get("retry_after")
    if isinstance(wait, int):
        response.headers["Retry-After"] = str(wait)
    return response


class TellsRefusals:
    """Over allauth's views, which answer 200 to a form that they did not take."""

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]  # a mixin
        refusal = _refusal_of(form)
        if refusal is None:
            response.status_code = INVALID
            return response
        return told(response, refusal)


def _refusal_of(form: BaseForm) -> Refusal | None:
    errors: list[ValidationError] = form.errors.as_data().get("__all__", [])
    known = [each for each in errors if each.code in set(Code)]
    if not known:
        return None
    return Refusal(Code(known[0].code), known[0].params or {})
