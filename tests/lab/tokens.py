# SPDX-License-Identifier: GPL-3.0-or-later
"""Access tokens of the practice world, as a sign-in in the browser would bring them: JSON Web Tokens, RFC 7519."""

import base64
import hashlib
import hmac
import json
import time

KEY = b'practice key of the practice world'
SCOPE = 'mail'


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b'=')


def make_token(address, lifetime=3600, scope=SCOPE):
    """Lifetime: in seconds; of less than nothing for a token that has ended."""
    now = int(time.time())
    claims = {'sub': address, 'email': address, 'scope': scope, 'iat': now - 7200, 'nbf': now - 7200, 'exp': now + lifetime}
    parts = [encode(json.dumps(part).encode()) for part in ({'alg': 'HS256', 'typ': 'JWT'}, claims)]
    return b'.'.join([*parts, encode(hmac.digest(KEY, b'.'.join(parts), hashlib.sha256))]).decode()


def write_key(folder):
    """Where Dovecot looks for it."""
    file = folder / 'default/HS256/default'
    file.parent.mkdir(parents=True)
    file.write_bytes(base64.b64encode(KEY))
