-- SPDX-License-Identifier: GPL-3.0-or-later
-- Accounts that are refused with a reason, in the words of the real provider where it is known. Dovecot asks this file
-- after `users`, so an address may stand in both: another password is another case.

local results = dovecot.auth

local refusals = {
  ["10001@qq.com"] = {
    password = "qqpassword",
    reason = "Login fail. Account is abnormal, service is not open, password is incorrect, login frequency limited, "
          .. "or system is busy. More information at https://service.mail.qq.com/detail/0/1023",
  },
  ["peter@gmail.com"] = {
    password = "gmailpassword",
    reason = "Application-specific password required: https://support.google.com/accounts/answer/185833 (Failure)",
  },
  ["maria@company-365.example"] = {
    password = "practice-maria",
    reason = "Authentication unsuccessful, basic authentication is disabled.",
  },
  ["login-disabled@example.com"] = { password = "practice-login-disabled", reason = "Login disabled" },
  ["imap-disabled@example.com"] = { password = "practice-imap-disabled", reason = "IMAP access is disabled for this account" },
  ["account-locked@example.com"] = { password = "practice-account-locked", reason = "Account is locked" },
  ["policy@example.com"] = { password = "practice-policy",
    reason = "The request did not meet the criteria to be authenticated successfully. Contact your administrator." },
  ["moved@example.com"] = { password = "practice-moved", referral = "imap.another.example" },
  -- Handed to a server that takes no password in the clear, in the clear, as if from another computer.
  ["handed-on@example.com"] = { password = "practice-handed-on", host = "10.77.1.20", from = "10.77.1.21" },
  ["sending-off@example.com"] = { password = "practice-sending-off", service = "smtp" },
  ["password-expired@example.com"] = { result = results.PASSDB_RESULT_PASS_EXPIRED },
  ["temporary-failure@example.com"] = { result = results.PASSDB_RESULT_INTERNAL_FAILURE },
}

function auth_passdb_lookup(request)
  local refusal = refusals[request.user:lower()]

  if refusal == nil then
    return results.PASSDB_RESULT_USER_UNKNOWN, "no such account"
  elseif refusal.result ~= nil then
    return refusal.result, "this account always answers so"
  end
  local answer = { password = "{PLAIN}" .. refusal.password }
  if refusal.referral ~= nil then
    answer.host = refusal.referral
    answer.nologin = ""
  elseif refusal.host ~= nil then
    answer.host = refusal.host
    answer.source_ip = refusal.from
    answer.proxy = ""
  elseif refusal.service == request.service then
    return results.PASSDB_RESULT_USER_DISABLED, "not for this"
  elseif refusal.service == nil then
    answer.nologin = ""
    answer.reason = refusal.reason
  end
  return results.PASSDB_RESULT_OK, answer
end
