"""The API's one translator: a refusal in, a problem document out (RFC 9457).

Each gets an id, which stands in the answer as `instance` and in the log. An unexpected error's
text never leaves.
"""

from __future__ import annotations

import logging
import secrets

from django.http import HttpRequest, HttpResponse

from contract import wire
from contract.problems import PROBLEMS
from contract.wire.problem import CONTENT_TYPE, problem_document
from server.api.language import language_of, sentence
from server.rulebook.facts import Refusal

log = logging.getLogger(__name__)


def problem_response(refusal: Refusal, request: HttpRequest) -> HttpResponse:
    return _response(refusal, request, _new_id())


def unexpected(error: Exception, refusal: Refusal, request: HttpRequest) -> HttpResponse:
    """Ours, and nobody's business but the log's."""
    instance = _new_id()
    log.error("%s %s failed, error id %s", request.method, request.path, instance, exc_info=error)
    return _response(refusal, request, instance)


def _response(refusal: Refusal, request: HttpRequest, instance: str) -> HttpResponse:
    status = PROBLEMS[refusal.code].status
    language = language_of(request)
    document = problem_document(
        refusal.code, sentence(refusal, language), instance, refusal.members
    )
    response = HttpResponse(wire.encode(document), status=status, content_type=CONTENT_TYPE)
    response.headers["Content-Language"] = language
    response.headers["Vary"] = "Accept-Language"
    if "retry_after" in refusal.members:
        response.headers["Retry-After"] = str(refusal.members["retry_after"])
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    response._has_been_logged = True  # by us, with its id: Django need not say it again
    call = f"{request.method} {request.path}"
    log.info("%s refused: %s %s, error id %s", call, status, refusal.code, instance)
    return response


def _new_id() -> str:
    return secrets.token_hex(5).upper()
