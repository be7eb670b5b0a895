"""What the desktop tells and hears outside its window: log, trace, folders, command line."""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path

import pytest

from app import log, log_file
from app.command_line import parse
from app.folders import folders
from app.license.picture import NetFault, Offline
from app.settings import Settings, read_settings, write_settings
from app.trace import Trace, describe
from tests.app.license.pictures import MEMBER, VENDOR, picture
from tests.fakes.clock import START, FakeClock

TOKEN = VENDOR.token(MEMBER)


@pytest.mark.rule("APP-7", "SAFE-2")
@pytest.mark.parametrize(
    ("said", "secret"),
    [
        (f"lease {TOKEN} arrived", TOKEN),
        ("Authorization: Bearer abc.def-1", "abc.def-1"),
        ("password='my secret'", "'my"),
        ("password='my secret'", "secret"),
        ("by http://ada:opensesame@proxy.test:3128", "opensesame"),
        ("by http://ada:hid@den@proxy.test:3128", "den@"),
        ("Proxy-Authorization: Basic YWRhOmhp", "YWRhOmhp"),
        ("token=q1w2e3", "q1w2e3"),
        ('"refresh_token": "q1w2e3"', "q1w2e3"),
        ("code_verifier=q1w2e3", "q1w2e3"),
        ("PROXY_PASSWORD=q1w2e3", "q1w2e3"),
        ("key 4SiQR5eOShBy4AY--0_uYNUtIoUettalPSoHwzba-qk", "4SiQR5eOShBy4AY"),
        ("entered R-E8C-ACA-BFF-FC9-399-2F3", "R-E8C"),
    ],
)
def test_nothing_secret_gets_into_the_log(said: str, secret: str) -> None:
    record = logging.LogRecord("app.x", logging.INFO, "x.py", 1, said, (), None)
    line = json.loads(log.JsonLine().format(record))
    assert secret not in line["says"]
    assert log.HIDDEN in line["says"]


@pytest.mark.rule("APP-7")
def test_traceback_is_in_the_log_without_its_secrets() -> None:
    try:
        raise ValueError(TOKEN)
    except ValueError:
        info = sys.exc_info()
    record = logging.LogRecord("app.x", logging.ERROR, "x.py", 1, "failed", (), info)
    line = json.loads(log.JsonLine().format(record))
    assert "ValueError" in line["trace"]
    assert TOKEN not in line["trace"]


@pytest.mark.rule("APP-7")
def test_plain_words_and_paths_stay_readable_in_the_log() -> None:
    for said in (
        "the lease was put aside: forged",
        "/home/jörg müller/Über uns/request.html",
        "status_code: 200",
    ):
        assert log.redact(said) == said


@pytest.mark.rule("APP-15", "APP-7")
def test_trace_is_a_line_a_picture_without_lease_or_name(tmp_path: Path) -> None:
    trace = Trace(tmp_path / "trace.jsonl", FakeClock())
    trace(picture("member", connection=Offline(START, NetFault.DNS)))
    trace(picture("seats-exhausted"))
    trace.close()
    text = (tmp_path / "trace.jsonl").read_text()
    one, two = (json.loads(line) for line in text.splitlines())
    assert one == {
        "at": "2027-03-01T09:00:00Z",
        "standing": "Licensed",
        "face": 16,
        "connection": "offline",
        "fault": "dns",
        "allow": ["export", "save", "use"],
        "notices": ["bridging"],
        "work": None,
    }
    assert (two["why"], two["allow"], two["face"]) == ("seats-exhausted", ["show"], 9)
    assert not {"Ben", "ben@", TOKEN[:20], "A-222"} & set(text.split('"'))
    assert "Ben" not in text


def test_every_standing_can_be_described() -> None:
    from tests.app.license.pictures import STANDINGS

    for standing in STANDINGS.values():
        assert describe(picture(standing), START)["standing"] == type(standing).__name__


@pytest.mark.rule("APP-8")
def test_profile_holds_everything_and_platform_folders_else(tmp_path: Path) -> None:
    where = folders("memo-editor", tmp_path / "p")
    assert (where.data, where.logs) == (tmp_path / "p", tmp_path / "p" / "logs")
    assert "seatkeeper-memo-editor" in str(folders("memo-editor").data)


def test_settings_survive_and_damaged_ones_are_as_good_as_none(tmp_path: Path) -> None:
    write_settings(tmp_path, Settings(language="de"))
    assert read_settings(tmp_path).language == "de"
    (tmp_path / "settings.json").write_bytes(b"\x00")
    assert read_settings(tmp_path) == Settings()


@pytest.mark.rule("APP-10")
def test_command_line_is_read_and_a_strange_server_refused(capsys) -> None:
    asked = parse(["--server", "http://localhost:8000/", "--profile", "p", "a.seatkeeper"])
    assert (asked.server, asked.profile) == ("http://localhost:8000", Path("p"))
    assert asked.open == (Path.cwd() / "a.seatkeeper",)
    with pytest.raises(SystemExit):
        parse(["--server", "http://license.example"])
    assert "https://" in capsys.readouterr().err


@pytest.mark.rule("APP-7")
def test_line_that_a_full_disk_did_not_take_is_lost_quietly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    handler = log_file.LogFile(tmp_path / "seatkeeper.log", delay=True)
    handler.setFormatter(log.JsonLine())
    (tmp_path / "seatkeeper.log").mkdir()  # as good as a disk that takes nothing
    handler.handle(logging.LogRecord("app.x", logging.INFO, "x.py", 1, "said", (), None))
    handler.close()
    assert capsys.readouterr().err == ""


@pytest.mark.rule("APP-7")
def test_full_log_is_turned_over_and_the_oldest_goes(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(log_file, "SIZE", 1_000)
    handler = log_file.open_log(tmp_path)
    handler.setFormatter(log.JsonLine())
    for number in range(200):
        said = f"line {number:03}"
        handler.handle(logging.LogRecord("app.x", logging.INFO, "x.py", 1, said, (), None))
    handler.close()
    kept = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert len(kept) == log_file.KEPT + 1
    assert max(len(text) for text in kept.values()) <= 1_000
    assert "line 199" in kept["seatkeeper.log"]
    assert "line 000" not in "".join(kept.values())
