"""Sends letters as a peer does, so that it can be measured: `python bench/sender_peers.py PEER PORT CONNECTIONS LETTERS SIZE`.

A peer keeps no ledger: after a crash it does not know what went.
"""

from __future__ import annotations

import asyncio
import smtplib
import sys
from threading import Thread

import aiosmtplib
from outbox_of import Mailing, recipient

SENDER = "weekbrief@regenboog.example"


def by_smtplib(mailing: Mailing, port: int, connections: int) -> None:
    """A thread per connection, which is kept."""

    def send(first: int) -> None:
        with smtplib.SMTP("127.0.0.1", port, local_hostname="localhost") as server:
            for number in range(first, mailing.letters + 1, connections):
                server.sendmail(SENDER, [recipient(number)], mailing.message(number))

    threads = [Thread(target=send, args=(first,)) for first in range(1, connections + 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


async def by_aiosmtplib(mailing: Mailing, port: int, connections: int) -> None:
    """A task per connection, which is kept."""

    async def send(first: int) -> None:
        async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port, local_hostname="localhost", start_tls=False) as server:
            for number in range(first, mailing.letters + 1, connections):
                await server.sendmail(SENDER, [recipient(number)], mailing.message(number))

    await asyncio.gather(*(send(first) for first in range(1, connections + 1)))


def main() -> None:
    """One peer, one mailing."""
    peer, (port, connections, letters, size) = sys.argv[1], map(int, sys.argv[2:])
    if peer == "smtplib":
        by_smtplib(Mailing(letters, size), port, connections)
    else:
        asyncio.run(by_aiosmtplib(Mailing(letters, size), port, connections))


if __name__ == "__main__":
    main()
