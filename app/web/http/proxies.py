"""How a proxy shows itself in a request, whether or not it is one that is trusted."""

from __future__ import annotations

from starlette.datastructures import Headers

# What nginx, Apache, Caddy, HAProxy, IIS and services in front of an office add, of their own accord or when told to.
HEADERS = frozenset(
    "forwarded via x-forwarded-for x-forwarded-host x-forwarded-proto x-forwarded-port x-forwarded-prefix "
    "x-forwarded-server x-forwarded-scheme x-forwarded-ssl x-forwarded-by x-forwarded-user x-forwarded x-real-ip "
    "x-client-ip x-cluster-client-ip x-original-forwarded-for x-original-host x-original-url x-original-uri x-rewrite-url "
    "x-scheme x-url-scheme front-end-https true-client-ip cf-connecting-ip cf-ray fastly-client-ip x-envoy-external-address "
    "x-arr-log-id x-arr-ssl x-proxyuser-ip x-appengine-user-ip x-azure-clientip x-azure-socketip remote-user x-remote-user "
    "x-remote-addr proxy-connection forwarded-for x-forwarded-client-cert x-amzn-trace-id".split()
)
OLD = "1.0"  # of HTTP: no browser speaks it, nginx does to what stands behind it unless told otherwise


def traces(headers: Headers, http_version: str = "1.1") -> list[str]:
    """Return by what a request shows that it came through a proxy, for people to read; empty where by nothing."""
    names = sorted(name for name in set(headers.keys()) if name in HEADERS or name.startswith("x-forwarded-"))
    return names or (["HTTP/1.0"] if http_version == OLD else [])
