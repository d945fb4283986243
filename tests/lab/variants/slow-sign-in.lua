-- SPDX-License-Identifier: GPL-3.0-or-later
function auth_passdb_lookup(request)
  os.execute('sleep 4')
  return dovecot.auth.PASSDB_RESULT_OK, 'password=slow-but-right'
end
