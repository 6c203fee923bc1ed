"""Whatever the bytes of consent.csv are: no no is lost in silence. Each whole line with a no is a no in the register, or all is stopped."""

from __future__ import annotations

from hypothesis import given
from minute import for_a_minute, spoiled

from weekbrief_build.gather.office.consent import read_consent
from weekbrief_build.school.consent import Answer

CHILDREN = frozenset({"ada-jansen", "bram-vos"})
NOES = [b"ada-jansen,photo-group,no,2026-08-24,Anna Jansen", b"bram-vos,photo-school,no,2026-08-25,Vera Vos"]
ROWS = [b"child,purpose,answer,date,signed_by", NOES[0], b"bram-vos,photo-group,yes,2026-08-24,Vera Vos", NOES[1], b""]
SAMPLES = [b"\n".join(ROWS), b"\r\n".join(ROWS), b"\n".join(ROWS).replace(b",", b";")]
WORDS = [
    b'"',
    b'""',
    b",",
    b";",
    b"\t",
    b"\n",
    b"\r",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"ja",
    b"nee",
    b"no",
    b"yes",
    b",,,,",
    b"\x1a",
    b"\xe9",
]


@given(spoiled(SAMPLES, WORDS))
def holds(data: bytes) -> None:
    """Of a register that reads without a mistake: a line that stands in it as it was is what it was."""
    reading = read_consent(data, CHILDREN, ["Mirjam de Wit"])
    if reading.mistakes:
        assert not reading.register.rows
        return
    lines = data.replace(b"\r", b"\n").replace(b";", b",").split(b"\n")
    for no in NOES:
        child, purpose, *_ = no.decode().split(",")
        if no in lines:
            assert any(row.answer is Answer.NO and row.purpose == purpose for row in reading.register.about(child, purpose))


if __name__ == "__main__":
    for_a_minute(holds)
