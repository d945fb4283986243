# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person does with the window, and what has to come of it. Called by `run`; TAP on standard output."""

import base64
import contextlib
import fcntl
import glob
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback

import pyatspi
from gi.repository import Gio, GLib

from driver import Program, ask, make_locale, wait_for

ADDRESS = '10001@qq.com'
CODE = 'abcdefghijklmnop'
PEOPLE = {  # of tests/lab/users
    'li.na@example.com': 'practice-li-na',
    ADDRESS: CODE,
    'spam@example.com': 'practice-spam',
    'lost@example.com': 'practice-lost',
    'wang.wu@practice.example': 'practice-wang-wu',
    'li.na@foreign-srv.found.example': 'practice-found',
    'li.na@foreign-http.found.example': 'practice-found',
    'li.na@foreign-redirect.found.example': 'practice-found',
    'li.na@autodiscover-http.found.example': 'practice-found',
}
LONG = 90  # seconds for a test of a mailbox on a busy machine


class Desk:
    """A home of its own for one test, and the program in it."""

    def __init__(self, path, language):
        self.path, self.language = path, language
        self.locpath = make_locale(language) if language != 'C' else None
        self.home = None
        self.programs = []

    def begin(self):
        self.home = tempfile.mkdtemp(prefix='window.')
        self.programs = []

    def start(self, *arguments, **environment):
        program = Program(
            self.path, *arguments, locale=f'{self.language}.UTF-8', locpath=self.locpath,
            environment={'XDG_DATA_HOME': f'{self.home}/data', 'XDG_CONFIG_HOME': f'{self.home}/config',
                         'HOME': self.home, 'GSETTINGS_BACKEND': 'memory', **environment})
        self.programs.append(program)
        return program

    def remember(self, key, value):
        folder = f'{self.home}/config/glib-2.0/settings'
        os.makedirs(folder)
        with open(f'{folder}/keyfile', 'w', encoding='utf-8') as file:
            file.write(f'[io/github/mailwright/Mailwright]\n{key}={value}\n')

    def write(self, name, text):
        path = f'{self.home}/{name}'
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        return path

    def accounts(self):
        texts = []
        for path in glob.glob(f'{self.home}/data/mailwright/accounts/*.ini'):
            with open(path, encoding='utf-8') as file:
                texts.append(file.read())
        return texts

    def end(self):
        """What the programs said, and where a password was left behind that belongs in the keyring alone."""
        logs = [p.kill() for p in self.programs]
        said = {f'log of program {i}': text.encode() for i, text in enumerate(logs)}
        folders = read_all(self.home) | read_all(f'{os.environ["MW_LAB"]}/log')
        return logs, find_secrets(said | folders | read_processes())


CANARIES = [password.encode() for password in sorted(set(PEOPLE.values()))]


def find_secrets(places):
    """Never what was found: that would be one place more."""
    forms = [form for password in CANARIES for form in (password, base64.b64encode(password).rstrip(b'='))]
    forms += [base64.b64encode(f'\0{user}\0{password}'.encode()) for user, password in PEOPLE.items()]
    return sorted(name for name, text in places.items() if any(form in text for form in forms))


def read_files(paths):
    texts = {}
    for path in paths:
        with contextlib.suppress(OSError), open(path, 'rb') as file:
            texts[path] = file.read()
    return texts


def read_all(folder):
    paths = glob.glob(f'{folder}/**', recursive=True, include_hidden=True)
    return read_files(p for p in paths if os.path.isfile(p) and not os.path.islink(p))


def read_processes():
    """Those of this practice world; there may be others on this machine."""
    world = os.readlink('/proc/self/ns/net')
    paths = []
    for process in glob.glob('/proc/[0-9]*'):
        with contextlib.suppress(OSError):
            if os.readlink(f'{process}/ns/net') == world:
                paths += [f'{process}/cmdline', f'{process}/environ']
    return read_files(paths)


def mask(text):
    for password in CANARIES:
        text = text.replace(password.decode(), '…')
    return text


def clipboard(tries=5):
    """What another program would paste; X11 at times gives nothing at first."""
    text = subprocess.run(['/usr/bin/python3', '-c', """
import gi
gi.require_version('Gtk', '4.0')
from gi.repository import Gdk, GLib, Gtk
Gtk.init()
loop = GLib.MainLoop()
def read_cb(clipboard, result):
    print(clipboard.read_text_finish(result))
    loop.quit()
Gdk.Display.get_default().get_clipboard().read_text_async(None, read_cb)
GLib.timeout_add_seconds(10, loop.quit)
loop.run()
"""], capture_output=True, text=True, check=True).stdout
    return text if text.strip() or tries == 1 else clipboard(tries - 1)


def copies_no_secret(desk, what):
    text = clipboard()
    assert what in text, f'{what} is not in what was copied: {mask(text)}'
    desk.write('copied.txt', text)  # where it is searched at the end


# The keyring, as it is when it is not at hand

def keyring_pid():
    reply = subprocess.run(['gdbus', 'call', '--session', '--dest', 'org.freedesktop.DBus', '--object-path', '/',
                            '--method', 'org.freedesktop.DBus.GetConnectionUnixProcessID',
                            'org.freedesktop.secrets'], capture_output=True, text=True, check=True).stdout
    return int(re.search(r'(\d+),', reply).group(1))


@contextlib.contextmanager
def slow_keyring():
    pid = keyring_pid()
    os.kill(pid, signal.SIGSTOP)
    try:
        yield lambda: os.kill(pid, signal.SIGCONT)
    finally:
        os.kill(pid, signal.SIGCONT)


BUS = Gio.bus_get_sync(Gio.BusType.SESSION)


def keyring(interface, method, parameters):
    return BUS.call_sync(
        'org.freedesktop.secrets', '/org/freedesktop/secrets', interface, method, parameters, None,
        Gio.DBusCallFlags.NONE, -1).unpack()


def open_keyring():
    """Without the window in which it asks for its password."""
    _, session = keyring('org.freedesktop.Secret.Service', 'OpenSession',
                         GLib.Variant('(sv)', ('plain', GLib.Variant('s', ''))))
    collection, = keyring('org.freedesktop.Secret.Service', 'ReadAlias', GLib.Variant('(s)', ('default',)))
    keyring('org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface', 'UnlockWithMasterPassword',
            GLib.Variant('(o(oayays))', (collection, (session, b'', b'pw', 'text/plain'))))


@contextlib.contextmanager
def locked_keyring():
    """It asks for its password in a window of its own; at the end it is open again."""
    subprocess.run(['dbus-update-activation-environment', 'DISPLAY', 'XAUTHORITY'], check=True)
    keyring('org.freedesktop.Secret.Service', 'Lock',
            GLib.Variant('(ao)', (['/org/freedesktop/secrets/aliases/default'],)))
    try:
        yield
    finally:
        open_keyring()


def answer_keyring(p, password=None):
    subprocess.run(['xdotool', 'search', '--sync', '--onlyvisible', '--class', 'gcr-prompter'], check=True,
                   stdout=subprocess.DEVNULL, timeout=20)
    time.sleep(1)  # until it has the keyboard
    if password is None:
        p.key('Escape')
    else:
        p.write(password)
        p.key('Return')


def secrets():
    found = subprocess.run(['secret-tool', 'search', '--all', 'xdg:schema',
                            'io.github.mailwright.Mailwright'], capture_output=True, text=True)
    return found.stdout


def log(name):
    with open(f'{os.environ["MW_LAB"]}/log/{name}.log', encoding='utf-8', errors='replace') as file:
        return file.read()


def refusals():
    return len(re.findall(r'auth failed|unknown user|Password mismatch', log('dovecot')))


# The steps that many tests share

def fill_who(p, address=None, password=None, name='Zhang Wei'):
    _ = p._
    p.type(_('Your _name'), name)
    if address is not None:
        p.type(_('_E-mail address'), address)
    if password is not None:
        p.type(password_box(p), password)


def password_box(p):
    return wait_for('the box for the password', lambda: next(
        (t for t in map(p._, ('_Authorization code', 'A_pp password', '_Password'))
         if p.has('text', t)), None))


def open_form(p, address='li.na@example.com'):
    _ = p._
    p.press(_('_Add Account'))
    p.says(_('_E-mail address'))
    fill_who(p, address, PEOPLE[address])
    p.press(_('E_dit Settings'))
    p.says(_('Incoming Server'))


def test_hosts(p, host, incoming=993, outgoing=465):
    _ = p._
    open_form(p)
    p.type(_('Server'), f'{host}:{incoming}/SSL')
    p.type(_('Server'), f'{host}:{outgoing}/SSL', 1)
    p.press(_('_Test'))


def add_account(p, address=ADDRESS):
    _ = p._
    p.press(_('_Add Account'))
    p.says(_('_E-mail address'))
    fill_who(p, address, PEOPLE[address])
    p.press(_('_Continue'))
    p.says(_('Your mail works'), LONG)


def go_home(p):
    p.press(p._('D_one'))
    p.find('push button', p._('_Add Account'))


def choose(p, item):
    p.press(p._('What to do with %s') % ADDRESS)
    p.press(p._(item), role='menu item')


# The tests

def adds_an_account(desk):
    p = desk.start('--address', ADDRESS)
    _ = p._
    p.says(_('%s wants an authorization code') % _provider(p))
    fill_who(p, password=CODE)
    p.press(_('_Continue'))
    p.says(_('Your mail works'), LONG)
    p.says(_('The account is saved, and your password is in the system keyring.'), LONG)
    p.press(_('Technical _Details'))
    p.says('imaps://')
    p.press(_('Copy the _Record'))
    p.says(_('Copied. Your password is not in it.'))
    copies_no_secret(desk, 'AUTHENTICATE')
    p.press(_('_Copy for IT'))
    copies_no_secret(desk, 'imap.qq.com')
    p.close()

    account, = desk.accounts()
    assert 'Verdict=works\n' in account and f'Address={ADDRESS}\n' in account, account
    assert CODE not in account
    assert CODE in secrets()


def _provider(p):
    return 'QQ 邮箱' if '邮箱' in p._('_E-mail address') else 'QQ Mail'


def corrects_a_wrong_password(desk):
    p = desk.start('--address', ADDRESS)
    _ = p._
    before = refusals()
    fill_who(p, password='qqpassword')
    p.press(_('_Continue'))
    p.find('push button', _('_Try Again'), patience=LONG)
    p.says(_('Your mail does not work yet'))
    assert refusals() == before + 1, 'the password was offered more than once'
    assert p.content(_('_Authorization code')) == ''
    p.press(_('_Try Again'))  # with nothing in the box: nothing is sent
    p.says(_('Type your password.'))
    assert refusals() == before + 1
    p.type(_('_Authorization code'), CODE)
    p.press(_('_Try Again'))
    p.says(_('Your mail works'), LONG)
    p.close()
    assert len(desk.accounts()) == 1


def asks_without_a_complaint(desk):
    """What was left in an earlier test has no say in the next."""
    p = desk.start()
    _ = p._
    for address, password in ((ADDRESS, 'qqpassword'), ('peter@gmail.com', 'gmailpassword')):
        p.press(_('_Add Account'))
        p.says(_('_E-mail address'))
        fill_who(p, address, password)
        p.press(_('_Continue'))
        p.find('push button', _('_Try Again'), patience=LONG)
        assert p.description('text', password_box(p)) == '', 'it complains already'
        assert _('Type your password.') not in p.texts()
        p.key('Escape', 'Escape')
        p.find('push button', _('_Add Account'))
    p.close()


def stops_at_an_expired_certificate(desk):
    p = desk.start()
    _ = p._
    test_hosts(p, 'expired.broken.example')
    p.says(_('Your mail does not work yet'), LONG)
    assert p.has('push button', _('_Copy for IT'))
    p.press(_('_Copy for IT'))
    p.says(_('Copied. Your password is not in it.'))
    p.says(_('The same happened here: see above.'))  # once for both
    p.press(_('Technical _Details'))
    p.says('tls.expired')
    p.says('expired.broken.example:465')
    assert desk.accounts() == []
    p.close()


def hands_the_record_to_it(desk):
    p = desk.start()
    _ = p._
    test_hosts(p, 'expired.broken.example')
    p.says(_('Your mail does not work yet'), LONG)
    assert not p.has('push button', _('Copy the _Record')), 'the details stand open'
    p.press(_('Technical _Details'))
    p.press(_('Copy the _Record'))
    p.says(_('Copied. Your password is not in it.'))
    file = f'{desk.home}/record.txt'
    save_record(p, file)
    p.says(_('Saved. Your password is not in it.'))
    check_record(file, 'expired.broken.example:993')
    p.close()


def puts_the_report_where_a_remark_points_to_it(desk):
    p = desk.start()
    _ = p._
    test_hosts(p, 'expires-soon.broken.example')
    p.says(_('Your mail works'), LONG)
    p.press(_('_Copy for IT'))  # with the details closed
    p.says(_('Copied. Your password is not in it.'))
    copies_no_secret(desk, 'tls.expires-soon')
    p.press(_('Technical _Details'))
    p.find('push button', _('Copy the _Record'))
    assert p.names('push button').count(_('_Copy for IT')) == 1, 'it is offered twice'
    p.close()


def save_record(p, file):
    """Through GTK's own dialog, whose words are GTK's."""
    p.press(p._('Sa_ve the Record…'))
    wait_for('the dialog', lambda: p.application.childCount > 1)
    p.key('ctrl+a')
    p.write(file)
    p.key('Return')
    wait_for('its end', lambda: p.application.childCount == 1)


def check_record(file, server):
    assert os.stat(file).st_mode & 0o777 == 0o600, oct(os.stat(file).st_mode)
    with open(file, encoding='utf-8') as record:
        text = record.read()
    assert server in text and 'fails' in text, text
    assert PEOPLE['li.na@example.com'] not in text, text


ACCEPT = 'Accept This Certificate for _30 Days'
ALLOW = 'allow-certificate-exceptions'


def fails_with_details(p, host, nth=0):
    """The details of receiving are the first, those of sending the second."""
    _ = p._
    p.says(_('Your mail does not work yet'), LONG)
    p.press(_('Technical _Details'), nth)
    p.says(host)


def accepts_a_certificate_where_it_allows_that(desk):
    desk.remember(ALLOW, 'true')
    p = desk.start(GSETTINGS_BACKEND='keyfile')
    _ = p._
    test_hosts(p, 'self-signed.broken.example')
    fails_with_details(p, 'self-signed.broken.example:993')
    p.press(_(ACCEPT))
    p.says(_('Receiving works, sending does not yet'), LONG)  # another port is another exception
    p.press(_('Technical _Details'))
    p.press(_(ACCEPT))
    p.says(_('Your mail works'), LONG)
    p.says(_('This server vouches only for itself.'))  # it stays worth a word
    p.key('ctrl+comma')
    p.says('self-signed.broken.example:993')
    p.press(_('No longer accept the certificate of %s') % 'self-signed.broken.example:993')
    wait_for('its end', lambda: 'self-signed.broken.example:993' not in p.texts())
    p.press(_('_Undo'))
    p.says('self-signed.broken.example:993')
    p.press(_('Back'))
    p.says(_('Your mail works'))
    go_home(p)
    p.close()

    let_exceptions_end(desk)  # a month later
    p = desk.start(GSETTINGS_BACKEND='keyfile')
    p.press(_('What to do with %s') % 'li.na@example.com')
    p.press(_('_Test Again'), role='menu item')
    p.says(_('Your mail does not work yet'), LONG)
    p.close()


def let_exceptions_end(desk):
    file = f'{desk.home}/config/glib-2.0/settings/keyfile'
    with open(file, encoding='utf-8') as settings:
        text, n = re.subn(r"', (int64 )?\d+\)", r"', \g<1>1)" , settings.read())
    assert n == 2, text
    with open(file, 'w', encoding='utf-8') as settings:
        settings.write(text)


def accepts_no_certificate_otherwise(desk):
    p = desk.start()
    _ = p._
    test_hosts(p, 'self-signed.broken.example')
    fails_with_details(p, 'self-signed.broken.example:993')
    assert not p.has('push button', _(ACCEPT)), 'nobody has allowed that'
    p.close()

    desk.remember(ALLOW, 'true')
    for host in ('expired.broken.example', 'wrong-name.broken.example'):
        p = desk.start(GSETTINGS_BACKEND='keyfile')
        test_hosts(p, host)
        fails_with_details(p, f'{host}:993')
        assert p.has('push button', _('Copy the _Record'))
        assert not p.has('push button', _(ACCEPT)), host
        p.close()


def keeps_to_the_policy(desk):
    os.makedirs(f'{desk.home}/config/dconf')
    compile_dconf(desk, f'{desk.home}/config/dconf/user', ALLOW, 'true')
    compile_dconf(desk, f'{desk.home}/policy', ALLOW, 'false', locked=True)
    with open(f'{desk.home}/profile', 'w', encoding='utf-8') as file:
        file.write(f'user-db:user\nfile-db:{desk.home}/policy\n')
    p = desk.start(GSETTINGS_BACKEND='dconf', DCONF_PROFILE=f'{desk.home}/profile')
    _ = p._
    p.find('push button', _('_Add Account'))
    p.key('ctrl+comma')
    p.says(_('Your organization has set this.'))
    switch = p.find('check box', _('_Allow exceptions for certificates'))
    assert not switch.getState().contains(pyatspi.STATE_SENSITIVE)
    assert not switch.getState().contains(pyatspi.STATE_CHECKED)
    p.key('Escape')
    test_hosts(p, 'self-signed.broken.example')
    fails_with_details(p, 'self-signed.broken.example:993')
    assert not p.has('push button', _(ACCEPT)), 'the policy forbids that'
    p.close()


def compile_dconf(desk, database, key, value, locked=False):
    """As the person's own choice, or as IT sets it for a whole organization."""
    folder = tempfile.mkdtemp(dir=desk.home)
    os.makedirs(f'{folder}/locks')
    with open(f'{folder}/keys', 'w', encoding='utf-8') as file:
        file.write(f'[io/github/mailwright/Mailwright]\n{key}={value}\n')
    with open(f'{folder}/locks/keys', 'w', encoding='utf-8') as file:
        file.write(f'/io/github/mailwright/Mailwright/{key}\n' if locked else '')
    subprocess.run(['dconf', 'compile', database, folder], check=True)


def keeps_the_preferences(desk):
    desk.remember('check-timeout', '30')
    p = desk.start(GSETTINGS_BACKEND='keyfile')
    _ = p._
    p.find('push button', _('_Add Account'))
    p.key('ctrl+comma')
    p.says(_('For the IT Helper'))
    p.key('Page_Up')
    p.press(_('Back'))
    p.find('push button', _('_Add Account'))
    p.close()
    with open(f'{desk.home}/config/glib-2.0/settings/keyfile', encoding='utf-8') as file:
        assert 'check-timeout=60' in file.read()


CHOOSE = 'Choose Certif_icate…'


def choose_file(p, button, path):
    """Through GTK's own dialog, whose words are GTK's."""
    p.press(p._(button))
    wait_for('the dialog', lambda: p.application.childCount > 1)
    p.write(path)  # whose slash opens the box to write it in
    p.key('Return')
    wait_for('its end', lambda: p.application.childCount == 1)


def lock_certificate(desk):
    """As Windows and browsers hand them out."""
    passphrase, file = f'{desk.home}/passphrase', f'{desk.home}/mine.p12'
    with open(passphrase, 'w', encoding='utf-8') as text:
        text.write('open sesame')
    subprocess.run(['openssl', 'pkcs12', '-export', '-in', f'{os.environ["MW_LAB"]}/client-ca.pem', '-out', file,
                    '-passout', f'file:{passphrase}'], check=True)
    return file


def shows_a_certificate_of_the_persons_own(desk):
    p = desk.start()
    _ = p._
    test_hosts(p, 'certificate-required.broken.example')
    p.says(_('This server wants a personal certificate.'), LONG)
    choose_file(p, CHOOSE, '/etc/hostname')
    p.says(_('There is no certificate with its key in “%s”').split('%')[0])
    choose_file(p, CHOOSE, f'{os.environ["MW_LAB"]}/client-stranger.pem')
    p.says(_('Your personal certificate was not accepted.'), LONG)
    file = lock_certificate(desk)
    choose_file(p, CHOOSE, file)
    p.says(_('“%s” is locked with a passphrase') % file)
    p.press(_('_Open the File'))
    p.complains(_('_Passphrase of the file'), _('Type the passphrase of the file.'))
    p.type(_('_Passphrase of the file'), 'not it')
    p.press(_('_Open the File'))
    p.says(_('The passphrase does not open “%s”') % file)
    p.type(_('_Passphrase of the file'), 'open sesame')
    p.key('Return')
    p.says(_('Your mail works'), LONG)
    account, = desk.accounts()
    assert f'ClientCertificate={file}\n' in account, account

    go_home(p)  # the file is known from now on, and what opens it is not
    p.press(_('What to do with %s') % 'li.na@example.com')
    p.press(_('_Test Again'), role='menu item')
    p.says(_('“%s” is locked with a passphrase') % file, LONG)
    p.type(_('_Passphrase of the file'), 'open sesame')
    p.press(_('_Open the File'))
    p.says(_('Your mail works'), LONG)
    p.close()


def keeps_the_certificate_with_the_account(desk):
    pem = f'{desk.home}/mine.pem'
    shutil.copy(f'{os.environ["MW_LAB"]}/client-ca.pem', pem)
    p = desk.start()
    _ = p._
    test_hosts(p, 'certificate-required.broken.example')
    p.says(_('This server wants a personal certificate.'), LONG)
    choose_file(p, CHOOSE, pem)
    p.says(_('Your mail works'), LONG)
    go_home(p)
    add_account(p)
    go_home(p)
    p.press(_('What to do with %s') % 'li.na@example.com')
    p.press(_('_Test Again'), role='menu item')
    p.says(_('Your mail works'), LONG)
    go_home(p)
    before = set(desk.accounts())
    p.press(_('_Test All'))
    wait_for('a test of each', lambda: not before & set(desk.accounts()), LONG)
    p.find('push button', _('_Test All'), patience=LONG)
    assert all('Verdict=works\n' in account for account in desk.accounts()), desk.accounts()

    os.rename(pem, f'{pem}.old')
    p.press(_('What to do with %s') % 'li.na@example.com')
    p.press(_('_Test Again'), role='menu item')
    p.says(_('This server wants a personal certificate.'), LONG)
    p.press(_('Technical _Details'))
    p.press(_('_Edit Settings'))
    p.says('mine.pem')
    p.press(_('_Remove'))
    wait_for('its end', lambda: 'mine.pem' not in p.texts() or p.look_anew())
    p.close()
    assert any(f'ClientCertificate={pem}\n' in account for account in desk.accounts()), 'what does not work has no say'


def uses_the_server_that_is_offered(desk):
    p = desk.start()
    _ = p._
    test_hosts(p, 'wrong-name.broken.example')
    p.says(_('Your mail does not work yet'), LONG)
    p.says(_('The same happened here: see above.'))
    assert desk.accounts() == []
    p.press(_('_Copy for IT'))  # it is in sight, since a sentence points to it
    p.says(_('Copied. Your password is not in it.'))
    text = clipboard()
    assert text.count(_('This server calls itself {other}.').replace('{other}', 'mail.another.example')) == 1, text
    p.press(_('Use {other}').replace('{other}', 'mail.another.example'))
    p.says(_('Your mail works'), LONG)  # what is asked once is asked for both
    p.close()
    account, = desk.accounts()
    assert account.count('mail.another.example') == 2 and 'wrong-name' not in account, account


def stops_when_asked(desk):
    p = desk.start()
    _ = p._
    test_hosts(p, 'silent.broken.example')
    p.says(_('Testing %s') % 'li.na@example.com')
    p.press(_('_Stop'))
    p.says(_('Stopped'), 2)
    p.press(_('Back'))
    p.says(_('Incoming Server'))
    assert p.content(_('Server')) == 'silent.broken.example'
    p.press(_('Back'))
    p.says(_('_E-mail address'))
    assert p.content(_('_E-mail address')) == 'li.na@example.com'
    assert p.content(password_box(p)) == PEOPLE['li.na@example.com']
    p.close()


def says_that_it_waits(desk):
    p = desk.start()
    _ = p._
    test_hosts(p, 'silent.broken.example')
    p.says(_('Testing %s') % 'li.na@example.com')
    waiting = _('The server is reached, but it has not answered so far.')
    assert waiting not in p.texts(), 'it says so at once'
    p.says(waiting)
    p.press(_('_Stop'))
    p.says(_('Stopped'), 2)
    wait_for('the end of it', lambda: waiting not in p.texts())
    p.close()


def escape_stops_and_goes_back(desk):
    p = desk.start()
    _ = p._
    test_hosts(p, 'silent.broken.example')
    p.says(_('Testing %s') % 'li.na@example.com')
    p.key('Escape')
    p.says(_('Stopped'), 2)
    p.key('Escape')
    p.says(_('Incoming Server'))
    p.key('alt+Left')
    p.says(_('_E-mail address'))
    p.key('Escape')
    p.find('push button', _('_Add Account'))
    p.close()


def closes_while_testing(desk):
    p = desk.start()
    test_hosts(p, 'silent.broken.example')
    p.says(p._('Testing %s') % 'li.na@example.com')
    p.close()


def quits_by_key_while_testing(desk):
    p = desk.start()
    test_hosts(p, 'silent.broken.example')
    p.says(p._('Testing %s') % 'li.na@example.com')
    p.key('ctrl+q')
    wait_for('the end', p.has_ended, 10)
    p.close()


def works_by_keyboard_alone(desk):
    p = desk.start()
    _ = p._
    p.find('push button', _('_Add Account'))
    p.key('ctrl+n')
    p.says(_('_E-mail address'))
    p.write('Zhang Wei')
    p.key('Tab')
    p.write(ADDRESS)
    p.find('text', _('_Authorization code'))
    p.key('Tab', 'Tab')  # over the button of the hint
    p.write(CODE)
    p.key('Return')
    p.says(_('Your mail works'), LONG)
    p.close()


CONTROLS = {'push button', 'toggle button', 'check box', 'radio button', 'text', 'password text', 'combo box', 'spin button',
            'switch', 'link', 'menu item', 'slider'}


def nameless(p):
    """What can have the focus and tells a screen reader nothing, or the name of its class."""
    p.application.clear_cache()
    found = [n for n in p.nodes() if ask(n.getRoleName) in CONTROLS and ask_state(n, pyatspi.STATE_FOCUSABLE)]
    assert found, 'nothing can have the focus'
    return [(ask(n.getRoleName), ask(lambda n=n: n.name)) for n in found
            if not re.search(r'\w', ask(lambda n=n: n.name) or '') or re.match('(Gtk|Adw|Mw)[A-Z]', n.name)]


def names_every_control(desk):
    p = desk.start()
    _ = p._
    p.find('push button', _('_Add Account'))
    bad = {'home': nameless(p)}
    p.key('ctrl+comma')
    p.says(_('For the IT Helper'))
    bad['preferences'] = nameless(p)
    p.press(_('Back'))
    open_form(p, ADDRESS)
    bad['form'] = nameless(p)
    p.press(_('Back'))
    p.says(_('%s wants an authorization code') % _provider(p))
    bad['who'] = nameless(p)
    fill_who(p, ADDRESS, 'qqpassword')
    p.press(_('_Continue'))
    p.find('push button', _('_Try Again'), patience=LONG)
    p.press(_('Technical _Details'))
    bad['failure'] = nameless(p)
    p.type(_('_Authorization code'), CODE)
    p.press(_('_Try Again'))
    p.says(_('Your mail works'), LONG)
    p.press(_('Technical _Details'))
    bad['ready'] = nameless(p)
    go_home(p)
    bad['accounts'] = nameless(p)
    look(p, 'li.na@foreign-srv.found.example')
    p.says(_('The server has another name than your domain.'), LONG)
    bad['question'] = nameless(p)
    p.close()
    assert not any(bad.values()), bad


def leads_the_focus(desk):
    """To what the person does next, on each page and after each answer."""
    desk.remember('last-client', "'thunderbird'")
    p = desk.start(GSETTINGS_BACKEND='keyfile')
    _ = p._
    p.has_focus(_('_Add Account'))
    p.key('ctrl+n')
    p.has_focus(_('Your _name'))
    p.key('Return')  # what is missing is said in a row between the boxes
    p.says(_('Type your e-mail address.'))
    for words in (_('_E-mail address'), _('_Password')):
        p.key('Tab')
        p.has_focus(words)
    for words in (_('_E-mail address'), _('Your _name')):
        p.key('shift+Tab')
        p.has_focus(words)
    fill_who(p, ADDRESS, 'qqpassword')
    p.key('ctrl+comma')
    p.has_focus(_('_Time limit of a test'))
    p.key('Escape')
    p.find('text', _('_Authorization code'))
    p.key('alt+d')
    p.has_focus(_('Server'))
    p.type(_('User name'), '')
    p.key('alt+t')
    p.has_focus(_('User name'))
    p.key('Escape')
    p.find('text', _('_Authorization code'))
    p.key('alt+c')
    p.find('push button', _('_Try Again'), patience=LONG)
    p.has_focus(_('_Authorization code'))
    p.key('F10')
    p.find('menu item', _('_Preferences'))
    p.key('Escape')  # the menu alone
    p.find('push button', _('_Try Again'))
    p.key('alt+a')
    p.has_focus(_('_Authorization code'))
    p.write(CODE)
    p.key('Return')
    p.says(_('Your mail works'), LONG)
    p.key('alt+o')
    p.has_focus(_('_Add Account'))
    look(p, 'li.na@foreign-srv.found.example')
    p.says(_('The server has another name than your domain.'), LONG)
    p.has_focus(_('_Enter the Settings Yourself'))  # a stray Enter says no
    p.key('Escape', 'Escape')
    p.find('push button', _('_Add Account'))
    p.key('ctrl+w')
    wait_for('the end', p.has_ended)
    p.end()


def reads_the_verdict_where_the_focus_is(desk):
    """GTK 4.8 cannot have a screen reader say something: what has the focus is read with it."""
    desk.remember('last-client', "'thunderbird'")
    p = desk.start(GSETTINGS_BACKEND='keyfile')
    _ = p._
    look(p, ADDRESS, 'qqpassword')
    p.find('push button', _('_Try Again'), patience=LONG)
    told = p.told_with(p.find('text', _('_Authorization code')))
    assert told and told[0] in p.texts() and told == p.told_with(p.find('push button', _('_Try Again'))), told
    p.type(_('_Authorization code'), CODE)
    p.press(_('_Try Again'))
    p.says(_('Your mail works'), LONG)
    p.says(_('The account is saved, and your password is in the system keyring.'), LONG)
    words = _('_Use in %s') % 'Thunderbird' if p.has('push button', _('_Use in %s') % 'Thunderbird') else _('D_one')
    p.has_focus(words)
    told = p.told_with(p.find('push button', words))
    for sentence in ('Your mail works', 'The account is saved, and your password is in the system keyring.'):
        assert _(sentence) in told, told
    nobody = _('No mail program that Mailwright knows was found on this computer. Install one, and come back to this '
               'account.')
    assert (nobody in p.told_with(p.find('push button', _('D_one')))) == (words == _('D_one'))
    go_home(p)
    look(p, 'li.na@foreign-srv.found.example')
    p.says(_('The server has another name than your domain.'), LONG)
    for words in (_('Use %s') % 'box.stranger.example', _('_Enter the Settings Yourself')):
        told = p.told_with(p.find('push button', words))
        assert _('The server has another name than your domain.') in told, told
    p.close()


def does_by_enter_what_a_row_is_for(desk):
    """And not what the default button is for."""
    desk.remember('last-client', "'thunderbird'")
    p = desk.start(GSETTINGS_BACKEND='keyfile')
    _ = p._
    add_account(p)
    p.find('label', 'msmtp')
    for _n in range(12):
        if p.focus() == 'msmtp':
            break
        p.key('Tab')
        time.sleep(0.5)
    p.has_focus('msmtp')
    p.key('Return')
    time.sleep(1)
    p.has_focus('msmtp')
    assert not p.has('push button', _('_Undo')), 'it was handed over'
    p.key('Escape')
    p.find('push button', _('_Add Account'))
    p.key('shift+Tab', 'shift+Tab')
    p.has_focus(ADDRESS)
    p.key('Return')
    p.find('menu item', _('_Test Again'))
    p.key('Escape')
    p.close()


def passes_by_an_empty_box(desk):
    p = desk.start()
    _ = p._
    p.press(_('_Add Account'))
    p.has_focus(_('Your _name'))
    p.key('Tab')
    p.has_focus(_('_E-mail address'))
    p.write('zhang')
    p.key('Tab')
    p.complains(_('_E-mail address'), _('An e-mail address has one @, as in name@company.com.'))
    p.complains(_('Your _name'), '')
    p.close()


def lists_the_keys(desk):
    p = desk.start()
    _ = p._
    p.find('push button', _('_Add Account'))
    p.key('ctrl+question')
    p.says(_('Add an account'))
    p.key('Escape')
    p.has_focus(_('_Add Account'))
    p.key('F10')
    p.find('menu item', _('_Keyboard Shortcuts'))
    p.key('Escape')
    p.close()


def leads_the_focus_in_a_failure(desk):
    p = desk.start()
    _ = p._
    test_hosts(p, 'silent.broken.example')
    p.says(_('Testing %s') % 'li.na@example.com')
    p.has_focus(_('_Stop'))
    p.key('Return')
    p.has_focus(_('_Try Again'))
    p.key('Escape')
    p.says(_('Incoming Server'))
    for host, words in (('expired.broken.example', '_Copy for IT'), ('certificate-required.broken.example', CHOOSE)):
        p.type(_('Server'), f'{host}:993/SSL')
        p.type(_('Server'), f'{host}:465/SSL', 1)
        p.key('alt+t')
        p.find('push button', _(words), patience=LONG)
        p.has_focus(_(words))
        p.key('Escape')
        p.says(_('Incoming Server'))
    p.close()


def leads_the_focus_in_the_list(desk):
    add_two_and_break_one(desk)
    p = desk.start()
    _ = p._
    p.find('push button', _('_Test All'))
    p.key('alt+t')
    p.has_focus(_('_Stop'))
    p.key('Return')
    p.has_focus(_('_Test All'))
    choose(p, '_Remove')
    p.has_focus('li.na@example.com')
    p.close()


def says_what_is_wrong_at_each_field(desk):
    p = desk.start()
    _ = p._
    p.press(_('_Add Account'))
    p.says(_('_E-mail address'))
    assert p.description('text', _('Your _name')) == ''
    p.press(_('_Continue'))
    for box, sentence in (('Your _name', 'Type your name as others should see it.'),
                          ('_E-mail address', 'Type your e-mail address.'),
                          ('_Password', 'Type your password.')):
        p.says(_(sentence))
        p.complains(_(box), _(sentence))
    for address, sentence in (('zhang', 'An e-mail address has one @, as in name@company.com.'),
                              ('@qq.com', 'Something is missing before the @.'),
                              ('a b@', 'The part before the @ has a character that an address cannot have.'),
                              ('zhang@', 'Something is missing behind the @, such as company.com.'),
                              ('zhang@company', 'The part behind the @ needs a dot, as in company.com.')):
        p.type(_('_E-mail address'), address)
        p.complains(_('_E-mail address'), _(sentence))
    p.type(_('Your _name'), 'Zhang Wei')
    p.complains(_('Your _name'), '')
    p.type(_('_E-mail address'), 'zhang@company.example')
    p.type(_('_Password'), ' x')
    p.complains(_('_Password'), _('There is a space at the beginning or the end of the password.'))
    p.close()


def repairs_an_address_in_sight(desk):
    p = desk.start()
    _ = p._
    p.press(_('_Add Account'))
    p.says(_('_E-mail address'))
    fill_who(p, '１０００１＠ｑｑ。ｃｏｍ\u200b', 'x')
    p.find('text', _('_Authorization code'))
    p.press(_('E_dit Settings'))
    p.says(_('Incoming Server'))
    p.press(_('Back'))
    p.says(_('Characters that cannot be seen were removed.'))
    p.says(_('Full-width characters were made plain.'))
    assert p.content(_('_E-mail address')) == ADDRESS
    p.close()


def says_what_is_wrong_in_the_form(desk):
    p = desk.start()
    _ = p._
    open_form(p)
    p.type(_('Server'), '')
    p.press(_('_Test'))
    for text, sentence in (('', 'Type the name of the server, such as imap.company.com.'),
                           ('smtp://mail.example.com', 'This is a server for sending (SMTP).'),
                           ('imap.example.com:x', 'A port is a number from 1 to 65535.')):
        p.type(_('Server'), text)
        p.complains(_('Server'), _(sentence))
    p.type(_('Server'), 'imap.example.com')
    for text in ('', '0', '65536', 'x'):
        p.type(_('Port'), text)
        p.complains(_('Port'), _('A port is a number from 1 to 65535.'))
        p.type(_('Port'), '993')
        p.complains(_('Port'), '')
    p.type(_('Port'), '995')
    p.type(_('User name'), '')
    p.says(_('Port %u is usually there for something else; here it is %u.').replace('%u', '{}').format(995, 993))
    p.complains(_('User name'), _('Type the name that you sign in with.'))
    assert p.has('push button', _('_Test')), 'it was tested all the same'
    p.close()


def takes_apart_what_is_pasted(desk):
    p = desk.start()
    _ = p._
    open_form(p)
    p.type(_('Server'), '', 1)  # so that the form is not sent
    for text, host, port in (('imap.example.com:1993/SSL', 'imap.example.com', '1993'),
                             ('imaps://mail.example.com', 'mail.example.com', '993'),
                             ('imap.example.com 143 STARTTLS', 'imap.example.com', '143'),
                             ('ｉｍａｐ．example.com：９９３', 'imap.example.com', '993'),
                             ('[2001:db8::1]:1143/starttls', '2001:db8::1', '1143')):
        p.type(_('Server'), text)
        p.press(_('_Test'))
        wait_for(f'{host}:{port}, not {p.content(_("Server"))}:{p.content(_("Port"))}',
                 lambda: (p.content(_('Server')), p.content(_('Port'))) == (host, port))
    p.close()


def keeps_what_was_typed_for_each_way_of_receiving(desk):
    p = desk.start()
    _ = p._
    open_form(p)
    p.type(_('Server'), 'my.example.com')
    p.key('alt+f')
    wait_for('POP3', lambda: p.content(_('Port')) == '995')
    p.type(_('Server'), 'other.example.com')
    p.key('alt+k')
    wait_for('IMAP', lambda: p.content(_('Port')) == '993')
    assert p.content(_('Server')) == 'my.example.com'
    p.key('alt+f')
    wait_for('POP3', lambda: p.content(_('Server')) == 'other.example.com')
    p.close()


def tests_again_with_the_password_of_the_keyring(desk):
    p = desk.start()
    _ = p._
    add_account(p)
    go_home(p)
    assert any(_('Works') in text for text in p.texts())
    choose(p, '_Test Again')
    p.says(_('Your mail works'), LONG)
    p.close()
    assert len(desk.accounts()) == 1


def tests_all(desk):
    p = desk.start()
    _ = p._
    for address in ADDRESS, 'li.na@example.com':
        add_account(p, address)
        go_home(p)
    before = set(desk.accounts())
    p.press(_('_Test All'))
    wait_for('a test of each', lambda: not before & set(desk.accounts()), LONG)
    p.find('push button', _('_Test All'), patience=LONG)
    assert len([t for t in p.texts() if t.startswith(_('Works'))]) == 2, p.texts()
    p.close()


TICKETS = f'{os.environ["MW_LAB"]}/tickets'


def test_kept(p, address):
    p.press(p._('What to do with %s') % address)
    p.press(p._('_Test Again'), role='menu item')


def asks_no_password_where_a_ticket_will_do(desk):
    kept = secrets()
    shutil.copy(f'{TICKETS}/valid', desk.home)
    p = desk.start(KRB5CCNAME=f'FILE:{desk.home}/valid')
    _ = p._
    test_hosts(p, 'gssapi-only.broken.example')  # nobody knows yet that it takes none
    p.says(_('Your mail works'), LONG)
    p.says(_('The account is saved.'))
    assert secrets() == kept, 'it is kept nowhere'
    go_home(p)
    test_kept(p, 'li.na@example.com')
    p.says(_('Your mail works'), LONG)
    go_home(p)
    add_account(p)
    go_home(p)
    before = set(desk.accounts())
    p.press(_('_Test All'))
    wait_for('a test of each', lambda: not before & set(desk.accounts()), LONG)
    p.find('push button', _('_Test All'), patience=LONG)

    p.press(_('_Add Account'))
    p.says(_('_E-mail address'))
    fill_who(p, 'li.na@example.com')
    wait_for('no need for one', lambda: p.has('text', _('_Password (not needed)')))
    p.press(_('E_dit Settings'))
    p.says(_('Incoming Server'))
    p.type(_('Server'), 'gssapi-only.broken.example:993/SSL')
    p.type(_('Server'), 'gssapi-only.broken.example:465/SSL', 1)
    p.press(_('_Test'))
    p.says(_('Your mail works'), LONG)
    p.close()

    p = desk.start(KRB5CCNAME='FILE:/nonexistent')
    test_kept(p, 'li.na@example.com')
    p.says(_('You are not signed in to the company network.'), LONG)
    assert not p.has('text', _('_Password')), p.texts()
    p.press(_('Technical _Details'))
    p.press(_('_Edit Settings'))
    p.says(_('Incoming Server'))
    p.type(_('Server'), 'mail.example.com:993/SSL')
    p.type(_('Server'), 'mail.example.com:465/SSL', 1)
    p.press(_('_Test'))
    p.says(_('The server wants a password.'), LONG)  # one that goes by no ticket
    p.type(_('_Password'), PEOPLE['li.na@example.com'])
    p.press(_('_Try Again'))
    p.says(_('Your mail works'), LONG)
    p.says(_(KEPT), LONG)
    p.close()
    assert not any('gssapi' in account for account in desk.accounts()), desk.accounts()


# Looking for settings

SILENT = 'x@dns-timeout.broken.example'  # whose name server says nothing


def look(p, address, password='practice-found'):
    """What comes of it may come at once."""
    _ = p._
    p.press(_('_Add Account'))
    p.says(_('_E-mail address'))
    fill_who(p, address, password)
    p.press(_('_Continue'))
    if address == SILENT:
        p.says(_('Looking for the settings of %s') % address)


def has_offer(p, name):
    """What a page that is not in sight offers does not count; nor does what it offered before."""
    p.application.clear_cache()
    return p.has('push button', name)


def ask_state(node, state):
    return ask(lambda: node.getState().contains(state), False)


def finds_the_settings_by_itself(desk):
    """Those that the domain publishes in the name service, and usual names, which have to be guessed."""
    p = desk.start()
    _ = p._
    for address, server in (('wang.wu@practice.example', 'mail.practice.example'),
                            ('li.na@example.com', 'imap.example.com')):
        add_account(p, address)
        p.press(_('Technical _Details'))
        p.says(f'@{server}')
        go_home(p)
    p.close()
    assert sum('Verdict=works' in text for text in desk.accounts()) == 2


def opens_the_form_where_nothing_is_found(desk):
    p = desk.start()
    _ = p._
    look(p, 'x@nobody.example')
    p.says(_('Incoming Server'))
    p.says(_('No settings were found for %s. The names below are only the usual ones: ask your IT team for the right '
             'ones, or look on the help pages of your mail provider.')
           % 'nobody.example')
    p.press(_('Back'))  # to the address, not to the search
    wait_for('the address', lambda: p.content(_('_E-mail address')) == 'x@nobody.example')
    p.close()


def stops_to_look_at_once(desk):
    p = desk.start()
    _ = p._
    look(p, SILENT)
    began = time.monotonic()
    p.press(_('_Stop'))
    p.says(_('The search was stopped'))
    assert time.monotonic() - began < 3, 'it took long'
    wait_for('the end of the offer', lambda: not has_offer(p, _('_Stop')))
    p.says(_('Stopped'))
    assert _('Not needed') not in p.texts(), p.texts()
    p.press(_('_Enter the Settings Yourself'))
    p.says(_('These are guesses, made from your address. If you know better, change them.'))
    p.press(_('Back'))
    wait_for('the address', lambda: p.content(_('_E-mail address')) == SILENT)
    p.close()


def goes_back_while_it_looks(desk):
    p = desk.start()
    _ = p._
    look(p, SILENT)
    p.key('Escape')
    wait_for('the address', lambda: p.content(_('_E-mail address')) == SILENT)
    assert p.content(_('Your _name')) == 'Zhang Wei' and p.content(password_box(p)) == 'practice-found'
    p.press(_('_Continue'))
    p.says(_('Looking for the settings of %s') % SILENT)
    p.press(_('Back'))
    wait_for('the address', lambda: p.content(_('_E-mail address')) == SILENT)
    time.sleep(10)  # by then the search would have ended
    assert p.content(_('_E-mail address')) == SILENT, 'it is called away'
    p.close()


def looks_aside_while_it_looks(desk):
    p = desk.start()
    _ = p._
    look(p, 'li.na@example.com', PEOPLE['li.na@example.com'])
    p.key('ctrl+comma')
    p.says(_('Looking for Settings'))
    wait_for('the account', desk.accounts, LONG)
    p.says(_('Looking for Settings'))  # it is not called away
    p.press(_('Back'))
    p.says(_('Your mail works'))
    p.close()


def closes_while_it_looks(desk):
    p = desk.start()
    look(p, SILENT)
    p.close()


def asks_before_it_signs_in_elsewhere(desk):
    """A name that nothing vouches for gets the password when the person says so, and from then on."""
    desk.remember('check-timeout', '60')
    named, written = 'The server has another name than your domain.', 'These settings came over an unprotected page.'
    for address, stranger, question in (
            ('li.na@foreign-srv.found.example', 'box.stranger.example', named),
            ('li.na@foreign-http.found.example', 'box.stranger.example', written),
            ('li.na@foreign-redirect.found.example', 'box.stranger.example', named),
            ('li.na@autodiscover-http.found.example', 'box.hoster-exchange.example', written)):
        p = desk.start(GSETTINGS_BACKEND='keyfile')
        _ = p._
        look(p, address, PEOPLE[address])
        p.says(_(question))
        assert [t for t in p.texts() if stranger in t], p.texts()
        before = len(desk.accounts())
        p.press(_('Use %s') % stranger)
        p.says(_('Your mail works'), LONG)
        p.close()
        assert len(desk.accounts()) == before + 1

        p = desk.start(GSETTINGS_BACKEND='keyfile')  # the other day
        add_account(p, address)
        p.close()


def asks_nobody_who_is_switched_off(desk):
    desk.remember('check-timeout', '60')
    p = desk.start(GSETTINGS_BACKEND='keyfile')
    _ = p._
    p.find('push button', _('_Add Account'))
    p.key('ctrl+comma')
    p.says(_('Looking for Settings'))
    for title in LOOKUPS:
        title = _(title).replace('{domain}', _('your domain')).replace('域名 的', '域名的')
        switch = p.find('check box', title)
        assert ask_state(switch, pyatspi.STATE_CHECKED), title
    p.press(_(LOOKUPS[0]), role='check box')
    p.press(_('Back'))
    look(p, SILENT)
    p.says(_('Switched off'))
    p.press(_('_Stop'))
    p.says(_('The search was stopped'))
    p.close()
    with open(f'{desk.home}/config/glib-2.0/settings/keyfile', encoding='utf-8') as file:
        assert "sources-off=['ispdb']" in file.read()


LOOKUPS = ['Public list of mail providers', 'Mail providers that are known', 'Settings page of {domain}',
           'Web site of {domain}', 'Mail settings of {domain}', 'Public list, by the provider of your domain',
           'Name service of {domain}', 'Exchange server of {domain}', 'Usual names of mail servers']


def asks_whether_a_domain_is_misspelt(desk):
    p = desk.start()
    _ = p._
    question = _('Did you mean %s?') % 'gmail.com'
    p.press(_('_Add Account'))
    p.says(_('_E-mail address'))
    p.find('text', _('Your _name'))
    p.key('Tab')
    p.write('peter@gmial.com')
    wait_for('the address', lambda: p.content(_('_E-mail address')) == 'peter@gmial.com')
    assert question not in p.texts(), 'it asks while one types'
    p.key('Tab')
    p.says(question)
    p.press(_('Use %s') % 'gmail.com')
    wait_for('the address', lambda: p.content(_('_E-mail address')) == 'peter@gmail.com')
    wait_for('the end of the question', lambda: question not in p.texts())
    fill_who(p, 'peter@gmial.com', 'x')  # all the same
    p.press(_('_Continue'))
    p.says(question)
    p.press(_('_Continue'))
    p.says(_('Incoming Server'))
    p.says(question)  # still: nothing was found
    p.press(_('Use %s') % 'gmail.com')
    wait_for('the address', lambda: p.content(_('_E-mail address')) == 'peter@gmail.com')
    p.says(_('%s wants an app password') % 'Gmail')
    p.close()


def names_asked_for():
    with open(os.path.join(os.environ['MW_LAB'], 'log/dnsmasq.log'), encoding='utf-8', errors='replace') as log:
        return log.read()


def asks_nobody_while_one_types(desk):
    p = desk.start()
    _ = p._
    p.press(_('_Add Account'))
    p.find('text', _('Your _name'))
    p.key('Tab')
    p.write('li.na@typed.found.example')
    p.key('Tab')  # the address is left
    fill_who(p, password='x')
    time.sleep(2)  # a look-up that is on its way would be there by then
    assert 'typed.found.example' not in names_asked_for()
    p.press(_('_Continue'))
    wait_for('the first question', lambda: 'typed.found.example' in names_asked_for())
    p.close()


def shows_the_page_that_settings_name(desk):
    p = desk.start()
    _ = p._
    p.press(_('_Add Account'))
    fill_who(p, 'li.na@help.found.example', 'not-it')
    p.press(_('_Continue'))
    p.says(_('The password was not accepted.'), LONG)
    p.find('push button', _('Show Me _How'))
    p.close()


SEND = '_Send a Test Message to Myself'


def letters(address):
    local, domain = address.split('@')
    return sum(len(os.listdir(f'/var/mail/{domain}/{local}/{part}')) for part in ('new', 'cur'))


def sends_a_test_message(desk):
    p = desk.start()
    _ = p._
    before = letters(ADDRESS)
    add_account(p)
    p.press(_(SEND))
    p.says(_('Mailwright has removed it again.'), LONG)
    assert not p.has('push button', _(SEND)), 'it is offered once more'
    assert not p.has('push button', _('_Stop'))
    assert p.says(_('Your mail works'))
    p.press(_('Technical _Details'))
    p.press(_('Copy the _Record'))
    p.close()
    assert letters(ADDRESS) == before
    assert 'Verdict=works\n' in desk.accounts()[0]


def says_that_the_test_message_was_taken_for_spam(desk):
    p = desk.start()
    _ = p._
    add_account(p, 'spam@example.com')
    p.press(_(SEND))
    p.says(_('The test message was taken for spam.'), LONG)
    p.says(_('Mailwright has removed it again.'))
    p.press(_('_Copy for IT'))
    p.says(_('Copied. Your password is not in it.'))
    go_home(p)
    p.says(_('Works, with a remark'))
    p.close()
    assert 'Verdict=works-with-warnings\n' in desk.accounts()[0]


def says_that_the_test_message_does_not_arrive(desk):
    desk.remember('check-timeout', '10')
    p = desk.start(GSETTINGS_BACKEND='keyfile')
    _ = p._
    add_account(p, 'lost@example.com')
    p.press(_(SEND))
    p.says(_('The message is sent. Waiting for it to arrive: %u s').split('%')[0])
    p.press(_('_Stop'))
    p.says(_('Stopped'))
    p.press(_(SEND))  # it may be tried again
    p.says(_('The test message has not arrived.'), LONG)
    p.says(_('Your mail does not work yet'))
    p.close()
    assert 'Verdict=fails\n' in desk.accounts()[0]


def closes_while_the_test_message_is_under_way(desk):
    p = desk.start()
    _ = p._
    add_account(p, 'lost@example.com')
    p.press(_(SEND))
    p.find('push button', _('_Stop'))
    p.close()


PUTTING = 'Putting your password into the system keyring'
KEPT = 'The account is saved, and your password is in the system keyring.'


def closes_while_the_keyring_is_slow(desk):
    p = desk.start()
    before = secrets().count(ADDRESS)
    with slow_keyring() as go_on:
        add_account(p)
        p.says(p._(PUTTING))
        p.press_close()
        p.lingers()
        go_on()
        p.end()
    assert len(desk.accounts()) == 1
    assert secrets().count(ADDRESS) > before


def keeps_the_password_when_the_keyring_is_opened(desk):
    p = desk.start()
    _ = p._
    with locked_keyring():
        add_account(p)
        answer_keyring(p)
        p.says(_('The account is saved. Your password is not: the system keyring stayed locked.'))
        p.press(_('S_ave It Now'))
        answer_keyring(p, 'pw')
        p.says(_(KEPT))
        assert not p.has('push button', _('S_ave It Now'))
        p.close()


LATE = 'The password of %s could not be saved in the system keyring.'


def tells_late_that_the_keyring_stayed_locked(desk):
    p = desk.start()
    _ = p._
    with locked_keyring():
        add_account(p)
        go_home(p)
        answer_keyring(p)
        p.says(_(LATE) % ADDRESS)
        p.close()


NOTIFICATIONS = """
from gi.repository import Gio, GLib

def called(bus, sender, path, interface, method, parameters, invocation):
    print(parameters, flush=True)
    invocation.return_value(GLib.Variant('(u)', (1,)))

xml = '<node><interface name="org.freedesktop.Notifications"><method name="Notify">' + ''.join(
    f'<arg type="{t}" direction="in"/>' for t in ('s', 'u', 's', 's', 's', 'as', 'a{sv}', 'i')) + (
    '<arg type="u" direction="out"/></method></interface></node>')
bus = Gio.bus_get_sync(Gio.BusType.SESSION)
bus.register_object('/org/freedesktop/Notifications', Gio.DBusNodeInfo.new_for_xml(xml).interfaces[0], called)
Gio.bus_own_name_on_connection(bus, 'org.freedesktop.Notifications', Gio.BusNameOwnerFlags.NONE)
GLib.MainLoop().run()
"""


def tells_so_even_when_the_window_is_closed(desk):
    p = desk.start()
    monitor = subprocess.Popen(['/usr/bin/python3', '-c', NOTIFICATIONS], stdout=subprocess.PIPE, text=True)
    try:
        with locked_keyring():
            add_account(p)
            p.press_close()
            p.lingers()
            answer_keyring(p)
            p.end()
            time.sleep(1)
    finally:
        monitor.terminate()
        told, _ = monitor.communicate()
    assert p._(LATE) % ADDRESS in told, told
    assert len(desk.accounts()) == 1


SLOW_DISK = """
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

int
fsync (int fd)
{
  if (access (getenv ("SLOW_DISK"), F_OK) == 0)
    sleep (3);

  return syscall (SYS_fsync, fd);
}
"""


def slow_disk(desk):
    """For a program that is started with it: as soon as there is a file of this name."""
    source, library = desk.write('slow.c', SLOW_DISK), f'{desk.home}/slow.so'
    subprocess.run(['cc', '-shared', '-fPIC', '-o', library, source], check=True)
    return {'LD_PRELOAD': library, 'SLOW_DISK': f'{desk.home}/slow'}


def closes_during_a_hand_over(desk):
    desk.remember('last-client', "'thunderbird'")
    p = desk.start(GSETTINGS_BACKEND='keyfile', **slow_disk(desk))
    _ = p._
    add_account(p)
    p.says(_(KEPT))
    desk.write('slow', '')
    p.press(_('_Use in %s') % 'Thunderbird')
    p.press_close()
    p.lingers()
    p.end()
    written = glob.glob(f'{desk.home}/.thunderbird/*.default/prefs.js')
    assert len(written) == 1 and os.path.exists(f'{desk.home}/.thunderbird/profiles.ini')
    with open(written[0], encoding='utf-8') as file:
        assert 'imap.qq.com' in file.read()


def hands_over_when_the_program_is_closed(desk):
    desk.remember('last-client', "'thunderbird'")
    desk.write('.thunderbird/profiles.ini', '[Profile0]\nName=default\nIsRelative=1\nPath=mine.default\nDefault=1\n\n'
               '[General]\nStartWithLastProfile=1\nVersion=2\n')
    prefs = desk.write('.thunderbird/mine.default/prefs.js', 'user_pref("mail.root.imap", "x");\n')
    p = desk.start(GSETTINGS_BACKEND='keyfile')
    _ = p._
    with open(desk.write('.thunderbird/mine.default/.parentlock', ''), 'w') as lock:
        fcntl.lockf(lock, fcntl.LOCK_EX)  # as Thunderbird does while it runs
        add_account(p)
        p.says(_('Close %s first, then try again.') % 'Thunderbird')
        p.press(_('_Try Again'))
        p.says(_('Close %s first, then try again.') % 'Thunderbird')
        told = p.told_with(p.find('push button', _('_Try Again')))
        assert told[0] == _('Close %s first, then try again.') % 'Thunderbird', told
    p.press(_('_Try Again'))
    p.says(_('%s is set up') % 'Thunderbird')
    p.says(_('%s has this account now. Start it, and your mail is there.') % 'Thunderbird')
    p.says(_('%s will ask for the password: once for receiving, and once when you first send.') % 'Thunderbird')
    p.press(_('_What Was Changed'))
    p.says(_('Added to this file, and kept a copy of it'))
    with open(prefs, encoding='utf-8') as file:
        assert 'imap.qq.com' in file.read()
    p.close()


def add_two_and_break_one(desk):
    p = desk.start()
    for address in ADDRESS, 'li.na@example.com':
        add_account(p, address)
        p.says(p._(KEPT))
        go_home(p)
    p.close()
    for path in glob.glob(f'{desk.home}/data/mailwright/accounts/*.ini'):
        with open(path, encoding='utf-8') as file:
            text = file.read()
        desk.write(os.path.relpath(path, desk.home), text.replace('imap.qq.com', 'silent.broken.example'))


def stops_and_closes_while_all_are_tested(desk):
    add_two_and_break_one(desk)
    before = desk.accounts()
    p = desk.start()
    _ = p._
    p.press(_('_Test All'))
    p.says(_('Being tested'))
    p.press(_('_Stop'))
    p.find('push button', _('_Test All'))
    assert len([t for t in p.texts() if t.startswith(_('Works'))]) == 2, p.texts()
    p.press(_('_Test All'))
    p.says(_('Being tested'))
    p.close()
    assert desk.accounts() == before


def tells_of_files_that_cannot_be_used(desk):
    desk.write('data/mailwright/accounts/broken.ini', '[Account\n')
    desk.write('data/mailwright/providers/company.ini', '[x]\nName=X\nDomains=x.example;\nIncoming=nonsense\n')
    p = desk.start()
    _ = p._
    p.says(_('A file of Mailwright cannot be used. All else works; show this to your IT team:'))
    p.says('broken.ini')
    p.says('company.ini')
    add_account(p)
    go_home(p)
    p.says('broken.ini')
    p.close()


def begins_with_an_address_that_cannot_be(desk):
    for address, sentence in (('zhang', 'An e-mail address has one @, as in name@company.com.'),
                              ('a<b>&amp;@', 'The part before the @ has a character that an address cannot have.'),
                              ('', 'Type your e-mail address.'),
                              ('x' * 5000 + '@qq.com', None)):
        p = desk.start('--address', address)
        _ = p._
        p.says(_('_E-mail address'))
        assert p.content(_('_E-mail address')) == address
        if sentence:
            p.complains(_('_E-mail address'), _(sentence))
        p.type(_('_E-mail address'), ADDRESS)
        p.complains(_('_E-mail address'), '')
        p.close()


def removes_and_undoes(desk):
    p = desk.start()
    _ = p._
    add_account(p)
    p.says(_('The account is saved, and your password is in the system keyring.'))
    go_home(p)
    choose(p, '_Remove')
    p.says(_('%s removed') % ADDRESS)
    assert len(desk.accounts()) == 1, 'it was deleted before the offer to undo it had ended'
    p.press(_('_Undo'))
    p.find('push button', _('What to do with %s') % ADDRESS)
    n = secrets().count(ADDRESS)
    choose(p, '_Remove')
    p.says(_('%s removed') % ADDRESS)
    p.close()  # which ends the offer
    assert desk.accounts() == []
    assert secrets().count(ADDRESS) < n, secrets()


def tells_about_itself(desk):
    p = desk.start()
    p.find('push button', p._('_Add Account'))
    subprocess.run(['gapplication', 'action', 'io.github.mailwright.Mailwright', 'about'], check=True)
    p.says('Mailwright')
    wait_for('a second window', lambda: len(p.nodes('frame') + p.nodes('dialog')) > 1)
    p.key('Escape')
    wait_for('its end', lambda: len(p.nodes('frame') + p.nodes('dialog')) == 1)
    p.close()
    shown = subprocess.run([desk.path, '--version'], capture_output=True, text=True, check=True).stdout
    assert re.fullmatch(r'Mailwright \d+\.\d+\.\d+\n', shown), shown


def hands_over_and_takes_back(desk):
    desk.remember('last-client', "'msmtp'")
    p = desk.start(GSETTINGS_BACKEND='keyfile')
    _ = p._
    add_account(p)
    file = f'{desk.home}/.msmtprc'
    written = lambda: any(os.path.exists(f) for f in (file, f'{desk.home}/config/msmtp/config'))
    p.press(_('_Use in %s') % 'msmtp')
    p.says(_('%s is set up') % 'msmtp')
    wait_for('the settings of msmtp', written)
    p.has_focus(_('D_one'))
    p.key('alt+u')
    wait_for('the end of these settings', lambda: not written())
    p.close()


def keeps_the_account_without_a_keyring(desk):
    bus = subprocess.Popen(['dbus-daemon', '--config-file', _bus_without_services(desk), '--print-address=1',
                            '--nofork'], stdout=subprocess.PIPE, text=True)
    try:
        p = desk.start('--address', ADDRESS, DBUS_SESSION_BUS_ADDRESS=bus.stdout.readline().strip(),
                       AT_SPI_BUS_ADDRESS=_accessibility_bus())
        _ = p._
        fill_who(p, password=CODE)
        p.press(_('_Continue'))
        p.says(_('Your mail works'), LONG)
        p.says(_('The account is saved. Your password is not: this computer has no system keyring. '
                 'Your mail program will ask for it.'), LONG)
        assert len(desk.accounts()) == 1
        p.close()
    finally:
        bus.kill()
        bus.wait()


def _bus_without_services(desk):
    path = f'{desk.home}/bus.conf'
    with open(path, 'w', encoding='utf-8') as file:
        file.write('<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>'
                   '<policy context="default"><allow send_destination="*" eavesdrop="true"/>'
                   '<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>')
    return path


def _accessibility_bus():
    reply = subprocess.run(['gdbus', 'call', '--session', '--dest', 'org.a11y.Bus', '--object-path',
                            '/org/a11y/bus', '--method', 'org.a11y.Bus.GetAddress'],
                           capture_output=True, text=True, check=True).stdout
    return re.search(r"'(.*)'", reply).group(1)


TESTS = [
    adds_an_account, corrects_a_wrong_password, asks_without_a_complaint, stops_at_an_expired_certificate, hands_the_record_to_it,
    puts_the_report_where_a_remark_points_to_it,
    accepts_a_certificate_where_it_allows_that, accepts_no_certificate_otherwise, keeps_to_the_policy,
    keeps_the_preferences, shows_a_certificate_of_the_persons_own,
    keeps_the_certificate_with_the_account, names_every_control, uses_the_server_that_is_offered, stops_when_asked, says_that_it_waits,
    escape_stops_and_goes_back, closes_while_testing, quits_by_key_while_testing, works_by_keyboard_alone,
    leads_the_focus, leads_the_focus_in_a_failure, leads_the_focus_in_the_list,
    reads_the_verdict_where_the_focus_is, does_by_enter_what_a_row_is_for, passes_by_an_empty_box, lists_the_keys,
    says_what_is_wrong_at_each_field, repairs_an_address_in_sight, says_what_is_wrong_in_the_form,
    takes_apart_what_is_pasted, keeps_what_was_typed_for_each_way_of_receiving,
    sends_a_test_message, says_that_the_test_message_was_taken_for_spam, says_that_the_test_message_does_not_arrive,
    closes_while_the_test_message_is_under_way,
    finds_the_settings_by_itself, opens_the_form_where_nothing_is_found, stops_to_look_at_once, goes_back_while_it_looks,
    looks_aside_while_it_looks, closes_while_it_looks, asks_before_it_signs_in_elsewhere, asks_nobody_who_is_switched_off,
    asks_nobody_while_one_types, asks_whether_a_domain_is_misspelt, shows_the_page_that_settings_name,
    tests_again_with_the_password_of_the_keyring, tests_all, asks_no_password_where_a_ticket_will_do, removes_and_undoes,
    tells_about_itself, hands_over_and_takes_back,
    keeps_the_account_without_a_keyring, closes_while_the_keyring_is_slow,
    keeps_the_password_when_the_keyring_is_opened, tells_late_that_the_keyring_stayed_locked,
    tells_so_even_when_the_window_is_closed, closes_during_a_hand_over, hands_over_when_the_program_is_closed,
    stops_and_closes_while_all_are_tested, tells_of_files_that_cannot_be_used, begins_with_an_address_that_cannot_be,
]

# Each main way once, for the quick run.
EVERY_DAY = [
    adds_an_account, corrects_a_wrong_password, stops_at_an_expired_certificate, stops_when_asked, closes_while_testing,
    works_by_keyboard_alone, says_what_is_wrong_at_each_field, finds_the_settings_by_itself,
    tests_again_with_the_password_of_the_keyring, removes_and_undoes, keeps_the_account_without_a_keyring,
]


def can_run(test):
    """The quick run installs no mail program; the whole one does."""
    needs = {hands_over_and_takes_back: 'msmtp', does_by_enter_what_a_row_is_for: 'msmtp', closes_during_a_hand_over: 'thunderbird',
             hands_over_when_the_program_is_closed: 'thunderbird', keeps_to_the_policy: 'dconf'}
    if test is asks_no_password_where_a_ticket_will_do:
        return os.path.exists(TICKETS) and os.path.exists('/usr/lib/dovecot/modules/auth/libmech_gssapi.so')
    return test not in needs or shutil.which(needs[test])


def main(path, language='C', *names):
    desk = Desk(path, language)
    everything = EVERY_DAY if names == ('--quick',) else TESTS
    tests = [t for t in everything if (everything is EVERY_DAY or not names or t.__name__ in names) and can_run(t)]
    failed = 0
    print(f'1..{len(tests)}')
    for number, test in enumerate(tests, 1):
        desk.begin()
        try:
            test(desk)
            result = 'ok'
        except Exception:
            result = 'not ok'
            failed += 1
            print('# ' + mask(traceback.format_exc()).replace('\n', '\n# '))
        logs, left = desk.end()
        if left:
            result = 'not ok'
            failed += 1
            print('# a password stands in ' + ', '.join(left))
        for text in logs:
            if result == 'not ok' and text:
                print('# ' + mask(text).replace('\n', '\n# '))
        print(f'{result} {number} - /window/{language}/{test.__name__.replace("_", "-")}', flush=True)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
