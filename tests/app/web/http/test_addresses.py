"""What is no address is nobody's, and no error."""

from __future__ import annotations

import pytest

from app.web.http.addresses import host_of, name_of


@pytest.mark.parametrize("address", ["http://[", "http://[::1", "http://]", "null", "", "//[a]b", "http://"])
def test_what_is_no_address_is_nobodys(address: str) -> None:
    assert host_of(address) is None


@pytest.mark.parametrize("host", ["[", "[::1", "]", "", "[a]b"])
def test_what_is_no_host_has_no_name(host: str) -> None:
    assert name_of(host) == ""


def test_hosts_keep_their_port_and_names_have_none() -> None:
    assert host_of("http://may-chu:7860/a") == "may-chu:7860"
    assert [name_of(host) for host in ("may-chu:7860", "[::1]:80", "127.0.0.1")] == ["may-chu", "::1", "127.0.0.1"]
