"""The lists of an owner with many people: page by page, and none of them read as a whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.server.portal.conftest import words

if TYPE_CHECKING:
    from django.test import Client

PEOPLE = 120
READS_ALL = re.compile(
    r"(?:SCAN|Scan on) (?:seats_place|organizations_membership)$|TEMP B-TREE|Sort  ", re.M
)
WALKED = re.compile(r'FROM "(?:seats_place|organizations_membership)".*LIMIT', re.S)


@pytest.fixture
def browser(keys) -> Client:
    """Of an owner with 120 members, each of whom has a computer that sits."""
    from django.test import Client

    from server.accounts.models import Account
    from tools.bench.seed import fill

    fill(1, PEOPLE, PEOPLE, closed=False)
    client = Client()
    client.force_login(
        Account.objects.get(email="owner-0@bench.example"),
        "allauth.account.auth_backends.AuthenticationBackend",
    )
    return client


def pages_of(browser: Client, name: str) -> list[str]:
    """All pages of one list, by the way a person goes on."""
    found, address = [], "/organization/"
    while address:
        found.append(browser.get(address).content.decode())
        further = re.search(rf'rel="next" href="(\?[^"]*{name}=[^"]*)#', found[-1])
        address = f"/organization/{further[1].replace('&amp;', '&')}" if further else ""
    return found


@pytest.mark.rule("ORG-4")
def test_members_of_all_pages_are_all_members_once(browser) -> None:
    pages = pages_of(browser, "members")
    seen = [each for page in pages for each in re.findall(r"member-\d+@", page)]
    assert [page.count('name="member"') for page in pages] == [50, 50, 20]
    assert len(set(seen)) == len(seen) == PEOPLE
    assert "From the beginning" in pages[-1]


@pytest.mark.rule("SEAT-13")
def test_holders_of_all_pages_are_all_holders_once(browser) -> None:
    pages = pages_of(browser, "seats")
    seen = [each for page in pages for each in re.findall(r"/organization/free/([\w-]+)", page)]
    assert [page.count("/organization/free/") for page in pages] == [50, 50, 20]
    assert len(set(seen)) == len(seen) == PEOPLE
    assert "120 of 120 seats in use" in words(browser.get("/licenses"))


@pytest.mark.rule("SEAT-13", "ORG-4")
def test_list_goes_on_where_nobody_left_a_mark(browser) -> None:
    """Whose page ended with somebody who is gone since, or who made an address up."""
    first = browser.get("/organization/?members=A-FFF-FFF&seats=nothing").content.decode()
    assert (first.count('name="member"'), first.count("/organization/free/")) == (50, 50)


@pytest.mark.rule("ORG-4")
def test_member_is_found_by_address_and_by_id(browser) -> None:
    found = browser.get("/organization/?search=MEMBER-77%40").content.decode()
    assert re.findall(r"member-\d+@", found) == ["member-77@"]
    by_id = browser.get("/organization/?search=a-000-077").content.decode()
    assert re.findall(r"member-\d+@", by_id) == ["member-77@"]
    assert "Nobody on your list" in words(browser.get("/organization/?search=Zelda"))


@pytest.mark.rule("SEAT-13")
def test_seat_of_the_last_page_is_freed(browser) -> None:
    last = pages_of(browser, "seats")[-1]
    seat = re.findall(r"/organization/free/([\w-]+)", last)[-1]
    assert "The seat is free" in words(browser.post(f"/organization/free/{seat}", follow=True))
    pages = pages_of(browser, "seats")
    assert sum(page.count(f"/organization/free/{seat}") for page in pages) == 0


@pytest.mark.rule("SEAT-13", "ORG-4")
def test_each_list_is_read_along_an_index(browser, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(60) as seen:
        browser.get("/organization/?members=A-000-060&seats=s000000000000000000060")
    walked = [each["sql"] for each in seen.captured_queries if WALKED.search(each["sql"])]
    plans = [plan_of(each) for each in walked]
    assert any("place_page" in plan or "seats_place_pkey" in plan for plan in plans)
    assert any("member_page" in plan for plan in plans)
    assert not [plan for plan in plans if READS_ALL.search(plan)]


def plan_of(statement: str) -> str:
    """As for large tables: of small ones PostgreSQL would read all."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
        else:
            for way in ("seqscan", "bitmapscan", "sort"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
            cursor.execute(f"EXPLAIN {statement}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())
