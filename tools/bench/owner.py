"""Signs the first owner of a seeded database in at the portal: prints the browser's cookie."""

from __future__ import annotations

import sys

from tools.bench.seed import DOMAIN
from tools.bench.surroundings import parser, set_up

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def main(arguments: list[str]) -> int:
    set_up(parser(str(__doc__)).parse_args(arguments))
    from django.test import Client  # late: Django is set up now

    from server.accounts.models import Account

    browser = Client()
    browser.force_login(Account.objects.get(email=f"owner-0@{DOMAIN}"), BACKEND)
    print("; ".join(f"{name}={each.value}" for name, each in browser.cookies.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
