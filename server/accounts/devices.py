"""Devices: what a desktop says of its computer, checked and kept (PRI-1, LEASE-6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contract.keys import device_id
from contract.problems import Code
from server.accounts.models import Device
from server.config.brand import brand
from server.licenses.pools import forget_tallies
from server.rulebook.facts import Platform, Refusal

KEY_BYTES = 32
VERSION_LENGTH = 32


@dataclass(frozen=True, slots=True)
class DeviceFacts:
    id: str
    public_key: bytes
    platform: str
    app_version: str
    product: str | None = None  # may be left out where the server has one


def check_device(device: DeviceFacts) -> Refusal | None:
    """The id must follow from the product and the key: nobody names a device as they like."""
    if device.product not in (None, brand().product):
        return Refusal(Code.PRODUCT_UNKNOWN)
    if device.platform not in set(Platform) or len(device.app_version) > VERSION_LENGTH:
        pointer = "/device/app_version" if device.platform in set(Platform) else "/device/platform"
        return Refusal(Code.INVALID_INPUT, {"errors": [{"pointer": pointer, "code": "invalid"}]})
    named = device_id(brand().product, device.public_key)
    if len(device.public_key) != KEY_BYTES or device.id != named:
        return Refusal(Code.DEVICE_ID_MISMATCH)
    return None


def device_row(device: DeviceFacts, at: datetime) -> Device:
    """The row of a checked device, with what may have changed since it was last seen."""
    changing = {
        "platform": device.platform,
        "app_version": device.app_version,
        "last_seen_at": at,
    }
    row, is_new = Device.objects.get_or_create(
        device_id=device.id,
        defaults={
            "product": brand().product,
            "public_key": device.public_key,
            "first_seen_at": at,
            **changing,
        },
    )
    if not is_new:
        if row.platform != device.platform:  # its places may count as something else now
            forget_tallies(row.places.values_list("pool_id", flat=True))
        Device.objects.filter(pk=row.pk).update(**changing)
        row.refresh_from_db()
    return row
