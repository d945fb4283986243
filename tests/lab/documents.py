# SPDX-License-Identifier: GPL-3.0-or-later
"""The documents in which the domains of the practice world publish their settings: right ones, and all that one meets."""

import gzip
import json

PATHS = {
    "autoconfig": "/mail/config-v1.1.xml",
    "well-known": "/.well-known/autoconfig/mail/config-v1.1.xml",
    "pacc": "/.well-known/user-agent-configuration.json",
    "autodiscover": "/autodiscover/autodiscover.xml",
    "autodiscover-json": "/autodiscover/autodiscover.json",
    "everything": "/",  # and whatever else is asked for
}
STRANGER = "box.stranger.example"
HUGE = 300_000_000
BOMB = 64_000_000

SERVER = """    <{tag} type="{protocol}">
      <hostname>{host}</hostname>
      <port>{port}</port>
      <socketType>{security}</socketType>
      <authentication>password-cleartext</authentication>
      <username>{user}</username>
    </{tag}>
"""
CONFIG = """<?xml version="1.0" encoding="UTF-8"?>
<clientConfig version="1.1">
  <emailProvider id="{domain}">
    <domain>{domain}</domain>
    <displayName>{domain}</displayName>
{servers}  </emailProvider>
</clientConfig>
"""
HTML = "<!DOCTYPE html>\n<html><head><title>Welcome</title></head>\n<body><p>This domain may be for sale.<br></body></html>\n"
ENTITIES = "<!DOCTYPE clientConfig [\n<!ENTITY a0 \"ha\">\n" + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">\n' for n in range(1, 12)) + '<!ENTITY file SYSTEM "file:///etc/passwd">\n]>\n'
PROTOCOL = """      <Protocol>
        <Type>{type}</Type>
        <Server>{host}</Server>
        <Port>{port}</Port>
        <SPA>off</SPA>
        <SSL>on</SSL>
        <AuthRequired>on</AuthRequired>
      </Protocol>
"""
AUTODISCOVER = """<?xml version="1.0" encoding="utf-8"?>
<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006">
  <Response xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a">
    <Account>
      <AccountType>email</AccountType>
      <Action>settings</Action>
{protocols}    </Account>
  </Response>
</Autodiscover>
"""


def split(whats):
    return whats.split(",") if whats else []


def server(protocol, host, **more):
    facts = {"tag": "outgoingServer" if protocol == "smtp" else "incomingServer", "protocol": protocol, "host": host,
             "port": {"imap": 993, "pop3": 995, "smtp": 465}[protocol], "security": "SSL", "user": "%EMAILADDRESS%", **more}
    return SERVER.format(**facts)


def client_config(domain, host=None, protocols=("imap", "pop3", "smtp"), **more):
    host = host or f"box.{domain}"
    return CONFIG.format(domain=domain, servers="".join(server(protocol, host, **more) for protocol in protocols))


def with_pages(domain):
    pages = "".join(f'<documentation url="{uri}"/>' for uri in (
        f"http://www.{domain}/", f"https://help@{STRANGER}/", f"https://www.{domain}/%EMAILADDRESS%", f"https://www.{domain}/mail"))
    return client_config(domain).replace("  </emailProvider>", f"{pages}</emailProvider>")


def deep(domain):
    return "<clientConfig>" + "<a>" * 100_000 + domain + "</a>" * 100_000 + "</clientConfig>"


# What a clientConfig document can be like, as text or as bytes.
CONFIGS = {
    "good": client_config,
    "pop3": lambda domain: client_config(domain, protocols=("pop3", "smtp")),
    "foreign": lambda domain: client_config(domain, STRANGER),
    "gone": lambda domain: client_config(domain, f"gone.{domain}"),
    "cut-off": lambda domain: client_config(domain)[:250],
    "entities": lambda domain: client_config(domain, "&a11;&file;").replace("<clientConfig", ENTITIES + "<clientConfig", 1),
    "deep": deep,
    "help": with_pages,
    "placeholders": lambda domain: client_config(domain, "box.%EMAILDOMAIN%", user="%emailaddress%"),
    "no-type": lambda domain: client_config(domain).replace(' type="imap"', "").replace(' type="smtp"', ""),
    "namespace": lambda domain: client_config(domain).replace("<clientConfig", '<clientConfig xmlns="http://www.example.com/x"'),
    "bom": lambda domain: b"\xef\xbb\xbf" + client_config(domain).encode(),
    "gb2312": lambda domain: client_config(domain).replace("UTF-8", "GB2312").replace(f"<displayName>{domain}", "<displayName>练习邮箱")
    .encode("gb2312"),
    "utf16": lambda domain: client_config(domain).replace("UTF-8", "UTF-16").encode("utf-16"),
    "plain-text": lambda domain: client_config(domain, security="plain"),
}


def pacc(domain, kind):
    if kind == "deep":
        return "[" * 100_000 + "]" * 100_000
    return json.dumps({
        "protocols": {name: {"host": f"box.{domain}"} for name in ("imap", "pop3", "submit")},
        "authentication": {"password": True},
        "info": {"provider": {"name": domain, "shortName": domain}},
    })


def autodiscover(domain, kind):
    if kind.startswith("to-"):
        return AUTODISCOVER.format(protocols="").replace("settings</Action>", f"redirectAddr</Action><RedirectAddr>li.na@{kind[3:]}</RedirectAddr>")
    return AUTODISCOVER.format(protocols="".join(
        PROTOCOL.format(type=name.upper(), host=f"box.{domain}", port=port)
        for name, port in (("imap", 993), ("pop3", 995), ("smtp", 465))))


def autodiscover_json(domain, kind):
    scheme = "http" if kind == "plain" else "https"
    return json.dumps({"Protocol": "AutodiscoverV1", "Url": f"{scheme}://exchange.{domain}/autodiscover/autodiscover.xml"})


def pack(text):
    """A small file that is a big one when it is unpacked."""
    return gzip.compress(text + b" " * BOMB, compresslevel=1)


def make(what, kind, domain):
    """The bytes of a document; of one that is to grow, its beginning."""
    makers = {"pacc": pacc, "autodiscover": autodiscover, "autodiscover-json": autodiscover_json}
    if what == "everything":
        text = HTML
    elif what in makers:
        text = makers[what](domain, kind)
    else:
        text = CONFIGS["good" if kind in ("", "huge", "bomb") else kind](domain)
    return text if isinstance(text, bytes) else text.encode()
