# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person may run into, and whose address it may be. Walked through by `pictures.py`."""

LI_NA = ('li.na@example.com', 'practice-li-na')

# What goes wrong: a name, an address and a password of tests/lab/users or wrong ones, the server of tests/lab/names (none:
# what is found), whether by STARTTLS.
FAILURES = [
    ('wrong-code', '10001@qq.com', 'qqpassword', None, False),
    ('qq-code', 'li.na@example.com', 'qq-code', 'says.qq.com', False),
    ('app-password', 'peter@gmail.com', 'gmailpassword', None, False),
    ('wrong-password', 'li.na@example.com', 'not-it', 'mail.example.com', False),
    ('expired', *LI_NA, 'expired.broken.example', False),
    ('wrong-name', *LI_NA, 'wrong-name.broken.example', False),
    ('self-signed', *LI_NA, 'self-signed.broken.example', False),
    ('unknown-issuer', *LI_NA, 'unknown-issuer.broken.example', False),
    ('refused', *LI_NA, 'refused.broken.example', False),
    ('timeout', *LI_NA, 'timeout.broken.example', False),
    ('port-blocked', *LI_NA, 'port-blocked.broken.example', False),
    ('no-such-host', *LI_NA, 'nothing.broken.example', False),
    ('not-offered', *LI_NA, 'not-offered.broken.example', True),
    ('basic-auth', 'maria@company-365.example', 'practice-maria', 'outlook.office365.com', False),
    ('imap-disabled', 'imap-disabled@example.com', 'practice-imap-disabled', 'mail.example.com', False),
    ('sending-disabled', 'zhang.wei@163.com', '163-smtp-off', 'says.163.com', False),
    ('cannot-open', *LI_NA, 'cannot-open.broken.example', False),
    ('sender-rejected', *LI_NA, 'sender-rejected.broken.example', False),
    ('web-server', *LI_NA, 'web.broken.example', False),
    ('certificate', *LI_NA, 'certificate-required.broken.example', False),
    ('locked', 'account-locked@example.com', 'practice-account-locked', 'mail.example.com', False),
]

FOUND = 'practice-found'

# Where settings come from: a name, what is typed as the address, the password.
ADDRESSES = [
    ('preset', 'zhang.wei@163.com', 'ABCDEFGHIJKLMNOP'),
    ('tencent', '10001@exmail-company.example', 'Exmail2026clientpw'),
    ('aliyun', 'chen.jing@qiye-company.example', 'qiyeclientpassword'),
    ('google', 'peter@workspace-company.example', 'abcdefghijklmnop'),
    ('exchange-online', 'maria@company-365.example', 'practice-maria'),
    ('autoconfig', 'li.na@autoconfig.found.example', FOUND),
    ('well-known', 'li.na@well-known.found.example', FOUND),
    ('pacc', 'li.na@pacc.found.example', FOUND),
    ('srv', 'li.na@srv.found.example', FOUND),
    ('pop3-only', 'li.na@pop3-only.found.example', FOUND),
    ('database', 'li.na@ispdb.found.example', FOUND),
    ('guess', 'li.na@guess.found.example', FOUND),
    ('nothing', 'li.na@nothing.found.example', FOUND),
    ('other-alphabet', 'li.na@邮件.found.example', FOUND),
    ('full-width', '１０００１＠ｑｑ。ｃｏｍ', 'abcdefghijklmnop'),
    ('pasted', 'Zhang Wei <10001@qq.com>', 'abcdefghijklmnop'),
    ('misspelt', 'peter@gmial.com', 'abcdefghijklmnop'),
    ('http-only', 'li.na@http-only.found.example', FOUND),
    ('foreign-host', 'li.na@foreign-srv.found.example', FOUND),
    ('autodiscover', 'li.na@autodiscover.found.example', FOUND),
    ('stale', 'li.na@stale.found.example', FOUND),
]
