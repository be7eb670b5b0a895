"""Bind a computer that never goes online to a perpetual license, by its request (AIR-2..6, 11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings

from contract.offline_files import (
    FileFault,
    Request,
    Response,
    check_code,
    read_request,
    write_response,
)
from contract.problems import Code
from server.accounts.devices import DeviceFacts, check_device, device_row
from server.accounts.models import Account, Device
from server.clock import now
from server.journal.record import record
from server.licenses import models as licenses
from server.rulebook.bindings import Binding, is_fresh_sign_in
from server.rulebook.bindings import bind as decide
from server.rulebook.facts import License, Place, Pool, Refusal
from server.rulebook.returns import fell_back
from server.seats import models
from server.seats.bound_lease import bound_lease
from server.seats.bound_mail import tell_of_binding
from server.seats.refused import refused
from server.seats.shown import license_shown
from server.seats.store import Opened, open_question, save_place
from server.seats.take import asker
from server.signing.statement import current_statement
from server.transaction import one_transaction

EDGE = timedelta(days=2)  # no zone is further from UTC
FIRST = datetime.min.replace(tzinfo=UTC) + EDGE
LAST = datetime.max.replace(tzinfo=UTC) - EDGE


@dataclass(frozen=True, slots=True)
class Bound:
    """The response file to be saved; `again` when the computer was bound already."""

    response: bytes
    again: bool
    license_id: str
    device: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What would be bound, for the page that asks; the request's date is shown, never judged."""

    license: License
    pool: Pool
    platform: str
    app_version: str
    product: str
    check_code: str
    created: datetime
    device: str
    bound_already: bool


@one_transaction
def look(account: Account, request_text: str) -> Offer | Refusal:
    """What `bind` would do now. Changes nothing."""
    request = _read(request_text)
    if isinstance(request, Refusal):
        return request
    opened = open_question(account, _device_of(request))
    decided = _decide(opened)
    if isinstance(decided, Refusal):
        return decided
    return Offer(
        license=decided.license,
        pool=decided.pool,
        platform=request.platform,
        app_version=request.app_version,
        product=request.product,
        check_code=check_code(request_text),
        created=min(max(request.created, FIRST), LAST),  # as near as a page can show it
        device=request.device,
        bound_already=decided.again,
    )


@one_transaction
def bind(account: Account, request_text: str, signed_in_at: datetime) -> Bound | Refusal:
    """Binds, or answers a bound computer again; refused, nothing is changed. Account and owner
    are mailed of a new binding."""
    request = _read(request_text)
    if isinstance(request, Refusal):
        return request
    if not is_fresh_sign_in(signed_in_at, now(), settings.TERMS):
        return Refusal(Code.SIGN_IN_TOO_OLD)
    opened = open_question(account, _device_of(request))
    decided = _decide(opened)
    if isinstance(decided, Refusal):
        return decided
    opened.device = device_row(_facts(request), opened.at)
    bound = _answer(opened, decided, request)
    _note_counter(opened, request)
    if not bound.again:
        _tell(opened, bound, request_text)
    return bound


def _tell(opened: Opened, bound: Bound, request_text: str) -> None:
    rows = licenses.License.objects.select_related("owner")
    named = rows.get(license_id=bound.license_id)
    tell_of_binding(opened.account, opened.device, named, check_code(request_text))


def _read(request_text: str) -> Request | Refusal:
    """The request, checked: signed by the key that its device id follows from (LEASE-6)."""
    request = read_request(request_text)
    if isinstance(request, FileFault):
        return Refusal(Code.REQUEST_DAMAGED, {"fault": request.value})
    checked = check_device(_facts(request))
    if checked is not None:
        known = checked.code is Code.PRODUCT_UNKNOWN
        return checked if known else _damaged(FileFault.DAMAGED)
    given_up = models.Returned.objects.filter(device__device_id=request.device, nonce=request.nonce)
    return _damaged(FileFault.USED_UP) if given_up.exists() else request


def _damaged(fault: FileFault) -> Refusal:
    return Refusal(Code.REQUEST_DAMAGED, {"fault": fault.value})


def _facts(request: Request) -> DeviceFacts:
    return DeviceFacts(
        request.device, request.public, request.platform, request.app_version, request.product
    )


def _device_of(request: Request) -> Device:
    """The computer's row, or one that is not stored: a look must leave no trace."""
    stored = Device.objects.filter(device_id=request.device).first()
    return stored or Device(
        device_id=request.device,
        product=request.product,
        public_key=request.public,
        platform=request.platform,
        app_version=request.app_version,
    )


def _decide(opened: Opened) -> Binding | Refusal:
    if _is_bound_elsewhere(opened):
        return Refusal(Code.DEVICE_BOUND_ELSEWHERE)
    decided = decide(asker(opened), opened.table, settings.TERMS, opened.at)
    return refused(opened, decided) if isinstance(decided, Refusal) else decided


def _is_bound_elsewhere(opened: Opened) -> bool:
    """By another account. The device's row is locked: two accounts may ask at the same instant."""
    mine = Device.objects.filter(device_id=opened.device.device_id)
    list(mine.select_for_update(no_key=True))
    bound = models.Place.objects.filter(device__in=mine, bound_at__isnull=False)
    return bound.exclude(account=opened.account).exists()


def _note_counter(opened: Opened, request: Request) -> None:
    """A lower one than was seen is shown to owner and support, not refused (AIR-9)."""
    device, row = opened.device, opened.row
    if request.counter > device.counter:
        device.counter = request.counter
        device.save(update_fields=["counter"])
    elif row is not None and fell_back(request.counter, device.counter):
        row.counter_fell_at = opened.at
        row.save(update_fields=["counter_fell_at"])


def _answer(opened: Opened, decided: Binding, request: Request) -> Bound:
    row = opened.row if decided.again else _store(opened, decided)
    assert row is not None  # a computer that is bound has its row
    bound_lease(
        row, decided.pool, decided.place, decided.license, opened.device, request.nonce, opened.at
    )
    return Bound(
        _response(decided.pool, decided.place, decided.license, row, opened.at),
        decided.again,
        decided.license.license_id,
        opened.device.device_id,
    )


def _store(opened: Opened, decided: Binding) -> models.Place:
    row = save_place(opened, decided.pool, decided.place)
    record(
        "computer-bound", opened.at, actor=opened.account, account=opened.account,
        license_id=decided.license.license_id, seat=row.seat,
        details={"device": opened.device.device_id, "owner": decided.pool.owner},
    )  # fmt: skip
    return row


def _response(pool: Pool, place: Place, named: License, row: models.Place, at: datetime) -> bytes:
    response = Response(
        nonce=row.bound_nonce,
        lease=row.bound_lease,
        keys=current_statement(),
        license=license_shown(pool, place, named, at),
    )
    return write_response(response).encode()
