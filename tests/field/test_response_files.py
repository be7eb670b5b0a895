"""What happened to response files in the field, as far as the file alone tells.

Whether a whole one is for this computer and this request is judged in tests/app/offline/.
"""

from __future__ import annotations

import json

import pytest

from contract.offline_files import FileFault, read_response
from tests.contract.files import PAGE, REQUEST_TEXT, RESPONSE, RESPONSE_BYTES

MEMBERS = json.loads(RESPONSE_BYTES)


def changed(**others: object) -> bytes:
    return json.dumps(MEMBERS | others).encode()


def left_out(*names: str) -> bytes:
    return json.dumps({name: MEMBERS[name] for name in MEMBERS if name not in names}).encode()


def twice(name: str) -> bytes:
    return RESPONSE_BYTES.replace(b"{", b'{"%s": "x", ' % name.encode(), 1)


GOOD = {
    "untouched": RESPONSE_BYTES,
    "opened once in a Windows editor: a byte-order mark": b"\xef\xbb\xbf" + RESPONSE_BYTES,
    "saved as Unicode by it": ("\ufeff" + RESPONSE_BYTES.decode()).encode("utf-16-le"),
    "CRLF": RESPONSE_BYTES.replace(b"\n", b"\r\n"),
    "set with tabs, in another order": json.dumps(
        dict(reversed(MEMBERS.items())), indent="\t"
    ).encode(),
    "on one line, with line ends behind": json.dumps(MEMBERS).encode() + b"\r\n\r\n",
    "padded to the last byte that is allowed": RESPONSE_BYTES.ljust(65_536),
    "with a member of a later server": changed(printed_on="paper"),
}

WRONG = {
    "the request's page": (PAGE.encode(), FileFault.REQUEST_INSTEAD),
    "the request's page, renamed and with CRLF": (
        PAGE.replace("\n", "\r\n").encode(),
        FileFault.REQUEST_INSTEAD,
    ),
    "the request's page, cut": (PAGE[:300].encode(), FileFault.REQUEST_INSTEAD),
    "the request alone": (REQUEST_TEXT.encode(), FileFault.REQUEST_INSTEAD),
    "a return file": (
        b'{"format": 1, "kind": "return", "return": "e.e.e"}',
        FileFault.RETURN_INSTEAD,
    ),
    "empty: the stick was pulled out": (b"", FileFault.DAMAGED),
    "zeros in place of each byte": (b"\x00" * len(RESPONSE_BYTES), FileFault.DAMAGED),
    "line ends alone": (b"\r\n\r\n", FileFault.DAMAGED),
    "a byte-order mark alone": (b"\xef\xbb\xbf", FileFault.DAMAGED),
    "cut in half": (RESPONSE_BYTES[: len(RESPONSE_BYTES) // 2], FileFault.DAMAGED),
    "its end overwritten by zeros": (RESPONSE_BYTES[:200] + b"\x00" * 200, FileFault.DAMAGED),
    "half of it from another file": (RESPONSE_BYTES[:200] + b"\xff\xfe" * 99, FileFault.DAMAGED),
    "another one behind it": (RESPONSE_BYTES * 2, FileFault.DAMAGED),
    "a member twice": (twice("lease"), FileFault.DAMAGED),
    "no lease": (left_out("lease"), FileFault.DAMAGED),
    "no keys": (left_out("keys"), FileFault.DAMAGED),
    "no nonce": (left_out("nonce"), FileFault.DAMAGED),
    "a nonce that is none": (changed(nonce="AAAA"), FileFault.DAMAGED),
    "a nonce that is a number": (changed(nonce=7), FileFault.DAMAGED),
    "a lease that is null": (changed(lease=None), FileFault.DAMAGED),
    "no format": (left_out("format"), FileFault.DAMAGED),
    "a format that is a text": (changed(format="1"), FileFault.DAMAGED),
    "a format that is true": (changed(format=True), FileFault.DAMAGED),
    "a format of none": (changed(format=0), FileFault.DAMAGED),
    "no kind": (left_out("kind"), FileFault.DAMAGED),
    "a newer format, laid out otherwise": (b'{"format": 2, "box": {}}', FileFault.TOO_NEW),
    "a newer format with all the old members": (changed(format=2), FileFault.TOO_NEW),
    "one byte too large": (RESPONSE_BYTES.ljust(65_537), FileFault.TOO_LARGE),
    "a film": (b"\x00" * 10_000_000, FileFault.TOO_LARGE),
    "a lease without its box": (RESPONSE.lease.encode(), FileFault.NOT_SUCH_A_FILE),
    "somebody's list of packages": (b'{"name": "x", "version": "1"}', FileFault.NOT_SUCH_A_FILE),
    "a list": (b"[1, 2]", FileFault.NOT_SUCH_A_FILE),
    "a letter": (b"{\\rtf1\\ansi Dear Ada}", FileFault.NOT_SUCH_A_FILE),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), FileFault.NOT_SUCH_A_FILE),
    "the portal's page in place of the download": (
        b"<!doctype html><title>Log in</title>",
        FileFault.NOT_SUCH_A_FILE,
    ),
}


@pytest.mark.rule("AIR-4", "AIR-7")
@pytest.mark.parametrize("data", GOOD.values(), ids=GOOD)
def test_response_is_good_whatever_mail_and_windows_did_to_it(data: bytes) -> None:
    assert read_response(data) == RESPONSE


@pytest.mark.rule("AIR-7", "SAFE-1")
@pytest.mark.parametrize(("data", "fault"), WRONG.values(), ids=WRONG)
def test_wrong_file_gets_its_own_answer(data: bytes, fault: FileFault) -> None:
    assert read_response(data) == fault
