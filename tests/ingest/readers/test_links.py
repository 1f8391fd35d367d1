"""Nothing leaves the machine while an office file is read: a listener hears nothing, with a network namespace or without."""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest import readers
from ingest.readers import doc_links, isolation, odf_links, office, rtf_links

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="Debian's libreoffice-writer-nogui is not installed"
)
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"'
    for name, path in (
        ("office", "office"), ("text", "text"), ("draw", "drawing"), ("svg", "svg-compatible"), ("style", "style"),
        ("fo", "xsl-fo-compatible"), ("script", "script"), ("form", "form"), ("manifest", "manifest"), ("table", "table"),
    )
)  # fmt: skip
SIZED = 'text:anchor-type="as-char" svg:width="2cm" svg:height="2cm"'
WORDS = "Xã Vân Sơn có 12 thôn văn hóa."


class Listener:
    """A port of this machine that notes every connection."""

    def __init__(self) -> None:
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}/"
        self.heard: list[bytes] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                caller, _ = self._door.accept()
            except OSError:
                return
            with caller:
                caller.settimeout(2)
                self.heard.append(caller.recv(200))
                caller.sendall(b"HTTP/1.0 404 -\r\nContent-Length: 0\r\n\r\n")

    def close(self) -> None:
        """End it."""
        self._door.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A listener on a free port."""
    made = Listener()
    yield made
    made.close()


def _body(url: str) -> str:
    link = 'xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"'
    return (
        f'<text:p>{WORDS} Xem <text:a xlink:href="{url}a" xlink:type="simple">trang này</text:a>.'
        f'<draw:frame {SIZED}><draw:image xlink:href="{url}image" {link}/></draw:frame></text:p>'
        f'<text:p>I<draw:frame {SIZED}><draw:object xlink:href="{url}object" {link}/></draw:frame></text:p>'
        f'<text:section text:name="S1"><text:section-source xlink:href="{url}section" xlink:type="simple"/>'
        "<text:p>Trong mục.</text:p></text:section>"
        f'<text:p text:style-name="P1">Hết.</text:p>'
    )


def _flat(url: str) -> str:
    picture = "<style:background-image xlink:type='simple' xlink:href='{}'/>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {SPACES} xmlns:xlink="http://www.w3.org/1999/xlink" '
        'office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text"><office:automatic-styles>'
        '<style:page-layout style:name="pm1"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm">'
        f"{picture.format(url + 'page')}</style:page-layout-properties></style:page-layout>"
        '<style:style style:name="P1" style:family="paragraph"><style:paragraph-properties>'
        f"{picture.format(url + 'paragraph')}</style:paragraph-properties></style:style></office:automatic-styles>"
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pm1"/>'
        f"</office:master-styles><office:body><office:text>{_body(url)}</office:text></office:body></office:document>"
    )


def _package(file: Path, url: str) -> None:
    content = _flat(url).replace(' office:mimetype="application/vnd.oasis.opendocument.text"', "")
    head, _, rest = content.partition("<office:master-styles>")
    content = (head + rest.partition("</office:master-styles>")[2]).replace("office:document", "office:document-content")
    kind = "application/vnd.oasis.opendocument.text"
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{media}"/>'
        for path, media in (("/", kind), ("content.xml", "text/xml"))
    )
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("mimetype", kind)
        made.writestr("content.xml", content)
        made.writestr("META-INF/manifest.xml", f"<manifest:manifest {SPACES}>{entries}</manifest:manifest>")


def _rich(url: str) -> str:
    kinds = (f'INCLUDEPICTURE "{url}p" \\\\d', f'INCLUDETEXT "{url}t"', f'LINK Word.Document.8 "{url}l" "" \\\\a')
    fields = "".join(f"{{\\field{{\\*\\fldinst {one}}}{{\\fldrslt (trong {at})}}}}" for at, one in enumerate(kinds))
    plain = WORDS.encode("ascii", "xmlcharrefreplace").decode()
    for sign in {sign for sign in WORDS if ord(sign) > 127}:
        plain = plain.replace(f"&#{ord(sign)};", f"\\u{ord(sign)}?")
    return f"{{\\rtf1\\ansi{{\\*\\template {url}mau}}{plain} {fields}\\par Het.\\par}}"


@pytest.fixture(scope="module")
def old_word(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A .doc file with a linked picture, whose address ends in port 54321."""
    folder = tmp_path_factory.mktemp("doc")
    (folder / "a.fodt").write_text(_flat("http://127.0.0.1:54321/"), encoding="utf-8")
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "doc"]
    subprocess.run([*command, "--outdir", str(folder), str(folder / "a.fodt")], check=True, capture_output=True, timeout=120)
    return (folder / "a.doc").read_bytes()


def _file(folder: Path, ending: str, url: str, old_word: bytes) -> Path:
    file = folder / f"bao-cao{ending}"
    if ending == ".odt":
        _package(file, url)
    elif ending == ".doc":
        port = url.rsplit(":", 1)[1].strip("/")
        content = old_word.replace(b"54321", port.encode())
        file.write_bytes(content.replace("54321".encode("utf-16-le"), port.encode("utf-16-le")))
    else:
        file.write_text(_flat(url) if ending == ".fodt" else _rich(url), encoding="utf-8")
    return file


def _convert_as_before(file: Path) -> None:
    """Convert as LibreOffice does by itself, to show that the file does fetch."""
    command = ["soffice", f"-env:UserInstallation={(file.parent / 'open').as_uri()}", *office.OPTIONS]
    subprocess.run([*command, "--outdir", str(file.parent), str(file)], check=True, capture_output=True, timeout=120)


@needs_office
@pytest.mark.parametrize("ending", [".odt", ".fodt", ".doc", ".rtf"])
@pytest.mark.parametrize("way", ["namespace", "links removed"])
def test_reading_asks_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listener: Listener, old_word: bytes, ending: str, way: str
) -> None:
    file = _file(tmp_path, ending, listener.url, old_word)
    if way == "links removed":
        monkeypatch.setattr(isolation, "prefix", lambda: ())
        monkeypatch.setattr(office, "SETTINGS", ())  # the removal holds by itself
    elif not isolation.prefix():
        pytest.skip("this system grants no network namespace")
    source = readers.read(file)
    text = " ".join(line.text for line in source.lines)
    assert listener.heard == []
    assert WORDS in text, text
    assert "Hết." in text or "Het." in text


@needs_office
@pytest.mark.parametrize("ending", [".odt", ".doc"])
def test_the_files_do_ask_where_nothing_is_done(tmp_path: Path, listener: Listener, old_word: bytes, ending: str) -> None:
    _convert_as_before(_file(tmp_path, ending, listener.url, old_word))
    assert listener.heard


def test_no_way_out_of_a_namespace(listener: Listener) -> None:
    if not isolation.prefix():
        pytest.skip("this system grants no network namespace")
    port = listener.url.rsplit(":", 1)[1].strip("/")
    script = f"import socket; socket.create_connection(('127.0.0.1', {port}), 3)"
    ran = subprocess.run([*isolation.prefix(), "python3", "-c", script], capture_output=True, timeout=20, check=False)
    assert ran.returncode != 0 and listener.heard == []


def test_without_unshare_there_is_no_namespace(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert isolation.prefix.__wrapped__() == ()
    fake = tmp_path / "unshare"
    fake.write_text('#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done\nshift\nexec /usr/bin/"$@"\n')
    fake.chmod(0o755)
    assert isolation.prefix.__wrapped__() == ()  # it runs the command in the network of all


def test_open_document_keeps_what_is_its_own() -> None:
    page = (
        f'<office:document-content {SPACES} xmlns:xlink="http://www.w3.org/1999/xlink">'
        '<a xlink:href="#muc-1"/><b xlink:href="Pictures/1.png"/><c xlink:href="./Object 1"/><d xlink:href="../x.png"/>'
        '<e xlink:href="/etc/hostname"/><f xlink:href="file:///etc/hostname"/><g form:image-data="http://vi.du/1.png"/>'
        '<h table:formula="of:=WEBSERVICE(&quot;http://vi.du&quot;)" table:name="Bảng 1: số"/><i href="//vi.du/a"/>'
        "<office:scripts><j/></office:scripts><k>http://vi.du là địa chỉ</k></office:document-content>"
    )
    names = {"Pictures/1.png": "", "Object 1/content.xml": ""}
    made = odf_links.part_without_links(page.encode(), names).decode()
    for kept in ("#muc-1", "Pictures/1.png", "./Object 1", "Bảng 1: số", "http://vi.du là địa chỉ"):
        assert kept in made
    for gone in ("../x.png", "/etc/hostname", "WEBSERVICE", "//vi.du/a", '1.png"/><h', "<j/>"):
        assert gone not in made


@pytest.mark.parametrize(
    "instruction",
    [
        'INCLUDEPICTURE "http://vi.du/a.png"',
        "{INCLUDE}{PICTURE} x", r"\'49NCLUDETEXT x", r"\u73?NCLUDETEXT x", 'LINK a "b"',
        'HYPERLINK "http://vi.du"', "", r"PAGE \'20", "IMPORT x", "DDEAUTO a b",
    ],
)  # fmt: skip
def test_rich_text_loses_fields_that_fetch(instruction: str) -> None:
    text = f"{{\\rtf1 Xem {{\\field{{\\*\\fldinst {{{instruction}}}}}{{\\fldrslt hình 1}}}} đây}}".encode()
    assert rtf_links.without_links(text) == "{\\rtf1 Xem {\\field{}{\\fldrslt hình 1}} đây}".encode()


def test_rich_text_keeps_the_rest() -> None:
    text = rb"{\rtf1 {\field{\*\fldinst PAGE}{\fldrslt 2}}{\pict\bin4 {}}\ 1}{\sp{\sn shapeType}{\sv 75}} a\{b\} }"
    assert rtf_links.without_links(text) == text
    gone = rb"{\object\objautlink{\*\objclass Word}{\*\objdata 00}{\result 5}}{\sp{\sn pibName}{\sv http://vi.du/}}"
    assert rtf_links.without_links(rb"{\rtf1 " + gone + rb"}") == rb"{\rtf1 {\object\objautlink{}{}{\result 5}}{}}"
    assert rtf_links.without_links(rb"{\rtf1 {\*\objdata 00") == rb"{\rtf1 {}"


@needs_office
def test_old_word_keeps_its_size_and_loses_its_addresses(old_word: bytes) -> None:
    made = doc_links.without_links(old_word)
    assert len(made) == len(old_word) and made != old_word
    assert doc_links.without_links(made) == made
