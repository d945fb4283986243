# SPDX-License-Identifier: GPL-3.0-or-later
"""The little of TAP that the tests in here need: @case functions, run in their order."""

import sys
import traceback

_cases = []


class Skip(Exception):
    """Raised by a case that this machine has no means for; what it says is printed."""


def case(function):
    """A test: what it says in the first line of its docstring; it fails by raising."""
    _cases.append(function)
    return function


def run():
    failed = 0
    print(f'1..{len(_cases)}', flush=True)
    for number, function in enumerate(_cases, 1):
        try:
            function()
            print(f'ok {number} - {function.__doc__}', flush=True)
        except Skip as why:
            print(f'ok {number} - {function.__doc__} # SKIP {why}', flush=True)
        except Exception:  # pylint: disable=broad-except
            failed += 1
            print(f'not ok {number} - {function.__doc__}', flush=True)
            for line in traceback.format_exc().splitlines():
                print(f'# {line}', flush=True)
    sys.exit(1 if failed else 0)


def equal(found, expected, what=''):
    assert found == expected, f'{what} {found!r} is not {expected!r}'
