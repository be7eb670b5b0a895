"""Instants, days and sizes in words, in the reader's language and the computer's time zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import QDate, QLocale, QTime

from app.language import LOCALES, _, ngettext, spoken

DAY_IN_WORDS = {"en": "d MMMM yyyy", "de": "d. MMMM yyyy", "es": "d 'de' MMMM 'de' yyyy"}


def day(when: date) -> str:
    """25 November 2026"""
    return _locale().toString(QDate(when.year, when.month, when.day), DAY_IN_WORDS[spoken.code])


def weekday(when: date) -> str:
    return _locale().dayName(when.isoweekday())


def clock(when: datetime) -> str:
    """14:32, where the computer is."""
    here = _here(when)
    return _locale().toString(QTime(here.hour, here.minute), "HH:mm")


def moment(when: datetime) -> str:
    """Wednesday, 25 November 2026, 14:32"""
    here = _here(when)
    return f"{weekday(here)}, {day(here)}, {clock(here)}"


def short_moment(when: datetime) -> str:
    """25 November 2026, 14:32: where room is small, and no weekday is waited for"""
    here = _here(when)
    return f"{day(here)}, {clock(here)}"


def until(when: datetime, at: datetime) -> str:
    """until 14:32; until tomorrow at 02:51; until Wednesday, …: the day where it is not today's.

    With its preposition, as `on`: what stands before a time is not the same in all languages, and
    in Spanish not for all hours.
    """
    hour, time = _here(when).hour, clock(when)
    match _days_ahead(when, at):
        case 0:
            return ngettext("until {time}", "until {time}", hour, time=time)
        case 1:
            return ngettext("until tomorrow at {time}", "until tomorrow at {time}", hour, time=time)
        case _other:
            return _("until {date}").format(date=moment(when))


def on(when: datetime, at: datetime) -> str:
    """at 14:32; tomorrow at 02:51; on Wednesday, …"""
    hour, time = _here(when).hour, clock(when)
    match _days_ahead(when, at):
        case 0:
            return ngettext("at {time}", "at {time}", hour, time=time)
        case 1:
            return ngettext("tomorrow at {time}", "tomorrow at {time}", hour, time=time)
        case _other:
            return _("on {date}").format(date=moment(when))


def _days_ahead(when: datetime, at: datetime) -> int:
    return (_here(when).date() - _here(at).date()).days


def span(length: timedelta) -> str:
    """3 days, 5 hours, 12 minutes: the largest unit that is not zero, rounded up."""
    minutes = max(1, -(-int(length.total_seconds()) // 60))
    if minutes < 90:
        return ngettext("{n} minute", "{n} minutes", minutes)
    hours = -(-minutes // 60)
    if hours < 36:
        return ngettext("{n} hour", "{n} hours", hours)
    return ngettext("{n} day", "{n} days", -(-hours // 24))


def zone() -> str:
    """The name of the time zone that all times are shown in."""
    return datetime.now().astimezone().tzname() or ""


def size(octets: int) -> str:
    """8.2 GB"""
    si = QLocale.DataSizeFormat.DataSizeSIFormat
    return _locale().formattedDataSize(octets, 1, si)


def _here(when: datetime) -> datetime:
    """In this computer's zone; where that would leave the calendar, as it stands."""
    try:
        return when.astimezone()
    except (OverflowError, ValueError, OSError):
        return when


def _locale() -> QLocale:
    return QLocale(LOCALES[spoken.code])
