# SPDX-License-Identifier: GPL-3.0-or-later
"""A mail server that does as it should, but for what a table tells it to do instead.

A table's line is `NAME | SERVER | WHAT | …`. WHAT is `STAGE,STAGE DEED`, several separated by ` ;; `. Stages:

greeting, capability, starttls, handshake, tls (before the first word under TLS), tls-capability, sign-in (the command),
challenge (what is asked for the user name and the password), answer (to the password), and any other command, by its verb: examine, list,
mail, rcpt, …; `imap:answer` is the stage of that protocol alone.

Deeds, several joined by ` & `; TEXT has Python's escapes, {tag} is the command's:

say TEXT      in the place of the right answer          line TEXT     and on in the same line, for 300 MB
before TEXT   and then the right answer                 flood TEXT    over and over, 300 MB
after TEXT    the right answer, and that                drip TEXT     a byte each fifth of a second, over and over
pause SECONDS                                           silence, hang-up (with the goodbye of TLS), close, reset
right         the right answer                          again         the same, to whatever the client says, for ever
hear          waits for what the client says            plain         no handshake; go on in the clear
"""

import base64
import collections
import itertools
import select
import socket
import ssl
import struct
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
PASSWORD = b"practice-li-na"  # of who meets the behaviours
MOST = 300_000_000
STEP = 1 << 16

TLS_OFFER = {"imap": "STARTTLS LOGINDISABLED", "pop3": "STLS\r\n", "smtp": "250-STARTTLS\r\n"}
CAPABILITIES = {
    "imap": "IMAP4rev1 {offer}",
    "pop3": "+OK\r\n{offer}UIDL\r\nTOP\r\nRESP-CODES\r\n.\r\n",
    "smtp": "250-mail.example\r\n250-ENHANCEDSTATUSCODES\r\n{offer}250 SIZE 30000000\r\n",
}
GREETINGS = {"imap": "* OK [CAPABILITY {abilities}] Ready.\r\n", "pop3": "+OK Ready.\r\n", "smtp": "220 mail.example ESMTP\r\n"}
GRANTED = {"imap": "{tag} OK Signed in.\r\n", "pop3": "+OK Signed in.\r\n", "smtp": "235 2.7.0 Accepted.\r\n"}
PLAIN_OK = {"imap": "{tag} OK Done.\r\n", "pop3": "+OK Done.\r\n", "smtp": "250 2.0.0 Done.\r\n"}
OTHERS = {
    "imap": {
        "EXAMINE": "* FLAGS (\\Seen)\r\n* 3 EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY 1] Valid.\r\n{tag} OK [READ-ONLY] Done.\r\n",
        "LIST": '* LIST (\\HasNoChildren) "/" INBOX\r\n* LIST (\\HasNoChildren \\Sent) "/" Sent\r\n{tag} OK Done.\r\n',
        "GETQUOTAROOT": '* QUOTAROOT INBOX ""\r\n* QUOTA "" (STORAGE 10 1000)\r\n{tag} OK Done.\r\n',
        "ID": '* ID ("name" "pretend")\r\n{tag} OK Done.\r\n',
        "LOGOUT": "* BYE See you.\r\n{tag} OK Done.\r\n",
    },
    "pop3": {"STAT": "+OK 3 3000\r\n", "TOP": "+OK\r\nSubject: Pretended\r\n.\r\n", "UIDL": "+OK\r\n1 a\r\n2 b\r\n3 c\r\n.\r\n", "LIST": "+OK\r\n1 1000\r\n2 1000\r\n3 1000\r\n.\r\n"},
    "smtp": {"QUIT": "221 2.0.0 See you.\r\n", "DATA": "354 Go on.\r\n"},
}
LAST = {"imap": "LOGOUT", "pop3": "QUIT", "smtp": "QUIT"}
STARTTLS_OK = {"imap": "{tag} OK Begin.\r\n", "pop3": "+OK Begin.\r\n", "smtp": "220 2.0.0 Begin.\r\n"}


class Over(Exception):
    """The conversation has ended, one way or another."""


def read_table(path):
    """The columns of each line."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield [column.strip() for column in line.split(" | ")]


def unescape(text):
    """The bytes of a text with Python's escapes; what is not ASCII stays UTF-8."""
    return text.encode().decode("unicode_escape").encode("latin-1")


def read_deeds(text):
    """{stage: [(deed, text)]} of a table's column."""
    deeds = {}
    for part in text.split(" ;; "):
        stages, _, does = part.partition(" ")
        for stage in stages.split(","):
            deeds[stage] = [deed.partition(" ")[::2] for deed in does.split(" & ")]
    return deeds


def has_password(line):
    """In itself or in base64, alone or with what SASL puts around it."""
    words = [line]
    for word in line.split():
        try:
            words.append(base64.b64decode(word.strip(b'"'), validate=True))
        except ValueError:
            pass
    return any(PASSWORD in word for word in words)


class Behaviour:
    """A server of the table `behaviours`. Its port is its own, from the order of the table."""

    def __init__(self, number, name, server, deeds, causes):
        self.port = 20000 + number
        self.protocol, self.security = server.split()
        self.name = f"{self.protocol}-{self.security}-{name}"
        self.deeds = deeds
        self.causes = [word for word in causes.split() if word not in ("secret", "later")]
        self.secret = "secret" in causes.split()
        self.later = "later" in causes.split()


def read_behaviours():
    number = 0
    seen = collections.Counter()
    for name, server, what, causes in read_table(HERE / "behaviours"):
        stages, _, rest = what.partition(" ")
        for stage in stages.split("/"):
            number += 1
            full_name = f"{name}-{stage.replace(',', '-')}"
            seen[server, full_name] += 1
            again = seen[server, full_name]
            yield Behaviour(number, full_name + (f"-{again}" if again > 1 else ""), server, read_deeds(f"{stage} {rest}"), causes)


class Conversation:
    """With one client. `choose`, if there is one, gives the deeds for a password when it is known."""

    def __init__(self, connection, protocol, deeds, certificate, choose=None, heard=None):
        self.connection = connection
        self.protocol = protocol
        self.deeds = deeds
        self.certificate = certificate
        self.choose = choose
        self.heard = heard or (lambda line, encrypted: None)
        self.encrypted = False
        self.starttls = False
        self.buffer = b""
        self.tag = b""

    # What goes over the wire

    def send(self, data):
        self.connection.sendall(data)

    def receive(self):
        while b"\n" not in self.buffer:
            data = self.connection.recv(STEP)
            if not data:
                raise Over
            self.buffer += data
        line, _, self.buffer = self.buffer.partition(b"\n")
        self.heard(line, self.encrypted)
        return line.rstrip(b"\r").decode("utf-8", "replace")

    def wait(self):
        while data := self.connection.recv(STEP):
            self.heard(data, self.encrypted)
        raise Over

    def pause(self, seconds):
        """Unless the client leaves."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self.connection], [], [], left)[0]:
                data = self.connection.recv(STEP)
                if not data:
                    raise Over
                self.buffer += data

    def start_tls(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate)
        self.connection = context.wrap_socket(self.connection, server_side=True, suppress_ragged_eofs=True)
        self.encrypted = True

    # What may be done instead

    def at(self, stage, right=""):
        """Does what this stage does: says what is right, or what the table wants."""
        deeds = self.deeds.get(f"{self.protocol}:{stage}") or self.deeds.get(stage) or [("say", None)]
        right = right.replace("{tag}", self.tag.decode()).encode()
        for deed, text in deeds:
            data = right if text is None else unescape(text).replace(b"{tag}", self.tag)
            getattr(self, "do_" + deed.replace("-", "_"))(data, right)

    def do_say(self, data, _):
        self.send(data)

    def do_right(self, _, right):
        self.send(right)

    def do_before(self, data, right):
        self.send(data + right)

    def do_after(self, data, right):
        self.send(right + data)

    def do_pause(self, data, _):
        self.pause(float(data))

    def do_silence(self, *_):
        self.wait()

    def do_hear(self, *_):
        if not self.connection.recv(STEP):
            raise Over

    def do_drip(self, data, _):
        for byte in itertools.cycle(data):
            self.send(bytes([byte]))
            self.pause(0.2)

    def do_flood(self, data, _):
        many = data * (STEP // len(data) + 1)
        for _ in range(MOST // len(many)):
            self.send(many)
        self.wait()

    def do_line(self, data, _):
        self.send(data)
        self.do_flood(b"x", b"")

    def do_hang_up(self, *_):
        if self.encrypted:
            self.connection.settimeout(1)
            self.connection.unwrap()
        raise Over

    def do_close(self, *_):
        self.connection.shutdown(socket.SHUT_WR)
        self.wait()

    def do_reset(self, *_):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise Over

    def do_again(self, data, right):
        while True:
            self.send(data or right)
            self.receive()

    def do_plain(self, *_):
        pass

    # What a server does

    def talk(self, security):
        self.starttls = security == "starttls"
        try:
            if security == "tls":
                self.handshake()
            greeting = GREETINGS[self.protocol]
            if "capability" in self.deeds:  # that is asked for, then
                greeting = greeting.replace("[CAPABILITY {abilities}] ", "")
            self.at("greeting", greeting.format(abilities=self.abilities()))
            while True:
                self.obey(self.receive())
        except (Over, OSError, ValueError):
            pass
        finally:
            self.connection.close()

    def handshake(self):
        if "handshake" in self.deeds:
            self.at("handshake")
            if self.deeds["handshake"][-1][0] == "plain":
                return
            self.wait()
        self.start_tls()
        self.at("tls")

    def abilities(self):
        """What is offered now: the encryption, or the ways to sign in."""
        ways = "LOGIN" if "challenge" in self.deeds else "PLAIN LOGIN"
        offer = {
            "imap": "".join(f"AUTH={way} " for way in ways.split()) + "ID QUOTA SPECIAL-USE" +
                    ("" if "challenge" in self.deeds else " SASL-IR"),
            "pop3": f"SASL {ways}\r\n",
            "smtp": f"250-AUTH {ways}\r\n",
        }[self.protocol]
        if self.starttls and not self.encrypted:
            offer = TLS_OFFER[self.protocol]
        return CAPABILITIES[self.protocol].format(offer=offer)

    def obey(self, line):
        words = line.split()
        if self.protocol == "imap":
            self.tag = words.pop(0).encode() if words else b"*"
        verb = words[0].upper() if words else ""
        if verb in ("CAPABILITY", "CAPA", "EHLO"):
            listing = "* CAPABILITY {abilities}\r\n{{tag}} OK Done.\r\n" if verb == "CAPABILITY" else "{abilities}"
            self.at("tls-capability" if self.starttls and self.encrypted else "capability",
                    listing.format(abilities=self.abilities()).replace("{{tag}}", "{tag}"))
        elif verb in ("STARTTLS", "STLS"):
            self.at("starttls", STARTTLS_OK[self.protocol])
            self.buffer = b""
            self.handshake()
        elif verb in ("AUTHENTICATE", "AUTH", "LOGIN", "PASS"):
            self.sign_in(verb, words[1:])
        else:
            known = OTHERS[self.protocol].get(verb, PLAIN_OK[self.protocol])
            if self.protocol == "pop3" and verb in ("UIDL", "LIST") and len(words) > 1:
                known = f"+OK {words[1]} 1000\r\n"  # of one message alone
            self.at(verb.lower(), known)
            if verb == LAST[self.protocol]:
                raise Over

    def sign_in(self, verb, words):
        if "sign-in" in self.deeds:
            self.at("sign-in", GRANTED[self.protocol])
            return
        if verb in ("LOGIN", "PASS"):
            password = " ".join(words[verb == "LOGIN":]).strip('"')
        elif words[0].upper() == "LOGIN":
            if len(words) == 1:
                self.ask(base64.b64encode(b"Username:").decode())
            password = base64.b64decode(self.ask(base64.b64encode(b"Password:").decode())).decode()
        else:
            response = words[1] if len(words) > 1 else self.ask("")
            password = base64.b64decode(response).decode().split("\0")[-1]
        if self.choose:
            self.deeds = self.choose(password)
        self.at("answer", GRANTED[self.protocol])

    def ask(self, challenge):
        self.at("challenge", {"imap": "+ ", "pop3": "+ ", "smtp": "334 "}[self.protocol] + challenge + "\r\n")
        return self.receive()
