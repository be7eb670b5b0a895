"""What people did to signed tokens in the field, done to a lease: each gets its own verdict.

Every case but those that forge has a genuine signature by the key that signs leases.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

import pytest

from contract.encoding import to_base64url
from contract.keys import device_id, public_of, thumbprint
from contract.lease import Fault, Lease, read_lease
from tests.contract.signed import (
    BOUND_CLAIMS,
    CLAIMS,
    HEADER,
    HOLDER,
    PRODUCT,
    SIGNER,
    STATEMENT,
    STRANGER,
    token_of,
    without,
)

TOKEN = token_of()
HEAD, PAYLOAD, SIGNATURE = TOKEN.split(".")


def part(value: object) -> str:
    return to_base64url(json.dumps(value).encode())


def keyed_with_the_public_key() -> str:
    signed = f"{part(HEADER | {'alg': 'HS256'})}.{PAYLOAD}"
    mac = hmac.new(public_of(SIGNER), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{to_base64url(mac)}"


def first_bit_of_signature_flipped() -> str:
    raw = bytearray(base64.urlsafe_b64decode(SIGNATURE + "=="))
    raw[0] ^= 1
    return f"{HEAD}.{PAYLOAD}.{to_base64url(bytes(raw))}"


def same_bytes_written_otherwise() -> str:
    """86 characters carry 516 bits for 512: the last four are free, and must be zero."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    last = alphabet[alphabet.index(SIGNATURE[-1]) + 1]
    return f"{HEAD}.{PAYLOAD}.{SIGNATURE[:-1]}{last}"


def twice(name: str, first: object, last: object, members: dict) -> bytes:
    text = json.dumps({"__": 1} | members | {name: last})
    return text.replace('"__": 1', f'"{name}": {json.dumps(first)}', 1).encode()


STRANGER_JWK = {"kty": "OKP", "crv": "Ed25519", "x": to_base64url(public_of(STRANGER))}

FORGED = {
    "a bit of the signature flipped": first_bit_of_signature_flipped(),
    "a later end under the old signature": (
        f"{HEAD}.{part(CLAIMS | {'exp': CLAIMS['exp'] + 31_536_000})}.{SIGNATURE}"
    ),
    "the signature of another lease": f"{TOKEN.rpartition('.')[0]}"
    f".{token_of(CLAIMS | {'seat': 'x'}).rpartition('.')[2]}",
    "signed by a stranger under our kid": token_of(key=STRANGER),
    "alg none, no signature": f"{part(HEADER | {'alg': 'none'})}.{PAYLOAD}.",
    "alg none alone in the header": f"{part({'alg': 'none'})}.{PAYLOAD}.",
    "alg none in odd letters": f"{part(HEADER | {'alg': 'nOnE'})}.{PAYLOAD}.",
    "alg none over the old signature": f"{part(HEADER | {'alg': 'none'})}.{PAYLOAD}.{SIGNATURE}",
    "HS256 keyed with our public key": keyed_with_the_public_key(),
    "another algorithm, genuinely signed": token_of(header=HEADER | {"alg": "ES256"}),
    "the algorithm in small letters": token_of(header=HEADER | {"alg": "eddsa"}),
    "no algorithm": token_of(header=without("alg", claims=HEADER)),
    "an algorithm that is no text": token_of(header=HEADER | {"alg": ["EdDSA"]}),
    "a stranger's key in the header": token_of(header=HEADER | {"jwk": STRANGER_JWK}, key=STRANGER),
    "our own key in the header": token_of(header=HEADER | {"jwk": STRANGER_JWK}),
    "an address of keys in the header": token_of(header=HEADER | {"jku": "https://x.example/"}),
    "certificates in the header": token_of(header=HEADER | {"x5c": ["MIIB"]}),
    "a signature of zeros": f"{HEAD}.{PAYLOAD}.{to_base64url(bytes(64))}",
}

UNKNOWN_KEY = {
    "a kid that nobody knows": token_of(header=HEADER | {"kid": thumbprint(bytes(32))}),
    "a stranger's own kid": token_of(
        header=HEADER | {"kid": thumbprint(public_of(STRANGER))}, key=STRANGER
    ),
    "no kid": token_of(header=without("kid", claims=HEADER)),
    "a kid that is a path": token_of(header=HEADER | {"kid": "../../../dev/null"}),
    "a kid that is a query": token_of(header=HEADER | {"kid": "x' UNION SELECT 'key"}),
    "an empty kid": token_of(header=HEADER | {"kid": ""}),
}

DAMAGED = {
    "empty": "",
    "spaces alone": " \n",
    "as many zeros as it was long": b"\x00" * len(TOKEN),
    "cut in half": TOKEN[: len(TOKEN) // 2],
    "the signature cut": TOKEN[:-9],
    "the signature left out": f"{HEAD}.{PAYLOAD}.",
    "five parts, as if encrypted": f"{HEAD}.{PAYLOAD}.{PAYLOAD}.{PAYLOAD}.{SIGNATURE}",
    "not in ASCII": TOKEN.replace("e", "е", 1),
    "not in UTF-8": b"\xff" + TOKEN.encode(),
    "written as JSON": json.dumps({"protected": HEAD, "payload": PAYLOAD, "signature": SIGNATURE}),
    "padded": f"{HEAD}.{PAYLOAD}.{SIGNATURE}==",
    "the old alphabet of base64": TOKEN.replace("-", "+").replace("_", "/") + "+",
    "a line end inside": f"{HEAD}.\n{PAYLOAD}.{SIGNATURE}",
    "bits left over at the end": same_bytes_written_otherwise(),
    "a header that is a list": token_of(header=b"[]"),
    "a header that is no JSON": token_of(header=b"{alg"),
    "a member twice in the header": token_of(header=twice("alg", "none", "EdDSA", HEADER)),
    "a kid that is a number": token_of(header=HEADER | {"kid": 7}),
    "a payload that is no JSON": token_of(b"exp=1"),
    "a payload that is a list": token_of(b"[]"),
    "a payload with a byte-order mark": token_of(b"\xef\xbb\xbf" + json.dumps(CLAIMS).encode()),
    "a payload nested without end": token_of(b"[" * 2000),
    "a payload with half a character": token_of(b'{"iss": "\\ud800"}'),
    "allow twice, the full one first": token_of(
        twice("allow", ["use", "save", "export"], ["use"], without("allow"))
    ),
    "allow twice, the full one last": token_of(
        twice("allow", ["use"], ["use", "save", "export"], without("allow"))
    ),
    "a member twice deep inside": token_of(
        json.dumps(CLAIMS).replace('{"jkt"', '{"jkt": "x", "jkt"').encode()
    ),
    "exp as a text": token_of(CLAIMS | {"exp": "1800007200"}),
    "exp as true": token_of(CLAIMS | {"exp": True}),
    "exp as null": token_of(CLAIMS | {"exp": None}),
    "exp as a fraction": token_of(CLAIMS | {"exp": 1_800_007_200.5}),
    "exp with a point and a zero": token_of(CLAIMS | {"exp": 1_800_007_200.0}),
    "exp beyond all years": token_of(CLAIMS | {"exp": 10**30}),
    "exp as infinity": token_of(json.dumps(CLAIMS | {"exp": float("inf")}).encode()),
    "exp before 1970": token_of(CLAIMS | {"exp": -1}),
    "no exp for a member": token_of(without("exp")),
    "no nbf": token_of(without("nbf")),
    "no iat": token_of(without("iat")),
    "none of the three, and not bound": token_of(without("exp", "nbf", "iat")),
    "bound with an end": token_of(CLAIMS | {"bound": True}),
    "bound without its nonce": token_of(without("nonce", claims=BOUND_CLAIMS)),
    "bound without when": token_of(without("issued", claims=BOUND_CLAIMS)),
    "bound, of a license that ends": token_of(BOUND_CLAIMS | {"license_ends": 1_900_000_000}),
    "a nonce without being bound": token_of(CLAIMS | {"nonce": BOUND_CLAIMS["nonce"]}),
    "bound as a number": token_of(BOUND_CLAIMS | {"bound": 1}),
    "allow as a text": token_of(CLAIMS | {"allow": "use save export"}),
    "allow with a number": token_of(CLAIMS | {"allow": ["use", 1]}),
    "no allow": token_of(without("allow")),
    "aud as a list": token_of(CLAIMS | {"aud": [PRODUCT, "other"]}),
    "sub as a number": token_of(CLAIMS | {"sub": 7}),
    "owner as null": token_of(CLAIMS | {"owner": None}),
    "a policy that nobody has": token_of(CLAIMS | {"policy": "root"}),
    "a last day that is none": token_of(CLAIMS | {"last_day": "2027-02-30"}),
    "cnf without its thumbprint": token_of(CLAIMS | {"cnf": {}}),
}

OTHER = {
    Fault.TOO_NEW: {
        "something critical that is not known": token_of(
            header=HEADER | {"crit": ["hard-end"], "hard-end": True}
        ),
        "crit empty": token_of(header=HEADER | {"crit": []}),
        "the payload not encoded (RFC 7797)": token_of(
            header=HEADER | {"b64": False, "crit": ["b64"]}
        ),
        "a later form of a lease": token_of(header=HEADER | {"typ": "seatkeeper-lease-2+jwt"}),
    },
    Fault.NOT_A_LEASE: {
        "typ JWT": token_of(header=HEADER | {"typ": "JWT"}),
        "no typ": token_of(header=without("typ", claims=HEADER)),
        "typ in capitals": token_of(header=HEADER | {"typ": "SEATKEEPER-LEASE+JWT"}),
        "a key statement": token_of(header=HEADER | {"typ": "seatkeeper-keys+jwt"}),
        "a request": token_of(header=HEADER | {"typ": "seatkeeper-request+jwt"}),
        "typ as a list": token_of(header=HEADER | {"typ": ["seatkeeper-lease+jwt"]}),
    },
    Fault.OTHER_SERVER: {
        "another issuer": token_of(CLAIMS | {"iss": "https://elsewhere.example"}),
        "the issuer with a slash": token_of(CLAIMS | {"iss": CLAIMS["iss"] + "/"}),
    },
    Fault.OTHER_PRODUCT: {
        "a sister product": token_of(CLAIMS | {"aud": "sheet-editor"}),
        "a sister product, whose device id differs too": token_of(
            CLAIMS | {"aud": "sheet-editor", "device": device_id("sheet-editor", bytes(32))}
        ),
    },
    Fault.OTHER_DEVICE: {
        "another computer": token_of(CLAIMS | {"device": device_id(PRODUCT, bytes(32))}),
        "another computer of another account": token_of(
            CLAIMS | {"device": device_id(PRODUCT, bytes(32)), "sub": "A-000-001"}
        ),
        "bound to another computer": token_of(
            BOUND_CLAIMS | {"device": device_id(PRODUCT, bytes(32))}
        ),
    },
    Fault.OTHER_ACCOUNT: {"another account": token_of(CLAIMS | {"sub": "A-000-001"})},
    Fault.TOO_LARGE: {
        "a lease of five kilobytes": token_of(CLAIMS | {"features": ["x" * 4000]}),
        "a gigabyte would be the same": "e" * 5000,
        "large by what stands around it": TOKEN + " " * 4000,
        "a few characters too many": "e" * 4100,
    },
}

ATTACKS = [
    *((name, token, Fault.FORGED) for name, token in FORGED.items()),
    *((name, token, Fault.UNKNOWN_KEY) for name, token in UNKNOWN_KEY.items()),
    *((name, token, Fault.DAMAGED) for name, token in DAMAGED.items()),
    *((name, token, fault) for fault, cases in OTHER.items() for name, token in cases.items()),
]


@pytest.mark.rule("LEASE-5")
def test_untouched_lease_is_taken_before_all_else() -> None:
    assert isinstance(read_lease(TOKEN, STATEMENT, HOLDER), Lease)
    assert isinstance(read_lease(token_of(BOUND_CLAIMS), STATEMENT, HOLDER), Lease)


@pytest.mark.rule("LEASE-1", "LEASE-3", "LEASE-5", "LEASE-7")
@pytest.mark.parametrize(
    ("token", "verdict"), [a[1:] for a in ATTACKS], ids=[a[0] for a in ATTACKS]
)
def test_attacked_lease_gets_its_own_verdict(token: str | bytes, verdict: Fault) -> None:
    assert read_lease(token, STATEMENT, HOLDER) == verdict


@pytest.mark.rule("LEASE-1")
def test_use_alone_is_all_that_a_lease_may_allow() -> None:
    lease = read_lease(token_of(CLAIMS | {"allow": ["use"]}), STATEMENT, HOLDER)
    assert isinstance(lease, Lease)
    assert lease.allow == ("use",)
