"""HTTPS: the certificate must be that of the name, though the address is asked."""

import socket
import ssl
import threading
import time as real_time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from catalogue.errors import SourceError
from ingest.net import door
from ingest.net.door import Answer, Times
from ingest.net.polite import Manners, Net
from tests.ingest.net.conftest import POLICY, Time
from tests.ingest.net.site import Site, site


def whole(answer: Answer) -> bytes:
    return b"".join(answer.body)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for reports.example, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "reports.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("reports.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "cert.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
    return path


@pytest.fixture
def secure(certificate: Path) -> Iterator[Site]:
    with site(certificate) as found:
        found.add("/a", "hei")
        yield found


def trusting(monkeypatch: pytest.MonkeyPatch, certificate: Path) -> None:
    context = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(door, "trust", lambda: context)


def test_a_certificate_of_the_name(net: Net, secure: Site, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trusting(monkeypatch, certificate)
    assert net.get(f"https://reports.example:{secure.port}/a", whole) == b"hei"


@pytest.mark.parametrize("host", ["www.reports.example", "127.0.0.1"])
def test_of_another_name(net: Net, secure: Site, certificate: Path, monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    trusting(monkeypatch, certificate)
    with pytest.raises(SourceError, match="certificate is not to be trusted"):
        net.get(f"https://{host}:{secure.port}/a", whole)
    assert secure.asked == []


def test_of_nobody_we_trust(net: Net, secure: Site) -> None:
    with pytest.raises(SourceError, match="certificate is not to be trusted"):
        net.get(f"https://reports.example:{secure.port}/a", whole)


def test_a_handshake_that_drips_is_left_in_time(time: Time) -> None:
    """A server can be slow before it has said anything in HTTP."""
    dripped = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            caller, _ = server.accept()
            with caller:
                for byte in b"\x16\x03\x03\x40\x00" + b"\x02" * 595:
                    try:
                        caller.send(bytes([byte]))
                    except OSError:
                        return
                    dripped.append(byte)
                    real_time.sleep(0.1)

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        net = Net(POLICY, Manners(tries=1, times=Times(5, 2, 0.6)), time.clock())
        with pytest.raises(SourceError, match=r"took longer than 0\.6 seconds"):
            net.get(f"https://reports.example:{server.getsockname()[1]}/a", whole)
        thread.join()
    assert len(dripped) < 600
