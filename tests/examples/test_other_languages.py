"""The checks in JavaScript and C, tried where Node and a C compiler are there."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from contract.encoding import to_base64url
from contract.keys import public_of, write_statement
from contract.proof import write_proof
from tests.contract.signed import (
    BOUND_CLAIMS,
    CLAIMS,
    DEVICE_KEY,
    HEADER,
    ISSUER,
    PRODUCT,
    ROOT,
    SIGNER,
    STATEMENT,
    STRANGER,
    token_of,
)

EXAMPLES = Path(__file__).parents[2] / "examples"
CHALLENGE = "mT1v4WdoJ0Yk1cV5b8sTQw"

pytestmark = pytest.mark.rule("HOST-1", "LEASE-1")


def in_javascript(**changes: Any) -> dict[str, Any]:
    question = {
        "pinned": {"issuer": ISSUER, "product": PRODUCT, "roots": [to_base64url(public_of(ROOT))]},
        "lease": token_of(),
        "keys": write_statement(STATEMENT, ROOT),
        "challenge": CHALLENGE,
        "proof": write_proof(CHALLENGE, PRODUCT, DEVICE_KEY),
        "now": CLAIMS["exp"] - 1,
    }
    done = subprocess.run(
        ["node", str(EXAMPLES / "check_lease.mjs")],
        input=json.dumps(question | changes), capture_output=True, text=True, check=True,
    )  # fmt: skip
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")
def test_lease_is_checked_in_javascript_as_in_python() -> None:
    assert in_javascript() == {"allow": ["use", "save", "export"]}
    assert in_javascript(now=CLAIMS["exp"]) == {"allow": []}
    assert in_javascript(lease=token_of(BOUND_CLAIMS), now=0)["allow"] != []
    for wrong in (
        {"lease": token_of(key=STRANGER)},
        {"lease": token_of(CLAIMS | {"aud": "other"})},
        {"lease": token_of(header=HEADER | {"crit": ["exp"]})},
        {"lease": token_of(header=HEADER | {"typ": "JWT"})},
        {"lease": token_of() + "="},
        {"keys": write_statement(STATEMENT, STRANGER)},
        {"proof": write_proof(CHALLENGE, PRODUCT, STRANGER)},
        {"challenge": CHALLENGE[::-1]},
    ):
        assert "refused" in in_javascript(**wrong), wrong


@pytest.mark.skipif(
    not (shutil.which("cc") and Path("/usr/include/openssl/evp.h").exists()),
    reason="a C compiler or OpenSSL's headers are not installed",
)
def test_signature_is_checked_in_c(tmp_path: Path) -> None:
    program = str(tmp_path / "check_signature")
    source = str(EXAMPLES / "check_signature.c")
    subprocess.run(
        ["cc", "-Wall", "-Wextra", "-Werror", source, "-o", program, "-lcrypto"], check=True
    )

    def says(token: str, key: str) -> int:
        return subprocess.run([program, token, key]).returncode

    key = to_base64url(public_of(SIGNER))
    assert says(token_of(), key) == 0
    assert says(token_of(key=STRANGER), key) == 1
    assert says(token_of() + "=", key) == 1
    assert says("." + token_of(), key) == 1
    assert says("", key) == 1
    assert says(token_of(), key[:-1]) == 1
