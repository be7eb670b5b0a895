"""`dev.py test`: all that must hold, a line a stage; with pytest arguments those tests alone; with
`--coverage` the branches of the contract and the rulebook (tools/branches.py).

The stages without a test in them run beside each other. pytest comes last, so that its own closing
line is the last one printed; the exit code tells of all stages.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, as_completed

from tools import branches, lock, messages, results
from tools.bootstrap import PYTHON, ROOT

REPORT = ROOT / "build" / "tests.xml"
Stage = Callable[[], tuple[bool, str]]


def main(arguments: list[str]) -> int:
    if arguments == ["--coverage"]:
        return branches.main()
    if arguments:
        return _pytest(arguments)
    failed = _run_stages()
    _say(f"FAILED so far: {', '.join(failed)}; now pytest" if failed else "now pytest")
    code = _pytest(_whole_suite())
    return code or bool(failed)


def _run_stages() -> list[str]:
    failed = []
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        begun: dict[Future[tuple[bool, str]], str] = {
            pool.submit(_timed(run)): name for name, run in STAGES.items()
        }
        for future in as_completed(begun):
            good, text = future.result()
            _say(f"{'ok    ' if good else 'FAILED'} {begun[future]}  {text}")
            failed += [] if good else [begun[future]]
    return failed


def _timed(run: Stage) -> Stage:
    def timed() -> tuple[bool, str]:
        begin = time.monotonic()
        good, text = run()
        seconds = f"{time.monotonic() - begin:.1f} s"
        return good, f"{seconds}  {text}" if good else f"{seconds}\n{text}"

    return timed


def _tool(*line: str) -> Stage:
    def run() -> tuple[bool, str]:
        command = [str(PYTHON.parent / line[0]), *line[1:]]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        summary = (done.stdout.strip().splitlines() or [""])[-1]
        return done.returncode == 0, summary if done.returncode == 0 else done.stdout + done.stderr

    return run


STAGES: dict[str, Stage] = {
    "types (mypy)": _tool("mypy"),
    "imports (import-linter)": _tool("lint-imports", "--no-logo", "--no-cache"),
    "style (ruff check)": _tool("ruff", "check", "--quiet"),
    "format (ruff format)": _tool("ruff", "format", "--check", "--quiet"),
    "lock file": lock.check,
    "translations": messages.check,
}


def _whole_suite() -> list[str]:
    workers = ["-n", "2", "--dist", "loadgroup"] if (os.cpu_count() or 1) > 1 else []
    return [*workers, "--durations=5", "--durations-min=5", "-q"]


def _pytest(arguments: list[str]) -> int:
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.unlink(missing_ok=True)
    command = [str(PYTHON), "-m", "pytest", f"--junitxml={REPORT}", *arguments]
    code = subprocess.call(command, cwd=ROOT, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    results.remember(REPORT)
    return code


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
