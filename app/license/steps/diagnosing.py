"""Diagnostics: what is being looked at and what was found; beside all else, never in its way."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from app.license import errands
from app.license.diagnosis.findings import Check, Diagnosis, Finding
from app.license.events import DiagnoseAsked, DiagnosisStopped, Found
from app.license.picture import Picture
from app.license.steps.moves import Step


def asked(picture: Picture, event: DiagnoseAsked, at: datetime) -> Step:
    """What is being looked at goes on; the answers of an earlier look at it count as well."""
    before = picture.diagnosis
    fresh = tuple(c for c in event.only or tuple(Check) if c not in before.running)
    if not fresh:
        return picture, ()
    run = before.run if before.running else before.run + 1
    looking = Diagnosis(run, before.findings, before.running | set(fresh))
    return _with(picture, looking), (errands.Diagnose(run, fresh, picture.standing),)


def stopped(picture: Picture, event: DiagnosisStopped, at: datetime) -> Step:
    """Nobody waits any more: what is under way ends by itself, and its answers are dropped."""
    before = picture.diagnosis
    return _with(picture, Diagnosis(before.run + 1, before.findings)), ()


def found(picture: Picture, event: Found, at: datetime) -> Step:
    before = picture.diagnosis
    if event.run != before.run or event.finding.check not in before.running:
        return picture, ()
    findings = _in_order([*_others(before.findings, event.finding), event.finding])
    running = before.running - {event.finding.check}
    return _with(picture, Diagnosis(before.run, findings, running)), ()


def _others(findings: tuple[Finding, ...], new: Finding) -> list[Finding]:
    return [each for each in findings if each.check is not new.check]


def _in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    order = list(Check)
    return tuple(sorted(findings, key=lambda each: order.index(each.check)))


def _with(picture: Picture, diagnosis: Diagnosis) -> Picture:
    return replace(picture, diagnosis=diagnosis)
