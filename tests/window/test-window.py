# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person does with the window, and what has to come of it. Called by `run`; TAP on standard output."""

import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import traceback

import pyatspi

from driver import Program, make_locale, wait_for

ADDRESS = '10001@qq.com'
CODE = 'abcdefghijklmnop'
PEOPLE = {  # of tests/lab/users
    'li.na@example.com': 'practice-li-na',
    ADDRESS: CODE,
    'spam@example.com': 'practice-spam',
    'lost@example.com': 'practice-lost',
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

    def accounts(self):
        texts = []
        for path in glob.glob(f'{self.home}/data/mailwright/accounts/*.ini'):
            with open(path, encoding='utf-8') as file:
                texts.append(file.read())
        return texts

    def end(self):
        return [p.kill() for p in self.programs]


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
    p.press(_('_Add account'))
    p.says(_('_E-mail address'))
    fill_who(p, address, PEOPLE[address])
    p.press(_('E_dit settings'))
    p.says(_('Incoming server'))


def test_hosts(p, host, incoming=993, outgoing=465):
    _ = p._
    open_form(p)
    p.type(_('Server'), f'{host}:{incoming}/SSL')
    p.type(_('Server'), f'{host}:{outgoing}/SSL', 1)
    p.press(_('_Test'))


def add_account(p, address=ADDRESS):
    _ = p._
    p.press(_('_Add account'))
    p.says(_('_E-mail address'))
    fill_who(p, address, PEOPLE[address])
    p.press(_('_Continue'))
    if not address.endswith('@qq.com'):
        p.says(_('Incoming server'))
        p.press(_('_Test'))
    p.says(_('Your mail works'), LONG)


def go_home(p):
    p.press(p._('_Done'))
    p.find('push button', p._('_Add account'))


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
    p.says(_('The account is kept, and your password is in the system keyring.'), LONG)
    p.press(_('Technical _details'))
    p.says('imaps://')
    p.press(_('Copy the _record'))
    p.says(_('Copied. Your password is not in it.'))
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
    p.find('push button', _('Try _again'), patience=LONG)
    p.says(_('Your mail does not work yet'))
    assert refusals() == before + 1, 'the password was offered more than once'
    assert p.content(_('_Authorization code')) == ''
    p.press(_('Try _again'))  # with nothing in the box: nothing is sent
    p.says(_('Type your password.'))
    assert refusals() == before + 1
    p.type(_('_Authorization code'), CODE)
    p.press(_('Try _again'))
    p.says(_('Your mail works'), LONG)
    p.close()
    assert len(desk.accounts()) == 1


def stops_at_an_expired_certificate(desk):
    p = desk.start()
    _ = p._
    test_hosts(p, 'expired.broken.example')
    p.says(_('Your mail does not work yet'), LONG)
    assert p.has('push button', _('_Copy for IT'))
    p.press(_('_Copy for IT'))
    p.says(_('Copied. Your password is not in it.'))
    p.press(_('Technical _details'))
    p.says('tls.expired')
    assert desk.accounts() == []
    p.close()


def hands_the_record_to_it(desk):
    p = desk.start()
    _ = p._
    test_hosts(p, 'expired.broken.example')
    p.says(_('Your mail does not work yet'), LONG)
    assert not p.has('push button', _('Copy the _record')), 'the details stand open'
    p.press(_('Technical _details'))
    p.press(_('Copy the _record'))
    p.says(_('Copied. Your password is not in it.'))
    file = f'{desk.home}/record.txt'
    save_record(p, file)
    p.says(_('Saved. Your password is not in it.'))
    check_record(file, 'expired.broken.example:993')
    p.close()


def save_record(p, file):
    """Through GTK's own dialog, whose words are GTK's."""
    p.press(p._('_Save the record…'))
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


ACCEPT = 'Accept this certificate for _30 days'
ALLOW = 'allow-certificate-exceptions'


def fails_with_details(p, host, nth=0):
    """The details of receiving are the first, those of sending the second."""
    _ = p._
    p.says(_('Your mail does not work yet'), LONG)
    p.press(_('Technical _details'), nth)
    p.says(host)


def accepts_a_certificate_where_it_allows_that(desk):
    desk.remember(ALLOW, 'true')
    p = desk.start(GSETTINGS_BACKEND='keyfile')
    _ = p._
    test_hosts(p, 'self-signed.broken.example')
    fails_with_details(p, 'self-signed.broken.example:993')
    p.press(_(ACCEPT))
    p.says(_('Receiving works, sending does not yet'), LONG)  # another port is another exception
    p.press(_('Technical _details'))
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
    p.press(_('_Test again'), role='menu item')
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
        assert p.has('push button', _('Copy the _record'))
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
    p.find('push button', _('_Add account'))
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
    p.find('push button', _('_Add account'))
    p.key('ctrl+comma')
    p.says(_('For the IT helper'))
    p.key('Page_Up')
    p.press(_('Back'))
    p.find('push button', _('_Add account'))
    p.close()
    with open(f'{desk.home}/config/glib-2.0/settings/keyfile', encoding='utf-8') as file:
        assert 'check-timeout=60' in file.read()


def uses_the_server_that_is_offered(desk):
    p = desk.start()
    _ = p._
    test_hosts(p, 'wrong-name.broken.example')
    p.says(_('Your mail does not work yet'), LONG)
    assert desk.accounts() == []
    p.press(_('Use {other}').replace('{other}', 'mail.another.example'))
    p.says(_('Receiving works, sending does not yet'), LONG)  # each is asked for by name
    p.press(_('Use {other}').replace('{other}', 'mail.another.example'))
    p.says(_('Your mail works'), LONG)
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
    p.says(_('Incoming server'))
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
    p.says(_('Incoming server'))
    p.key('alt+Left')
    p.says(_('_E-mail address'))
    p.key('Escape')
    p.find('push button', _('_Add account'))
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
    p.find('push button', _('_Add account'))
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


def says_what_is_wrong_at_each_field(desk):
    p = desk.start()
    _ = p._
    p.press(_('_Add account'))
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
    p.press(_('_Add account'))
    p.says(_('_E-mail address'))
    fill_who(p, '１０００１＠ｑｑ。ｃｏｍ\u200b', 'x')
    p.find('text', _('_Authorization code'))
    p.press(_('E_dit settings'))
    p.says(_('Incoming server'))
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
    p.type(_('User name'), '')
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
    choose(p, '_Test again')
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
    p.press(_('_Test all'))
    wait_for('a test of each', lambda: not before & set(desk.accounts()), LONG)
    p.find('push button', _('_Test all'), patience=LONG)
    assert len([t for t in p.texts() if t.startswith(_('Works'))]) == 2, p.texts()
    p.close()


SEND = 'Send a _test message to myself'


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
    p.press(_('Technical _details'))
    p.press(_('Copy the _record'))
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


def removes_and_undoes(desk):
    p = desk.start()
    _ = p._
    add_account(p)
    p.says(_('The account is kept, and your password is in the system keyring.'))
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
    p.find('push button', p._('_Add account'))
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
    p.press(_('_Undo'))
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
        p.says(_('The account is kept. Your password is not: this computer has no system keyring. '
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
    adds_an_account, corrects_a_wrong_password, stops_at_an_expired_certificate, hands_the_record_to_it,
    accepts_a_certificate_where_it_allows_that, accepts_no_certificate_otherwise, keeps_to_the_policy,
    keeps_the_preferences, uses_the_server_that_is_offered, stops_when_asked, says_that_it_waits,
    escape_stops_and_goes_back, closes_while_testing, quits_by_key_while_testing, works_by_keyboard_alone,
    says_what_is_wrong_at_each_field, repairs_an_address_in_sight, says_what_is_wrong_in_the_form,
    takes_apart_what_is_pasted, keeps_what_was_typed_for_each_way_of_receiving,
    sends_a_test_message, says_that_the_test_message_was_taken_for_spam, says_that_the_test_message_does_not_arrive,
    closes_while_the_test_message_is_under_way,
    tests_again_with_the_password_of_the_keyring, tests_all, removes_and_undoes, tells_about_itself, hands_over_and_takes_back,
    keeps_the_account_without_a_keyring,
]


def can_run(test):
    """The quick run installs no mail program; the whole one does."""
    needs = {hands_over_and_takes_back: 'msmtp', keeps_to_the_policy: 'dconf'}
    return test not in needs or shutil.which(needs[test])


def main(path, language='C', *names):
    desk = Desk(path, language)
    tests = [t for t in TESTS if (not names or t.__name__ in names) and can_run(t)]
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
            print('# ' + traceback.format_exc().replace('\n', '\n# '))
        for text in desk.end():
            if result == 'not ok' and text:
                print('# ' + text.replace('\n', '\n# '))
        print(f'{result} {number} - /window/{language}/{test.__name__.replace("_", "-")}', flush=True)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
