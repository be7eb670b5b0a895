"""Days at two computers, right and wrong, with a log that says all; then each secret is searched.

Logs, trace, settings, what is copied for support, `--json`, addresses, what an error could print.
"""

from __future__ import annotations

import json
import logging
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from app import commands, log
from app.host import acts, look
from app.license import events as e
from app.license.papers import Signed
from app.license.picture import Bound, Licensed, ReadOnly, SignedOut
from app.settings import SettingsFile
from app.single_instance import address
from app.trace import Trace
from app.views import check_words
from app.views.seen import Seen
from app.views.support import as_text, support_facts
from contract.ids import make_license_key
from contract.offline_files import find_request
from tests.app.host.test_wrap import shell_of
from tests.app.license.test_with_the_server import _bound_in_the_portal
from tests.cast import ADA, CLEO
from tests.fakes.certificates import Authority
from tests.fakes.desktop import Desktop
from tests.fakes.road import Road

pytestmark = [
    pytest.mark.asyncio,
    pytest.mark.django_db(transaction=True),
    pytest.mark.rule("APP-7", "APP-12", "SAFE-2", "HOST-7"),
]

HOST = "license.journey.test"
PROXY = "goes-past-the-gate"
WRONG = "not hers, but somebody's"
AT_HOME = {
    "secrets.json": ("token", "private key"),
    "lease.jwt": ("lease",),
    "closing.jwt": ("lease",),
}
"""Where a secret lives; it may lie in no other file."""


@dataclass
class Journey:
    """What was secret on the way, by name; and what was told on it, by where."""

    secrets: dict[str, str] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)

    def note(self, desk: Desktop) -> None:
        """What this computer holds just now."""
        held = desk.papers._world.credentials.secrets
        lease = (desk.folders.data / "lease.jwt").read_text()
        for name, secret in (("token", held.token), ("private key", held.private_key)):
            self._keep(name, secret)
        self._keep("lease", lease)
        self.tell("what an error would print", (held, Signed(lease, "")))
        self._keep("lease's signature", lease.rpartition(".")[2])

    def _keep(self, name: str, secret: str) -> None:
        if secret and secret not in self.secrets.values():
            self.secrets[f"{name} {len(self.secrets)}"] = secret

    def tell(self, where: str, words: object) -> None:
        self.told[f"{where} {len(self.told)}"] = str(words)

    def look_at(self, desk: Desktop) -> None:
        """Whatever a person could copy, an error print, or a file hold just now."""
        seen = Seen(desk.picture, desk.time(), desk.brand)
        self.tell("support information", as_text(support_facts(seen)))
        self.tell("diagnostics", check_words.as_text(desk.picture.diagnosis.findings))
        values = check_words.as_values(desk.picture.diagnosis.findings)
        self.tell("diagnose --json", json.dumps(values))
        self.tell("pictures", desk.seen)
        self.tell("world", desk.papers._world)
        self.files(desk.folders.data)

    def files(self, folder: Path) -> None:
        for path in folder.rglob("*"):
            if path.is_file():
                words = path.read_text("utf-8", "replace")
                self.told[f"{len(self.told)}/{path.relative_to(folder)}"] = words

    def found(self) -> list[tuple[str, str]]:
        return [
            (name, where)
            for where, words in self.told.items()
            for name, secret in self.secrets.items()
            if secret in words and not name.startswith(AT_HOME.get(Path(where).name, ("—",)))
        ]


class Addresses(logging.Handler):
    """Every address that was called, as the HTTP library says it."""

    def __init__(self, journey: Journey) -> None:
        super().__init__()
        self._journey = journey

    def emit(self, record: logging.LogRecord) -> None:
        if record.name == "httpx":
            self._journey.tell("address", record.getMessage())


def everything() -> None:
    """Libraries that are kept quiet say all, as well."""
    for name in (None, "httpx", "httpcore", "asyncio", "keyring"):
        logging.getLogger(name).setLevel(logging.DEBUG)


@pytest.fixture
def journey(tmp_path: Path) -> Iterator[Journey]:
    journey = Journey({"password": ADA.password, "other password": CLEO.password})
    root = logging.getLogger()
    before = list(root.handlers)
    addresses = Addresses(journey)
    with log.written_to(tmp_path / "logs"):
        added = next(handler for handler in root.handlers if handler not in before)
        added.addFilter(lambda record: not record.name.startswith(("django", "server")))
        root.addHandler(addresses)
        everything()
        yield journey
    root.removeHandler(addresses)
    for name in (None, "httpx", "httpcore", "asyncio", "keyring"):
        logging.getLogger(name).setLevel(logging.WARNING if name is None else logging.NOTSET)


@pytest.fixture
def by_proxy(server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Road]:
    genuine = Authority("Example Trust", tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(genuine.certificate))
    road = Road(
        server.address, proxy=True, host=HOST, tls=genuine.server(HOST), sign_in=f"ada:{PROXY}"
    )
    monkeypatch.setenv("https_proxy", road.proxy_address)
    yield road
    road.close()


async def signs_in_and_reserves(desk: Desktop, journey: Journey) -> None:
    journey.secrets["license key"] = make_license_key()
    await desk.start()
    for wrong in (WRONG, journey.secrets["license key"]):
        refused = await desk.post(e.SignInAsked(ADA.email, wrong))
        assert refused.standing.refusal.code == "credentials-invalid"
    picture = await desk.sign_in(ADA)
    assert isinstance(picture.standing, Licensed)
    journey.note(desk)
    await desk.post(e.ExtendAsked(desk.time() + timedelta(days=3)))
    journey.note(desk)
    await desk.post(e.ReturnEarlyAsked())
    journey.note(desk)
    desk.keeper.post(e.DiagnoseAsked())
    await desk.until(lambda p: p.diagnosis.run > 0 and not p.diagnosis.running)
    journey.look_at(desk)


async def goes_by_command_line(desk: Desktop, journey: Journey, capsys) -> None:
    shell = shell_of(desk)
    assert commands.status(shell, as_json=True) == 0
    where = address(desk.brand.product, desk.folders.data, desk.folders.profile)
    wanted = e.ExtendAsked(desk.time() + timedelta(days=2))
    journey.tell("offline --json", await acts.answer(shell, where, wanted))
    everything()
    found = await look.findings_of(shell, where)
    journey.tell("diagnose --json", json.dumps(check_words.as_values(found)))
    journey.tell("standard output", capsys.readouterr())


async def loses_the_way_and_logs_out(desk: Desktop, road: Road, journey: Journey) -> None:
    everything()
    await desk.start()
    journey.note(desk)
    road.sign_in = "ada:changed"  # 407 from now on
    road.turns(road.weather)
    await desk.post(e.CheckAsked())
    journey.look_at(desk)
    await desk.post(e.LogOutAsked())
    picture = await desk.post(e.LogOutAllTheSame())
    assert isinstance(picture.standing, SignedOut)
    assert desk.papers._world.credentials.secrets.release  # the order is kept, with its token
    journey.look_at(desk)
    road.sign_in = f"ada:{PROXY}"


async def is_bound_and_given_back(desk: Desktop, server, journey: Journey, folder: Path) -> None:
    await desk.start()
    await desk.post(e.RequestAsked(folder / "request.html"))
    request = find_request((folder / "request.html").read_bytes())
    answer = folder / "answer.seatkeeper"
    answer.write_bytes(await _bound_in_the_portal(server, request))
    await desk.post(e.FileOpened(folder / "request.html"))  # the wrong one first
    assert isinstance((await desk.post(e.FileOpened(answer))).standing, Bound)
    journey.note(desk)
    journey.look_at(desk)
    given_back = await desk.post(e.GiveBackConfirmed(folder / "return.seatkeeper"))
    assert isinstance(given_back.standing, ReadOnly)
    journey.look_at(desk)


@pytest.mark.logs("refused|not reached|proxy|407|credentials|could not|was opened|response")
async def test_no_secret_of_a_journey_is_told_anywhere(
    server, by_proxy, desktop, journey, capsys, tmp_path: Path
) -> None:
    journey.secrets["proxy password"] = PROXY
    journey.secrets["proxy sign-in"] = b64encode(f"ada:{PROXY}".encode()).decode()
    journey.secrets["wrong password"] = WRONG

    def ada() -> Desktop:
        return Desktop(tmp_path / "ada", server.brand, server.time, server=by_proxy.address)

    desk = ada()
    trace = Trace(tmp_path / "trace", server.time)
    desk.keeper.subscribe(trace)
    SettingsFile(desk.folders.data).keep(language="de", folder=str(tmp_path))
    await signs_in_and_reserves(desk, journey)
    await desk.close()
    await goes_by_command_line(desk, journey, capsys)
    desk = ada()
    await loses_the_way_and_logs_out(desk, by_proxy, journey)
    await desk.close()
    desk = ada()
    await desk.start()
    await desk.until(lambda p: not p.pending_release)  # the order is sent
    await desk.close()
    assert not desk.papers._world.credentials.secrets.release
    trace.close()
    sticks = tmp_path / "sticks"
    sticks.mkdir()
    island = desktop("island", server_gone=True)
    await is_bound_and_given_back(island, server, journey, sticks)
    await island.close()
    for folder in ("ada", "island", "logs"):
        journey.files(tmp_path / folder)
    journey.tell("trace", (tmp_path / "trace").read_text())
    assert journey.found() == []
    said = (tmp_path / "logs" / "seatkeeper.log").read_text()
    assert "httpcore" in said  # it did say all
    assert (len(journey.secrets), len(by_proxy.wanted)) > (15, 1)
