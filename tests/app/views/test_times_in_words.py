"""When something ends, as it is read in each language: today, tomorrow, on another day."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from app.language import LANGUAGES, Code, spoken
from app.license import picture as p
from app.views import dates
from app.views.faces.sign_in_blocked import sign_in_blocked
from app.views.faces.waiting import offered
from app.views.faces.welcome import bridging, trial
from app.views.gallery_scenes import lease, license, online, stamp
from app.views.license_info import license_facts
from app.views.notices import strip_of
from app.views.seen import Seen
from contract.wire.license import Trial

AT = datetime(2026, 11, 24, 20, 15, tzinfo=UTC)  # 21:15 in Berlin
TODAY = AT + timedelta(hours=1)
TOMORROW = datetime(2026, 11, 25, 1, 51, tzinfo=UTC)  # 02:51 in Berlin
ONE_O_CLOCK = datetime(2026, 11, 25, 0, 5, tzinfo=UTC)  # 01:05 in Berlin
LATER = datetime(2026, 12, 1, 13, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def in_all(say) -> dict[str, str]:
    said = {}
    for language in LANGUAGES:
        spoken.use(language)
        said[language] = say()
    return said


@pytest.mark.rule("APP-9")
@pytest.mark.parametrize(
    ("when", "words"),
    [
        (TODAY, ("at 22:15", "um 22:15 Uhr", "a las 22:15")),
        (TOMORROW, ("tomorrow at 02:51", "morgen um 02:51 Uhr", "mañana a las 02:51")),
        (ONE_O_CLOCK, ("tomorrow at 01:05", "morgen um 01:05 Uhr", "mañana a la 01:05")),
        (LATER, ("on Tuesday, 1 December 2026, 14:00", "am Dienstag, 1. Dezember 2026, 14:00",
                 "el martes, 1 de diciembre de 2026, 14:00")),
    ],
)  # fmt: skip
def test_instant_is_told_by_its_day(when: datetime, words: tuple[str, ...]) -> None:
    assert tuple(in_all(lambda: dates.on(when, AT)).values()) == words


@pytest.mark.rule("APP-9")
@pytest.mark.parametrize(
    ("when", "words"),
    [
        (TODAY, ("until 22:15", "bis 22:15 Uhr", "hasta las 22:15")),
        (TOMORROW, ("until tomorrow at 02:51", "bis morgen um 02:51 Uhr",
                    "hasta mañana a las 02:51")),
        (ONE_O_CLOCK, ("until tomorrow at 01:05", "bis morgen um 01:05 Uhr",
                       "hasta mañana a la 01:05")),
        (LATER, ("until Tuesday, 1 December 2026, 14:00", "bis Dienstag, 1. Dezember 2026, 14:00",
                 "hasta el martes, 1 de diciembre de 2026, 14:00")),
    ],
)  # fmt: skip
def test_end_is_told_by_its_day(when: datetime, words: tuple[str, ...]) -> None:
    assert tuple(in_all(lambda: dates.until(when, AT)).values()) == words


@pytest.mark.parametrize(
    ("at", "when", "said"),
    [
        (datetime(2026, 10, 24, 22, 30, tzinfo=UTC), datetime(2026, 10, 25, 22, 30, tzinfo=UTC),
         "at 23:30"),  # a day of 25 hours: 00:30 and 23:30 of one date
        (datetime(2027, 3, 27, 22, 30, tzinfo=UTC), datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
         "tomorrow at 03:30"),  # there is no 02:30
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), datetime(2026, 12, 31, 23, 0, tzinfo=UTC),
         "tomorrow at 00:00"),
    ],
)  # fmt: skip
def test_day_is_the_calendars_where_the_clock_changes(
    at: datetime, when: datetime, said: str
) -> None:
    spoken.use("en")
    assert dates.on(when, at) == said


# --- whole sentences -------------------------------------------------------------------------


def of(picture: p.Picture, brand) -> Seen:
    return Seen(picture, AT, brand)


def on_trial(brand) -> Seen:
    left = Trial(days_total=5, days_left=4, last_day=LATER.date(), day_ends_at=TOMORROW)
    shown = license(kind="trial", trial=left)
    return of(online(p.Licensed(lease(kind="trial")), license=shown), brand)


@pytest.mark.rule("TRI-5", "APP-9")
def test_end_of_a_trial_day_reads_well_on_card_and_page(brand) -> None:
    seen = on_trial(brand)
    said = in_all(lambda: trial(seen).after_mark)
    assert said == {
        "en": "This day ends tomorrow at 02:51.",
        "de": "Dieser Tag endet morgen um 02:51 Uhr.",
        "es": "Este día termina mañana a las 02:51.",
    }
    spoken.use("en")
    assert said["en"] in [fact.note for fact in license_facts(seen)]


@pytest.mark.rule("LEASE-2", "APP-9")
def test_end_of_the_bridge_reads_well(brand) -> None:
    lost = online(p.Licensed(lease(exp=stamp(TOMORROW))), connection=p.Offline(AT))
    assert in_all(lambda: bridging(of(lost, brand)).after_mark) == {
        "en": "Saving works until tomorrow at 02:51 without it. Nothing needs to be done.",
        "de": "Speichern geht ohne sie bis morgen um 02:51 Uhr. Sie müssen nichts tun.",
        "es": "Puede guardar sin ella hasta mañana a las 02:51. No tiene que hacer nada.",
    }


@pytest.mark.rule("SEAT-7", "APP-9")
def test_end_of_an_offer_reads_well(brand) -> None:
    held = online(p.Waiting(1, 0, TODAY))
    assert in_all(lambda: offered(of(held, brand)).sentences[0]) == {
        "en": "It is held for you until 22:15.",
        "de": "Er wird bis 22:15 Uhr für Sie freigehalten.",
        "es": "Se le reserva hasta las 22:15.",
    }


@pytest.mark.rule("ACC-4", "APP-9")
def test_end_of_a_block_reads_well(brand) -> None:
    blocked = replace(p.Picture(), standing=p.SignedOut(p.SignedOutWhy.BLOCKED, until=TOMORROW))
    assert in_all(lambda: sign_in_blocked(of(blocked, brand)).sentences[0]) == {
        "en": "Signing in from here is possible again tomorrow at 02:51.",
        "de": "Von hier aus können Sie sich morgen um 02:51 Uhr wieder anmelden.",
        "es": "Podrá volver a iniciar sesión desde aquí mañana a las 02:51.",
    }


WARNED: dict[tuple[p.NoticeKind, bool], dict[Code, str]] = {
    (p.NoticeKind.ENDING, True): {
        "en": "Your license ends in 7 days, on 1 December 2026.",
        "de": "Noch 7 Tage: Ihre Lizenz endet am 1. Dezember 2026.",
        "es": "Su licencia termina dentro de 7 días, el 1 de diciembre de 2026.",
    },
    (p.NoticeKind.OFFLINE_ENDING, False): {
        "en": "Your seat stays reserved for 6 hours, until Wednesday, 25 November 2026, 02:51.",
        "de": "Noch 6 Stunden: Ihr Platz ist bis Mittwoch, 25. November 2026, 02:51 reserviert.",
        "es": "Su puesto sigue reservado 6 horas más, hasta el miércoles, 25 de noviembre de 2026, "
              "02:51.",
    },
}  # fmt: skip


@pytest.mark.rule("APP-4", "OFF-7", "APP-9")
@pytest.mark.parametrize(("kind", "by_day"), WARNED)
def test_warnings_read_well(brand, kind: p.NoticeKind, by_day: bool) -> None:
    shown = license(last_day=LATER.date())
    seen = of(online(p.Licensed(lease()), license=shown), brand)
    ends = AT + timedelta(days=7) if by_day else TOMORROW
    said = in_all(lambda: strip_of(p.Notice(kind, ends), seen).words)
    assert said == WARNED[kind, by_day]
