"""Certificates for the tests, made by openssl: good ones, expired ones, ones for another name; each vouches for itself."""

from __future__ import annotations

import ssl
import subprocess
from pathlib import Path

ANY_HOST_HERE = "IP:127.0.0.1,DNS:localhost"


def a_certificate(folder: Path, names: str = ANY_HOST_HERE, *, days: int = 2) -> Path:
    """`cert.pem` in a new folder, and `key.pem` beside it; with fewer days than none it has expired."""
    folder.mkdir()
    request = "openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=test -keyout key.pem -out request.pem"
    sign = f"openssl x509 -req -in request.pem -signkey key.pem -copy_extensions copy -days {days} -out cert.pem"
    subprocess.run([*request.split(), "-addext", f"subjectAltName={names}"], cwd=folder, check=True, capture_output=True)
    subprocess.run(sign.split(), cwd=folder, check=True, capture_output=True)
    return folder / "cert.pem"


def server_context(certificate: Path) -> ssl.SSLContext:
    """What a server proves its name with."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))
    return context
