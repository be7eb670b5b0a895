"""Any language's JWT library can check a lease (LEASE-1): two of Python's do, on their own."""

from __future__ import annotations

import jwt
import pytest
from joserfc import jws
from joserfc.jwk import OKPKey

from contract.encoding import to_base64url
from contract.jws import Envelope, is_signed_by
from contract.keys import public_of, signing_key, thumbprint, write_statement
from contract.lease import write_lease
from tests.contract.signed import CLAIMS, ISSUER, KID, LEASE, PRODUCT, ROOT, SIGNER, STATEMENT

TOKEN = write_lease(LEASE, SIGNER, KID)
ONLY = {"verify_exp": False, "verify_nbf": False, "verify_iat": False}


@pytest.mark.rule("LEASE-1")
def test_pyjwt_reads_the_claims_that_we_wrote() -> None:
    key = SIGNER.public_key()
    claims = jwt.decode(
        TOKEN, key, algorithms=["EdDSA"], audience=PRODUCT, issuer=ISSUER, options=ONLY
    )
    assert claims == CLAIMS
    assert jwt.get_unverified_header(TOKEN) == {
        "alg": "EdDSA",
        "typ": "seatkeeper-lease+jwt",
        "kid": KID,
    }


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")  # RFC 9864; the contract names it so
@pytest.mark.rule("LEASE-1")
def test_joserfc_believes_the_signature_by_our_jwk() -> None:
    entry = signing_key(public_of(SIGNER))
    key = OKPKey.import_key({"kty": entry.kty, "crv": entry.crv, "x": entry.x})
    assert key.thumbprint() == entry.kid
    jws.deserialize_compact(TOKEN, key, algorithms=["EdDSA"])


@pytest.mark.rule("LEASE-7")
def test_pyjwt_reads_the_key_statement_by_its_root() -> None:
    token = write_statement(STATEMENT, ROOT)
    members = jwt.decode(token, ROOT.public_key(), algorithms=["EdDSA"])
    assert members["version"] == STATEMENT.version
    assert members["keys"] == [
        {"kty": "OKP", "crv": "Ed25519", "kid": KID, "x": to_base64url(public_of(SIGNER))}
    ]


RFC_8037_X = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")


@pytest.mark.rule("LEASE-1")
def test_thumbprint_is_the_one_of_rfc_8037() -> None:
    assert thumbprint(RFC_8037_X) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


@pytest.mark.rule("LEASE-1")
def test_signature_of_rfc_8037_is_believed() -> None:
    """Appendix A.4: its header has no `typ`, so it is put together here rather than unfolded."""
    import base64

    signed = b"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
    signature = base64.urlsafe_b64decode(
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg=="
    )
    envelope = Envelope({"alg": "EdDSA"}, b"", signed, signature)
    assert is_signed_by(envelope, RFC_8037_X)
    assert not is_signed_by(envelope, bytes(31))
