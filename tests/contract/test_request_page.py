"""The page with the request: one file that works by itself, in every browser, without a script."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from contract.offline_files import check_code
from contract.request_page import portal_address
from tests.contract.files import PAGE, REQUEST_TEXT, TEXTS

LINK = f"https://license.example.com/offline/validate?request={REQUEST_TEXT}"


class Seen(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "title"):
            self.text += data


SEEN = Seen(PAGE)


def attributes(tag: str) -> list[dict[str, str | None]]:
    return [found for name, found in SEEN.tags if name == tag]


@pytest.mark.rule("AIR-2")
def test_page_has_one_link_and_a_refresh_that_repeats_it() -> None:
    assert attributes("a") == [{"id": "request", "href": LINK}]
    refresh = [meta for meta in attributes("meta") if meta.get("http-equiv") == "refresh"]
    assert [meta["content"] for meta in refresh] == [f"5;url={LINK}"]
    assert SEEN.open == []


@pytest.mark.rule("AIR-2")
def test_page_loads_nothing_and_runs_nothing() -> None:
    assert {tag for tag, _ in SEEN.tags}.isdisjoint({"script", "img", "link", "iframe", "form"})
    policy = next(m for m in attributes("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in (policy["content"] or "")
    assert "url(" not in PAGE.replace(";url=", "")


@pytest.mark.rule("AIR-2", "AIR-11", "APP-9")
def test_page_shows_address_code_and_date_in_three_languages() -> None:
    assert SEEN.text.count(check_code(REQUEST_TEXT)) == 1
    assert portal_address("https://license.example.com/") in SEEN.text
    assert [found.get("lang") for found in attributes("section")] == ["de", "en", "es"]
    assert attributes("html") == [{"lang": "de"}]
    for texts in TEXTS:
        for sentence in (texts.title, texts.what_this_is, texts.if_nothing_happens, texts.written):
            assert sentence in SEEN.text


@pytest.mark.rule("AIR-8")
def test_page_names_no_person_and_no_computer() -> None:
    assert re.search(r"@|A-[0-9A-F]{3}-[0-9A-F]{3}", SEEN.text) is None
