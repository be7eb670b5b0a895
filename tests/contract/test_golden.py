"""What once crossed the wire is still read, and written again the same: v1 only grows.

The files in `golden/` are written once, by `--renew-golden`, and stay: a member that is renamed
or taken away fails here. One that is added does not.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from contract import wire
from contract.keys import KeyStatement, public_of, read_statement
from contract.offline_files import Response, read_response, write_response
from contract.problems import Code
from contract.wire.problem import MEMBERS, members_of, problem_document, read_problem
from tests.contract import signed
from tests.contract.examples import EXAMPLES, REFUSALS, Example

GOLDEN = Path(__file__).parent / "golden"

pytestmark = pytest.mark.rule("SAFE-1")


@pytest.fixture(autouse=True)
def _renewed(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--renew-golden"):
        GOLDEN.mkdir(exist_ok=True)
        for name, example in EXAMPLES.items():
            _write(name, _told(example))
        for code, members in REFUSALS.items():
            document = problem_document(Code(code), "A sentence.", "0123456789", members)
            _write(f"problem-{code}", wire.plain(document))


@pytest.mark.parametrize("name", EXAMPLES)
def test_request_is_read_and_written_as_ever(name: str) -> None:
    kept, example = _kept(name), EXAMPLES[name]
    assert kept["call"] == example.call
    if example.takes is not None:
        read = wire.decode(json.dumps(kept["request"]), type(example.takes))
        assert json.loads(wire.encode(read)) == kept["request"]


@pytest.mark.parametrize("name", EXAMPLES)
def test_answer_is_read_and_written_as_ever(name: str) -> None:
    kept, example = _kept(name).get("answer"), EXAMPLES[name]
    if isinstance(example.gives, Response):
        response = read_response(json.dumps(kept).encode())
        assert isinstance(response, Response)
        assert json.loads(write_response(response)) == kept
    elif isinstance(example.gives, msgspec.Struct):
        read = wire.decode(json.dumps(kept), type(example.gives))
        assert json.loads(wire.encode(read)) == kept


@pytest.mark.rule("LEASE-7")
def test_key_statement_is_read_as_ever() -> None:
    token = _kept("get_statement")["answer"]
    statement = read_statement(token, [public_of(signed.ROOT)], signed.ISSUER)
    assert isinstance(statement, KeyStatement)
    assert statement.key(signed.KID) is not None


@pytest.mark.parametrize("code", REFUSALS)
def test_refusal_is_read_and_written_as_ever(code: str) -> None:
    kept = _kept(f"problem-{code}")
    problem = read_problem(json.dumps(kept).encode())
    members = members_of(problem)
    assert members is not None
    written = problem_document(
        Code(problem.code), problem.detail, problem.instance, problem.members | wire.plain(members)
    )
    assert json.loads(wire.encode(written)) == kept
    assert set(wire.plain(members)) >= {name for name, value in problem.members.items() if value}


def test_each_shape_of_members_has_its_golden_refusal() -> None:
    assert {MEMBERS[Code(code)] for code in REFUSALS} == set(MEMBERS.values())


def _kept(name: str) -> dict[str, Any]:
    return json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


def _told(example: Example) -> dict[str, Any]:
    told: dict[str, Any] = {"call": example.call}
    if example.takes is not None:
        told["request"] = json.loads(wire.encode(example.takes))
    if isinstance(example.gives, Response):
        told["answer"] = json.loads(write_response(example.gives))
    elif example.gives is not None:
        told["answer"] = json.loads(wire.encode(example.gives))
    return told


def _write(name: str, told: object) -> None:
    text = json.dumps(told, indent=2, ensure_ascii=False) + "\n"
    (GOLDEN / f"{name}.json").write_text(text, encoding="utf-8")
