"""Mails leave once, from a row written with the act; what stands in the way is tried again."""

from __future__ import annotations

import smtplib
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail as django_mail
from django.db import transaction

from server.accounts.mails import send
from server.clock import now
from server.outbox.models import Mail
from server.outbox.send import HELD, PAUSES, _claimed, send_due
from server.outbox.show import forget_old_mails, try_again, waiting_mails
from tests.fakes.mails import the_mail

TEMPLATE = "account/email/unknown_account"
TO = "dora@home.example"


class Line:
    """A mail server that answers what it is told to, by turns."""

    def __init__(self, *answers: Exception | None) -> None:
        self.answers = list(answers)
        self.took: list[str] = []

    def send_messages(self, messages) -> int:
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer
        self.took += [each.extra_headers["Message-ID"] for each in messages]
        return len(messages)


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Line:
    made = Line()
    monkeypatch.setattr("server.outbox.backend.smtp_server", lambda url: made)
    return made


@pytest.fixture(autouse=True)
def _by_smtp(db: None, settings) -> None:
    from server.config.deployment import Deployment

    settings.EMAIL_BACKEND = "server.outbox.backend.Mails"
    settings.DEPLOYMENT = Deployment(smtp="smtp://mail.example")


def write() -> Mail:
    send(TEMPLATE, TO, {})
    return Mail.objects.latest("pk")


@pytest.mark.rule("SUP-4")
def test_mail_is_sent_once_and_its_words_are_gone(line: Line) -> None:
    mail = write()
    assert b"Subject" not in bytes(mail.sealed)
    assert (send_due(), send_due()) == (1, 0)
    mail.refresh_from_db()
    assert (mail.sealed, mail.due_at, mail.fault) == (None, None, "")
    assert line.took == [mail.message_id]
    assert waiting_mails() == []


@pytest.mark.rule("SUP-4", "SAFE-3")
def test_act_that_did_not_happen_is_told_to_nobody(line: Line) -> None:
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert (send_due(), line.took) == (0, [])


@pytest.mark.rule("SUP-4", "SAFE-3")
def test_mail_of_a_killed_process_leaves_later_as_the_same(line: Line, move_clock) -> None:
    mail = write()
    assert _claimed() == mail  # and then the process dies
    assert send_due() == 0
    move_clock(seconds=HELD.total_seconds())
    assert (send_due(), line.took) == (1, [mail.message_id])


@pytest.mark.rule("SUP-4")
@pytest.mark.logs("waits for another try", "was given up")
def test_pauses_grow_until_a_mail_is_given_up(line: Line, move_clock) -> None:
    write()
    line.answers = [OSError(111, "refused")] * 20
    waited = []
    while (due := Mail.objects.get().due_at) is not None:
        waited.append(max(due - now(), timedelta()))
        move_clock(seconds=max(waited[-1].total_seconds(), 1))
        send_due()
    assert len(waited) == len(PAUSES) + 1
    assert waited == sorted(waited)
    (told,) = waiting_mails()
    assert (told["state"], told["fault"], told["tries"]) == (
        "given-up", "ConnectionRefusedError 111", len(PAUSES) + 1,
    )  # fmt: skip


@pytest.mark.rule("SUP-4")
@pytest.mark.logs("was given up")
def test_address_that_is_none_is_given_up_at_once(line: Line) -> None:
    write()
    line.answers = [smtplib.SMTPRecipientsRefused({TO: (550, b"no such user " + TO.encode())})]
    send_due()
    (told,) = waiting_mails()
    assert (told["state"], told["fault"]) == ("given-up", "SMTPRecipientsRefused 550")


@pytest.mark.rule("SUP-4")
@pytest.mark.logs("waits for another try")
def test_one_bad_mail_holds_back_no_other(line: Line) -> None:
    first, second = write(), write()
    line.answers = [smtplib.SMTPServerDisconnected("gone")]
    assert (send_due(), line.took) == (1, [second.message_id])
    assert [each["message_id"] for each in waiting_mails()] == [first.message_id]


@pytest.mark.rule("SUP-4")
@pytest.mark.logs("was given up")
def test_support_sends_again_what_was_given_up(line: Line) -> None:
    mail = write()
    line.answers = [smtplib.SMTPDataError(554, b"policy")]
    send_due()
    assert (try_again(), send_due(), line.took) == (1, 1, [mail.message_id])


@pytest.mark.rule("SUP-4")
def test_rows_of_old_mails_are_forgotten(line: Line, move_clock) -> None:
    write()
    send_due()
    write()
    move_clock(days=30)
    assert forget_old_mails() == 1
    assert Mail.objects.get().sent_at is None


@pytest.mark.rule("SUP-4")
def test_mail_sent_twice_is_one_file(settings, tmp_path: Path) -> None:
    from server.config.deployment import Deployment
    from server.outbox.mails import message_of

    settings.DATA, settings.DEPLOYMENT = tmp_path, Deployment()
    mail = write()
    assert message_of(mail).send() == message_of(mail).send() == 1
    (file,) = (tmp_path / "mail").iterdir()
    assert mail.message_id.encode() in file.read_bytes()
    assert django_mail.outbox == []


@pytest.mark.rule("SUP-4", "SAFE-3")
def test_running_server_sends_at_once_and_keeps_no_words(tmp_path: Path) -> None:
    """What a killed process left is sent by the next one, and the link that stood in it is gone."""
    import httpx

    from tests.server.upkeep.test_serve import run, start, stop

    data = tmp_path / "data"
    assert run(data, "admin", "account-create", TO, "dora-draws-nine-rivers").returncode == 0
    process, address = start(data, "serve")
    try:
        with httpx.Client(trust_env=False) as client:
            asked = client.post(f"{address}/api/v1/account/confirmation-mail", json={"email": TO})
        assert asked.status_code == 202
        link = link_in(the_mail(data), address)
    finally:
        stop(process)
    files = [data / "seatkeeper.sqlite3", data / "seatkeeper.sqlite3-wal"]
    kept = b"".join(path.read_bytes() for path in files if path.exists())
    assert link.rpartition("/")[2].encode() not in kept
    with sqlite3.connect(data / "seatkeeper.sqlite3") as rows:
        assert rows.execute("SELECT sealed, sent_at IS NULL FROM outbox_mail").fetchall() == [
            (None, 0)
        ]
    rows.close()


def link_in(text: str, address: str) -> str:
    return next(word for word in text.replace("=\n", "").split() if word.startswith(address))
