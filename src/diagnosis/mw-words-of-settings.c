/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mw-words.h"

#include <glib/gi18n-lib.h>

/* For staff: what happened, why, and what to do. What the wire said stands in the evidence. */
/* clang-format off */
const MwWords mw_words_of_settings[] = {
  /* ------ what was typed ------ */

  { "input.bad-address", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("This is not an e-mail address."),
    N_("An address looks like name@company.com, with one @ in it."),
    N_("Check the address for missing or extra characters.") },

  { "input.look-alike-repaired", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("A look-alike character was replaced."),
    N_("One character looked right but was another one, such as a full-width letter or "
       "an invisible space."),
    N_("Check that the text still says what you meant.") },

  { "input.tidied", MW_WHO_NOBODY, MW_WHEN_ALWAYS,
    N_("The address was tidied."),
    N_("{changes}"),
    N_("Nothing to do.") },

  { "input.tidied", MW_WHO_NOBODY, MW_WHEN_ALWAYS,
    N_("The address was tidied."),
    N_("What was typed or pasted was not quite an address."),
    N_("Nothing to do.") },

  { "input.port-mismatch", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The port is an unusual one."),
    N_("The port of {server} is usually there for something else, or encrypted in another way."),
    N_("Use the usual setting, unless {operator} said otherwise.") },

  { "input.port-mismatch", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The port is an unusual one."),
    N_("It is usually there for something else, or encrypted in another way."),
    N_("Use the usual setting, unless {operator} said otherwise.") },

  { "input.typo-suspected", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("Did you mean {suggestion}?"),
    N_("“{domain}” is very close to the name of a well-known provider."),
    N_("Check the part of the address after the @.") },

  { "input.typo-suspected", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The address may have a typing slip."),
    N_("The part after the @ is very close to the name of a well-known provider."),
    N_("Check the part of the address after the @.") },

  { "input.bad-host", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("This is not a server name."),
    N_("A server name looks like mail.company.com, without spaces or slashes."),
    N_("Copy the name again from the page of your company or provider.") },

  { "input.bad-port", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The port cannot be right."),
    N_("A port is a whole number from 1 to 65535."),
    N_("Type the number that your company or provider gives.") },

  { "input.bad-row", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("This line of the list cannot be used."),
    N_("Something in it is missing, or stands in the wrong place."),
    N_("Check the line in the file, then start the list again.") },

  { "input.provider-mismatch", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("Address and server belong to different providers."),
    N_("The address is of {provider}, but the server {server} belongs to {owner}, where "
       "your password is not known."),
    N_("Remove the server from the settings; Mailwright finds the one of {provider} by itself.") },

  { "input.provider-mismatch", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("Address and server belong to different providers."),
    N_("The address ends in {domain}, but {server} belongs to another provider, where "
       "your password is probably not known."),
    N_("Check both; the settings found for the address are usually right.") },

  { "input.provider-mismatch", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("Address and server belong to different providers."),
    N_("A server of another provider probably does not know your password."),
    N_("Check both; the settings found for the address are usually right.") },

  { "input.password-whitespace", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The password begins or ends with a space."),
    N_("A space or a line break is easily copied along with a password."),
    N_("Remove it if it does not belong to the password.") },

  { "input.no-password", MW_WHO_YOU, MW_WHEN_SIGNING_IN,
    N_("The server wants a password."),
    N_("Nothing else was there to sign in with than your sign-in to the company network, which"
       " this server does not go by."),
    N_("Test again, and give the password.") },

  { "input.no-password", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("There was no password to sign in with."),
    N_("None is kept for this account, and none was given, so the test ended before "
       "signing in."),
    N_("Test again with “--password-file FILE”, a file that holds it, or in a terminal, where it is"
       " asked for.") },

  /* ------ finding the server ------ */

  { "dns.no-network", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("This computer is not connected."),
    N_("Without a network no mail server can be reached."),
    N_("Connect to a network, then test again.") },

  { "dns.no-such-domain", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("There is no mail domain “{domain}”."),
    N_("Did you mean {suggestion}?"),
    N_("Check the part of the address after the @.") },

  { "dns.no-such-domain", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("There is no mail domain “{domain}”."),
    N_("The network here knows no mail server under that name."),
    N_("Check the part of the address after the @.") },

  { "dns.no-such-domain", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("There is no such mail domain."),
    N_("The network here knows no mail server under it."),
    N_("Check the part of the address after the @.") },

  { "dns.no-such-host", MW_WHO_YOU, MW_WHEN_OFFERED,
    N_("The {kind} server does not exist."),
    N_("The network here knows no server called {server}; the server {other} answers."),
    N_("Choose “Use {other}” if that name belongs to {provider}; if you are not sure, ask "
       "your IT team: “Copy for IT”.") },

  { "dns.no-such-host", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The {kind} server does not exist."),
    N_("The network here knows no server called {server}."),
    N_("Check the spelling of the server name; for a server inside your company, connect"
       " to the company network first.") },

  { "dns.no-such-host", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The {kind} server does not exist."),
    N_("The network here does not know its name."),
    N_("Check the spelling of the server name; for a server inside your company, connect"
       " to the company network first.") },

  { "dns.null-mx", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("“{domain}” does not take e-mail."),
    N_("Its owner has declared that there are no mailboxes."),
    N_("Check the part of the address after the @.") },

  { "dns.null-mx", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("This domain does not take e-mail."),
    N_("Its owner has declared that there are no mailboxes."),
    N_("Check the part of the address after the @.") },

  { "dns.servfail", MW_WHO_IT, MW_WHEN_BOGUS,
    N_("The address of the {kind} server is in doubt."),
    N_("The owner of the name signs its addresses, and the answer of this network does not fit; "
       "somebody may have changed it."),
    N_("Tell your IT team before you type a password in this network: “Copy for IT” has the "
       "details.") },

  { "dns.servfail", MW_WHO_NETWORK, MW_WHEN_ALWAYS,
    N_("The {kind} server could not be looked up."),
    N_("The network could not say where the server is."),
    N_("Test again in a few minutes; if it stays so, try another network or ask your IT "
       "team.") },

  { "dns.timeout", MW_WHO_NETWORK, MW_WHEN_ALWAYS,
    N_("Looking up the {kind} server took too long."),
    N_("The network did not answer; often the connection itself is the reason."),
    N_("Check the network connection, then test again.") },

  { "dns.wildcard-answer", MW_WHO_NETWORK, MW_WHEN_ALWAYS,
    N_("This network invents addresses."),
    N_("It answers even for names that do not exist, so you may be led to the wrong "
       "server."),
    N_("Try another network, or ask your IT team.") },

  /* ------ finding the settings ------ */

  { "discovery.nothing-found", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("No settings were found for {domain}."),
    N_("Nothing that we can ask names a mail server for it."),
    N_("Ask your IT team for the server names and type them in.") },

  { "discovery.nothing-found", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("No settings were found."),
    N_("Nothing that we can ask names a mail server for this address."),
    N_("Ask your IT team for the server names and type them in.") },

  { "discovery.guessed", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The settings are a guess."),
    N_("Nobody publishes settings for this address, so the usual server names were "
       "tried."),
    N_("Compare the server names with those from your company or provider.") },

  { "discovery.insecure-source", MW_WHO_YOU, MW_WHEN_ALLOWED,
    N_("These settings came over an unprotected page."),
    N_("You allowed it by its name."),
    N_("Nothing to do.") },

  { "discovery.insecure-source", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("These settings came over an unprotected page."),
    N_("Somebody on the way could have changed them, so your password was not sent to "
       "{server}."),
    N_("Ask your IT team whether {server} is right, then choose “Use {server}”.") },

  { "discovery.insecure-source", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("These settings came over an unprotected page."),
    N_("Somebody on the way could have changed them, so your password was not sent."),
    N_("Ask your IT team whether the server names are right.") },

  { "discovery.foreign-host", MW_WHO_YOU, MW_WHEN_ALLOWED,
    N_("The server has another name than your domain."),
    N_("You allowed it by its name."),
    N_("Nothing to do.") },

  { "discovery.foreign-host", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The server has another name than your domain."),
    N_("Nothing proves that {server} works for {domain}, so your password was not sent "
       "there."),
    N_("Ask your IT team whether {server} is right, then choose “Use {server}”.") },

  { "discovery.foreign-host", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The server has another name than your domain."),
    N_("Nothing proves that it works for your domain, so your password was not sent "
       "there."),
    N_("Ask your IT team whether the server names are right.") },

  { "discovery.stale-settings", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("The published settings are out of date."),
    N_("They do not work; others do and were used instead."),
    N_("Tell your IT team: “Copy for IT” has the details.") },

  { "discovery.malformed-document", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("The published settings have mistakes."),
    N_("The document that holds them could not be read, or only in part; the rest came from"
       " elsewhere."),
    N_("Tell your IT team: “Copy for IT” has the details.") },

  { "discovery.service-absent", MW_WHO_YOU, MW_WHEN_NO_ACCESS,
    N_("{Provider} lets no mail program in."),
    N_("It can be used only in its own app and in the browser."),
    N_("Use the app of {provider}, or read and write your mail in the browser."),
    MW_HELP_PROVIDER },

  { "discovery.service-absent", MW_WHO_YOU, MW_WHEN_SENDING,
    N_("{Provider} offers no {kind} server."),
    N_("There is none that a mail program could use in this way."),
    N_("Ask {operator} how mail programs may send, or send your mail in the browser."),
    MW_HELP_PROVIDER },

  { "discovery.service-absent", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("{Provider} offers no {kind} server."),
    N_("There is none that a mail program could use in this way."),
    N_("Choose the other way of receiving mail in the settings, or read your mail in the"
       " browser."),
    MW_HELP_PROVIDER },

  { NULL },
};
/* clang-format on */
