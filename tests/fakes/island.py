"""A computer that never goes online, and the requests that it writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contract.encoding import to_base64url
from contract.ids import make_nonce
from contract.keys import KeyStatement, device_id, read_statement
from contract.lease import Holder, Lease, read_lease
from contract.offline_files import (
    Request,
    Response,
    Return,
    read_response,
    write_request,
    write_return,
)
from server.config.brand import brand
from server.rulebook.facts import Refusal
from server.seats.bind import Bound, bind
from server.seats.give_back import GivenBack, give_back
from tests.fakes.lab import Lab


@dataclass
class Island:
    """A computer that never goes online, and the requests that it writes."""

    lab: Lab
    key: Ed25519PrivateKey
    counter: int = 0

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes_raw()

    @property
    def device(self) -> str:
        return device_id(brand().product, self.public)

    def request(
        self,
        nonce: str | None = None,
        product: str | None = None,
        created: datetime | None = None,
    ) -> str:
        self.counter += 1
        product = product or brand().product
        request = Request(
            product=product, device=device_id(product, self.public),
            public_key=to_base64url(self.public), platform="windows", app_version="0.1.0",
            nonce=nonce or make_nonce(), counter=self.counter,
            created=created or self.lab.now() - timedelta(days=900), language="de",
        )  # fmt: skip
        return write_request(request, self.key)

    def bind(self, person: str, request: str | None = None) -> Bound | Refusal:
        return bind(self.lab.person(person), request or self.request(), self.lab.now())

    def return_file(self, lease: Lease, **more: object) -> bytes:
        """What the computer writes once it gave up this lease."""
        self.counter += 1
        said = {"seat": lease.seat, "nonce": lease.nonce or "", "counter": self.counter} | more
        named = {"product": brand().product, "device": self.device, "created": self.lab.now()}
        given_back = Return(**(named | said))  # type: ignore[arg-type]  # a test's shorthand
        return write_return(given_back, self.key).encode()

    def give_back(self, lease: Lease, **more: object) -> GivenBack | Refusal:
        return give_back(self.return_file(lease, **more))

    def lease(self, bound: Bound, lab: Lab) -> Lease:
        """The lease of the response, read as the computer reads it."""
        response = read_response(bound.response)
        assert isinstance(response, Response)
        keys = read_statement(response.keys, lab.roots, brand().issuer)
        assert isinstance(keys, KeyStatement)
        lease = read_lease(
            response.lease, keys, Holder(brand().issuer, brand().product, self.device)
        )
        assert isinstance(lease, Lease)
        assert lease.nonce == response.nonce
        return lease
