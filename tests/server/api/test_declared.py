"""What a call can refuse is what it declares: read from its code, and watched in every test.

From the answering function on, each function of the server that it names is followed, and every
`Code` that one of them mentions counts as one that it may refuse with. Some are mentioned and
never leave; they are listed here with what becomes of them.
"""

from __future__ import annotations

import inspect
from types import CodeType, FunctionType, ModuleType

import pytest

from contract.problems import Code
from server.api.call import Call
from server.api.described import every_call
from server.api.openapi import refusals_of

GIVES_NOTHING = {
    Code.LICENSE_EXPIRED, Code.LICENSE_SUSPENDED, Code.PLATFORM_NOT_COVERED, Code.TRIAL_OVER,
}  # fmt: skip
BARRED = {Code.MEMBERSHIP_BLOCKED, Code.MEMBERSHIP_ENDED}

STAY_INSIDE: dict[str, set[Code]] = {
    "get_seat": GIVES_NOTHING,  # stands in `offline.reason`
    "get_license": GIVES_NOTHING | BARRED,  # likewise, and with a license that is shown
    "put_line": GIVES_NOTHING  # SEAT-2's order is asked; what is no full pool offers no line
    | BARRED
    | {Code.NO_LICENSE, Code.SEATS_EXHAUSTED, Code.SEAT_LOST, Code.WEB_SESSION_OPEN},
    "post_binding": {Code.DEVICE_ID_MISMATCH},  # told as a damaged request
    "post_license": {
        Code.ID_TAKEN,  # another one is tried
        Code.LICENSE_ALREADY_YOURS, Code.LICENSE_KINDS_DIFFER, Code.LICENSE_TAKEN,  # not activated
    },
}  # fmt: skip


@pytest.mark.rule("SAFE-1")
@pytest.mark.parametrize("call", every_call(), ids=lambda call: call.answer.__name__)
def test_call_declares_what_its_verb_can_refuse(call: Call) -> None:
    found = mentioned(call.answer)
    stays = STAY_INSIDE.get(call.answer.__name__, set())
    assert found - stays <= set(refusals_of(call))
    assert set(call.refuses) <= found - stays
    assert stays <= found, "no longer true: take it off the list"


def mentioned(answer: object) -> set[Code]:
    found: set[Code] = set()
    _follow(answer, found, set())
    return found


def _follow(value: object, found: set[Code], seen: set[object]) -> None:
    if isinstance(value, FunctionType):
        _read(inspect.unwrap(value), found, seen)
    elif isinstance(value, Code):
        found.add(value)
    elif isinstance(value, dict):
        _follow(tuple(value.values()), found, seen)
    elif isinstance(value, tuple | list | set | frozenset):
        for each in value:
            _follow(each, found, seen)


def _read(function: FunctionType, found: set[Code], seen: set[object]) -> None:
    if function in seen or not function.__module__.startswith("server"):
        return
    seen.add(function)
    names, known = _names(function.__code__), function.__globals__
    if known.get("Code") is Code:
        found |= {Code[name] for name in names if name in Code.__members__}
    modules = [known[name] for name in names if isinstance(known.get(name), ModuleType)]
    ours = [module for module in modules if module.__name__.startswith("server")]
    for name in names:
        _follow(known.get(name), found, seen)
        for module in ours:
            _follow(getattr(module, name, None), found, seen)


def _names(code: CodeType) -> set[str]:
    """Of the function and of what is written inside it: lambdas, comprehensions."""
    inside = [each for each in code.co_consts if isinstance(each, CodeType)]
    return set(code.co_names).union(*(_names(each) for each in inside))
