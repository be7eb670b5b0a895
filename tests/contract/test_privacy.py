"""All that a computer tells the server: this list, whatever is asked for later."""

from __future__ import annotations

import msgspec
import pytest

from contract.offline_files import Request
from contract.wire.devices import Nickname
from contract.wire.offline import Binding
from contract.wire.seat import Reserve, SeatWanted
from contract.wire.session import ConfirmationMail, Device, SecondFactor, SignIn

TOLD = {
    Device: {"id", "public_key", "platform", "app_version", "product"},
    SignIn: {"device", "email", "password", "access_token"},
    SecondFactor: {"challenge", "code"},
    ConfirmationMail: {"email"},
    SeatWanted: {"seat", "last_lease", "take_over"},
    Reserve: {"until"},
    Nickname: {"nickname"},
    Binding: {"request"},
    Request: {
        *("product", "device", "public_key", "platform", "app_version"),
        *("nonce", "counter", "created", "language"),
    },
}


@pytest.mark.rule("PRI-1", "PRI-2", "AIR-8")
@pytest.mark.parametrize("message", TOLD, ids=lambda message: message.__name__)
def test_computer_tells_this_and_nothing_of_documents(message: type[msgspec.Struct]) -> None:
    assert {field.name for field in msgspec.structs.fields(message)} == TOLD[message]
