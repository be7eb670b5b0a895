"""`dev.py mutate`: puts faults into the rules, one at a time, and tells which no test noticed.

Each comparison, condition, number, word, answer and field of the rulebook, and of the contract's
reader of leases, is changed once; the pure tests are run. A survivor is killed by a test, or
explained in tools/mutation/survivors.toml: one that is not explained there fails the command.
"""

from __future__ import annotations

import argparse
import sys
import time
import tomllib

from tools.bootstrap import ROOT
from tools.mutation.changes import Mutant, mutants

MODULES = ["server/rulebook/*.py", "contract/lease.py", "contract/jws.py"]
TESTS = [
    "tests/server/rulebook", "tests/contract", "tests/field/test_lease_attacks.py",
    "tests/server/model/long_story.py",
]  # fmt: skip
EXPLAINED = ROOT / "tools" / "mutation" / "survivors.toml"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="dev.py mutate", description=__doc__)
    parser.add_argument("--module", action="append", help="a file, or a pattern of files")
    parser.add_argument("--tests", action="append", help="where the tests lie")
    asked = parser.parse_args(arguments)
    files = [f for each in asked.module or MODULES for f in sorted(ROOT.glob(each))]
    found = [mutant for file in files for mutant in mutants(ROOT, file)]
    survivors = _tried(found, asked.tests or TESTS)
    return _told(found, survivors, {file.relative_to(ROOT).as_posix() for file in files})


def _tried(found: list[Mutant], tests: list[str]) -> list[Mutant]:
    from hypothesis import settings  # late: a test's library

    settings.register_profile("mutate", derandomize=True, database=None)
    settings.load_profile("mutate")
    from tools.mutation.trial import try_all  # late: it brings pytest along

    survivors: list[Mutant] = []
    tried, begin = 0, time.monotonic()

    def tell(mutant: Mutant, survived: bool) -> None:
        nonlocal tried
        tried += 1
        if survived:
            survivors.append(mutant)
            print(f"survived  {mutant.file}:{mutant.line}  {mutant.name}", flush=True)
        if tried % 100 == 0:
            print(f"{tried}/{len(found)}  {time.monotonic() - begin:.0f} s", flush=True)

    try_all(found, tests, str(ROOT), tell)
    return survivors


def _told(found: list[Mutant], survivors: list[Mutant], files: set[str]) -> int:
    """Fails for a survivor without an explanation, and for an explanation without a survivor."""
    said = tomllib.loads(EXPLAINED.read_text()) if EXPLAINED.exists() else {}
    explained = {name: why for name, why in said.items() if name.split()[0] in files}
    names = {mutant.name for mutant in survivors}
    print(f"\n{len(found)} faults, {len(found) - len(survivors)} noticed, {len(names)} survived")
    for mutant in survivors:
        print(f"{'explained' if mutant.name in explained else 'NEW'}  "
              f"{mutant.file}:{mutant.line}  {mutant.name}")  # fmt: skip
    stale = sorted(explained.keys() - names)
    print("".join(f"explained in vain: {name}\n" for name in stale), end="")
    return int(bool(stale or names - explained.keys()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
