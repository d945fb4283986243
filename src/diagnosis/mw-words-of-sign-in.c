/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mw-words.h"

#include <glib/gi18n-lib.h>

/* For staff: what happened, why, and what to do. What the wire said stands in the evidence. */
/* clang-format off */
const MwWords mw_words_of_sign_in[] = {
  /* ------ signing in ------ */

  { "auth.wrong-password", MW_WHO_YOU, MW_WHEN_CODE,
    N_("The {code} was not accepted."),
    N_("It may be an old one, or that of another address; {provider} does not say which."),
    N_("Create a new one while you are signed in as {address}, and copy it into the "
       "password box: {steps}"),
    MW_HELP_AUTHORIZATION_CODE },

  { "auth.wrong-password", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The password was not accepted."),
    N_("{Provider} does not give the reason; most likely {likely}, but it may also be that {others}."),
    N_("Type the password again; capital letters count."),
    MW_HELP_PROVIDER },

  { "auth.wrong-password", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The password was not accepted."),
    N_("It may also be the user name, or mail programs are not allowed yet; the server "
       "does not say."),
    N_("Type the password again; capital letters count. If it is right, follow these "
       "steps: {switch}"),
    MW_HELP_PROVIDER },

  { "auth.wrong-password", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The password was not accepted."),
    N_("It may also be the user name; the server does not say."),
    N_("Type the password again; capital letters count."),
    MW_HELP_PROVIDER },

  { "auth.app-password-needed", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("{Provider} wants an app password."),
    N_("{Provider} does not give the reason; most likely {likely}, but it may also be that {others}."),
    N_("Follow these steps: {steps} If you used an app password already, create a new one."),
    MW_HELP_PROVIDER },

  { "auth.app-password-needed", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("{Provider} wants an app password."),
    N_("{Provider} does not give the reason; most likely {likely}, but it may also be that {others}."),
    N_("Open the settings of your mailbox in the browser, see whether mail programs are "
       "allowed, and create a new password for them."),
    MW_HELP_PROVIDER },

  { "auth.app-password-needed", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("{Provider} wants an app password."),
    N_("The password of the website does not work in mail programs."),
    N_("Follow these steps: {steps} If you used an app password already, create a new "
       "one."),
    MW_HELP_PROVIDER },

  { "auth.app-password-needed", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("{Provider} wants an app password."),
    N_("The password of the website does not work in mail programs."),
    N_("Open the settings of your mailbox in the browser, create an app password and "
       "copy it into the password box."),
    MW_HELP_PROVIDER },

  { "auth.authorization-code-needed", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("{Provider} wants an authorization code."),
    N_("{Provider} does not give the reason; most likely {likely}, but it may also be that {others}."),
    N_("Follow these steps: {steps} If you used a code already, create a new one."),
    MW_HELP_AUTHORIZATION_CODE },

  { "auth.authorization-code-needed", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("{Provider} wants an authorization code."),
    N_("{Provider} does not give the reason; most likely {likely}, but it may also be that {others}."),
    N_("Open the settings of your mailbox in the browser, switch on IMAP/SMTP and copy the "
       "code into the password box."),
    MW_HELP_AUTHORIZATION_CODE },

  { "auth.authorization-code-needed", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("{Provider} wants an authorization code."),
    N_("The password of the website does not work in mail programs."),
    N_("Follow these steps: {steps} If you used a code already, create a new one."),
    MW_HELP_AUTHORIZATION_CODE },

  { "auth.authorization-code-needed", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("{Provider} wants an authorization code."),
    N_("The password of the website does not work in mail programs."),
    N_("Open the settings of your mailbox in the browser, switch on IMAP/SMTP and copy "
       "the code into the password box."),
    MW_HELP_AUTHORIZATION_CODE },

  { "auth.oauth2-only", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("{Provider} wants sign-in in the browser."),
    N_("Passwords no longer work here, even right ones."),
    N_("Add this account in a mail program that can sign in in the browser; Mailwright "
       "cannot do that yet."),
    MW_HELP_PROVIDER },

  { "auth.imap-disabled-for-account", MW_WHO_YOU, MW_WHEN_OTHER_PART_WORKS,
    N_("Receiving is switched off for this mailbox."),
    N_("Sending works, so the password is right."),
    N_("Follow these steps: {switch}"),
    MW_HELP_PROVIDER },

  { "auth.imap-disabled-for-account", MW_WHO_YOU, MW_WHEN_OTHER_PART_WORKS,
    N_("Receiving is switched off for this mailbox."),
    N_("Sending works, so the password is right."),
    N_("Switch on IMAP on the provider’s settings page."),
    MW_HELP_PROVIDER },

  { "auth.imap-disabled-for-account", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("Mail programs may not read this mailbox."),
    N_("{Provider} does not give the reason; most likely {likely}, but it may also be that {others}."),
    N_("Follow these steps: {switch}"),
    MW_HELP_PROVIDER },

  { "auth.imap-disabled-for-account", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("Mail programs may not read this mailbox."),
    N_("{Provider} does not give the reason; most likely {likely}, but it may also be that {others}."),
    N_("Open the settings of your mailbox in the browser and look for the switch for mail "
       "programs; if there is none, ask your IT team."),
    MW_HELP_PROVIDER },

  { "auth.imap-disabled-for-account", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("Receiving is switched off for this mailbox."),
    N_("Mail programs are not allowed to fetch mail from it yet."),
    N_("Follow these steps: {switch}"),
    MW_HELP_PROVIDER },

  { "auth.imap-disabled-for-account", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("Receiving is switched off for this mailbox."),
    N_("Mail programs are not allowed to fetch mail from it yet."),
    N_("Switch on IMAP on the provider’s settings page; if you find no such switch, ask "
       "your IT team."),
    MW_HELP_PROVIDER },

  { "auth.pop-disabled-for-account", MW_WHO_YOU, MW_WHEN_OTHER_PART_WORKS,
    N_("Receiving is switched off for this mailbox."),
    N_("Sending works, so the password is right."),
    N_("Follow these steps: {switch}"),
    MW_HELP_PROVIDER },

  { "auth.pop-disabled-for-account", MW_WHO_YOU, MW_WHEN_OTHER_PART_WORKS,
    N_("Receiving is switched off for this mailbox."),
    N_("Sending works, so the password is right."),
    N_("Switch on POP3 on the provider’s settings page."),
    MW_HELP_PROVIDER },

  { "auth.pop-disabled-for-account", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("Mail programs may not read this mailbox."),
    N_("{Provider} does not give the reason; most likely {likely}, but it may also be that {others}."),
    N_("Follow these steps: {switch}"),
    MW_HELP_PROVIDER },

  { "auth.pop-disabled-for-account", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("Mail programs may not read this mailbox."),
    N_("{Provider} does not give the reason; most likely {likely}, but it may also be that {others}."),
    N_("Open the settings of your mailbox in the browser and look for the switch for mail "
       "programs; if there is none, ask your IT team."),
    MW_HELP_PROVIDER },

  { "auth.pop-disabled-for-account", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("Receiving is switched off for this mailbox."),
    N_("Mail programs are not allowed to fetch mail from it yet."),
    N_("Follow these steps: {switch}"),
    MW_HELP_PROVIDER },

  { "auth.pop-disabled-for-account", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("Receiving is switched off for this mailbox."),
    N_("Mail programs are not allowed to fetch mail from it yet."),
    N_("Switch on POP3 on the provider’s settings page; if you find no such switch, ask "
       "your IT team."),
    MW_HELP_PROVIDER },

  { "auth.smtp-auth-disabled", MW_WHO_YOU, MW_WHEN_OTHER_PART_WORKS,
    N_("Sending is switched off for this mailbox."),
    N_("Receiving works, so the password is right."),
    N_("Follow these steps: {switch}"),
    MW_HELP_PROVIDER },

  { "auth.smtp-auth-disabled", MW_WHO_IT, MW_WHEN_OTHER_PART_WORKS,
    N_("Sending is switched off for this mailbox."),
    N_("Receiving works, so the password is right."),
    N_("Ask {operator} to allow sending from mail programs: “Copy for IT”."),
    MW_HELP_PROVIDER },

  { "auth.smtp-auth-disabled", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("Sending is switched off for this mailbox."),
    N_("Mail programs are not allowed to send from it yet."),
    N_("Follow these steps: {switch}"),
    MW_HELP_PROVIDER },

  { "auth.smtp-auth-disabled", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("Sending is switched off for this mailbox."),
    N_("Mail programs are not allowed to send from it yet."),
    N_("Ask {operator} to allow sending from mail programs: “Copy for IT”."),
    MW_HELP_PROVIDER },

  { "auth.web-login-needed", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("Signing in in the browser is needed first."),
    N_("{Provider} wants to be sure that it is you."),
    N_("Open your mailbox in the browser, confirm what it asks, then test again."),
    MW_HELP_PROVIDER },

  { "auth.account-locked", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("This account is locked."),
    N_("For now the server refuses every password, even the right one."),
    N_("Wait before you test again, or ask {operator} to unlock it."),
    MW_HELP_PROVIDER },

  { "auth.account-suspended", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("This account may not sign in."),
    N_("The server says so whatever the password is."),
    N_("Ask {operator} to allow it: “Copy for IT”."),
    MW_HELP_PROVIDER },

  { "auth.password-expired", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("Your password has expired."),
    N_("The server wants a new one before it lets you in."),
    N_("Change it on the page of your company or provider, then type the new one here."),
    MW_HELP_PROVIDER },

  { "auth.too-many-attempts", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("Too many sign-ins in a short time."),
    N_("For a while the server refuses all of them, even right ones."),
    N_("Close other mail programs that use this account, wait half an hour, then test "
       "again.") },

  { "auth.too-many-connections", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("Too many programs use this mailbox."),
    N_("The server limits how many programs and phones may be connected at once."),
    N_("Close other mail programs, wait a few minutes, then test again.") },

  { "auth.policy-blocked", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("A rule of the server forbids this sign-in."),
    N_("The password may be right; mail programs, this computer or this place may not be"
       " allowed."),
    N_("Ask {operator} to allow it: “Copy for IT”."),
    MW_HELP_PROVIDER },

  { "auth.plaintext-refused", MW_WHO_IT, MW_WHEN_ENCRYPTED,
    N_("The server does not see the encryption."),
    N_("The connection is encrypted, but what is behind it refuses the password as if it were not."),
    N_("Ask {operator} to mend the server: “Copy for IT”."),
    MW_HELP_PROVIDER },
  { "auth.plaintext-refused", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The server wants an encrypted connection first."),
    N_("It takes no password over a connection that others can read."),
    N_("Choose an encrypted connection in the settings.") },

  { "auth.gssapi-only", MW_WHO_YOU, MW_WHEN_NO_TICKET,
    N_("You are not signed in to the company network."),
    N_("This sign-in goes by the company network, not by a password, and nobody has signed in there"
       " on this computer."),
    N_("Sign in to the company network and test again, or ask your IT team how: “Copy for IT”.") },

  { "auth.gssapi-only", MW_WHO_YOU, MW_WHEN_TICKET_ENDED,
    N_("Your sign-in to the company network has ended."),
    N_("This way the mail server asks for no password, but you must have signed in there"
       " recently."),
    N_("Sign in to the company network again, for example by locking and unlocking the screen,"
       " and test again.") },

  { "auth.gssapi-only", MW_WHO_YOU, MW_WHEN_CLOCK,
    N_("The clock of this computer is wrong."),
    N_("The company network lets nobody in whose clock differs from its own by some minutes."),
    N_("Set the date and time to be kept automatically, and test again.") },

  { "auth.gssapi-only", MW_WHO_YOU, MW_WHEN_OUTSIDE,
    N_("The company network cannot be reached from here."),
    N_("This sign-in goes by the company network, not by a password: it has to confirm who you"
       " are, and it does not answer."),
    N_("Connect to the company network, for example by its VPN, and test again.") },

  { "auth.gssapi-only", MW_WHO_IT, MW_WHEN_SERVER_UNKNOWN,
    N_("The company network does not know this server."),
    N_("It does not know a server of this name, so it cannot confirm who you are to it."),
    N_("Ask {operator} for the right server name: “Copy for IT”.") },

  { "auth.gssapi-only", MW_WHO_IT, MW_WHEN_TICKET_REFUSED,
    N_("The server did not let you in."),
    N_("It knows from the company network who you are, but does not open this mailbox for you."),
    N_("Check the user name, or ask {operator}: “Copy for IT”.") },

  { "auth.gssapi-only", MW_WHO_IT, MW_WHEN_TICKET_FAILED,
    N_("Signing in by the company network failed."),
    N_("This sign-in goes by the company network, not by a password, and who you are was not"
       " confirmed."),
    N_("Ask {operator} what is missing: “Copy for IT”.") },

  { "auth.gssapi-only", MW_WHO_IT, MW_WHEN_NOT_BUILT,
    N_("This server takes no passwords."),
    N_("It is for people who have signed in to the company network, and this copy of Mailwright was"
       " built without Kerberos, which that needs."),
    N_("Ask your IT team for one that was built with it: “Copy for IT”.") },

  { "auth.gssapi-only", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("This server takes no passwords."),
    N_("It is for people who have signed in to the company network, in a way that cannot be used"
       " here."),
    N_("Ask {operator} how else mail programs may sign in: “Copy for IT”."),
    MW_HELP_PROVIDER },

  { "auth.no-usable-mechanism", MW_WHO_IT, MW_WHEN_FORCED,
    N_("This way to sign in cannot be used here."),
    N_("It was asked for, and no other, but it does not work with this server."),
    N_("Test again without asking for it, or ask {operator}: “Copy for IT”.") },

  { "auth.no-usable-mechanism", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("No common way to sign in was found."),
    N_("The server offers only ways that Mailwright does not use."),
    N_("Ask {operator} how mail programs may sign in: “Copy for IT”."),
    MW_HELP_PROVIDER },

  { "auth.not-offered", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("This server does not let people sign in."),
    N_("It is probably not the one that {provider} means for mail programs."),
    N_("Check the server name, or ask your IT team for the right one."),
    MW_HELP_PROVIDER },

  { "auth.wrong-server", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("Your mailbox is on another server."),
    N_("This one says that it is not responsible for you."),
    N_("Ask {operator} for the right server name: “Copy for IT”.") },

  { "auth.other-user-name", MW_WHO_NOBODY, MW_WHEN_ALWAYS,
    N_("The server knows you by another name."),
    N_("The form of the user name that was tried first is not the one it uses, another is."),
    N_("Nothing to do.") },

  { "auth.temporary-failure", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("Signing in does not work right now."),
    N_("The server reports a problem of its own, not one with your password."),
    N_("Wait a few minutes, then test again.") },

  { "auth.token-expired", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("Your sign-in has expired."),
    N_("{Provider} wants you to sign in anew from time to time."),
    N_("Sign in again in the browser.") },

  { "auth.consent-refused", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("Access to the mailbox was not allowed."),
    N_("The browser asked for it, and the answer was no."),
    N_("Sign in again and allow access to your mail.") },

  { "auth.admin-consent-needed", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("Your company has to allow Mailwright first."),
    N_("Your account may not decide that by itself."),
    N_("Ask your IT team to allow it: “Copy for IT”.") },

  { "auth.wrong-account", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("Another account was chosen in the browser."),
    N_("It is not the one of {address}."),
    N_("Sign in again and choose the account of this address.") },

  { "auth.wrong-account", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("Another account was chosen in the browser."),
    N_("It is not the one of the address you typed."),
    N_("Sign in again and choose the account of this address.") },

  { "auth.sign-in-not-configured", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("Browser sign-in is not set up here."),
    N_("This copy of Mailwright is not registered with {provider}."),
    N_("Ask your IT team to set it up: “Copy for IT”.") },

  { "auth.server-not-genuine", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("The server could not prove who it is."),
    N_("The right server would know your password; this one does not, and it did not "
       "learn it."),
    N_("Use another network, and tell your IT team: “Copy for IT”.") },

  { "auth.unknown", MW_WHO_YOU, MW_WHEN_CODE,
    N_("The {kind} server refused the {code}."),
    N_("{Provider} does not give the reason; most likely {likely}, but it may also be that {others}."),
    N_("Follow these steps, also if mail programs are allowed already: {steps}"),
    MW_HELP_AUTHORIZATION_CODE },

  { "auth.unknown", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The {kind} server refused the sign-in."),
    N_("{Provider} does not give the reason; most likely {likely}, but it may also be that {others}."),
    N_("Follow these steps: {steps} If that is done, check the password and the user name."),
    MW_HELP_PROVIDER },

  { "auth.unknown", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The {kind} server refused the sign-in."),
    N_("{Provider} does not give the reason; most likely {likely}, but it may also be that {others}."),
    N_("Check the password and the user name; if both are right, ask {operator}: “Copy for "
       "IT”."),
    MW_HELP_PROVIDER },

  { "auth.unknown", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The {kind} server refused the sign-in."),
    N_("It does not say why, or not in words that we know."),
    N_("Check the password and the user name; if both are right, ask {operator}: “Copy for "
       "IT”."),
    MW_HELP_PROVIDER },

  { NULL },
};
/* clang-format on */
