"""What diagnostics find in the gallery's pictures: all well, some trouble, a look under way."""

from __future__ import annotations

from app.license.diagnosis.findings import Check, Diagnosis, Finding, bad, good, note, skipped

HOST = "license.example.com"
NOW, SOON = "2026-11-25T13:20:00+00:00", "2026-12-25T13:20:00+00:00"

WELL: tuple[Finding, ...] = (
    good(Check.PROXY, "none"),
    good(Check.NAME, "known", host=HOST, addresses="203.0.113.10, 2001:db8::10"),
    good(Check.REACH, "reached", at=f"{HOST}:443", ms=24),
    good(Check.CERTIFICATE, "trusted", issuer="Example Trust CA 7"),
    good(Check.ANSWER, "answers", server=f"https://{HOST}"),
    good(Check.CLOCK, "right", seconds=1),
    good(Check.KEY_STORE, "works"),
    good(Check.DATA_FOLDER, "writable", folder="/home/ada/.local/share/memo", free=8_200_000_000),
    good(Check.LEASE, "serves", until=SOON),
    good(Check.KEYS, "known", version=3, issued=NOW),
    good(Check.FILES, "opens"),
    good(Check.VERSIONS, "versions", seatkeeper="0.1.0", qt="6.11.3", python="3.11.7",
         system="Linux 6.1 (x86_64)"),
)  # fmt: skip

TROUBLE: tuple[Finding, ...] = (
    note(Check.PROXY, "system", proxy="proxy.uni.example:3128"),
    skipped(Check.NAME, "by-proxy", host=HOST),
    good(Check.REACH, "reached", at="proxy.uni.example:3128", ms=9),
    bad(Check.CERTIFICATE, "intercepted", issuer="Example University Inspection CA"),
    skipped(Check.ANSWER, "tls-intercepted"),
    note(Check.CLOCK, "differs", here="2026-11-25T12:20:00+00:00", there=NOW),
    note(Check.KEY_STORE, "file"),
    *WELL[7:10],
    note(Check.FILES, "not-registered"),
    WELL[11],
)


def looked() -> Diagnosis:
    return Diagnosis(1, WELL)


def troubled() -> Diagnosis:
    return Diagnosis(1, TROUBLE)


def looking() -> Diagnosis:
    """The way is looked at step by step; what lies here is known already."""
    known = (*WELL[:2], *WELL[6:])
    return Diagnosis(1, known, frozenset({c for c in Check if c not in {f.check for f in known}}))
