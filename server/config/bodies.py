"""Bodies that come without a length (`Transfer-Encoding: chunked`, HTTP/2), made whole.

Django takes a request without a length for one without a body. So what came in pieces is read
here, up to one byte more than any page or call takes, and handed on with its length: the limits
of the API and of the portal then see it like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

LARGEST = 128 * 1024  # a file of 64 KiB, its form around it, and room to say why not
_WITHOUT_BODY = ("GET", "HEAD", "OPTIONS", "TRACE")

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]


def with_whole_bodies(application: Application) -> Application:
    def answer(environ: Environ, start_response: Any) -> Iterable[bytes]:
        if _came_in_pieces(environ):
            environ = environ | _whole(environ["wsgi.input"].read(LARGEST + 1))
        return application(environ, start_response)

    return answer


def _came_in_pieces(environ: Environ) -> bool:
    if environ.get("HTTP_TRANSFER_ENCODING"):
        return True
    return not environ.get("CONTENT_LENGTH") and environ["REQUEST_METHOD"] not in _WITHOUT_BODY


def _whole(body: bytes) -> Environ:
    return {"CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body)}
