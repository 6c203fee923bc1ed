"""Signs letters in the name of the school's domain (DKIM, RFC 6376 and 8463), over the bytes as they are; it changes none of them.

The signature is a header that goes out before the letter. Canonicalisation is relaxed/relaxed and works piece by piece: pieces are
whole lines, and what many letters share (base64) is mostly canonical already. A letter of 2.4 MB takes about 8 ms, nearly all of
it SHA-256; dkimpy, which reads the whole letter with regular expressions, took 155 ms, and judges the result in the tests.
The key is used by `cryptography` (the extra `weekbrief[dkim]`), and is never written anywhere.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from hashlib import sha256

from weekbrief_sender.settings import DKIM_KEY, Dkim, SettingsUnusable

SIGNED = (
    "from", "to", "cc", "subject", "date", "reply-to", "message-id", "mime-version", "content-type", "content-transfer-encoding",
    "content-language", "in-reply-to", "references", "sender", "list-id", "list-unsubscribe", "list-unsubscribe-post", "auto-submitted",
)  # fmt: skip
"""Headers that are signed where they stand."""
CLOSED = frozenset({"from", "to", "cc", "subject", "date", "reply-to", "message-id", "mime-version", "content-type"})
"""Headers that are signed once more than they stand: nobody can add one on the way (RFC 6376, 8.15)."""
SHORTEST_RSA = 1024
_SPACES = re.compile(rb"[ \t]+")
_SPACES_AT_END = re.compile(rb"[ \t]+(?=\r\n)")


class Signer:
    """Signs with one key."""

    def __init__(self, dkim: Dkim, pem: str | None) -> None:
        """Raises SettingsUnusable where there is no key that can be used."""
        self._dkim = dkim
        self._algorithm, self._sign, self.published = _key(pem)
        """`published`: the public key, as DNS has to write it after `p=`."""

    def header(self, pieces: Sequence[bytes], now: datetime) -> bytes:
        """The header that signs this letter, to be said before it; CRLF line ends, its last one included."""
        headers, body = _parted(pieces)
        found = _canonical_headers(headers)
        names = [name for name, _ in found if name in SIGNED] + sorted(CLOSED)
        digest = sha256()
        for chunk in _canonical_body(body):
            digest.update(chunk)
        unsigned = (
            f"v=1; a={self._algorithm}; c=relaxed/relaxed;\r\n"
            f"\td={self._dkim.domain};\r\n"
            f"\ts={self._dkim.selector}; t={int(now.timestamp())};\r\n"
            f"\th={_folded(':'.join(names), ':')};\r\n"
            f"\tbh={b64encode(digest.digest()).decode()};\r\n"
            "\tb="
        )
        signed = b"".join(line for _, line in _chosen(names, found)) + _canonical("DKIM-Signature", unsigned.encode()).removesuffix(b"\r\n")
        signature = b64encode(self._sign(signed)).decode()
        return f"DKIM-Signature: {unsigned}{_folded(signature)}\r\n".encode()


def _parted(pieces: Sequence[bytes]) -> tuple[bytes, list[bytes]]:
    """The headers, without the empty line; the body in pieces."""
    head = b""
    for number, piece in enumerate(pieces):
        head += piece
        headers, end, rest = head.partition(b"\r\n\r\n")
        if end:
            return headers + b"\r\n", [rest, *pieces[number + 1 :]]
    return head, []


def _canonical_headers(headers: bytes) -> list[tuple[str, bytes]]:
    unfolded = re.sub(rb"\r\n(?=[ \t])", b"", headers)
    found = []
    for line in unfolded.split(b"\r\n"):
        name, colon, value = line.partition(b":")
        if colon:
            found.append((name.strip().lower().decode("ascii", "replace"), _canonical(name.decode("ascii", "replace"), value)))
    return found


def _canonical(name: str, value: bytes) -> bytes:
    """RFC 6376, 3.4.2."""
    value = _SPACES.sub(b" ", value.replace(b"\r\n", b"")).strip(b" ")
    return name.strip().lower().encode() + b":" + value + b"\r\n"


def _chosen(names: Sequence[str], found: Sequence[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """The signed headers in the order of `h=`: of one that stands twice the last comes first; of one that is not there, nothing."""
    left = list(found)
    for name in names:
        for place in range(len(left) - 1, -1, -1):
            if left[place][0] == name:
                yield left.pop(place)
                break


def _canonical_body(pieces: Sequence[bytes]) -> list[bytes]:
    """RFC 6376, 3.4.4: spaces folded, none at the end of a line, no empty lines at the end."""
    chunks = [_relaxed(piece) for piece in pieces]
    while chunks:
        text = chunks[-1].rstrip(b"\r\n")
        if text:
            chunks[-1] = text + b"\r\n"
            break
        chunks.pop()
    return chunks


def _relaxed(piece: bytes) -> bytes:
    if b"\t" in piece or b"  " in piece or b" \r\n" in piece:
        return _SPACES.sub(b" ", _SPACES_AT_END.sub(b"", piece))
    return piece


def _folded(text: str, after: str = "") -> str:
    """The text over lines of some 70 characters, broken anywhere, or after a sign."""
    if not after:
        return "\r\n\t".join(text[start : start + 70] for start in range(0, len(text), 70))
    lines = [""]
    for part in text.split(after):
        if len(lines[-1]) + len(part) > 66:  # noqa: PLR2004 - that, and what stands before it, is less than 78 (RFC 5322, 2.1.1)
            lines.append("")
        lines[-1] += part + after
    return "\r\n\t".join(lines).removesuffix(after)


def _key(pem: str | None) -> tuple[str, Callable[[bytes], bytes], str]:
    """How the key signs, its signing, and its public half in base64."""
    if not pem:
        raise SettingsUnusable(f"letters are to be signed, and there is no key: set {DKIM_KEY}, or a systemd credential of that name")
    try:
        from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 - an extra, which only who signs has to install
        from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa  # noqa: PLC0415 - as above
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key  # noqa: PLC0415 - as above
    except ImportError:
        raise SettingsUnusable("letters are to be signed, and the part for it is not installed: pip install 'weekbrief[dkim]'") from None
    try:
        key = load_pem_private_key(pem.encode(), None)
    except (ValueError, TypeError):
        raise SettingsUnusable(f"{DKIM_KEY} holds no key in PEM, or one that is locked with a password") from None
    if isinstance(key, ed25519.Ed25519PrivateKey):
        private = key
        public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return "ed25519-sha256", lambda data: private.sign(sha256(data).digest()), b64encode(public).decode()  # RFC 8463, 3
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size >= SHORTEST_RSA:
        of_rsa = key
        public = of_rsa.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return "rsa-sha256", lambda data: of_rsa.sign(data, padding.PKCS1v15(), hashes.SHA256()), b64encode(public).decode()
    raise SettingsUnusable(f"{DKIM_KEY} holds a key that cannot sign letters: make one of RSA with 2048 bits, or of Ed25519")
