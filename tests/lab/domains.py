#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the domains of the table `domains` publish: hosts, records and documents.

Run as a program, it prints their hosts as lines of `names`.
"""

import base64
import hashlib
from collections import namedtuple
from pathlib import Path

import documents

HERE = Path(__file__).resolve().parent
PARENT = "found.example"
PLACES = "place.example"
DATABASE = "autoconfig.thunderbird.net"
PASSWORD = "practice-found"
UNGUESSABLE = "box"
EXCHANGER = "inbound"

# A host of a domain; what it publishes, if it is a web server: {path: Page}.
Host = namedtuple("Host", "name place pages")
# A document, or what a web server does instead.
Page = namedtuple("Page", "kind text")


class Domain:
    """A line of the table."""

    def __init__(self, line):
        name, *words = line.split()
        self.name = f"{name}.{PARENT}"
        self.hosts = []
        self.records = []  # of dnsmasq
        for word in words:
            self.read(word)
        if not any(host.name == f"{UNGUESSABLE}.{self.name}" for host in self.hosts):
            self.hosts.append(Host(f"{UNGUESSABLE}.{self.name}", "mail", {}))
        if not any(record.startswith("mx-host=") for record in self.records):
            self.hosts.append(Host(f"{EXCHANGER}.{self.name}", "gone", {}))
            self.read(f"mx={EXCHANGER}")

    def full(self, host):
        return host[:-1] if host.endswith(".") and host != "." else self.name if host == "." else f"{host}.{self.name}"

    def read(self, word):
        if ">" in word:
            self.add_host(*word.split(">"))
        elif word.startswith("ispdb"):
            domain, _, kind = word.removeprefix("ispdb").removeprefix("=").partition(":")
            domain = domain or self.name
            self.hosts.append(Host(DATABASE, "web", {f"/v1.1/{domain}": Page(kind or "good", documents.make("autoconfig", kind, domain))}))
        elif word.startswith("mx="):
            self.records.append(f"mx-host={self.name},{self.full(word[3:])}")
        else:
            self.add_service(*word.split("="))

    def add_service(self, service, target):
        host, port, *order = target.split(":") if target != "." else ("", "")
        where = f",{self.full(host)},{','.join([port, *order])}" if host else ""
        self.records.append(f"srv-host={service}._tcp.{self.name}{where}")

    def add_host(self, host, rest):
        place, _, whats = rest.partition(":")
        # Who has other people's domains as well writes of its own servers.
        about = host[:-1].split(".", 1)[1] if host.endswith(".") and host != "." else self.name
        pages = {}
        for what in documents.split(whats):
            what, _, kind = what.replace("@", self.name).partition("=")
            text = None if kind[:3].isdigit() else documents.make(what, kind, about)
            pages[documents.PATHS[what]] = Page(kind or "good", text)
            if what == "pacc" and text is not None:
                self.add_digest(kind, text)
        self.hosts.append(Host(self.full(host), place, pages))

    def add_digest(self, kind, text):
        digest = base64.b64encode(hashlib.sha256(b"another" if kind == "bad-digest" else text).digest()).decode()
        self.records.append(f'txt-record=_ua-auto-config.{self.name},"v=UAAC1; a=sha256; d={digest}"')


def read_domains():
    for line in (HERE / "domains").read_text().splitlines():
        if line and not line.startswith("#"):
            yield Domain(line)


def read_places():
    """The columns behind the name, by the name."""
    for line in (HERE / "names").read_text().splitlines():
        words = line.split("#")[0].split()
        if words and words[0].endswith(f".{PLACES}"):
            yield words[0].removesuffix(f".{PLACES}"), words[1:]


def write_records(domains):
    """The lines for dnsmasq."""
    places = dict(read_places())
    for domain in domains:
        yield from domain.records
        for host in domain.hosts:
            if host.name.startswith("*."):
                yield f"address=/{domain.name}/{places[host.place][0]}"


def main():
    places = dict(read_places())
    rows = {}
    for domain in read_domains():
        for host in domain.hosts:
            if host.name.startswith("*."):
                rows[domain.name, host.place] = None
            rows[host.name, host.place] = None
    for name, place in rows:
        print(name, *places[place])


if __name__ == "__main__":
    main()
