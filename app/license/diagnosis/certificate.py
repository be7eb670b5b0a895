"""Whose certificate stands on the way: trusted or not, and by whom it was issued (APP-10, APP-12).

What is read from a certificate that nobody vouches for is shown and decides nothing.
"""

from __future__ import annotations

import ssl
from datetime import datetime

from app.license.client import certificates
from app.license.diagnosis.findings import Check, Finding, bad, good, note, skipped
from app.license.diagnosis.sockets import Server, certificate_of, connect
from app.license.foreign import one_line
from app.license.proxies import Way

CHECK = Check.CERTIFICATE
WRONG_NAME, NOT_BEGUN, OVER = 62, 9, 10
"""X.509 verification, by OpenSSL's numbers."""


def look_at_certificate(server: Server, way: Way) -> Finding:
    """Blocks. The system's own store judges, as it does for each call."""
    if not server.secure:
        return skipped(CHECK, "not-secured")
    try:
        _shake_hands(server, way, certificates())
    except ssl.SSLCertVerificationError as error:
        return _not_trusted(error, server, way)
    except ssl.SSLError as error:
        return bad(CHECK, "no-handshake", reason=one_line(error.reason or "", 60))
    except OSError:
        return skipped(CHECK, "not-reached")
    issuer = _issuer(server, way)
    if _is_public(server, way):
        return good(CHECK, "trusted", issuer=issuer)
    return note(CHECK, "local-authority", issuer=issuer)


def _not_trusted(error: ssl.SSLCertVerificationError, server: Server, way: Way) -> Finding:
    seen = _unverified(server, way)
    issuer = _issuer_of(seen)
    match getattr(error, "verify_code", 0):
        case code if code in (NOT_BEGUN, OVER):
            begins, ends = _dates_of(seen)
            return bad(CHECK, "date", issuer=issuer, begins=begins, ends=ends)
        case code if code == WRONG_NAME:
            return bad(CHECK, "other-name", issuer=issuer, host=server.host)
    return bad(CHECK, "intercepted", issuer=issuer)


def _shake_hands(server: Server, way: Way, context: ssl.SSLContext) -> bytes:
    with connect(server, way) as connection:
        return certificate_of(connection, server.host, context)


def _is_public(server: Server, way: Way) -> bool:
    """By the authorities that browsers know, too; else somebody here has added this one."""
    import certifi

    try:
        _shake_hands(server, way, ssl.create_default_context(cafile=certifi.where()))
    except OSError:
        return False
    return True


def _issuer(server: Server, way: Way) -> str:
    return _issuer_of(_unverified(server, way))


def _unverified(server: Server, way: Way) -> bytes:
    """The certificate, whoever issued it: to be named, not to be trusted. Nothing is sent."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        return _shake_hands(server, way, context)
    except OSError:
        return b""


def _issuer_of(der: bytes) -> str:
    """Its common name, else its organization; empty where neither can be read."""
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    try:
        issuer = x509.load_der_x509_certificate(der).issuer
        names = [
            *issuer.get_attributes_for_oid(NameOID.COMMON_NAME),
            *issuer.get_attributes_for_oid(NameOID.ORGANIZATION_NAME),
        ]
    except ValueError:
        return ""
    return one_line(str(names[0].value), 80) if names else ""


def _dates_of(der: bytes) -> tuple[str, str]:
    from cryptography import x509

    try:
        read = x509.load_der_x509_certificate(der)
        return _stamp(read.not_valid_before_utc), _stamp(read.not_valid_after_utc)
    except ValueError:
        return "", ""


def _stamp(at: datetime) -> str:
    return at.isoformat()
