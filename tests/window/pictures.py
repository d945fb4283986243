# SPDX-License-Identifier: GPL-3.0-or-later
"""Walks through the pages and takes a picture of each. Called by `screenshots`."""

import os
import re
import subprocess
import sys

from driver import Program, make_locale, wait_for

SIZE = {'narrow': (360, 640)}


def settings(look):
    """GSettings and GTK read these from files."""
    config = os.path.join(os.environ['HOME'], '.config')
    width, height = SIZE.get(look, (720, 640))
    for folder, name, text in (
            ('glib-2.0/settings', 'keyfile',
             f'[io/github/mailwright/Mailwright]\nwindow-width={width}\nwindow-height={height}\n'),
            ('gtk-4.0', 'settings.ini',
             '[Settings]\n' + ('gtk-font-name=Sans 16\n' if look == 'large' else ''))):
        os.makedirs(os.path.join(config, folder), exist_ok=True)
        with open(os.path.join(config, folder, name), 'w', encoding='utf-8') as file:
            file.write(text)


class Walk:
    def __init__(self, program, output, look):
        self.output, self.look = output, look
        chinese = look == 'chinese'
        environment = {'GSETTINGS_BACKEND': 'keyfile'}
        if look == 'dark':
            environment['ADW_DEBUG_COLOR_SCHEME'] = 'prefer-dark'
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
        title = next(t for t in map(_, ('_Authorization code', '_Password')) if p.has('text', t))
        p.type(title, password)

    def form(self, incoming, outgoing):
        p, _ = self.p, self.p._
        p.press(_('E_dit settings'))
        p.says(_('Incoming server'))
        p.type(_('Server'), incoming)
        p.type(_('Server'), outgoing, 1)

    def open_details(self, title):
        self.p.press(self.p._(title))

    def failure(self, name, host, details=False):
        p, _ = self.p, self.p._
        self.who('li.na@example.com', 'practice-li-na')
        self.form(f'{host}:993/SSL', f'{host}:465/SSL')
        p.press(_('_Test'))
        wait_for('a verdict', lambda: _('Your mail does not work yet') in p.texts(), 60)
        self.take(name)
        if details:
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
        p.press(_('_Continue'))
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
        self.failure('expired', 'expired.broken.example', details=True)
        self.failure('wrong-name', 'wrong-name.broken.example')
        self.who('li.na@example.com', 'practice-li-na')
        self.form('silent.broken.example:993/SSL', 'silent.broken.example:465/SSL')
        p.press(_('_Test'))
        p.says(_('Testing %s') % 'li.na@example.com')
        subprocess.run(['sleep', '2'])
        self.take('running')
        p.press(_('_Stop'))
        p.says(_('Stopped'))
        self.take('stopped')
        p.close()


if __name__ == '__main__':
    settings(sys.argv[3])
    walk = Walk(*sys.argv[1:4])
    try:
        walk.run()
    except BaseException:
        subprocess.run(['import', '-window', 'root', os.path.join(sys.argv[2], f'{sys.argv[3]}-failed.png')])
        sys.stderr.write(walk.p.kill())
        raise
