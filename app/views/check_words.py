"""What a check of the diagnostics is called, what it found, and what to do about it. No widget."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from app.language import _
from app.license.diagnosis.findings import Check, Finding, State
from app.log import redact
from app.views import dates
from app.views.check_sentences import ADVICE, ADVICE_ANYWHERE, FOUND, FOUND_ANYWHERE, UNSAID
from app.views.remarks import fault_words

Says = Callable[[], str]


def name(check: Check) -> str:
    """What is looked at, in two or three words."""
    names: dict[Check, Says] = {
        Check.PROXY: lambda: _("Proxy"),
        Check.NAME: lambda: _("Name of the server"),
        Check.REACH: lambda: _("Connection"),
        Check.CERTIFICATE: lambda: _("Certificate"),
        Check.ANSWER: lambda: _("Answer of the server"),
        Check.CLOCK: lambda: _("Clock"),
        Check.KEY_STORE: lambda: _("Key store"),
        Check.DATA_FOLDER: lambda: _("Data folder"),
        Check.LEASE: lambda: _("Seat on this computer"),
        Check.KEYS: lambda: _("Keys of the vendor"),
        Check.FILES: lambda: _("Opening files"),
        Check.VERSIONS: lambda: _("Versions"),
    }
    return names[check]()


def state(found: State) -> str:
    """For those who cannot see the sign beside it."""
    match found:
        case State.GOOD:
            return _("in order")
        case State.NOTE:
            return _("worth knowing")
        case State.BAD:
            return _("needs attention")
        case State.SKIPPED:
            return _("not looked at")


def found(finding: Finding) -> str:
    """What was found, in one sentence."""
    said = FOUND.get((finding.check, finding.code)) or FOUND_ANYWHERE.get(finding.code)
    return _(said or UNSAID).format_map(_Shown(finding.values))


def advice(finding: Finding) -> str:
    """What to do; empty where nothing needs to be done."""
    said = ADVICE.get((finding.check, finding.code)) or ADVICE_ANYWHERE.get(finding.code)
    return _(said).format_map(_Shown(finding.values)) if said else ""


def as_text(findings: Iterable[Finding]) -> str:
    """To be copied into a mail to support; a secret would not, even if one had come into it."""
    return redact("".join(f"{_line(finding)}\n" for finding in findings))


def as_values(findings: Iterable[Finding]) -> list[dict[str, object]]:
    """For programs: stable codes first, then what a person would read."""
    return [
        {
            "check": each.check.value,
            "state": each.state.value,
            "code": each.code,
            "values": {name: redact(value) for name, value in each.values.items()},
            "found": redact(found(each)),
            "advice": redact(advice(each)),
        }
        for each in findings
    ]


def summary(findings: Iterable[Finding]) -> str:
    """The whole in one sentence."""
    states = [finding.state for finding in findings]
    if not states:
        return _("Nothing was looked at yet.")
    if State.BAD in states:
        return _("Something needs attention. What to do stands beside it.")
    return _("All is in order.")


def _line(finding: Finding) -> str:
    sign = {State.GOOD: "+", State.NOTE: "!", State.BAD: "-", State.SKIPPED: " "}[finding.state]
    said = f"[{sign}] {name(finding.check)}: {found(finding)} ({finding.code})"
    return f"{said}\n    {todo}" if (todo := advice(finding)) else said


class _Shown(dict[str, str]):
    """The values as people write them; what a finding does not say is left empty."""

    def __init__(self, values: Mapping[str, str]) -> None:
        super().__init__({key: _written(key, value) for key, value in values.items()})

    def __missing__(self, key: str) -> str:
        return _("unknown") if key in ("issuer", "wants", "detail") else ""


INSTANTS = frozenset({"here", "there", "latest", "until", "issued", "begins", "ends"})


def _written(key: str, value: str) -> str:
    if key == "fault":
        return fault_words(value)
    if not value and key in ("issuer", "wants", "detail"):
        return _("unknown")
    if key == "free" and value.isdecimal():
        return dates.size(int(value))
    if key not in INSTANTS or not value:
        return value
    try:
        return dates.moment(datetime.fromisoformat(value))
    except ValueError:
        return value
