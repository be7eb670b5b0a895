"""Why a product may not save: a code and a sentence for whatever the manager is in (HOST-2)."""

from __future__ import annotations

from typing import get_args

import pytest

from app.host.now import state_of
from app.host.reasons import reason, words
from app.language import spoken
from app.license import picture as p
from app.license.papers import Signed
from app.views.gallery_scenes import AT, lease, stamp
from contract.faults import Fault
from tools.messages import compile_catalogs

STANDINGS = [
    p.Starting(),
    *(p.SignedOut(why) for why in p.SignedOutWhy),
    *(p.SigningIn(step) for step in p.SigningInStep),
    p.Unconfirmed("ada@lab.example"),
    p.Ready(),
    p.Waiting(1, 0),
    *(p.ReadOnly(why) for why in p.ReadOnlyWhy),
    *(p.ReadOnly(p.ReadOnlyWhy.LEASE_UNUSABLE, fault=fault) for fault in Fault),
    p.ReadOnly(p.ReadOnlyWhy.SEATS_EXHAUSTED, refusal=p.Refusal("seats-exhausted")),
]


@pytest.mark.rule("HOST-2", "APP-9")
@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_each_standing_has_a_reason_and_a_sentence_in_each_language(language) -> None:
    compile_catalogs()
    spoken.use(language)
    try:
        said = {words(p.Picture(standing=standing)) for standing in STANDINGS}
        codes = {reason(p.Picture(standing=standing)) for standing in STANDINGS}
    finally:
        spoken.use("en")
    assert all(sentence.endswith((".", "?")) for sentence in said), said
    assert {why.value for why in p.ReadOnlyWhy} < codes
    assert {type(standing) for standing in STANDINGS} | {p.Licensed, p.Bound} == set(
        get_args(p.Standing)
    )


@pytest.mark.rule("HOST-2", "LIC-9")
def test_lease_is_shown_only_while_it_serves() -> None:
    signed = Signed("lease", "keys")
    picture = p.Picture(standing=p.Licensed(lease(exp=stamp(AT) + 60)), account=p.Account("A"))
    good = state_of(picture, signed, AT)
    assert (good.allow, good.lease, good.reason) == (("use", "save", "export"), "lease", None)
    over = state_of(picture, signed, good.until)
    assert (over.allow, over.lease, over.keys, over.until) == (("show",), None, None, None)
    assert (over.reason, bool(over.message)) == ("lapsed", True)


@pytest.mark.rule("HOST-2")
def test_ready_that_asks_is_no_refusal_yet() -> None:
    asking = p.Picture(standing=p.Ready(), work=p.Busy(p.Intent.ASK, 1))
    assert reason(asking) == "asking"
    assert reason(p.Picture(standing=p.Ready())) == "no-seat"
