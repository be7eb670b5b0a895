"""What may be wrong with a signed thing, in the order in which it is looked for."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """Why a lease (or a key statement) is not believed; each has its sentence (LEASE-5)."""

    TOO_LARGE = "too-large"
    DAMAGED = "damaged"  # not whole, or not of the shape that was agreed
    NOT_A_LEASE = "not-a-lease"  # signed for something else
    UNKNOWN_KEY = "unknown-key"  # signed by a key that no statement names, or one revoked
    FORGED = "forged"  # the signature is not that of the key it names
    TOO_NEW = "too-new"  # asks for what this version does not know
    OTHER_SERVER = "other-server"
    OTHER_PRODUCT = "other-product"
    OTHER_DEVICE = "other-device"
    OTHER_ACCOUNT = "other-account"
    OUTDATED = "outdated"  # a key statement older than the one that is known
