"""`/offline/return` (AIR-6, AIR-7)."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from contract.offline_files import Return, write_return
from server.seats.models import Place
from tests.cast import CLEO
from tests.server.portal.conftest import WRITTEN, code_of, new_request, words

HERE = "/offline/return"


@pytest.fixture
def file(enter, cleo, keys, sold) -> bytes:
    """What Cleo's bound computer wrote once it gave its license up."""
    sold("commercial", 1, owner=cleo)
    key, browser = Ed25519PrivateKey.generate(), enter(CLEO)
    browser.post("/offline/validate", {"request": new_request(key)})
    place = Place.objects.select_related("device").get()
    said = Return(
        product="memo-editor", device=place.device.device_id, seat=place.seat,
        nonce=place.bound_nonce, counter=2, created=WRITTEN,
    )  # fmt: skip
    return write_return(said, key).encode()


def brought(content: bytes, browser: Client | None = None, to: str = HERE):
    upload = SimpleUploadedFile("x.seatkeeper", content)
    return (browser or Client()).post(to, {"file": upload}, follow=True)


def bound() -> int:
    return Place.objects.filter(bound_at__isnull=False).count()


@pytest.mark.rule("AIR-6")
def test_return_file_frees_the_seat_without_signing_in(file: bytes) -> None:
    assert "The seat is free again." in words(brought(file))
    assert bound() == 0
    assert "brought here before" in words(brought(file))


@pytest.mark.rule("AIR-10", "SEAT-13")
def test_owner_sees_a_return_as_the_word_of_that_computer(enter, file: bytes) -> None:
    brought(file)
    page = words(enter(CLEO).get("/organization/"))
    assert "You · Windows given back on" in page
    assert "on the word of that computer" in page


@pytest.mark.rule("AIR-6", "AIR-7")
def test_return_file_is_taken_where_requests_are_brought(enter, file: bytes) -> None:
    done = brought(file, enter(CLEO), "/offline/validate")
    assert ("The seat is free again." in words(done), bound()) == (True, 0)


@pytest.mark.rule("AIR-7", "SAFE-1")
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "damaged or incomplete"),
        (b"x" * (64 * 1024 + 1), "too large to be a return file"),
        (b'{"format": 1, "kind": "response", "nonce": "x"}', "This is a response file"),
        (b'{"format": 9, "kind": "return"}', "newer version"),
        (b"Shopping list", "This is not a return file."),
    ],
)
def test_each_wrong_file_has_its_own_words(file: bytes, content: bytes, sentence: str) -> None:
    refused = brought(content)
    assert (refused.status_code, sentence in words(refused), bound()) == (422, True, 1)


@pytest.mark.rule("AIR-7")
def test_return_that_was_changed_frees_nothing(file: bytes) -> None:
    head, _, tail = file.rpartition(b".")
    refused = brought(head + b"." + (b"A" if tail[:1] != b"A" else b"B") + tail[1:])
    assert (refused.status_code, code_of(refused), bound()) == (422, "return-damaged", 1)
