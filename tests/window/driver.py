# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the window as a screen reader sees it: by the names and roles of what is in it."""

import functools
import gettext
import os
import re
import shlex
import subprocess
import tempfile
import time

import pyatspi
from gi.repository import GLib

PATIENCE = 20  # seconds


class Missing(AssertionError):
    pass


def make_locale(name):
    """A locale that may not be installed here, in a folder of its own: for LOCPATH."""
    folder = tempfile.mkdtemp(prefix='locale.')
    subprocess.run(['localedef', '-i', name, '-f', 'UTF-8', f'{folder}/{name}.UTF-8'],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return folder


@functools.cache
def make_watch():
    """What looks on from inside the program."""
    library = os.path.join(tempfile.mkdtemp(prefix='watch.'), 'watch.so')
    flags = subprocess.run(['pkg-config', '--cflags', '--libs', 'gtk4'], capture_output=True, text=True, check=True).stdout
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'watch.c')
    subprocess.run(['cc', '-shared', '-fPIC', '-Wall', '-o', library, source, *shlex.split(flags)], check=True)
    return library


def wait_for(what, condition, patience=PATIENCE):
    end = time.monotonic() + patience
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise Missing(f'{what} did not come')


def walk(node):
    """All that is in sight of a screen reader; what vanishes meanwhile is left out."""
    try:
        yield node
        for i in range(node.childCount):
            child = node.getChildAtIndex(i)
            if child is not None:
                yield from walk(child)
    except GLib.Error:
        return


def ask(question, otherwise=None):
    """What a node says, or OTHERWISE where it has just vanished."""
    try:
        return question()
    except GLib.Error:
        return otherwise


def acts(node):
    """Whether anything can be done with it."""
    try:
        return ask(lambda: node.queryAction().nActions, 0) > 0
    except NotImplementedError:
        return False


class Program:
    """One run of the program. Everything is waited for; nothing sleeps for luck."""

    def __init__(self, path, *arguments, locale='C.UTF-8', locpath=None, environment=None):
        self.root = os.path.dirname(os.path.dirname(path))
        self.translation = gettext.translation(
            'mailwright', os.path.join(self.root, 'share', 'locale'),
            languages=[locale.split('.')[0]], fallback=locale.startswith('C'))
        env = dict(os.environ, LC_ALL=locale, G_DEBUG='fatal-criticals', GTK_A11Y='atspi',
                   GIO_USE_PROXY_RESOLVER='dummy',
                   XDG_DATA_DIRS=f'{self.root}/share:/usr/local/share:/usr/share')
        env.update(environment or {})
        env.pop('LANGUAGE', None)
        if locpath:
            env['LOCPATH'] = locpath
        env['LD_PRELOAD'] = ':'.join(filter(None, [make_watch(), env.get('LD_PRELOAD')]))
        env['WATCH_FOCUS'] = self.focus_file = os.path.join(tempfile.mkdtemp(prefix='focus.'), 'focus')
        self.looked = 0
        self.log = tempfile.TemporaryFile('w+')
        self.process = subprocess.Popen([path, *arguments], env=env, stderr=self.log)
        self.application = wait_for('the program', self._find_application)
        self.frame = wait_for('the window', self._find_frame)

    def _find_application(self):
        for application in pyatspi.Registry.getDesktop(0):
            if application and ask(application.get_process_id) == self.process.pid:
                return application
        return None

    def _find_frame(self):
        return next((n for n in self.nodes('frame')), None)

    # Words

    def _(self, text):
        """As the label shows it: translated, without the mark of the mnemonic."""
        return self.translation.gettext(text).replace('_', '')

    # Looking

    def nodes(self, role=None):
        return [n for n in walk(self.application)
                if role is None or ask(n.getRoleName) == role]

    def names(self, role):
        return [ask(lambda: n.name, '') for n in self.nodes(role)]

    def texts(self):
        return self.names('label')

    def has(self, role, name):
        return name in self.names(role)

    def find(self, role, name, nth=0, patience=PATIENCE):
        def look():
            found = [n for n in self.nodes(role) if ask(lambda: n.name) == name]
            return found[nth] if len(found) > nth else self.look_anew()
        return wait_for(f'{role} “{name}”', look, patience)

    def says(self, text, patience=PATIENCE):
        return wait_for(f'“{text}” (there is: {self.texts()})',
                        lambda: any(text in t for t in self.texts()) or self.look_anew(), patience)

    def look_anew(self):
        """What pyatspi remembers may be out of date where pages follow each other quickly."""
        if time.monotonic() > self.looked + 2:
            self.application.clear_cache()
            self.looked = time.monotonic()

    def content(self, name, nth=0):
        text = self.find('text', name, nth).queryText()
        return text.getText(0, text.characterCount)

    def description(self, role, name, nth=0):
        """What a screen reader says behind the name; GTK 4.8 has no other sign of a wrong field."""
        node = self.find(role, name, nth)
        node.clear_cache()
        return node.description

    def told_with(self, node):
        """What else a screen reader says where this one has the focus."""
        node.clear_cache()
        return [relation.getTarget(i).name for relation in node.getRelationSet()
                if relation.getRelationType() == pyatspi.RELATION_DESCRIBED_BY
                for i in range(relation.getNTargets())]

    def complains(self, name, sentence, nth=0):
        return wait_for(f'“{sentence}” at “{name}”',
                        lambda: self.description('text', name, nth) == sentence)

    def has_focus(self, name):
        """The words on it, or around it; a screen reader is told nothing of the boxes of libadwaita 1.2."""
        wait_for(f'the focus on “{name}”, which is on “{self.focus()}”', lambda: self.focus() == name, 5)
        time.sleep(0.6)
        assert self.focus() == name, f'the focus went on to “{self.focus()}”'

    def focus(self):
        wait_for('a look', lambda: os.path.exists(self.focus_file), 5)
        with open(self.focus_file, encoding='utf-8') as file:
            return file.read()

    # Doing

    def type(self, name, text, nth=0):
        field = self.find('text', name, nth)
        field.queryEditableText().setTextContents(text)
        wait_for(f'text in “{name}”', lambda: field.queryText().characterCount == len(text), 5)

    def press(self, name, nth=0, role='push button'):
        """Of a button with a menu GTK 4.8 shows two, of which one does nothing."""
        def look():
            found = [n for n in self.nodes(role) if ask(lambda: n.name) == name and acts(n)]
            return found[nth] if len(found) > nth else self.look_anew()
        node = wait_for(f'{role} “{name}”', look)
        wait_for(f'“{name}” to be sensitive',
                 lambda: node.getState().contains(pyatspi.STATE_SENSITIVE), 5)
        node.queryAction().doAction(0)

    def key(self, *keys):
        for key in keys:
            subprocess.run(['xdotool', 'key', key], check=True)

    def write(self, text):
        subprocess.run(['xdotool', 'type', text], check=True)

    def has_ended(self):
        return self.process.poll() is not None

    def close(self):
        """Closes the window; the program has to end well, and without a complaint."""
        if not self.has_ended():
            self.press_close()
        self.end()

    def press_close(self):
        self.press('Close' if self.has('push button', 'Close') else '关闭')

    def lingers(self):
        """The window is closed, and the program has something to end."""
        wait_for('the end of the window', lambda: not self.nodes('frame'))
        time.sleep(1)
        assert not self.has_ended(), 'it has not waited'

    def end(self):
        self.process.wait(30)
        self.log.seek(0)
        complaints = [line for line in self.log
                      if re.search(r'(CRITICAL|WARNING) \*\*|^watch:', line) and 'MESA' not in line]
        assert self.process.returncode == 0, f'it ended with {self.process.returncode}: {complaints}'
        assert not complaints, complaints

    def kill(self):
        if not self.has_ended():
            self.process.kill()
            self.process.wait()
        self.log.seek(0)
        return self.log.read()
