"""One proxy, two servers and PostgreSQL, as far as they can be checked without Docker.

The compose file says what settings, nginx and database are told elsewhere; nginx and PostgreSQL are started here with the
files of the containers, addresses and folders replaced.
"""

from __future__ import annotations

import http.client
import ipaddress
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import psycopg
import pytest
import regex as re
import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from settings import Settings
from tests.deploy.test_files import KNOWN, REPO
from tests.postgresql import Cluster

DEPLOY = REPO / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose-nhieu-may.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
SERVERS = ("may-1", "may-2")
CONTAINER_CONF = (DEPLOY / "nginx-container.conf").read_text(encoding="utf-8")
INIT = (DEPLOY / "postgres-init.sql").read_text(encoding="utf-8")
NGINX = shutil.which("nginx")
ADDRESSES = [f"127.0.0.{number}" for number in range(2, 42)]  # of one office's network


def _address(service: str) -> str:
    return str(SERVICES[service]["networks"]["trong"]["ipv4_address"])


def test_only_the_proxy_can_be_reached_and_only_it_reaches_out():
    assert {name: service["ports"] for name, service in SERVICES.items() if "ports" in service} == {"proxy": ["443:8443"]}
    outside = {name for name, network in COMPOSE["networks"].items() if not (network or {}).get("internal")}
    assert {name for name, service in SERVICES.items() if outside & set(service["networks"])} == {"proxy"}


def test_every_service_is_bounded_and_has_no_right_beyond_its_own():
    for name, service in SERVICES.items():
        assert service["mem_limit"] == service["memswap_limit"] and service["pids_limit"] > 0, name
        assert service["read_only"] is True and service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["restart"] == ("no" if "profiles" in service else "unless-stopped"), name
        assert "healthcheck" in service or service["image"] == "tro-ly-bao-cao", name  # the image has its own
        assert "user" in service or service["image"] == "tro-ly-bao-cao", name  # likewise
    usual = yaml.safe_load((REPO / "docker-compose.yml").read_text(encoding="utf-8"))["services"]["app"]
    for server in SERVERS:
        assert {key: SERVICES[server][key] for key in ("mem_limit", "pids_limit", "tmpfs", "stop_grace_period")} == {
            key: usual[key] for key in ("mem_limit", "pids_limit", "tmpfs", "stop_grace_period")
        }


def test_the_servers_settings_are_those_of_the_app_and_fit_together(tmp_path):
    password = tmp_path / "mat-khau"
    password.write_text("bí mật/1\n", encoding="utf-8")
    for server in (*SERVERS, "lenh"):
        environment = SERVICES[server]["environment"]
        assert set(environment) <= KNOWN
        secret = environment["DATABASE_PASSWORD_FILE"].removeprefix("/run/secrets/")
        assert secret in SERVICES[server]["secrets"]
        settings = Settings.from_env({**environment, "DATABASE_PASSWORD_FILE": str(password)})
        assert settings.accounts_on() and ipaddress.ip_network(f"{_address('proxy')}/32") in settings.trusted_proxies
        mounts = dict(volume.split(":")[:2] for volume in SERVICES[server]["volumes"])
        assert set(mounts.values()) == {str(settings.data_dir), str(settings.shared_dir)}
        assert mounts["tep"] == str(settings.shared_dir) and server in mounts  # one is shared, one its own
        assert (settings.database_url or "").endswith("@csdl:5432/kho_bao_cao") and "csdl" in SERVICES
    dockerfile = (REPO / "Dockerfile").read_text(encoding="utf-8")
    assert "--owner=10001 --mode=0700 /files" in dockerfile  # else the shared volume would belong to root


def test_what_is_mounted_named_and_asked_for_is_there():
    secrets = COMPOSE["secrets"]
    for name, service in SERVICES.items():
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            assert (DEPLOY / source).is_file() if source.startswith("./") else source in COMPOSE["volumes"], (name, source)
        assert set(service.get("secrets", ())) <= set(secrets), name
        assert set(service.get("depends_on", ())) <= set(SERVICES), name
        assert set(service["networks"]) <= set(COMPOSE["networks"]), name
        if "build" in service:
            assert (DEPLOY / service["build"]["context"] / "Dockerfile").is_file()
    files = {secret["file"] for secret in secrets.values()}
    assert all(file.startswith("./bi-mat/") for file in files)
    for ignoring in (".gitignore", ".dockerignore"):  # neither the history nor an image gets them
        assert re.search(r"^deploy/bi-mat/?$", (REPO / ignoring).read_text(encoding="utf-8"), re.MULTILINE)
    guide = (REPO / "docs" / "MAY-CHU.md").read_text(encoding="utf-8")
    assert all(Path(file).name in guide for file in files)
    read = set(re.findall(r"/run/secrets/(\w+)", CONTAINER_CONF + INIT + str(SERVICES)))
    assert read == set(secrets)


def test_all_addresses_lie_in_the_network_and_nginx_knows_the_servers():
    (network,) = COMPOSE["networks"]["trong"]["ipam"]["config"]
    addresses = [_address(name) for name, service in SERVICES.items() if "profiles" not in service]
    assert len(set(addresses)) == len(addresses)
    whole, others = ipaddress.ip_network(network["subnet"]), ipaddress.ip_network(network["ip_range"])
    assert all(ipaddress.ip_address(address) in whole for address in addresses) and others.subnet_of(whole)
    assert not any(ipaddress.ip_address(address) in others for address in addresses)
    for name, service in SERVICES.items():  # what has an address of its own can run once only, so commands have none
        assert ("ipv4_address" in service["networks"]["trong"]) is (name != "lenh")
    upstream = re.findall(r"^\s*server ([\d.]+):(\d+) ", CONTAINER_CONF, re.MULTILINE)
    assert upstream == [(_address(server), SERVICES[server]["environment"]["PORT"]) for server in SERVERS]
    published = SERVICES["proxy"]["ports"][0].split(":")[1]
    assert f"listen {published} ssl;" in CONTAINER_CONF
    probe = SERVICES["proxy"]["healthcheck"]["test"][-1]
    assert "listen 127.0.0.1:8081;" in CONTAINER_CONF and probe.startswith("http://127.0.0.1:8081/")
    assert f"location = /{probe.rpartition('/')[2]} " in CONTAINER_CONF


@pytest.mark.skipif(shutil.which("docker") is None, reason="docker is not installed")
def test_docker_understands_the_file():
    if subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode:
        pytest.skip("docker has no compose")
    command = ["docker", "compose", "-f", DEPLOY / "compose-nhieu-may.yml", "config", "--quiet"]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr


def test_the_database_is_made_for_an_account_that_owns_it_and_no_more(tmp_path):
    password = tmp_path / "mat-khau"
    password.write_text('it\'s "x"\n', encoding="utf-8")
    script = tmp_path / "init.sql"
    script.write_text(INIT.replace("/run/secrets/mat_khau_csdl", str(password)), encoding="utf-8")
    health = SERVICES["csdl"]["healthcheck"]["test"]
    with Cluster.started() as cluster:
        made = subprocess.run(
            ["psql", "-X", "-q", cluster.url("postgres"), "-f", script], capture_output=True, text=True, check=False
        )
        assert made.returncode == 0, made.stderr
        url = f"postgresql:///{health[-1]}?host={cluster.folder}&user={health[health.index('-U') + 1]}"
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE SCHEMA catalogue")
            row = connection.execute(
                "SELECT rolsuper, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
            assert row == (False, False, False)
            assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
        with psycopg.connect(cluster.url("postgres"), autocommit=True) as owner:
            stored = owner.execute("SELECT rolpassword FROM pg_authid WHERE rolname = 'tlbc'").fetchone()
            assert stored is not None and stored[0].startswith("SCRAM-SHA-256$")


# nginx


class _Server(BaseHTTPRequestHandler):
    """Says which server answers, and what the proxy told it."""

    def do_GET(self) -> None:
        content = f"{self.server.server_address[1]} {self.headers['X-Forwarded-For']} {self.headers['X-Forwarded-Proto']}"
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content.encode())

    def log_message(self, *message: object) -> None:
        """Say nothing."""


@contextmanager
def _serving() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Server)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    files = folder / "chung-thu.pem", folder / "khoa-rieng.pem"
    files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    files[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, plain)
    )
    return files


def _conf(folder: Path, ports: tuple[int, int], port: int, probed: int) -> Path:
    """Write nginx's configuration with servers, ports and folders of this test."""
    certificate, key = _certificate(folder)
    conf = CONTAINER_CONF
    for server, own in zip(SERVERS, ports, strict=True):
        conf = conf.replace(f"{_address(server)}:7860", f"127.0.0.1:{own}")
    conf = conf.replace("listen 8443", f"listen 127.0.0.1:{port}").replace("127.0.0.1:8081", f"127.0.0.1:{probed}")
    conf = conf.replace("/run/secrets/chung_thu", str(certificate)).replace("/run/secrets/khoa_rieng", str(key))
    file = folder / "nginx.conf"
    file.write_text(conf.replace("/tmp/", f"{folder}/"), encoding="utf-8")
    return file


def _nginx(conf: Path, *arguments: str) -> list[str]:
    return [NGINX or "nginx", "-p", str(conf.parent), "-c", str(conf), "-e", "stderr", *arguments]


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
def test_nginx_understands_both_configurations(tmp_path):
    beside = tmp_path / "beside.conf"
    on_host = (DEPLOY / "nginx-nhieu-may.conf").read_text(encoding="utf-8")
    beside.write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{on_host}\n}}\n", encoding="utf-8")
    for conf in (beside, _conf(tmp_path, (7871, 7872), 8443, 8081)):
        made = subprocess.run(_nginx(conf, "-t"), capture_output=True, text=True, check=False)
        assert made.returncode == 0 and "warn" not in made.stderr, made.stderr


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
def test_one_network_is_spread_over_both_servers_and_one_server_takes_over(tmp_path):
    port, probed = _free_port(), _free_port()
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE

    def ask(source: str) -> list[str]:
        connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=10, context=context, source_address=(source, 0))
        try:
            connection.request("GET", "/")
            answer = connection.getresponse()
            assert answer.status == 200
            return answer.read().decode().split()
        finally:
            connection.close()

    with _serving() as first, _serving() as second:
        ports = first.server_address[1], second.server_address[1]
        conf = _conf(tmp_path, ports, port, probed)
        nginx = subprocess.Popen(_nginx(conf, "-g", "daemon off; master_process off;"), stderr=subprocess.DEVNULL)
        try:
            until = time.monotonic() + 20
            while not _listens(probed):
                assert nginx.poll() is None and time.monotonic() < until
            answered = {source: ask(source) for source in ADDRESSES}
            assert {own for own, _, _ in answered.values()} == set(map(str, ports))
            assert all(told == [told[0], source, "https"] for source, told in answered.items())
            assert answered == {source: ask(source) for source in ADDRESSES}  # each stays where it was
            probe = http.client.HTTPConnection("127.0.0.1", probed, timeout=10)
            probe.request("GET", "/health")
            assert probe.getresponse().status == 200
            probe.close()
            second.shutdown()
            second.server_close()
            assert {ask(source)[0] for source in ADDRESSES} == {str(ports[0])}
        finally:
            nginx.terminate()
            nginx.wait(20)


def _listens(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0
