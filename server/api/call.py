"""What a call of the API is: declared beside the function that answers it.

The declaration is the one source of the address table, of how a body is read, and of the
OpenAPI document. An answering function parses nothing: it gets what was asked, calls one verb
and says `Answer` or hands on the verb's `Refusal`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec
from django.http import HttpRequest

from contract.problems import Code
from server.rulebook.facts import Refusal

if TYPE_CHECKING:
    from server.accounts.models import Session
    from server.shop.models import ShopKey

Body = TypeVar("Body")


@dataclass(frozen=True, slots=True)
class Answer:
    """A 2xx. `raw` is for what is no JSON of ours: a token, a document."""

    status: int
    value: object = None
    raw: bytes | None = None
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked(Generic[Body]):
    """One request, read: the body as its struct, who sent it, the parts of the path."""

    request: HttpRequest
    body: Body
    path: Mapping[str, str]
    signed_in: Session | None
    by_shop: ShopKey | None = None

    @property
    def session(self) -> Session:
        assert self.signed_in is not None  # only calls declared `signed_in` may ask
        return self.signed_in

    @property
    def shop(self) -> ShopKey:
        assert self.by_shop is not None  # only calls declared `by_shop` may ask
        return self.by_shop


Answering = Callable[[Asked], "Answer | Refusal"]


@dataclass(frozen=True, slots=True)
class Query:
    """One parameter behind the question mark."""

    means: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """One method at one address."""

    method: str
    path: str  # as the contract writes it: /api/v1/devices/<device>
    summary: str
    answer: Answering
    takes: type[msgspec.Struct] | None
    takes_nothing: bool  # an empty body is the struct's defaults
    takes_file: bool  # the body is a file, and handed on as it came
    gives: Mapping[int, object]  # status -> struct, media type, or None
    refuses: tuple[Code, ...]
    signed_in: bool
    by_shop: bool  # the token is the shop's key
    query: Mapping[str, Query]
    asks: Mapping[str, str]  # headers of the request: name -> what it says
    headers: Mapping[str, str]  # of the answer: name -> what it says


def call(
    method: str,
    path: str,
    summary: str,
    *,
    takes: type[msgspec.Struct] | None = None,
    takes_nothing: bool = False,
    takes_file: bool = False,
    gives: Mapping[int, object],
    refuses: tuple[Code, ...] = (),
    signed_in: bool = False,
    by_shop: bool = False,
    query: Mapping[str, Query] | None = None,
    asks: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Callable[[Answering], Answering]:
    """Declares the function below it as the answer to one call; calls.py collects them."""

    def declare(answer: Answering) -> Answering:
        answer.call = Call(  # type: ignore[attr-defined]  # functions carry attributes
            method=method,
            path=path,
            summary=summary,
            answer=answer,
            takes=takes,
            takes_nothing=takes_nothing,
            takes_file=takes_file,
            gives=gives,
            refuses=refuses,
            signed_in=signed_in,
            by_shop=by_shop,
            query=query or {},
            asks=asks or {},
            headers=headers or {},
        )
        return answer

    return declare
