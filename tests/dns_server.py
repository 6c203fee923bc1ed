"""A small DNS server on a port of its own that knows the records a test gives it; of all other names it says that there are none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from socketserver import BaseRequestHandler, ThreadingUDPServer
from threading import Thread

import dns.flags
import dns.message
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset

Records = Mapping[tuple[str, str], list[str]]
"""By name (without its last dot) and kind, such as `TXT`: the records as a zone file writes them."""


class DnsServer(ThreadingUDPServer):
    """Answers over UDP."""

    daemon_threads = True

    def __init__(self, records: Records) -> None:
        super().__init__(("127.0.0.1", 0), _Question)
        self.records = records

    @property
    def address(self) -> str:
        """Where it listens, as `--dns` takes it."""
        return f"127.0.0.1:{self.server_address[1]}"


class _Question(BaseRequestHandler):
    server: DnsServer

    def handle(self) -> None:
        asked, socket = self.request
        query = dns.message.from_wire(asked)
        question = query.question[0]
        name, kind = question.name.to_text(omit_final_dot=True), dns.rdatatype.to_text(question.rdtype)
        answer = dns.message.make_response(query, recursion_available=True)
        if found := self.server.records.get((name, kind)):
            answer.answer.append(dns.rrset.from_text(question.name, 60, dns.rdataclass.IN, question.rdtype, *found))
        elif not any(known == name for known, _ in self.server.records):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        socket.sendto(answer.to_wire(), self.client_address)


@contextmanager
def knowing(records: Records) -> Iterator[DnsServer]:
    """A DNS server that knows these."""
    with DnsServer(records) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
