"""The doctor as a program: `python -m weekbrief_sender.doctor OUTBOX --sender ADDRESS …`; prints a JSON object a line, and ends with 0."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from weekbrief_sender.asked import end_with_parent
from weekbrief_sender.auth import Login
from weekbrief_sender.dkim import Signer
from weekbrief_sender.doctor.findings import Finding, mend
from weekbrief_sender.doctor.names import Names, look_at_names
from weekbrief_sender.doctor.server import look_at_server
from weekbrief_sender.refusals import REFUSED_LOGIN, Refusals
from weekbrief_sender.settings import SettingsUnusable, Smtp, read_settings
from weekbrief_sender.tokens import Tokens


def main() -> int:
    """Look at everything, and print what was found."""
    parser = ArgumentParser(prog="weekbrief_sender.doctor", description="Looks whether letters would go.")
    parser.add_argument("outbox", type=Path)
    parser.add_argument("--sender", required=True, help="the address that letters come from")
    parser.add_argument("--bounces", help="the address that bounces go to, where it is another")
    parser.add_argument("--provider", help="by whom letters leave, where that is known")
    parser.add_argument("--largest", type=int, default=5_000_000, help="how many bytes a letter may have")
    parser.add_argument("--dns", help="ask this DNS server, ADDRESS:PORT, instead of that of the machine")
    told = parser.parse_args()
    end_with_parent()
    for finding in _findings(told):
        sys.stdout.write(json.dumps({"code": finding.code, "grade": finding.grade.value, "values": dict(finding.values)}) + "\n")
    return 0


def _findings(told: Namespace) -> list[Finding]:
    try:
        settings = read_settings(told.outbox, os.environ)
        if not isinstance(settings, Smtp):
            return []
        key = Signer(settings.dkim, settings.secrets.dkim_key).published if settings.dkim else None
    except SettingsUnusable as unusable:
        return [mend("settings", reply=str(unusable))]
    domain, bounces = told.sender.rpartition("@")[2], (told.bounces or told.sender).rpartition("@")[2]
    refusals = Refusals(told.outbox / REFUSED_LOGIN)
    refusals.forget()  # a person asks: a login that was refused is tried once more, and remembered anew
    login = Login(settings, Tokens(settings, monotonic), refusals, lambda: datetime.now(UTC))
    server, _, port = (told.dns or "").rpartition(":")
    names = Names(server or None, int(port or 53))
    of_server = asyncio.run(look_at_server(settings, login, domain, told.largest, datetime.now(UTC)))
    return [*of_server, *look_at_names(names, domain, bounces, told.provider, settings.dkim, key)]


if __name__ == "__main__":
    sys.exit(main())
