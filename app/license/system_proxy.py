"""The proxy of the system's own settings, a PAC file's among them, as Qt asks for it (APP-10).

No widget and no event loop: Qt's network library alone, imported when it is first asked for.
"""

from __future__ import annotations

import ipaddress


def system_proxy(address: str) -> str | None:
    """The first way that the HTTP client can go; none where that is the straight one.

    Blocks while a PAC file is fetched and run.
    """
    from PySide6.QtCore import QUrl  # late: where the environment says it, nobody asks
    from PySide6.QtNetwork import QNetworkProxy, QNetworkProxyFactory, QNetworkProxyQuery

    http = {QNetworkProxy.ProxyType.HttpProxy, QNetworkProxy.ProxyType.HttpCachingProxy}
    for proxy in QNetworkProxyFactory.systemProxyForQuery(QNetworkProxyQuery(QUrl(address))):
        if proxy.type() == QNetworkProxy.ProxyType.NoProxy:
            return None
        if proxy.type() in http and proxy.hostName():
            return f"http://{_sign_in(proxy.user(), proxy.password())}{_host(proxy.hostName())}" + (
                f":{proxy.port()}" if proxy.port() else ""
            )
    return None


def _sign_in(user: str, password: str) -> str:
    from urllib.parse import quote

    return f"{quote(user, safe='')}:{quote(password, safe='')}@" if user else ""


def _host(name: str) -> str:
    try:
        return f"[{name}]" if ipaddress.ip_address(name).version == 6 else name
    except ValueError:
        return name
