"""The document of all calls, and whether the server does what it says."""

from __future__ import annotations

import json
import re

import pytest

from contract.problems import PROBLEMS
from server.api.described import every_call
from tests.server.conftest import Api

pytestmark = pytest.mark.django_db

METHODS = {"get", "put", "post", "delete", "patch"}


@pytest.fixture
def document(api: Api) -> dict:
    response = api("GET", "/openapi.json")
    assert response.status_code == 200
    return response.json()


def test_document_lists_every_call_and_no_other(document: dict) -> None:
    listed = {(m.upper(), path) for path, item in document["paths"].items() for m in item}
    declared = {(c.method, re.sub(r"<(\w+)>", r"{\1}", c.path)) for c in every_call()}
    assert (document["openapi"], listed) == ("3.1.0", declared)
    assert listed >= {
        ("GET", "/api/v1/meta"),
        ("POST", "/api/v1/session"),
        ("DELETE", "/api/v1/session"),
        ("POST", "/api/v1/account/confirmation-mail"),
        ("PUT", "/api/v1/seat"),
        ("GET", "/api/v1/seat"),
        ("DELETE", "/api/v1/seat"),
        ("PUT", "/api/v1/seat/offline"),
        ("DELETE", "/api/v1/seat/offline"),
        ("GET", "/api/v1/license"),
        ("POST", "/api/v1/offline/bindings"),
        ("POST", "/api/v1/shop/licenses"),
        ("PATCH", "/api/v1/shop/licenses/{license_id}"),
        ("GET", "/.well-known/seatkeeper-keys"),
        ("GET", "/.well-known/jwks.json"),
    }


def test_each_call_has_its_golden_file(document: dict) -> None:
    from tests.contract.examples import EXAMPLES

    of_others = {"GET /.well-known/jwks.json", "GET /api/v1/openapi.json"}  # standards of others
    listed = {f"{m.upper()} {path}" for path, item in document["paths"].items() for m in item}
    assert listed - of_others == {example.call for example in EXAMPLES.values()}


def test_every_reference_leads_somewhere(document: dict) -> None:
    references = re.findall(r'"\$ref": ?"#/components/schemas/([^"]+)"', json.dumps(document))
    assert set(references) <= document["components"]["schemas"].keys()


def test_each_refusal_is_named_under_its_own_status(document: dict) -> None:
    for item in document["paths"].values():
        for operation in item.values():
            for status, response in operation["responses"].items():
                if "application/problem+json" in response.get("content", {}):
                    codes = response["description"].split(", ")
                    assert {PROBLEMS[code].status for code in codes} == {int(status)}


def test_calls_that_need_a_token_refuse_without_one(document: dict, api: Api) -> None:
    for path, item in document["paths"].items():
        for method in METHODS & item.keys():
            url = re.sub(r"\{\w+\}", "x", path).removeprefix("/api/v1")
            for wanted in item[method].get("security", []):
                response = api(method, url, None if method in ("get", "delete") else {})
                code = "shop-key-invalid" if "shop" in wanted else "token-invalid"
                assert (response.status_code, response.json()["code"]) == (401, code)


def test_sign_in_is_described_with_its_types(document: dict) -> None:
    operation = document["paths"]["/api/v1/session"]["post"]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    assert schema == {"$ref": "#/components/schemas/SignIn"}
    device = document["components"]["schemas"]["Device"]
    assert set(device["required"]) == {"id", "public_key", "platform", "app_version"}
    assert {"401", "403", "422", "429"} <= operation["responses"].keys()


def test_every_member_of_a_refusal_is_described(document: dict) -> None:
    """For each code that a call may answer: the members that belong to it stand in the schema."""
    from contract.wire.problem import MEMBERS

    for item in document["paths"].values():
        for operation in item.values():
            for response in operation["responses"].values():
                schema = (
                    response.get("content", {}).get("application/problem+json", {}).get("schema")
                )
                for code in response["description"].split(", ") if schema else []:
                    kind = MEMBERS.get(code)
                    wanted = {f"#/components/schemas/{kind.__name__}"} if kind else set()
                    assert references(variant_of(schema, code)) >= wanted, code


def variant_of(schema: dict, code: str) -> dict:
    variants = schema.get("anyOf", [schema])
    (own,) = [each for each in variants if code in str(each["allOf"][-1]["properties"]["code"])]
    return own


def references(schema: dict) -> set[str]:
    return {part["$ref"] for part in schema["allOf"] if "$ref" in part}


def test_required_query_parameters_are_said_to_be(document: dict) -> None:
    parameters = document["paths"]["/api/v1/seat"]["delete"]["parameters"]
    told = {each["name"]: each["required"] for each in parameters if each.get("in") == "query"}
    assert told == {"seat": True, "given_up": False}
