"""Secrets, brand and mails as files; and what the log may say."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from django.core.mail import EmailMessage

from contract.brand import read_brand
from server.config import secrets
from server.config.log import redacted
from server.upkeep.brand_file import write_brand

ROOTS = (
    "6FYGyEY1vy0z2gJzcVFTdZsPFVRRxg3Bc1JoOLGPJ4o",
    "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
)


@pytest.mark.rule("SAFE-2")
def test_sealed_text_opens_under_its_own_secret_and_purpose_alone() -> None:
    sealed = secrets.seal(b"R-4F7-0B1-9C2-E85-D36-A51", "license-key")
    assert secrets.unseal(sealed, "license-key") == b"R-4F7-0B1-9C2-E85-D36-A51"
    assert b"4F7" not in sealed
    for other in (
        lambda: secrets.unseal(sealed, "signing-key"),
        lambda: secrets.unseal(sealed[:-1] + b"x", "license-key"),
    ):
        with pytest.raises(secrets.SecretsUnreadable):
            other()


@pytest.mark.rule("SAFE-2")
def test_secret_is_made_once_for_this_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "secrets.toml"
    secrets._make(path)
    first = path.read_text()
    secrets._make(path)
    assert path.read_text() == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_brand_is_filled_in_and_keeps_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "brand.toml"
    write_brand(path, "http://localhost:8001", ROOTS)
    brand = read_brand(path.read_text())
    assert (brand.server, brand.portal, brand.roots) == ("http://localhost:8001",) * 2 + (ROOTS,)
    assert brand.issuer == "https://license.example.com"


def test_local_address_follows_the_port_and_the_vendors_own_stays(tmp_path: Path) -> None:
    path = tmp_path / "brand.toml"
    write_brand(path, "http://localhost:8001", ROOTS)
    write_brand(path, "http://localhost:8002", ("another",))
    assert read_brand(path.read_text()).server == "http://localhost:8002"
    assert read_brand(path.read_text()).roots == ROOTS
    own = path.read_text().replace("http://localhost:8002", "https://seats.vendor.example")
    path.write_text(own)
    write_brand(path, "http://localhost:8003", ROOTS)
    assert path.read_text() == own


def test_mails_are_whole_files_for_this_user_alone(tmp_path: Path, settings) -> None:
    from server.outbox.backend import Mails

    settings.DATA = tmp_path
    message = EmailMessage("Grüße", "Hallo Dora", "a@b.example", ["dora@home.example"])
    assert Mails().send_messages([message, message]) == 2
    files = sorted((tmp_path / "mail").iterdir())
    assert [path.suffix for path in files] == [".eml", ".eml"]
    assert b"To: dora@home.example" in files[0].read_bytes()
    assert stat.S_IMODE(files[0].stat().st_mode) == 0o600


def test_mail_half_written_is_none_yet(tmp_path: Path) -> None:
    from server.outbox.backend import keep

    class Slow(EmailMessage):
        """Says what a watcher of the folder sees while it is written."""

        def message(self, **options: object) -> object:
            self.seen = list(tmp_path.glob("*.eml"))
            return super().message(**options)

    slow = Slow("Grüße", "Hallo Dora", "a@b.example", ["dora@home.example"])
    keep(slow, tmp_path)
    assert (slow.seen, len(list(tmp_path.iterdir()))) == ([], 1)


def test_mails_name_this_server_and_ask_no_dns_for_it(
    db, settings, mailoutbox, monkeypatch
) -> None:
    from server.accounts.mails import send

    monkeypatch.setattr("socket.getfqdn", lambda *_: pytest.fail("DNS was asked"))
    settings.ADDRESS = "https://seats.example.org"
    send("account/email/unknown_account", "a@b.example", {})
    assert mailoutbox[0].message()["Message-ID"].endswith("@seats.example.org>")


@pytest.mark.rule("SAFE-2")
@pytest.mark.parametrize(
    ("line", "secret"),
    [
        ("Authorization: Bearer dGhpcyBpcyBhIHRva2Vu", "dGhpcyBpcyBhIHRva2Vu"),
        ("GET /confirm/WzEsICJhZGEiXQ:1abc-_ HTTP/1.1", "WzEsICJhZGEiXQ:1abc-_"),
        (
            "Not Found: /profile/reset-password/1-cabcde-0123456789abcdef/",
            "cabcde-0123456789abcdef",
        ),
        ("GET /join/I-9D4-1C6-0E2-B57 302", "9D4-1C6"),
        ("entered r-4f7-0b1-9c2-e85-d36-a51 twice", "4f7-0b1"),
        ("GET /offline/validate?request=eyJhbGciOi.eyJ.c2ln 200", "eyJhbGciOi"),
        ("lease eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJ4In0.c2lnbmF0dXJl refused", "c2lnbmF0dXJl"),
        ('{"email": "a@b", "password": "ada-counts-seven-lamps"}', "ada-counts"),
        ("KeyError: token=Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE1", "Zm9vYmFy"),
        ("seen Qm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE1 there", "Qm9vYmFy"),
        ('File "x.py"\nValueError: R-4F7-0B1-9C2-E85-D36-A51', "4F7-0B1"),
    ],
)
def test_log_hides_whatever_could_be_a_secret(line: str, secret: str) -> None:
    assert secret not in redacted(line)
    assert "[hidden]" in redacted(line)


@pytest.mark.parametrize(
    "line",
    [
        "PUT /api/v1/seat refused: 409 seats-exhausted, error id 6E571C188B",
        "L-0B4-5F2 of A-7C3-E19 was activated",
    ],
)
def test_log_keeps_ids_and_codes(line: str) -> None:
    assert redacted(line) == line
