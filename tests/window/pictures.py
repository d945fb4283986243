# SPDX-License-Identifier: GPL-3.0-or-later
"""Walks through the pages and takes a picture of each. Called by `screenshots`."""

import os
import re
import subprocess
import sys
import time

from driver import Missing, Program, make_locale, wait_for
from ways import ADDRESSES, FAILURES

# Where a test, or the search before it, ends.
ENDS = ['Your mail works', 'Your mail does not work yet', 'Receiving works, sending does not yet',
        'One question before the test', 'Incoming Server', 'The test did not finish']


def settings(look):
    """GSettings reads these from a file."""
    config = os.path.join(os.environ['HOME'], '.config')
    width = 360 if 'narrow' in look else 720
    height = 1400 if 'narrow' in look or 'large' in look else 800  # all of a page in one picture
    os.makedirs(os.path.join(config, 'glib-2.0/settings'), exist_ok=True)
    with open(os.path.join(config, 'glib-2.0/settings/keyfile'), 'w', encoding='utf-8') as file:
        file.write(f'[io/github/mailwright/Mailwright]\nwindow-width={width}\nwindow-height={height}\n'
                   'check-timeout=15\n')


def fits(name):
    """Whether this one of them is wanted: all are, unless they are named."""
    only = os.environ.get('ONLY', '').split()
    return not only or name in only


class Walk:
    def __init__(self, program, output, look):
        self.output, self.look = output, look
        chinese = 'chinese' in look
        environment = {'GSETTINGS_BACKEND': 'keyfile'}
        if 'dark' in look:
            environment['ADW_DEBUG_COLOR_SCHEME'] = 'prefer-dark'
        if 'contrast' in look:
            environment['ADW_DEBUG_HIGH_CONTRAST'] = '1'
        if 'large' in look:
            environment['WATCH_DPI'] = '144'
        if 'mirrored' in look:
            environment['WATCH_MIRRORED'] = '1'
        locpath = make_locale('zh_CN') if chinese else None
        self.start = lambda: Program(program, locale='zh_CN.UTF-8' if chinese else 'C.UTF-8', locpath=locpath,
                                     environment=environment)
        self.p = self.start()
        self.n = 0
        self.missed = []

    def take(self, name):
        self.n += 1
        path = os.path.join(self.output, f'{self.look}-{self.n:02}-{name}.png')
        subprocess.run(['sleep', '0.7'])  # the end of the slide from page to page
        subprocess.run(['import', '-window', 'root', path], check=True)
        subprocess.run(['mogrify', '-trim', '+repage', path], check=True)

    def who(self, address, password):
        p, _ = self.p, self.p._
        p.press(_('_Add Account'))
        p.says(_('_E-mail address'))
        p.type(_('Your _name'), 'Zhang Wei')
        p.type(_('_E-mail address'), address)
        title = wait_for('the box for the password', lambda: next(
            (t for t in map(_, ('_Authorization code', 'A_pp password', '_Password')) if p.has('text', t)), None))
        p.type(title, password)

    def form(self, incoming, outgoing):
        p, _ = self.p, self.p._
        p.press(_('E_dit Settings'))
        p.says(_('Incoming Server'))
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
        self.await_end()
        self.take(name)
        if name == 'expired':
            self.open_details('Technical _Details')
            self.take(f'{name}-details')
        self.leave()

    def await_end(self):
        """Of a test, or a question before it."""
        p, _ = self.p, self.p._
        ends = {_(text) for text in ENDS}

        def look():
            p.application.clear_cache()  # which may know the end of the last one
            return not p.has('push button', _('_Stop')) and ends & set(p.texts())
        wait_for('a verdict', lambda: look() and (time.sleep(0.5) or look()), 90)  # twice: the last one may still stand there

    def leave(self):
        """To the first page, from wherever one is."""
        back = self.p._('Back')
        for _n in range(6):
            if not self.p.has('push button', back):
                return
            self.p.key('Escape')
            time.sleep(0.5)
        raise Missing('there is no way home')

    def each(self, step, rows):
        """One that ends otherwise than it should is told at the end: the others are worth a look, too."""
        for row in rows:
            try:
                step(*row)
            except Missing as missing:
                self.take(f'{row[0]}-failed')
                self.missed.append(f'{row[0]}: {missing}')
                self.p.kill()
                self.p = self.start()

    def run(self):
        p, _ = self.p, self.p._
        p.find('push button', _('_Add Account'))
        self.take('empty')
        p.press(_('_Add Account'))
        p.says(_('_E-mail address'))
        self.take('who')
        p.press(_('_Continue'))
        self.take('who-missing')
        p.key('Escape')
        self.who('10001@qq.com', 'qqpassword')
        self.take('who-qq')
        p.press(_('_Continue'))
        p.find('push button', _('_Try Again'), patience=60)
        self.take('wrong-password')
        p.type(_('_Authorization code'), 'abcdefghijklmnop')
        p.press(_('_Try Again'))
        p.says(_('Your mail works'), 60)
        self.take('ready')
        self.open_details('_What Will Be Changed')
        self.take('ready-details')
        p.press(_('D_one'))
        p.find('push button', _('_Add Account'))
        self.take('home')
        p.press(_('What to do with %s') % '10001@qq.com')
        self.take('home-menu')
        p.press(_('_Test Again'), role='menu item')
        p.says(_('Your mail works'), 60)
        p.press(_('D_one'))
        p.find('push button', _('_Add Account'))
        self.who('li.na@company.example', 'practice-li-na')
        p.press(_('E_dit Settings'))
        p.says(_('Incoming Server'))
        self.take('settings-guess')
        p.type(_('Server'), 'imap example')
        p.type(_('Port'), '99999')
        p.type(_('Server'), '', 1)
        p.press(_('_Test'))
        self.take('settings-wrong')
        p.key('Escape', 'Escape')
        p.find('push button', _('_Add Account'))
        self.who('hello@outlook.com', 'x')
        self.take('who-browser')
        p.key('Escape')
        p.find('push button', _('_Add Account'))
        self.looking()
        self.running()
        self.failures()
        p.close()

    def looking(self):
        p, _ = self.p, self.p._
        p.find('push button', _('_Add Account'))
        p.key('ctrl+comma')
        p.says(_('Looking for Settings'))
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
                ('nothing', 'x@nobody.example', 'Incoming Server'),
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
        p.find('push button', _('_Add Account'))

    def failures(self):
        self.p.find('push button', self.p._('_Add Account'))
        self.each(self.failure, [row for row in FAILURES if fits(row[0])])

    def address(self, name, address, password):
        p, _ = self.p, self.p._
        p.find('push button', _('_Add Account'))
        self.who(address, password)
        self.take(f'{name}-who')
        p.press(_('_Continue'))
        if name == 'misspelt':  # it is asked first
            p.press(_('_Continue'))
        self.await_end()
        self.take(f'{name}-end')
        if _('Your mail works') in p.texts():
            self.open_details('Technical _Details')
            self.take(f'{name}-details')
        self.leave()

    def addresses(self):
        self.each(self.address, [row for row in ADDRESSES if fits(row[0])])

    def letters(self):
        p, _ = self.p, self.p._
        for address, password, end in (('li.na@example.com', 'practice-li-na', 'Mailwright has removed it again.'),
                                       ('spam@example.com', 'practice-spam', 'Mailwright has removed it again.'),
                                       ('lost@example.com', 'practice-lost', 'The test message has not arrived.')):
            p.find('push button', _('_Add Account'))
            self.who(address, password)
            p.press(_('_Continue'))
            p.find('push button', _('_Send a Test Message to Myself'), patience=60)
            p.press(_('_Send a Test Message to Myself'))
            p.says(_(end), 60)
            self.take('letter-' + address.split('@')[0])
            p.press(_('D_one'))

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
        self.leave()


if __name__ == '__main__':
    settings(sys.argv[3])
    walk = Walk(*sys.argv[1:4])
    try:
        for part in sys.argv[4:] or ['run']:
            getattr(walk, part)()
        if walk.missed:
            sys.exit('\n'.join(walk.missed))
    except Exception:
        subprocess.run(['import', '-window', 'root', os.path.join(sys.argv[2], f'{sys.argv[3]}-failed.png')])
        sys.stderr.write(walk.p.kill())
        raise
