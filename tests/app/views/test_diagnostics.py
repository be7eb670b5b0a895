"""The page of the diagnostics: what it asks for, what it says, what it copies (APP-12)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolButton

from app.language import LANGUAGES, spoken
from app.license import diagnosis
from app.license.diagnosis.findings import Check, Diagnosis, Finding, State, bad, good
from app.license.events import DiagnoseAsked, DiagnosisStopped
from app.license.picture import Licensed, SignedOut, SignedOutWhy
from app.views import check_words
from app.views.acts import Screen
from app.views.check_sentences import ADVICE, FOUND
from app.views.diagnostics import Diagnostics
from app.views.gallery_checks import TROUBLE, WELL, looked, looking, troubled
from app.views.gallery_scenes import lease, nobody, online

DIAGNOSIS = Path(diagnosis.__file__).parent
SAID = re.compile(r'(?:good|note|bad|skipped)\(\s*(?:Check\.([A-Z_]+)|check|CHECK),\s*"([a-z-]+)"')


def on_page(show, found: Diagnosis):
    return show(online(Licensed(lease()), diagnosis=found), Screen.DIAGNOSTICS)


@pytest.mark.rule("APP-12")
def test_whoever_opens_the_page_has_everything_looked_at(show) -> None:
    shown = show(nobody(SignedOut(SignedOutWhy.FRESH)))
    menu = shown.window.stage.header.menu
    next(a for a in menu.actions() if a.text() == "Diagnostics").trigger()
    assert shown.still.posted == [DiagnoseAsked()]
    shown.window.go(Screen.FACE)
    assert shown.window.findChild(Diagnostics).property("gone") is None
    assert shown.window.screen_shown is Screen.FACE


@pytest.mark.rule("APP-12")
def test_trouble_is_told_with_what_to_do(show) -> None:
    words = on_page(show, troubled()).texts()
    assert "Something needs attention." in words
    assert "Issued by “Example University Inspection CA”" in words
    assert "ask them to add “Example University Inspection CA”" in words
    assert "proxy.uni.example:3128" in words


@pytest.mark.rule("APP-5", "APP-12")
def test_look_under_way_is_shown_and_can_be_cancelled(show) -> None:
    shown = on_page(show, looking())
    assert shown.texts().count("Checking…") == 4
    shown.still.posted.clear()
    shown.press("Cancel")
    assert shown.still.posted == [DiagnosisStopped()]
    shown.still.show(online(Licensed(lease()), diagnosis=looked()))
    assert "All is in order." in shown.texts()
    assert "Checking…" not in shown.texts()


@pytest.mark.rule("APP-9", "APP-12")
def test_one_check_is_repeated_and_keeps_the_keyboard(show) -> None:
    shown = on_page(show, looked())
    shown.still.posted.clear()
    again = shown.window.findChild(QToolButton, "again-name")
    assert again.accessibleName() == "Check again: Name of the server"
    again.setFocus(Qt.FocusReason.TabFocusReason)
    again.click()
    assert shown.still.posted == [DiagnoseAsked((Check.NAME,))]
    again_found = Diagnosis(2, tuple(f for f in WELL if f.check is not Check.KEYS))
    shown.still.show(online(Licensed(lease()), diagnosis=again_found))
    QApplication.processEvents()
    focus = shown.window.focusWidget()
    assert focus is not again
    assert focus.accessibleName() == "Check again: Name of the server"


@pytest.mark.rule("APP-7", "APP-12", "SAFE-2")
def test_copied_text_holds_the_findings_and_no_secret(show) -> None:
    shown = on_page(show, troubled())
    shown.press("Copy as text")
    text = QApplication.clipboard().text()
    assert "[-] Certificate: Issued by “Example University Inspection CA”" in text
    assert text.count("\n[") == len(TROUBLE) - 1
    token = "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJBLTEifQ.c2ln"
    told = Diagnosis(1, (bad(Check.ANSWER, "server", detail=token),))
    assert token not in check_words.as_text(told.findings)
    assert token not in str(check_words.as_values(told.findings))


@pytest.mark.rule("APP-9", "APP-12")
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_finding_has_its_sentence_and_each_trouble_its_advice(language) -> None:
    spoken.use(language)
    unsaid = spoken.window.gettext("This could not be found out.")
    told = {pair: check_words.found(Finding(pair[0], State.BAD, pair[1])) for pair in codes()}
    assert [pair for pair, words in told.items() if words == unsaid] == []
    for finding in (*WELL, *TROUBLE):
        assert "{" not in check_words.found(finding) + check_words.advice(finding)
        assert check_words.name(finding.check)
        assert check_words.state(finding.state)


def codes() -> list[tuple[Check, str]]:
    """Of the sources: what a check may say; a code without its check is of that file's."""
    own = {"answer.py": Check.ANSWER, "kept.py": Check.LEASE, "certificate.py": Check.CERTIFICATE}
    found = set(FOUND) | set(ADVICE)
    for path in DIAGNOSIS.glob("*.py"):
        for name, code in SAID.findall(path.read_text("utf-8")):
            check = Check[name] if name else own.get(path.name)
            if check is not None and code not in ("too-slow", "failed"):
                found.add((check, code))
    return sorted(found)


@pytest.mark.rule("APP-12")
def test_what_is_bad_says_what_to_do() -> None:
    source = "".join(path.read_text("utf-8") for path in DIAGNOSIS.glob("*.py"))
    told = re.findall(r'bad\(\s*Check\.([A-Z_]+),\s*"([a-z-]+)"', source)
    assert told
    without = [(n, c) for n, c in told if not check_words.advice(bad(Check[n], c))]
    assert without == []


@pytest.mark.rule("APP-12", "SAFE-6")
def test_values_for_programs_are_plain_and_complete() -> None:
    (value,) = check_words.as_values([good(Check.REACH, "reached", at="h:1", ms=3)])
    assert value == {
        "check": "reach",
        "state": "good",
        "code": "reached",
        "values": {"at": "h:1", "ms": "3"},
        "found": "h:1 answers, after 3 ms.",
        "advice": "",
    }
    odd = replace(WELL[0], code="from-the-future")
    assert check_words.found(odd) == "This could not be found out."
