"""Each code has its sentence, each sentence its translations; nothing else is opened or shown."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.language import LANGUAGES, spoken
from app.license.picture import (
    Intent,
    Licensed,
    NetFault,
    Notice,
    NoticeKind,
    Offline,
    Picture,
    ReadOnly,
    ReadOnlyWhy,
    Ready,
    Refusal,
    Remark,
    RemarkCode,
)
from app.views import dates
from app.views.faces.seats_exhausted import seats_exhausted
from app.views.faces.welcome import ready
from app.views.gallery_scenes import AT, lease, license, online, scenes
from app.views.links import mail_to, may_open
from app.views.notices import strip_of
from app.views.remarks import remark_words
from app.views.seen import Seen
from app.views.work import work_words
from contract.faults import Fault
from contract.offline_files import FileFault
from contract.problems import Code
from tools.messages import check

CODES = [*RemarkCode, *NetFault, *FileFault, *Fault, *Code]
UNSAID = "This was not possible."


@pytest.mark.rule("SAFE-1", "AIR-7")
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_remark_has_a_sentence_of_its_own(language) -> None:
    spoken.use(language)
    apart = {RemarkCode.NO_CONNECTION_LOG_OUT}  # a page
    for code in CODES:
        refusal = Refusal(str(code)) if code in set(Code) else None
        said = remark_words(Remark(Intent.CHECK, code, refusal), Picture())
        assert said, code
        assert (said != spoken.window.gettext(UNSAID)) or code in apart, code


@pytest.mark.rule("SAFE-1")
def test_unknown_code_shows_what_the_server_said() -> None:
    refusal = Refusal("from-the-future", detail="Ask again on Monday.")
    assert remark_words(Remark(Intent.CHECK, refusal.code, refusal), Picture()) == refusal.detail


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_notice_and_each_work_has_words(brand, language) -> None:
    spoken.use(language)
    seen = Seen(Picture(), AT, brand)
    for kind in NoticeKind:
        strip = strip_of(Notice(kind, AT + timedelta(days=7), detail="E-1"), seen)
        assert (strip is None) == (kind is NoticeKind.BRIDGING)
    assert all(work_words(intent) for intent in Intent)


@pytest.mark.rule("APP-9")
def test_every_sentence_of_the_window_is_translated() -> None:
    faults = check()[1].splitlines()
    assert [line for line in faults if "app" in line.split(":")[0]] == []


@pytest.mark.rule("SAFE-6")
@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("https://license.example.com/register", True),
        ("mailto:ada@lab.example", True),
        ("http://localhost:8000/licenses", True),
        ("http://license.example.com/", False),
        ("file:///etc/passwd", False),
        ("javascript:alert(1)", False),
        ("smb://host/share", False),
        ("", False),
    ],
)
def test_only_web_and_mail_addresses_are_opened(address: str, may: bool) -> None:
    assert may_open(address) is may


@pytest.mark.rule("SAFE-6")
def test_address_cannot_bring_headers_into_a_mail() -> None:
    assert (
        mail_to("a@b.example?bcc=x@y", "A & B")
        == "mailto:a@b.example%3Fbcc%3Dx@y?subject=A%20%26%20B"
    )


def test_dates_read_as_people_write_them() -> None:
    when = datetime(2026, 12, 4, 14, 32, tzinfo=UTC)
    said = {}
    for language in LANGUAGES:
        spoken.use(language)
        said[language] = dates.day(when)
    assert said == {
        "en": "4 December 2026", "de": "4. Dezember 2026", "es": "4 de diciembre de 2026",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=59, seconds=30), "60 minutes"),
        (timedelta(hours=23, minutes=59), "24 hours"),
        (timedelta(days=7), "7 days"),
    ],
)
def test_spans_use_the_unit_that_people_would(length: timedelta, words: str) -> None:
    assert dates.span(length) == words


@pytest.mark.rule("APP-4", "LIC-2")
def test_end_of_a_license_is_told_by_its_last_day(brand) -> None:
    ends = AT + timedelta(days=7)
    seen = Seen(online(Licensed(lease()), license=license(last_day=date(2026, 12, 1))), AT, brand)
    strip = strip_of(Notice(NoticeKind.ENDING, ends), seen)
    assert strip.words == "Your license ends in 7 days, on 1 December 2026."


@pytest.mark.rule("SEAT-2", "SEAT-7")
def test_full_pool_of_ones_own_names_the_computers_and_nobody_to_write_to(brand) -> None:
    spoken.use("en")
    own = next(scene for scene in scenes() if scene.name == "09-seats-exhausted-own")
    card = seats_exhausted(Seen(own.picture, AT, brand))
    assert [fact.name for fact in card.facts] == ["Linux", "Microscope"]
    assert all("2026" in fact.value for fact in card.facts)
    assert "own computers" in card.sentences[0]
    assert [step.words for step in card.others] == ["My computers", "Wait in line"]


@pytest.mark.rule("SEAT-7", "SAFE-1")
@pytest.mark.parametrize("devices", [None, 7, "x", [7, None], [{"since": "soon"}] * 100])
def test_full_pool_is_shown_whatever_the_devices_are(brand, devices: object) -> None:
    refusal = Refusal("seats-exhausted", {"devices": devices})
    full = ReadOnly(ReadOnlyWhy.SEATS_EXHAUSTED, refusal=refusal)
    card = seats_exhausted(Seen(online(full), AT, brand))
    assert len(card.facts) <= 8


@pytest.mark.rule("AIR-7", "SAFE-1")
@pytest.mark.parametrize("language", LANGUAGES)
def test_wrong_file_is_named_in_words_for_people_alone(language) -> None:
    spoken.use(language)
    two = "2026-11-25T03:04:08+00:00 2026-11-20T10:00:00+00:00"
    dated = remark_words(Remark(Intent.RESPONSE, FileFault.OTHER_REQUEST, detail=two), Picture())
    assert dated.count("2026") == 2
    assert "T03" not in dated
    for code, detail in (
        (FileFault.DAMAGED, "nothing-in-it"),
        (FileFault.CANNOT_READ, "IsADirectoryError"),
        (FileFault.OTHER_REQUEST, "soon"),
    ):
        assert detail not in remark_words(Remark(Intent.RESPONSE, code, detail=detail), Picture())


@pytest.mark.rule("APP-12", "APP-5", "AIR-1")
@pytest.mark.parametrize("for_good", [True, False])
def test_no_seat_and_no_connection_offers_what_can_be_done(brand, for_good: bool) -> None:
    spoken.use("en")
    shown = license(expires_at=None) if for_good else license()
    card = ready(Seen(online(Ready(), connection=Offline(AT), license=shown), AT, brand))
    words = [step.words for step in card.others]
    offline = ["Validate offline"] if for_good else []
    assert words == ["Try again", *offline, "Diagnostics"]
    assert "when you open" not in card.after_mark
