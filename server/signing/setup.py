"""The first start: two roots, one signing key, and the statement that vouches for it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from server.config.places import DATA, ROOTS
from server.signing.models import KeyStatement, SigningKey
from server.signing.roots import make_roots, public_roots, read_roots
from server.signing.sign import make_signing_key
from server.signing.statement import issue_statement
from server.transaction import one_transaction


def make_first_keys(data: Path, at: datetime, roots: Path | None = None) -> tuple[str, ...]:
    """Makes what is missing and tells the roots' public halves in base64url; may be repeated."""
    folder = roots or (ROOTS if data == DATA else data / "roots")
    if not SigningKey.objects.exists() or not KeyStatement.objects.exists():
        make_roots(folder)
        _make_keys(folder, at)
    return public_roots(folder)


@one_transaction
def _make_keys(folder: Path, at: datetime) -> None:
    if not SigningKey.objects.exists():
        make_signing_key(at)
    if not KeyStatement.objects.exists():
        issue_statement(read_roots(folder)[0], at)
