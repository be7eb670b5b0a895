"""From a request to what was asked, and from an answer to a response: the one way in and out."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from contract import wire
from contract.problems import Code
from server.accounts.authenticate import authenticate
from server.api.call import Answer, Asked, Call
from server.api.problems import problem_response
from server.api.version import too_old
from server.rulebook.facts import Refusal
from server.shop.keys import shop_of


@dataclass
class Endpoint:
    """One address: picks the call by its method."""

    methods: dict[str, Call] = field(default_factory=dict)

    def __call__(self, request: HttpRequest, **path: str) -> HttpResponseBase:
        method = "GET" if request.method == "HEAD" else request.method or ""
        wanted = self.methods.get(method)
        if wanted is None:
            return self._other_method(request)
        outcome = _outcome(wanted, request, path)
        if isinstance(outcome, Refusal):
            return problem_response(outcome, request)
        return response_of(outcome)

    def _other_method(self, request: HttpRequest) -> HttpResponse:
        response = problem_response(Refusal(Code.METHOD_NOT_ALLOWED), request)
        allowed = {*self.methods, *(["HEAD"] if "GET" in self.methods else [])}
        response.headers["Allow"] = ", ".join(sorted(allowed))
        return response


def response_of(answer: Answer) -> HttpResponse:
    content = answer.raw
    if content is None:
        content = b"" if answer.value is None else wire.encode(answer.value)
    response = HttpResponse(content, status=answer.status, content_type=answer.content_type)
    if answer.status == 204:
        del response.headers["Content-Type"]
    for name, value in answer.headers.items():
        response.headers[name] = value
    return response


def _outcome(wanted: Call, request: HttpRequest, path: dict[str, str]) -> Answer | Refusal:
    refusal = too_old(request)
    if refusal is not None:
        return refusal
    authorization = request.headers.get("Authorization", "")
    session = authenticate(authorization) if wanted.signed_in else None
    if isinstance(session, Refusal):
        return session
    shop = shop_of(authorization) if wanted.by_shop else None
    if isinstance(shop, Refusal):
        return shop
    body = _body(wanted, request)
    if isinstance(body, Refusal):
        return body
    return wanted.answer(Asked(request, body, path, session, shop))


def _body(wanted: Call, request: HttpRequest) -> object:
    if wanted.takes is None:
        return None
    data = _read(request)
    if isinstance(data, Refusal):
        return data
    if wanted.takes_file:
        return data
    if not data.strip() and wanted.takes_nothing:
        data = b"{}"
    if b"\\u0000" in data:  # no text of ours has it, and PostgreSQL cannot keep it
        return Refusal(Code.INVALID_INPUT, {"errors": [{"pointer": "", "code": "invalid"}]})
    try:
        return wire.decode(data, wanted.takes)
    except wire.Malformed as fault:
        return Refusal(Code.INVALID_INPUT, {"errors": fault.errors})


def _read(request: HttpRequest) -> bytes | Refusal:
    """The body; one that says it is too large is not even read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > wire.BODY_LIMIT:
        return Refusal(Code.TOO_LARGE, {"limit": wire.BODY_LIMIT})
    data = request.read(wire.BODY_LIMIT + 1)
    return (
        data
        if len(data) <= wire.BODY_LIMIT
        else Refusal(Code.TOO_LARGE, {"limit": wire.BODY_LIMIT})
    )
