"""A contact that changes nothing, answered before Django is asked (PUT /api/v1/seat).

Whatever is not such a contact, or cannot be read as one, goes on untouched: refusals, starts,
and all that has to be decided are the verb's.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from contract import wire
from contract.lease import write_lease
from contract.wire.seat import SeatWanted
from server.accounts.authenticate import token_in
from server.accounts.tokens import hash_of
from server.api.middleware import headers
from server.api.version import is_too_old
from server.direct import Direct
from server.seats.renew import Contact, renew
from server.seats.renewals import Renewed, answer_of, common_of, lease_of
from server.signing.sign import opened
from server.together import Together

Environ = dict[str, Any]
Start = Callable[..., object]
Application = Callable[[Environ, Start], Iterable[bytes]]

LARGEST = 1024  # bytes of a contact; a larger body may well be one, too: the verb reads it

log = logging.getLogger(__name__)


class ContactFirst:
    """Stands in front of the whole application, in the same process."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._direct = Direct()
        self._answer = Together(self._renew_all, _content)

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        contact = contact_in(environ)
        content = None if contact is None else self._answered(contact)
        if content is None:
            return self._application(environ, start)
        start("200 OK", _headers(content))
        return [content]

    def close(self) -> None:
        self._direct.close()

    def _answered(self, contact: Contact) -> bytes | None:
        try:
            return self._answer(contact)
        except Exception as error:  # whatever it was, the verb meets it, too, and says so
            log.info("a contact goes to the verb: %s", error)
            return None

    def _renew_all(self, asked: Sequence[Contact]) -> list[Renewed | None]:
        """In the thread that leads; the connection is made anew after whatever went wrong."""
        try:
            return renew(asked, self._direct)
        except Exception:
            self._direct.close()
            raise


def contact_in(environ: Environ) -> Contact | None:
    if environ["REQUEST_METHOD"] != "PUT" or environ["PATH_INFO"] != "/api/v1/seat":
        return None
    token = token_in(environ.get("HTTP_AUTHORIZATION", ""))
    if token is None or is_too_old(environ.get("HTTP_USER_AGENT", "")):
        return None
    wanted = _wanted(environ)
    if wanted is None or wanted.seat is None or wanted.take_over:
        return None
    return Contact(hash_of(token), wanted.seat, wanted.last_lease or "")


def _wanted(environ: Environ) -> SeatWanted | None:
    length = environ.get("CONTENT_LENGTH") or ""
    if not length.isdecimal() or not 0 < int(length) <= LARGEST:
        return None
    data = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = io.BytesIO(data)  # for whoever reads it again
    if b"\\u0000" in data:
        return None
    try:
        return wire.decode(data, SeatWanted)
    except wire.Malformed:
        return None


def _content(renewed: Renewed | None) -> bytes | None:
    if renewed is None:
        return None
    common, signs = common_of(renewed), opened((renewed.kid, renewed.private_sealed))
    lease = write_lease(lease_of(renewed, common), signs.key, signs.kid)
    return wire.encode(answer_of(renewed, common, lease))


def _headers(content: bytes) -> list[tuple[str, str]]:
    own = {
        "Content-Type": "application/json",
        "Content-Length": str(len(content)),
        "Cache-Control": "no-store",
    }
    return list({**own, **headers()}.items())
