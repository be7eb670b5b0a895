"""The floor under every test: a place for its data, Qt without a screen, nothing said in vain.

What is unexpected fails the test that caused it: a warning, a Qt message (pyproject.toml), and a
line of the log from WARNING on, unless the test says by `@pytest.mark.logs(...)` that it is due.
"""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_API", "pyside6")
os.environ["SEATKEEPER_DATA"] = tempfile.mkdtemp(prefix="seatkeeper-tests-")
os.environ["DJANGO_SETTINGS_MODULE"] = "server.config.settings"

import logging
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from django.conf import settings

assert settings.INSTALLED_APPS  # read now: pytest-django sets up only what it finds configured


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--renew-golden", action="store_true", help="write tests/contract/golden/ anew"
    )


def pytest_unconfigure() -> None:
    shutil.rmtree(os.environ["SEATKEEPER_DATA"], ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A journey is slow and has a screen of its own: it starts first and stays on one worker."""
    items.sort(key=lambda item: item.get_closest_marker("journey") is None)


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable]:
    """Coroutines run where the desktop runs them: on Qt's event loop."""
    return {"qt": _qt_event_loop}


def _qt_event_loop():
    import qasync
    from PySide6.QtWidgets import QApplication

    return qasync.QEventLoop(QApplication.instance() or QApplication([]))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """SQLite in a file, not in memory: threads and the server in process must see the same rows."""
    from django.db import connections

    default = connections.databases["default"]
    if default["ENGINE"].endswith("sqlite3"):
        default.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("db") / "test.sqlite3")


@pytest.fixture(autouse=True)
def _forget_cached_limits(request: pytest.FixtureRequest) -> Iterator[None]:
    """Limits lie in the cache's table: a rollback takes them, flushing the models does not."""
    marker = request.node.get_closest_marker("django_db")
    asked = marker is not None and marker.kwargs.get("transaction", False)
    if not asked and "transactional_db" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    from django.core.cache import cache

    cache.clear()


class _Records(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.seen: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append(record)


def _is_expected(record: logging.LogRecord, patterns: list[str]) -> bool:
    refusal = (
        record.name == "django.request" and record.levelno < logging.ERROR
    )  # each 4xx, by design
    return refusal or any(re.search(pattern, record.getMessage()) for pattern in patterns)


@pytest.fixture(autouse=True)
def _quiet_log(request: pytest.FixtureRequest) -> Iterator[None]:
    records = _Records()
    logging.getLogger().addHandler(records)
    yield
    logging.getLogger().removeHandler(records)
    patterns = [text for marker in request.node.iter_markers("logs") for text in marker.args]
    said = [f"{r.name}: {r.getMessage()}" for r in records.seen if not _is_expected(r, patterns)]
    if said:
        pytest.fail("unexpected in the log:\n" + "\n".join(said), pytrace=False)


@pytest.fixture
def cases() -> Path:
    """Tables of trouble from the field, see tests/field/."""
    return Path(__file__).parent / "field"
