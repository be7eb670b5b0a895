"""The files on the stick: the request that a computer without a network writes, and the answer.

Reading says what a file is and whether it is whole. Whether a whole response is for *this*
computer, product and request, genuine, or used up, depends on what the desktop knows: it is
judged in `app/offline/response.py`. The order of the faults is the order of the checks here:
size, emptiness, another kind of file, form, format, members (AIR-7).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contract.digest import sha256
from contract.encoding import from_base64url, is_sixteen_bytes, to_base32
from contract.faults import Fault
from contract.jws import Envelope, asks_for_more, is_signed_by, read_members, seal, unfold
from contract.keys import device_id
from contract.wire.license import License

FILE_LIMIT = 64 * 1024
REQUEST_LIMIT = 1500
REQUEST_TYP = "seatkeeper-request+jwt"
RETURN_TYP = "seatkeeper-return+jwt"
RETURN_LIMIT = 4096
FORMAT = 1
PAGE_MARK = "seatkeeper-request-page"
"""Stands in the head of the page, so that a page that was cut off is known for one."""


class FileFault(StrEnum):
    """What is wrong with a file that somebody opened; each has its own words (AIR-7)."""

    TOO_LARGE = "too-large"
    DAMAGED = "damaged"  # an empty one, too
    REQUEST_INSTEAD = "request-instead"
    RESPONSE_INSTEAD = "response-instead"  # on the portal
    RETURN_INSTEAD = "return-instead"
    NOT_SUCH_A_FILE = "not-such-a-file"
    TOO_NEW = "too-new"
    FORGED = "forged"
    # judged by the desktop
    OTHER_PRODUCT = "other-product"
    OTHER_COMPUTER = "other-computer"
    OTHER_REQUEST = "other-request"
    USED_UP = "used-up"
    CANNOT_READ = "cannot-read"


# --- the request -----------------------------------------------------------------------------

Short = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What is needed to bind a computer, and nothing about the person (AIR-8)."""

    product: Short
    device: Short
    public_key: Short  # raw Ed25519 in base64url
    platform: Literal["windows", "macos", "linux"]
    app_version: Short
    nonce: Short
    counter: Annotated[int, msgspec.Meta(ge=0, lt=2**53)]
    created: Annotated[datetime, msgspec.Meta(tz=True)]  # shown, never judged (AIR-11)
    language: Short

    @property
    def public(self) -> bytes:
        return from_base64url(self.public_key) or b""


def write_request(request: Request, private_key: Ed25519PrivateKey) -> str:
    """The request as it stands in the link; `ValueError` if no browser would carry it."""
    members = {"format": FORMAT} | msgspec.to_builtins(request)
    text = seal(msgspec.json.encode(members), REQUEST_TYP, private_key)
    if len(text) > REQUEST_LIMIT:
        raise ValueError(f"a request of {len(text)} characters, more than {REQUEST_LIMIT}")
    return text


def read_request(text: str) -> Request | FileFault:
    """The request, if its own key signed it: whoever sends it has the key that will be bound."""
    envelope = unfold(text, REQUEST_TYP, REQUEST_LIMIT)
    if isinstance(envelope, Fault):
        return _OF_ENVELOPE.get(envelope, FileFault.DAMAGED)
    if asks_for_more(envelope):
        return FileFault.TOO_NEW
    request = _request_of(read_members(envelope.payload))
    if isinstance(request, FileFault):
        return request
    return request if is_signed_by(envelope, request.public) else FileFault.FORGED


_OF_ENVELOPE = {
    Fault.TOO_LARGE: FileFault.TOO_LARGE,
    Fault.TOO_NEW: FileFault.TOO_NEW,
    Fault.FORGED: FileFault.FORGED,
    Fault.NOT_A_LEASE: FileFault.NOT_SUCH_A_FILE,
}


def _request_of(members: dict[str, Any] | None) -> Request | FileFault:
    if members is None:
        return FileFault.DAMAGED
    fault = _fault_of_format(members)
    if fault is not None:
        return fault
    try:
        request = msgspec.convert(members | {"created": _instant(members)}, Request)
    except msgspec.ValidationError:
        return FileFault.DAMAGED
    return request if _is_consistent(request) else FileFault.DAMAGED


def _instant(members: dict[str, Any]) -> object:
    """RFC 3339, or whole seconds as in a JWT."""
    created = members.get("created")
    if type(created) is int and 0 <= created < 2**32:
        return datetime.fromtimestamp(created, UTC)
    return created


def _is_consistent(request: Request) -> bool:
    return is_sixteen_bytes(request.nonce) and request.device == device_id(
        request.product, request.public
    )


def check_code(request_text: str) -> str:
    """`ABC DEF`: the same on the offline screen and on the portal's page (AIR-11)."""
    code = to_base32(sha256(request_text.encode()))
    return f"{code[:3]} {code[3:6]}"


# --- the request in its page -----------------------------------------------------------------

_JWS = r"eyJ[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{86}(?![A-Za-z0-9_-])"
_IN_LINK = re.compile(rf"[?&;]request=({_JWS})")
_BARE = re.compile(_JWS)


def find_request(page: bytes) -> str | FileFault:
    """The request in the page's link, in an address, or by itself; it is not believed yet."""
    text = _text_of(page)
    if isinstance(text, FileFault):
        return text
    found = _request_in(text)
    if found is not None:
        return found if len(found) <= REQUEST_LIMIT else FileFault.TOO_LARGE
    if PAGE_MARK in text or "request=" in text:
        return FileFault.DAMAGED
    return _other_kind(text)


def _request_in(text: str) -> str | None:
    """Line ends in the middle come from mail programs; so do `=3D` and `=` at the end of lines."""
    for form in (text, _unquoted(text)):
        packed = "".join(form.split())
        found = _IN_LINK.search(packed)
        if found is not None:
            return found[1]
        if _BARE.fullmatch(packed) and unfold(packed, REQUEST_TYP, FILE_LIMIT) != Fault.NOT_A_LEASE:
            return packed
    return None


def _unquoted(text: str) -> str:
    """Quoted-printable undone (RFC 2045 6.7), as far as the characters of a link go."""
    joined = re.sub(r"=[ \t]*\r?\n", "", text)
    return re.sub(r"=([0-7][0-9A-F])", lambda found: chr(int(found[1], 16)), joined)


def _other_kind(text: str) -> FileFault:
    """What came where a request was wanted."""
    match (read_members(text.encode()) or {}).get("kind"):
        case "response":
            return FileFault.RESPONSE_INSTEAD
        case "return":
            return FileFault.RETURN_INSTEAD
    return FileFault.NOT_SUCH_A_FILE


# --- the response ----------------------------------------------------------------------------


class Response(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the portal gives; the lease inside is what is believed, the rest leads to it."""

    nonce: str
    lease: str
    keys: str  # the key statement
    license: License | None = None  # is shown and decides nothing


def write_response(response: Response) -> str:
    """The text of the `.seatkeeper` file."""
    head = {"format": FORMAT, "kind": "response"}
    return msgspec.json.format(
        msgspec.json.encode(head | msgspec.to_builtins(response)), indent=1
    ).decode()


def read_response(data: bytes) -> Response | FileFault:
    """The response, or what the file is instead."""
    members = _members_of(data)
    if isinstance(members, FileFault):
        return members
    return _fault_of_kind(members, "response", holds="lease") or _response_of(members)


def _members_of(data: bytes) -> dict[str, Any] | FileFault:
    text = _text_of(data)
    if isinstance(text, FileFault):
        return text
    if PAGE_MARK in text or _request_in(text) is not None:
        return FileFault.REQUEST_INSTEAD
    members = read_members(text.encode())
    if members is None:
        return FileFault.DAMAGED if _LOOKS_BROKEN.match(text) else FileFault.NOT_SUCH_A_FILE
    return members


_LOOKS_BROKEN = re.compile(r'\s*\{\s*("|$)')
"""The beginning of an object of ours, whose end went missing."""


_INSTEAD = {"response": FileFault.RESPONSE_INSTEAD, "return": FileFault.RETURN_INSTEAD}


def _fault_of_kind(members: dict[str, Any], wanted: str, *, holds: str) -> FileFault | None:
    """A later format may be laid out anyhow, so it is asked for first.

    `holds` names the member by which a file of the wanted kind is known although its kind is not.
    """
    format_ = members.get("format")
    if type(format_) is int and format_ > FORMAT:
        return FileFault.TOO_NEW
    kind = members.get("kind")
    if kind == wanted:
        return _fault_of_format(members)
    if isinstance(kind, str) and kind in _INSTEAD:
        return _INSTEAD[kind]
    return FileFault.DAMAGED if holds in members else FileFault.NOT_SUCH_A_FILE


def _fault_of_format(members: dict[str, Any]) -> FileFault | None:
    """`true` and `1.0` are no format."""
    format_ = members.get("format")
    if type(format_) is not int or format_ < FORMAT:
        return FileFault.DAMAGED
    return FileFault.TOO_NEW if format_ > FORMAT else None


def _response_of(members: dict[str, Any]) -> Response | FileFault:
    texts = [members.get(name) for name in ("nonce", "lease", "keys")]
    if not all(isinstance(text, str) for text in texts) or not is_sixteen_bytes(members["nonce"]):
        return FileFault.DAMAGED
    nonce, lease, keys = (str(text) for text in texts)
    return Response(nonce=nonce, lease=lease, keys=keys, license=_license_of(members))


def _license_of(members: dict[str, Any]) -> License | None:
    try:
        return msgspec.convert(members.get("license"), License, strict=False)
    except msgspec.ValidationError:
        return None


# --- the return ------------------------------------------------------------------------------


class Return(msgspec.Struct, frozen=True, kw_only=True):
    """A bound computer's word that it gave up its lease for good (AIR-6)."""

    product: Short
    device: Short
    seat: Short
    nonce: Short  # of the response that it held
    counter: Annotated[int, msgspec.Meta(ge=0, lt=2**53)]
    created: Annotated[datetime, msgspec.Meta(tz=True)]  # shown, never judged


@dataclass(frozen=True, slots=True)
class SealedReturn:
    """A whole return; whether its computer wrote it is for whoever knows that computer's key."""

    said: Return
    envelope: Envelope

    def is_by(self, public: bytes) -> bool:
        return is_signed_by(self.envelope, public)


def write_return(given_back: Return, private_key: Ed25519PrivateKey) -> str:
    """The text of the `.seatkeeper` file."""
    token = seal(msgspec.json.encode(given_back), RETURN_TYP, private_key)
    members = {"format": FORMAT, "kind": "return", "return": token}
    return msgspec.json.format(msgspec.json.encode(members), indent=1).decode()


def read_return(data: bytes) -> SealedReturn | FileFault:
    """The return, its signature not yet looked at, or what the file is instead."""
    members = _members_of(data)
    if isinstance(members, FileFault):
        return members
    return _fault_of_kind(members, "return", holds="return") or _return_of(members)


def _return_of(members: dict[str, Any]) -> SealedReturn | FileFault:
    token = members.get("return")
    if not isinstance(token, str):
        return FileFault.DAMAGED
    envelope = unfold(token, RETURN_TYP, RETURN_LIMIT)
    if isinstance(envelope, Fault):
        return _OF_ENVELOPE.get(envelope, FileFault.DAMAGED)
    if asks_for_more(envelope):
        return FileFault.TOO_NEW
    claims = read_members(envelope.payload)
    if claims is None:
        return FileFault.DAMAGED
    try:
        said = msgspec.convert(claims | {"created": _instant(claims)}, Return)
    except msgspec.ValidationError:
        return FileFault.DAMAGED
    whole = is_sixteen_bytes(said.nonce) and is_sixteen_bytes(said.seat)
    return SealedReturn(said, envelope) if whole else FileFault.DAMAGED


# --- any file --------------------------------------------------------------------------------

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def _text_of(data: bytes) -> str | FileFault:
    """The text, whatever byte-order mark an editor put in front of it."""
    if len(data) > FILE_LIMIT:
        return FileFault.TOO_LARGE
    if not data.strip(b"\x00 \t\r\n"):  # a stick pulled out too early leaves nothing, or zeros
        return FileFault.DAMAGED
    mark, encoding = next((m for m in _MARKS if data.startswith(m[0])), (b"", "utf-8"))
    try:
        text = data.removeprefix(mark).decode(encoding)
    except UnicodeDecodeError:
        broken = _LOOKS_BROKEN.match(data.removeprefix(mark).decode("ascii", "replace"))
        return FileFault.DAMAGED if broken else FileFault.NOT_SUCH_A_FILE
    return text.replace("\r\n", "\n") if text.strip() else FileFault.DAMAGED
