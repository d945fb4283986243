# SPDX-License-Identifier: GPL-3.0-or-later
"""Walks through the pages and takes a picture of each. Called by `screenshots`."""

import os
import re
import subprocess
import sys

from driver import Program, make_locale, wait_for

# What a person may run into: a name, an address and a password of tests/lab/users or wrong ones, the server of
# tests/lab/names (none: what the preset says), whether by STARTTLS.
FAILURES = [
    ('wrong-code', '10001@qq.com', 'qqpassword', None, False),
    ('app-password', 'peter@gmail.com', 'gmailpassword', None, False),
    ('wrong-password', 'li.na@example.com', 'not-it', 'mail.example.com', False),
    ('expired', 'li.na@example.com', 'practice-li-na', 'expired.broken.example', False),
    ('wrong-name', 'li.na@example.com', 'practice-li-na', 'wrong-name.broken.example', False),
    ('self-signed', 'li.na@example.com', 'practice-li-na', 'self-signed.broken.example', False),
    ('refused', 'li.na@example.com', 'practice-li-na', 'refused.broken.example', False),
    ('timeout', 'li.na@example.com', 'practice-li-na', 'timeout.broken.example', False),
    ('no-such-host', 'li.na@example.com', 'practice-li-na', 'nothing.broken.example', False),
    ('not-offered', 'li.na@example.com', 'practice-li-na', 'not-offered.broken.example', True),
    ('basic-auth', 'maria@company-365.example', 'practice-maria', 'outlook.office365.com', False),
    ('imap-disabled', 'imap-disabled@example.com', 'practice-imap-disabled', 'mail.example.com', False),
    ('cannot-open', 'li.na@example.com', 'practice-li-na', 'cannot-open.broken.example', False),
    ('sender-rejected', 'li.na@example.com', 'practice-li-na', 'sender-rejected.broken.example', False),
    ('web-server', 'li.na@example.com', 'practice-li-na', 'web.broken.example', False),
    ('certificate', 'li.na@example.com', 'practice-li-na', 'certificate-required.broken.example', False),
    ('locked', 'account-locked@example.com', 'practice-account-locked', 'mail.example.com', False),
]


def settings(look):
    """GSettings and GTK read these from files."""
    config = os.path.join(os.environ['HOME'], '.config')
    width, height = (360 if 'narrow' in look else 720), 800
    for folder, name, text in (
            ('glib-2.0/settings', 'keyfile',
             f'[io/github/mailwright/Mailwright]\nwindow-width={width}\nwindow-height={height}\n'
             'check-timeout=15\n'),
            ('gtk-4.0', 'settings.ini',
             '[Settings]\n' + ('gtk-font-name=Sans 16\n' if look == 'large' else ''))):
        os.makedirs(os.path.join(config, folder), exist_ok=True)
        with open(os.path.join(config, folder, name), 'w', encoding='utf-8') as file:
            file.write(text)


class Walk:
    def __init__(self, program, output, look):
        self.output, self.look = output, look
        chinese = 'chinese' in look
        environment = {'GSETTINGS_BACKEND': 'keyfile'}
        if look == 'dark':
            environment['ADW_DEBUG_COLOR_SCHEME'] = 'prefer-dark'
        if look == 'contrast':
            environment['ADW_DEBUG_HIGH_CONTRAST'] = '1'
        self.p = Program(program, locale='zh_CN.UTF-8' if chinese else 'C.UTF-8',
                         locpath=make_locale('zh_CN') if chinese else None, environment=environment)
        self.n = 0

    def take(self, name):
        self.n += 1
        path = os.path.join(self.output, f'{self.look}-{self.n:02}-{name}.png')
        subprocess.run(['sleep', '0.7'])  # the end of the slide from page to page
        subprocess.run(['import', '-window', 'root', path], check=True)
        subprocess.run(['mogrify', '-trim', '+repage', path], check=True)

    def who(self, address, password):
        p, _ = self.p, self.p._
        p.press(_('_Add account'))
        p.says(_('_E-mail address'))
        p.type(_('Your _name'), 'Zhang Wei')
        p.type(_('_E-mail address'), address)
        title = wait_for('the box for the password', lambda: next(
            (t for t in map(_, ('_Authorization code', 'A_pp password', '_Password')) if p.has('text', t)), None))
        p.type(title, password)

    def form(self, incoming, outgoing):
        p, _ = self.p, self.p._
        p.press(_('E_dit settings'))
        p.says(_('Incoming server'))
        p.type(_('Server'), incoming)
        p.type(_('Server'), outgoing, 1)

    def open_details(self, title):
        self.p.press(self.p._(title))

    def failure(self, name, address, password, host, starttls):
        p, _ = self.p, self.p._
        self.who(address, password)
        if host is None:
            p.press(_('_Continue'))
        else:
            ports = (143, 587, 'STARTTLS') if starttls else (993, 465, 'SSL')
            self.form(f'{host}:{ports[0]}/{ports[2]}', f'{host}:{ports[1]}/{ports[2]}')
            p.press(_('_Test'))
        wait_for('a verdict', lambda: {_('Your mail does not work yet'), _('Receiving works, sending does not yet')}
                 & set(p.texts()), 60)
        self.take(name)
        if name == 'expired':
            self.open_details('Technical _details')
            self.take(f'{name}-details')
        p.key('Escape', 'Escape', 'Escape')
        p.find('push button', _('_Add account'))

    def run(self):
        p, _ = self.p, self.p._
        p.find('push button', _('_Add account'))
        self.take('empty')
        p.press(_('_Add account'))
        p.says(_('_E-mail address'))
        self.take('who')
        p.press(_('_Continue'))
        self.take('who-missing')
        p.key('Escape')
        self.who('10001@qq.com', 'qqpassword')
        self.take('who-qq')
        p.press(_('_Continue'))
        p.find('push button', _('Try _again'), patience=60)
        self.take('wrong-password')
        p.type(_('_Authorization code'), 'abcdefghijklmnop')
        p.press(_('Try _again'))
        p.says(_('Your mail works'), 60)
        self.take('ready')
        self.open_details('_What will be changed')
        self.take('ready-details')
        p.press(_('_Done'))
        p.find('push button', _('_Add account'))
        self.take('home')
        p.press(_('What to do with %s') % '10001@qq.com')
        self.take('home-menu')
        p.press(_('_Test again'), role='menu item')
        p.says(_('Your mail works'), 60)
        p.press(_('_Done'))
        p.find('push button', _('_Add account'))
        self.who('li.na@company.example', 'practice-li-na')
        p.press(_('E_dit settings'))
        p.says(_('Incoming server'))
        self.take('settings-guess')
        p.type(_('Server'), 'imap example')
        p.type(_('Port'), '99999')
        p.type(_('Server'), '', 1)
        p.press(_('_Test'))
        self.take('settings-wrong')
        p.key('Escape', 'Escape')
        p.find('push button', _('_Add account'))
        self.who('hello@outlook.com', 'x')
        self.take('who-browser')
        p.key('Escape')
        p.find('push button', _('_Add account'))
        self.looking()
        self.running()
        self.failures()
        p.close()

    def looking(self):
        p, _ = self.p, self.p._
        p.find('push button', _('_Add account'))
        p.key('ctrl+comma')
        p.says(_('Looking for settings'))
        self.take('preferences')
        p.key(*['Tab'] * 20)  # which scrolls
        self.take('preferences-below')
        p.press(_('Back'))
        self.who('x@dns-timeout.broken.example', 'x')
        p.press(_('_Continue'))
        p.says(_('Asking…'))
        subprocess.run(['sleep', '2'])
        self.take('looking')
        p.press(_('_Stop'))
        p.says(_('The search was stopped'))
        self.take('looking-stopped')
        p.key('Escape', 'Escape')
        for name, address, sentence in (
                ('nothing', 'x@nobody.example', 'Incoming server'),
                ('question-name', 'li.na@foreign-srv.found.example', 'The server has another name than your domain.'),
                ('question-http', 'li.na@foreign-http.found.example', 'These settings came over an unprotected page.')):
            self.who(address, 'x')
            p.press(_('_Continue'))
            p.says(_(sentence))
            self.take(f'looking-{name}')
            p.key('Escape', 'Escape')
        self.who('peter@gmial.com', 'x')
        p.press(_('_Continue'))
        p.says(_('Did you mean %s?') % 'gmail.com')
        self.take('who-misspelt')
        p.key('Escape')
        p.find('push button', _('_Add account'))

    def failures(self):
        self.p.find('push button', self.p._('_Add account'))
        for failure in FAILURES:
            self.failure(*failure)

    def letters(self):
        p, _ = self.p, self.p._
        for address, password, end in (('li.na@example.com', 'practice-li-na', 'Mailwright has removed it again.'),
                                       ('spam@example.com', 'practice-spam', 'Mailwright has removed it again.'),
                                       ('lost@example.com', 'practice-lost', 'The test message has not arrived.')):
            p.find('push button', _('_Add account'))
            self.who(address, password)
            p.press(_('_Continue'))
            p.find('push button', _('Send a _test message to myself'), patience=60)
            p.press(_('Send a _test message to myself'))
            p.says(_(end), 60)
            self.take('letter-' + address.split('@')[0])
            p.press(_('_Done'))

    def running(self):
        p, _ = self.p, self.p._
        self.who('li.na@example.com', 'practice-li-na')
        self.form('silent.broken.example:993/SSL', 'silent.broken.example:465/SSL')
        p.press(_('_Test'))
        p.says(_('Testing %s') % 'li.na@example.com')
        subprocess.run(['sleep', '2'])
        self.take('running')
        p.press(_('_Stop'))
        p.says(_('Stopped'))
        self.take('stopped')
        p.key('Escape', 'Escape', 'Escape')
        p.find('push button', _('_Add account'))


if __name__ == '__main__':
    settings(sys.argv[3])
    walk = Walk(*sys.argv[1:4])
    try:
        for part in sys.argv[4:] or ['run']:
            getattr(walk, part)()
    except BaseException:
        subprocess.run(['import', '-window', 'root', os.path.join(sys.argv[2], f'{sys.argv[3]}-failed.png')])
        sys.stderr.write(walk.p.kill())
        raise
