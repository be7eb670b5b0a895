"""The OpenAPI 3.1 document, made from the calls as they are declared and from the wire's types."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import msgspec

from contract import wire
from contract.problems import PROBLEMS, Code
from contract.wire.problem import CONTENT_TYPE, MEMBERS, Head, Wait
from server.api.call import Call

SCHEMAS = "#/components/schemas/{name}"
LANGUAGE = {
    "name": "Accept-Language",
    "in": "header",
    "description": "the language of a problem's detail: en, de, es",
    "schema": {"type": "string"},
}
AGENT = {
    "name": "User-Agent",
    "in": "header",
    "description": "Seatkeeper/VERSION (PLATFORM); one that is too old is answered 426",
    "schema": {"type": "string"},
}
BEARER = {"type": "http", "scheme": "bearer"}
EVERYWHERE = [{"$ref": f"#/components/parameters/{name}"} for name in ("language", "agent")]
COMMON = (Code.INVALID_INPUT, Code.TOO_LARGE, Code.CLIENT_TOO_OLD, Code.INTERNAL, Code.MAINTENANCE)


def document(every: tuple[Call, ...]) -> bytes:
    return wire.encode(_document(every))


def _document(every: tuple[Call, ...]) -> dict[str, Any]:
    kinds = _kinds(every)
    schemas, components = msgspec.json.schema_components(kinds, ref_template=SCHEMAS)
    of = dict(zip(kinds, schemas, strict=True))
    paths: dict[str, dict[str, Any]] = defaultdict(dict)
    for each in every:
        address = each.path.replace("<", "{").replace(">", "}")
        paths[address][each.method.lower()] = _operation(each, of)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Seatkeeper",
            "version": "1",
            "description": "What crosses the wire between a desktop and its license server.",
        },
        "paths": dict(paths),
        "components": {
            "schemas": components,
            "securitySchemes": {"token": BEARER, "shop": BEARER},
            "parameters": {"language": LANGUAGE, "agent": AGENT},
        },
    }


def _kinds(every: tuple[Call, ...]) -> list[Any]:
    found: dict[Any, None] = {Head: None}
    for each in every:
        found |= dict.fromkeys(k for k in (each.takes, *each.gives.values()) if isinstance(k, type))
        found |= dict.fromkeys(MEMBERS[code] for code in refusals_of(each) if code in MEMBERS)
    return list(found)


def _operation(each: Call, of: dict[Any, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": each.answer.__name__,
        "summary": each.summary,
        "parameters": [
            *_path_parameters(each),
            *_query_parameters(each),
            *_asked(each),
            *EVERYWHERE,
        ],
        "responses": _answers(each, of) | _problems(each, of),
    }
    if each.takes is not None:
        content = {"application/json": {"schema": of[each.takes]}}
        operation["requestBody"] = {"required": not each.takes_nothing, "content": content}
    if each.signed_in:
        operation["security"] = [{"token": []}]
    if each.by_shop:
        operation["security"] = [{"shop": []}]
    return operation


def _path_parameters(each: Call) -> list[dict[str, Any]]:
    names = [part.strip("<>") for part in each.path.split("/") if part.startswith("<")]
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in names
    ]


def _query_parameters(each: Call) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "query",
            "description": query.means,
            "required": query.required,
            "schema": {"type": "string"},
        }
        for name, query in each.query.items()
    ]


def _asked(each: Call) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "header", "description": text, "schema": {"type": "string"}}
        for name, text in each.asks.items()
    ]


def _answers(each: Call, of: dict[Any, Any]) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for status, kind in each.gives.items():
        answers[str(status)] = {"description": each.summary}
        if each.headers:
            answers[str(status)]["headers"] = _headers(each.headers)
        if isinstance(kind, type):
            answers[str(status)]["content"] = {"application/json": {"schema": of[kind]}}
        elif kind is not None:
            answers[str(status)]["content"] = {kind: {}}
    return answers


def _problems(each: Call, of: dict[Any, Any]) -> dict[str, Any]:
    """One response a status; its description names the codes that it may carry."""
    by_status: dict[int, list[Code]] = defaultdict(list)
    for code in refusals_of(each):
        by_status[PROBLEMS[code].status].append(code)
    return {str(status): _problem(codes, of) for status, codes in sorted(by_status.items())}


def _problem(codes: list[Code], of: dict[Any, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "description": ", ".join(codes),
        "content": {CONTENT_TYPE: {"schema": _schema(codes, of)}},
    }
    if any(MEMBERS.get(code) is Wait for code in codes):
        told["headers"] = _headers({"Retry-After": "seconds, the same as retry_after"})
    return told


def _schema(codes: list[Code], of: dict[Any, Any]) -> dict[str, Any]:
    """Each code with the members that belong to it."""
    by_kind: dict[Any, list[Code]] = defaultdict(list)
    for code in codes:
        by_kind[MEMBERS.get(code)].append(code)
    variants = [_variant(kind, own, of) for kind, own in by_kind.items()]
    return variants[0] if len(variants) == 1 else {"anyOf": variants}


def _variant(kind: Any, codes: list[Code], of: dict[Any, Any]) -> dict[str, Any]:
    named = {"type": "object", "properties": {"code": {"enum": [code.value for code in codes]}}}
    return {"allOf": [of[Head], *([of[kind]] if kind else []), named]}


def _headers(told: Mapping[str, str]) -> dict[str, Any]:
    return {
        name: {"description": text, "schema": {"type": "string"}} for name, text in told.items()
    }


def refusals_of(each: Call) -> list[Code]:
    """What was declared, and what follows from how the call is asked."""
    signed_in = (Code.TOKEN_INVALID,) if each.signed_in else ()
    by_shop = (Code.SHOP_KEY_INVALID,) if each.by_shop else ()
    named = (Code.NOT_FOUND,) if "<" in each.path else ()
    return list(dict.fromkeys((*each.refuses, *signed_in, *by_shop, *named, *COMMON)))
