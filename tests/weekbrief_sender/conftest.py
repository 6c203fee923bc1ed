"""What the sender's tests start from: a real Postfix, and a certificate that it can prove its name with."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import MappingProxyType

import pytest
from postfix import Postfix, running

StartPostfix = Callable[..., Postfix]


@pytest.fixture
def start_postfix() -> Iterator[StartPostfix]:
    """Starts a Postfix, with options of `main.cf` that the test chooses; it stops when the test ends."""
    with ExitStack() as stack:

        def start(options: Mapping[str, str] = MappingProxyType({})) -> Postfix:
            folder = Path(tempfile.mkdtemp(prefix="wb-", dir="/tmp"))
            stack.callback(shutil.rmtree, folder)
            return stack.enter_context(running(folder, options))

        yield start


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 and its key, in one file each: `cert.pem` (returned) and `key.pem` beside it."""
    folder = tmp_path_factory.mktemp("certificate")
    order = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
    files = "-addext subjectAltName=IP:127.0.0.1,DNS:localhost -keyout key.pem -out cert.pem"
    subprocess.run([*order.split(), *files.split()], cwd=folder, check=True, capture_output=True)
    return folder / "cert.pem"
