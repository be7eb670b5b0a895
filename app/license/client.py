"""The desktop's HTTP, all of it: nothing else imports httpx.

`call` gives the value, a `Refusal` (the server spoke: a problem document) or `Unreached` (anything
else, by its kind). It never raises for what came over the wire, and leaves it to the caller which
refusals mean something. Nothing is built before the first call.
"""

from __future__ import annotations

import asyncio
import logging
import platform as system
import socket
import ssl
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar
from urllib.parse import urlsplit
from uuid import uuid4

from app.license.foreign import one_line
from app.license.picture import NetFault, Refusal
from app.license.proxies import Way, way_to
from app.license.threads import in_thread
from contract.wire import BODY_LIMIT, Malformed, decode, encode

if TYPE_CHECKING:
    import httpx

LIMIT = 20.0
"""Seconds that a call may take in all; a limit for each read alone would not end a trickle."""

JSON, TOKEN, PROBLEM = "application/json", "application/jwt", "application/problem+json"

LONGEST_WAIT = 24 * 3600.0

log = logging.getLogger(__name__)
Value = TypeVar("Value")
Desktop = Literal["windows", "macos", "linux"]


@dataclass(frozen=True)
class Unreached:
    """No answer of the server's."""

    fault: NetFault
    detail: str = ""
    retry_after: float | None = None


@dataclass(frozen=True)
class Nothing:
    """204 and the like: done, and no more to say."""


def is_allowed_server(address: str) -> bool:
    """`https:`, or `http:` to this very machine."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    local = parts.hostname in ("localhost", "127.0.0.1", "::1")
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and local))


def platform_name() -> Desktop:
    names: dict[str, Desktop] = {"win32": "windows", "darwin": "macos"}
    return names.get(sys.platform, "linux")


class Client:
    """Of one server. `language` is asked at each call, it may be switched while running."""

    def __init__(
        self,
        server: str,
        version: str,
        *,
        language: Callable[[], str] = lambda: "en",
        limit: float = LIMIT,
        way: Callable[[str], Way] = way_to,
    ) -> None:
        if not is_allowed_server(server):
            raise ValueError("only https servers, or http on this machine")
        self._server = server.rstrip("/")
        self._agent = f"Seatkeeper/{version} ({platform_name()}; {system.machine() or 'unknown'})"
        self._language, self._limit, self._way_to = language, limit, way
        self.way = Way()  # that the last connection took
        self._http: httpx.AsyncClient | None = None
        self._making = asyncio.Lock()

    async def call(
        self,
        method: str,
        path: str,
        kind: type[Value],
        *,
        token: str = "",
        body: object = None,
        limit: float | None = None,
    ) -> Value | Nothing | Refusal | Unreached:
        """`path` begins with a slash; `kind` is what a 2xx with a body is read as."""
        headers = self._headers(token, body, method)
        content = None if body is None else encode(body)
        try:
            async with asyncio.timeout(limit or self._limit):
                status, found, data = await self._twice(method, path, headers, content)
        except TimeoutError:
            await self._start_anew()
            return Unreached(NetFault.NONE, "timeout")
        except OSError as error:  # what building the client met
            return Unreached(NetFault.NONE, type(error).__name__)
        except Exception as error:
            fault = self._fault_of(error)
            await self._start_anew()
            return fault
        return _judge(status, found, data, kind, self.way.shown)

    @property
    def server(self) -> str:
        return self._server

    def beside(self, limit: float) -> Client:
        """Another one of the same server, whose connections are its own."""
        made = Client(self._server, "", language=self._language, limit=limit, way=self._way_to)
        made._agent = self._agent
        return made

    def find_way(self) -> Way:
        """Asked anew; blocks."""
        return self._way_to(self._server)

    async def close(self) -> None:
        http, self._http = self._http, None
        if http is not None:
            await http.aclose()

    def _headers(self, token: str, body: object, method: str) -> dict[str, str]:
        headers = {"User-Agent": self._agent, "Accept-Language": self._language()}
        headers["Accept"] = f"{JSON}, {TOKEN}, {PROBLEM}"
        headers["Accept-Encoding"] = "identity"  # nothing here is long, and nothing can swell
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if body is not None:
            headers["Content-Type"] = "application/json"
        if method == "POST":
            headers["Idempotency-Key"] = uuid4().hex
        return headers

    async def _twice(
        self, method: str, path: str, headers: dict[str, str], content: bytes | None
    ) -> tuple[int, dict[str, str], bytes]:
        """Once more on a new connection where a kept one was dead: every call may be repeated."""
        import httpx

        try:
            return await self._once(method, path, headers, content)
        except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
            await self._start_anew()
            return await self._once(method, path, headers, content)

    async def _once(
        self, method: str, path: str, headers: dict[str, str], content: bytes | None
    ) -> tuple[int, dict[str, str], bytes]:
        http = await self._made()
        request = http.build_request(method, self._server + path, headers=headers, content=content)
        async with _streamed(http, request) as answer:
            found = {name.lower(): value for name, value in answer.headers.items()}
            data = await _read(answer)
            return answer.status_code, found, data

    async def _made(self) -> httpx.AsyncClient:
        """In a thread: the import and the certificates take longer than a frame."""
        async with self._making:
            if self._http is not None:
                return self._http
            self.way, http = await in_thread(self._make)
            self._http = http
            return http

    def _make(self) -> tuple[Way, httpx.AsyncClient]:
        way = self._way_to(self._server)
        return way, _make(self._server, way)

    async def _start_anew(self) -> None:
        """Proxy, certificates and network may be others at the next try."""
        http, self._http = self._http, None
        if http is not None:
            await http.aclose()

    def _fault_of(self, error: Exception) -> Unreached:
        import httpx

        if isinstance(error, httpx.ProxyError) or _is_of_the_proxy(error, self.way):
            return Unreached(NetFault.PROXY, self.way.shown)
        for cause in _causes(error):
            if isinstance(cause, ssl.SSLCertVerificationError):
                return Unreached(_of_certificate(cause), cause.verify_message)
            if isinstance(cause, ssl.SSLError):
                return Unreached(NetFault.TLS_INTERCEPTED, cause.reason or "")
            if isinstance(cause, socket.gaierror):
                return Unreached(NetFault.DNS, urlsplit(self._server).hostname or "")
        if not isinstance(error, httpx.HTTPError):
            log.warning("a call failed unexpectedly: %s", type(error).__name__)
        return Unreached(NetFault.NONE, type(error).__name__)


NOT_BEGUN, OVER = 9, 10
"""X.509 verification: a certificate whose days do not hold the computer's date."""


def _of_certificate(error: ssl.SSLCertVerificationError) -> NetFault:
    """A clock that stands in the past makes every server look wrong (LEASE-4)."""
    dated = getattr(error, "verify_code", 0) in (NOT_BEGUN, OVER)
    return NetFault.CERTIFICATE_DATE if dated else NetFault.TLS_INTERCEPTED


@asynccontextmanager
async def _streamed(
    http: httpx.AsyncClient, request: httpx.Request
) -> AsyncIterator[httpx.Response]:
    answer = await http.send(request, stream=True)
    try:
        yield answer
    finally:
        await answer.aclose()


async def _read(answer: httpx.Response) -> bytes:
    """As much as a body may be; of what is larger the rest is let pass, within the time limit.

    To stop reading half-way would leave httpx's generators to the garbage collector; so would a
    body that is squeezed, against our wish, and cannot be read: it is taken as it comes.
    """
    data = bytearray()
    async for chunk in answer.aiter_raw():
        if len(data) <= BODY_LIMIT:
            data += chunk
    return bytes(data)


def _make(server: str, way: Way) -> httpx.AsyncClient:
    """The environment is read by `proxies.py`: httpx stumbles over entries it does not know."""
    import httpx

    secure = server.startswith("https:")
    return httpx.AsyncClient(
        verify=certificates() if secure else False,
        proxy=_proxy(way),
        trust_env=False,
        follow_redirects=False,
        timeout=httpx.Timeout(LIMIT, connect=10.0),
    )


def _proxy(way: Way) -> httpx.Proxy | str | None:
    """One that is spoken to by TLS is judged as the server is; httpx would ask certifi."""
    if way.proxy is None or not way.proxy.startswith("https:"):
        return way.proxy
    import httpx

    return httpx.Proxy(way.proxy, ssl_context=certificates())


def certificates() -> ssl.SSLContext:
    """The system's, since universities put their own there (APP-10); for the diagnosis, too."""
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _is_of_the_proxy(error: Exception, way: Way) -> bool:
    """Where a proxy leads on, it alone is spoken to: its name, its port."""
    import httpx

    secure = any(isinstance(cause, ssl.SSLError) for cause in _causes(error))
    return way.proxy is not None and isinstance(error, httpx.ConnectError) and not secure


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


# --- what an answer is -----------------------------------------------------------------------


def _judge(
    status: int, headers: dict[str, str], data: bytes, kind: type[Value], proxy: str
) -> Value | Nothing | Refusal | Unreached:
    sort = headers.get("content-type", "").partition(";")[0].strip().lower()
    if len(data) > BODY_LIMIT:
        return Unreached(NetFault.SERVER, "too large")
    if status >= 400 and sort == PROBLEM:
        return _refusal(data, headers) or Unreached(NetFault.SERVER, str(status))
    if status in (202, 204):
        return Nothing()
    if 200 <= status < 300 and kind is not Nothing and sort == (TOKEN if kind is bytes else JSON):
        return _value(data, kind)
    return Unreached(
        _who_spoke(status, sort), _detail(status, headers, proxy), _retry_after(headers)
    )


def _value(data: bytes, kind: type[Value]) -> Value | Unreached:
    if kind is bytes:
        return data  # type: ignore[return-value]  # the text itself, such as a JWT
    try:
        return decode(data, kind)
    except Malformed as error:
        return Unreached(NetFault.SERVER, f"{error.code} at {error.pointer}")


def _refusal(data: bytes, headers: dict[str, str]) -> Refusal | None:
    from contract.wire.problem import read_problem

    try:
        problem = read_problem(data)
    except Malformed:
        return None
    members = dict(problem.members)
    wait = _retry_after(headers)
    if wait is not None:
        members.setdefault("retry_after", wait)
    return Refusal(
        problem.code, members, one_line(problem.detail, 300), one_line(problem.instance, 100)
    )


def _who_spoke(status: int, sort: str) -> NetFault:
    """HTML where JSON was due comes from something in between; 5xx from the server's side."""
    if status >= 500 and status != 511:
        return NetFault.SERVER
    if status in (403, 407, 451):
        return NetFault.PROXY
    if status < 400 or status == 511:
        return NetFault.CAPTIVE if sort == "text/html" or status >= 300 else NetFault.SERVER
    return NetFault.SERVER


def _detail(status: int, headers: dict[str, str], proxy: str) -> str:
    """The status, and who stands between as far as it names itself."""
    via = headers.get("via", "").partition(" ")[2]  # behind the protocol's number
    spoke = via or headers.get("server", "")
    named = (proxy or spoke) if status == 407 else (spoke or proxy)
    return one_line(f"{status} {named}", 100)


def _retry_after(headers: dict[str, str]) -> float | None:
    """Seconds; a date is not ours."""
    text = headers.get("retry-after", "")
    return min(float(text), LONGEST_WAIT) if text.isdecimal() and len(text) < 10 else None
