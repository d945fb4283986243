-- SPDX-License-Identifier: GPL-3.0-or-later
function auth_passdb_lookup(request)
  os.exit(1)
end
