"""The local link: what it is called, and the line of a second start."""

from __future__ import annotations

import pytest

from contract.link import LINE_LIMIT, Open, link_name, read_line, write_line


@pytest.mark.rule("APP-11")
def test_link_of_a_profile_has_a_name_of_its_own() -> None:
    assert link_name("memo-editor") == "seatkeeper-memo-editor"
    assert link_name("memo-editor", user="S-1-5-21") == "seatkeeper-memo-editor-S-1-5-21"
    one, other = link_name("memo-editor", "/tmp/a"), link_name("memo-editor", "/tmp/b")
    assert one.removeprefix("seatkeeper-memo-editor-").isalnum()
    assert len(one) == len("seatkeeper-memo-editor-") + 8
    assert one != other


@pytest.mark.rule("APP-11")
def test_second_start_hands_over_the_files_it_was_given() -> None:
    message = Open(("/media/stick/Über uns.seatkeeper", "b"))
    line = write_line(message)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert read_line(line) == message


@pytest.mark.rule("APP-11", "SAFE-1")
@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"[]",
        b'{"bye": 1}',
        b'{"open": "x"}',
        b'{"open": [1]}',
        b'{"open": [], "open": []}',
        b"\xff",
        b'{"open": ["' + b"x" * LINE_LIMIT + b'"]}',
    ],
)
def test_line_that_is_not_understood_is_ignored(line: bytes) -> None:
    assert read_line(line) is None
