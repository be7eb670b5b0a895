"""Every code has its status, its title, and its sentence in each language."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from contract.faults import Fault
from contract.offline_files import FileFault
from contract.problems import COMMON_REFUSALS, KNOWN_REFUSALS_OF_PUT_SEAT, PROBLEMS, Code
from contract.sentences import sentence

CATALOGS = Path(__file__).parents[2] / "i18n"
EVERYTHING = [*Code, *Fault, *FileFault]


@pytest.mark.rule("SAFE-1")
def test_every_code_has_a_status_and_a_title() -> None:
    assert PROBLEMS.keys() == set(Code)
    assert all(400 <= problem.status < 600 and problem.title for problem in PROBLEMS.values())
    assert all(problem.code == code for code, problem in PROBLEMS.items())


@pytest.mark.rule("SAFE-1", "AIR-7", "LEASE-5")
def test_every_code_and_fault_has_a_sentence_of_its_own() -> None:
    sentences = [sentence(what) for what in EVERYTHING]
    assert len(set(sentences)) == len(sentences)
    assert all(text[0].isupper() and text.endswith(".") for text in sentences)


@pytest.mark.rule("SAFE-1", "APP-9", "PORT-3")
@pytest.mark.parametrize("language", ["de", "es"])
def test_every_sentence_is_said_in_each_language(language: str) -> None:
    with (CATALOGS / language / "LC_MESSAGES" / "contract.po").open("rb") as file:
        catalog = read_po(file, locale=language)
    missing = [what for what in EVERYTHING if not _said(catalog.get(sentence(what)))]
    assert missing == []


def _said(message) -> bool:
    return message is not None and bool(message.string) and not message.fuzzy


@pytest.mark.rule("APP-15")
def test_common_refusal_never_takes_a_lease_away() -> None:
    assert COMMON_REFUSALS.isdisjoint(KNOWN_REFUSALS_OF_PUT_SEAT)
    assert Code.TOKEN_INVALID in COMMON_REFUSALS
