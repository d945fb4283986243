/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mw-words.h"

#include <glib/gi18n-lib.h>

/* For staff: what happened, why, and what to do. What the wire said stands in the evidence. */
/* clang-format off */
const MwWords mw_words_of_mailboxes[] = {
  /* ------ the mailbox ------ */

  { "mailbox.cannot-open", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("The inbox could not be opened."),
    N_("Signing in works, so the password is right."),
    N_("Ask {operator} why the inbox stays closed: “Copy for IT”."),
    MW_HELP_PROVIDER },

  { "mailbox.client-id-needed", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("The inbox is closed to this program."),
    N_("Signing in works, but the server does not trust this mail program."),
    N_("Ask {operator} to allow it: “Copy for IT”."),
    MW_HELP_PROVIDER },

  { "mailbox.over-quota", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The mailbox is full."),
    N_("No mail can arrive until there is room again."),
    N_("Delete or archive mail, or ask {operator} for more space."),
    MW_HELP_PROVIDER },

  { "mailbox.nearly-full", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The mailbox is {percent} full."),
    N_("When it is full, no more mail can arrive."),
    N_("Delete or archive mail, or ask {operator} for more space."),
    MW_HELP_PROVIDER },

  { "mailbox.nearly-full", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The mailbox is nearly full."),
    N_("When it is full, no more mail can arrive."),
    N_("Delete or archive mail, or ask {operator} for more space."),
    MW_HELP_PROVIDER },

  { "mailbox.expires", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The server deletes mail after {days}."),
    N_("It keeps no message longer, whether it was read or not."),
    N_("Copy all mail to this computer in time, or ask {operator} to keep it longer."),
    MW_HELP_PROVIDER },

  { "mailbox.expires", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("Fetched mail may vanish from the server."),
    N_("Another program or device may not find it any more."),
    N_("Use one program only to receive mail, or ask {operator} to keep it."),
    MW_HELP_PROVIDER },

  { "mailbox.cannot-keep", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("Mail cannot stay on this server."),
    N_("A mail program cannot tell there what it has fetched before."),
    N_("Choose the other way of receiving mail in the settings, or ask {operator} for it.") },

  { "mailbox.in-use", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("Another program is using this mailbox."),
    N_("The server lets in only one at a time."),
    N_("Close the other program or wait ten minutes, then test again.") },

  { "mailbox.shared-mailbox-denied", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("You may not open this shared mailbox."),
    N_("Your own sign-in was accepted, but its owner has not let you in."),
    N_("Ask its owner or your IT team for access.") },

  /* ------ sending ------ */

  { "smtp.sender-rejected", MW_WHO_YOU, MW_WHEN_OTHER_PART_WORKS,
    N_("You may not send as this address."),
    N_("Receiving works."),
    N_("Use the address you sign in with, or ask your IT team to allow the other one."),
    MW_HELP_PROVIDER },

  { "smtp.sender-rejected", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("You may not send as this address."),
    N_("Signing in works; only the sender’s address is refused."),
    N_("Use the address you sign in with, or ask your IT team to allow the other one."),
    MW_HELP_PROVIDER },

  { "smtp.recipient-rejected", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("Mail to your own address was refused."),
    N_("The test asked whether you could write to yourself; nothing was sent."),
    N_("Ask {operator} whether your mailbox is ready: “Copy for IT”.") },

  { "smtp.over-quota", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("There is no room left for mail."),
    N_("Until there is room again, the server takes no message."),
    N_("Delete or archive mail, or ask {operator} for more space."),
    MW_HELP_PROVIDER },

  { "smtp.temporary", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("Sending does not work right now."),
    N_("The server wants us to come back later."),
    N_("Wait a few minutes, then test again.") },

  { "smtp.client-blocked", MW_WHO_NETWORK, MW_WHEN_ALWAYS,
    N_("The sending server refuses this network."),
    N_("It does not want connections from where you are now."),
    N_("Try another network, or ask {operator}: “Copy for IT”.") },

  { "smtp.content-rejected", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("The server refused the message."),
    N_("Something in it is not allowed or looks like spam to the server."),
    N_("Ask {operator} what it objects to: “Copy for IT”.") },

  { "smtp.relay-denied", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("This server does not pass on your mail."),
    N_("It may not be the one that {provider} means for sending."),
    N_("Check the server name for sending, or ask your IT team for the right one."),
    MW_HELP_PROVIDER },

  { "smtp.not-a-submission-server", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("This server is meant for other servers."),
    N_("Mail programs hand in their mail somewhere else."),
    N_("Check the server name for sending, or ask your IT team for the right one."),
    MW_HELP_PROVIDER },

  { "smtp.eai-unsupported", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("This server cannot handle your address."),
    N_("It does not know all the letters in it."),
    N_("Ask {operator} for an address with the letters a to z only.") },

  /* ------ the test message ------ */

  { "delivery.delayed", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("The test message took a long time."),
    N_("It did arrive, but later than mail should."),
    N_("Ask {operator} where it was held up: “Copy for IT”.") },

  { "delivery.not-arrived", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The test message has not arrived."),
    N_("The server took it for sending, but it did not come back to this mailbox in time."),
    N_("Look into the spam folder and wait a few minutes; if it does not come, ask "
       "{operator}: “Copy for IT”.") },

  { "delivery.marked-as-spam", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("The test message was taken for spam."),
    N_("Your own server did so, so those you write to may do the same."),
    N_("Ask {operator} why: “Copy for IT” has the details.") },

  /* ------ this computer ------ */

  { "keyring.locked", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The system keyring is locked."),
    N_("Until you unlock it, the password can be neither kept nor read."),
    N_("Unlock the keyring, then try again.") },

  { "keyring.unavailable", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("There is no system keyring here."),
    N_("Nothing on this computer can keep the password safely, so it was not saved."),
    N_("Ask your IT team to set up a system keyring.") },

  { "keyring.refused", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The system keyring did not take the password."),
    N_("Nothing was saved."),
    N_("Unlock the keyring and try again; if it stays so, ask your IT team.") },

  { "export.program-running", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The mail program is still running."),
    N_("It would undo the change when it closes, so nothing was changed."),
    N_("Close it completely, then try again.") },

  { "export.not-writable", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("The mail program’s files cannot be changed."),
    N_("This computer does not let us write there, so nothing was changed."),
    N_("Ask your IT team who may write to them: “Copy for IT”.") },

  { "export.conflict", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The account is there already."),
    N_("The mail program has an account with this address, so nothing was changed."),
    N_("Remove it in the mail program if it should be set up anew.") },

  { "export.format-limit", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("This mail program cannot hold the account."),
    N_("Something in the settings has no place there, so nothing was changed."),
    N_("Choose another mail program.") },

  { NULL },
};
/* clang-format on */
