/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mw-words.h"

#include <glib/gi18n-lib.h>

/* For staff: what happened, why, and what to do. What the wire said stands in the evidence. */
/* clang-format off */
const MwWords mw_words_of_connections[] = {
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
    N_("The network here knows no such name."),
    N_("Check the part of the address after the @.") },

  { "dns.no-such-domain", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("There is no such mail domain."),
    N_("The network here does not know the name."),
    N_("Check the part of the address after the @.") },

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
    N_("The published settings could not be read."),
    N_("The document that holds them has mistakes, so other sources were used."),
    N_("Tell your IT team: “Copy for IT” has the details.") },

  { "discovery.service-absent", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("{Provider} offers no {kind} server."),
    N_("There is none that a mail program could use in this way."),
    N_("Choose the other way of receiving mail in the settings, or read your mail in the"
       " browser."),
    MW_HELP_PROVIDER },

  /* ------ reaching it ------ */

  { "net.refused", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("The {kind} server does not accept connections."),
    N_("The machine is there, but no mail service answers."),
    N_("Ask {operator} whether the service is running; if you typed the server yourself,"
       " check its name and port.") },

  { "net.unreachable", MW_WHO_NETWORK, MW_WHEN_ALWAYS,
    N_("The {kind} server cannot be reached."),
    N_("There is no way to it from this network."),
    N_("Check the network connection; for a server inside your company, connect to the "
       "company network first.") },

  { "net.timeout", MW_WHO_NETWORK, MW_WHEN_ALWAYS,
    N_("The {kind} server does not answer."),
    N_("It may be down, or this network may block the way to it."),
    N_("Try another network, such as that of your phone; if mail works there, tell your "
       "IT team.") },

  { "net.reset", MW_WHO_NETWORK, MW_WHEN_ALWAYS,
    N_("The connection was cut off."),
    N_("The {kind} server or something on the way to it hung up."),
    N_("Test again; if it happens again, try another network or ask your IT team.") },

  { "net.closed-before-banner", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("The {kind} server hung up at once."),
    N_("It may be busy, or not serve this network; it does not say."),
    N_("Wait a few minutes and test again; if it stays so, ask {operator}.") },

  { "net.closed-after-auth", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The {kind} server hung up during sign-in."),
    N_("It got the password and does not say why it hung up."),
    N_("Check the password before you test again, so that nothing gets locked.") },

  { "net.address-dead", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("One of the server’s machines does not work."),
    N_("Others of the same name do, so mail may fail now and then."),
    N_("Tell {operator}: “Copy for IT” has the details.") },

  { "net.port-blocked", MW_WHO_NOBODY, MW_WHEN_ALWAYS,
    N_("This network blocks one way of {task} mail."),
    N_("Another way works here, so we use that one."),
    N_("Nothing to do.") },

  { "net.port-blocked", MW_WHO_NOBODY, MW_WHEN_ALWAYS,
    N_("This network blocks one way to the server."),
    N_("Another way works here, so we use that one."),
    N_("Nothing to do.") },

  { "net.server-unavailable", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The {kind} server is busy."),
    N_("It says itself that it cannot help at the moment."),
    N_("Wait a few minutes, then test again.") },

  { "net.captive-portal", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("This network wants a sign-in page first."),
    N_("Until that is done, it lets no mail through."),
    N_("Open any page in the browser, sign in to the network, then test again.") },

  /* ------ the encrypted connection ------ */

  { "tls.self-signed", MW_WHO_IT, MW_WHEN_ALLOWED,
    N_("This server vouches only for itself."),
    N_("Its certificate is signed by nobody else, and you allowed it."),
    N_("Ask {operator} for a certificate that computers trust: “Copy for IT”.") },

  { "tls.self-signed", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("This server vouches only for itself."),
    N_("Its certificate is signed by nobody else, so it may be the wrong server and your"
       " password was not sent."),
    N_("Ask {operator} for a certificate that computers trust: “Copy for IT”.") },

  { "tls.unknown-issuer", MW_WHO_IT, MW_WHEN_ALLOWED,
    N_("The server’s certificate has an unknown issuer."),
    N_("This computer cannot tell whether to trust it, and you allowed it."),
    N_("Ask your IT team to make the issuer known to this computer: “Copy for IT”.") },

  { "tls.unknown-issuer", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("The server’s certificate has an unknown issuer."),
    N_("This computer cannot tell whether to trust it, so your password was not sent."),
    N_("Ask your IT team whether this computer should know the issuer: “Copy for IT”.") },

  { "tls.incomplete-chain", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("A part of the server’s certificate is missing."),
    N_("The server does not send all of it, so it cannot be checked and your password "
       "was not sent."),
    N_("Ask {operator} to have the server send the whole certificate: “Copy for IT”.") },

  { "tls.expired", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("The mail server’s certificate ended on {until}."),
    N_("Until it is renewed nobody can be sure this is the right server, so your "
       "password was not sent."),
    N_("Ask {operator} to renew it: “Copy for IT”.") },

  { "tls.expired", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("The mail server’s certificate has ended."),
    N_("Until it is renewed nobody can be sure this is the right server, so your "
       "password was not sent."),
    N_("Ask {operator} to renew it: “Copy for IT”.") },

  { "tls.not-yet-valid", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The server’s certificate only begins on {from}."),
    N_("The date of the server or of this computer must be wrong, so your password was "
       "not sent."),
    N_("Check the date of this computer; if it is right, ask {operator}: “Copy for IT”.") },

  { "tls.not-yet-valid", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The server’s certificate has not begun yet."),
    N_("The date of the server or of this computer must be wrong, so your password was "
       "not sent."),
    N_("Check the date of this computer; if it is right, ask {operator}: “Copy for IT”.") },

  { "tls.clock-wrong", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("This computer’s date seems to be wrong."),
    N_("The certificates of several servers do not fit it."),
    N_("Set the date and time, then test again.") },

  { "tls.expires-soon", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("The server’s certificate ends on {until}."),
    N_("Unless it is renewed, mail stops then."),
    N_("Tell {operator}: “Copy for IT” has the details.") },

  { "tls.expires-soon", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("The server’s certificate ends soon."),
    N_("Unless it is renewed, mail stops then."),
    N_("Tell {operator}: “Copy for IT” has the details.") },

  { "tls.wrong-name", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("This server calls itself {name}."),
    N_("Your settings say {server}, so your password was not sent."),
    N_("Use {name} in the settings if it belongs to {provider}; if you are not sure, ask"
       " your IT team: “Copy for IT”.") },

  { "tls.wrong-name", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("This server has another name."),
    N_("Its certificate does not fit the name in your settings, so your password was not"
       " sent."),
    N_("Check the server name, or ask your IT team for the right one: “Copy for IT”.") },

  { "tls.weak-key", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("The server’s certificate is too weak."),
    N_("It could be forged, so your password was not sent."),
    N_("Ask {operator} for a stronger certificate: “Copy for IT”.") },

  { "tls.weak-signature", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("The server’s certificate is signed too weakly."),
    N_("The way it is signed is outdated and could be forged, so your password was not "
       "sent."),
    N_("Ask {operator} for a new certificate: “Copy for IT”.") },

  { "tls.version-too-old", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("This server only offers outdated encryption."),
    N_("It no longer protects what is said, so your password was not sent."),
    N_("Ask {operator} to bring the server up to date: “Copy for IT”.") },

  { "tls.handshake-failed", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("No encrypted connection came about."),
    N_("Setting it up failed half-way, so your password was not sent."),
    N_("Test again; if it fails again, ask {operator}: “Copy for IT”.") },

  { "tls.handshake-reset", MW_WHO_NETWORK, MW_WHEN_ALWAYS,
    N_("The encrypted connection was cut off."),
    N_("The server or something on the way hung up while it was being set up, so your "
       "password was not sent."),
    N_("Try another network; if that does not help, ask your IT team: “Copy for IT”.") },

  { "tls.not-offered", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("This server does not offer an encrypted connection."),
    N_("Anyone on the way could read your password, so it was not sent."),
    N_("Ask {operator} to switch encryption on: “Copy for IT”.") },

  { "tls.starttls-refused", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("The server refused to encrypt the connection."),
    N_("It offers encryption but did not begin with it, so your password was not sent."),
    N_("Test again later; if it stays so, ask {operator}: “Copy for IT”.") },

  { "tls.injection", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("Something interfered with the connection."),
    N_("Words that do not belong there came in before encryption began; this can be an "
       "attack or a faulty server, and your password was not sent."),
    N_("Use another network, and tell your IT team: “Copy for IT”.") },

  { "tls.preauth-downgrade", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("The server left encryption out."),
    N_("It claims that you are signed in already; this can be an attack or a faulty "
       "server, and your password was not sent."),
    N_("Use another network, and tell your IT team: “Copy for IT”.") },

  { "tls.plaintext-on-tls-port", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The encryption setting does not fit this server."),
    N_("The server does not begin with encryption, so your password was not sent."),
    N_("Choose the other encryption setting, or ask {operator}.") },

  { "tls.tls-on-plain-port", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The encryption setting does not fit this server."),
    N_("The server wants encryption from the very beginning, so your password was not "
       "sent."),
    N_("Choose the other encryption setting, or ask {operator}.") },

  { "tls.client-certificate-needed", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("This server wants a personal certificate."),
    N_("It only lets in people who show one of their own."),
    N_("Ask your IT team for a personal certificate.") },

  { "tls.client-certificate-refused", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("Your personal certificate was not accepted."),
    N_("It may have ended or been replaced; the server does not say."),
    N_("Ask your IT team for a new one.") },

  { "tls.dane-mismatch", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("The certificate differs from the published one."),
    N_("The owner of the domain publishes which certificate belongs here, and this is "
       "another."),
    N_("Tell {operator}: “Copy for IT” has the details.") },

  { "tls.intercepted", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("Something here opens encrypted connections."),
    N_("Often virus protection or the network does that; your password was not sent."),
    N_("Ask your IT team whether it is meant to be so: “Copy for IT”.") },

  { "tls.revoked", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("The server’s certificate was withdrawn."),
    N_("Its issuer no longer vouches for it, so your password was not sent."),
    N_("Ask {operator} for a new certificate: “Copy for IT”.") },

  { "tls.address-differs", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("The server’s machines differ from each other."),
    N_("One of them shows another or worse certificate, so mail may fail now and then."),
    N_("Tell {operator}: “Copy for IT” has the details.") },

  /* ------ its first words ------ */

  { "proto.not-a-mail-server", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("This is not a mail server."),
    N_("Something else answered under this name."),
    N_("Check the server name, or ask your IT team for the right one.") },

  { "proto.wrong-protocol", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("This is another kind of mail server."),
    N_("The servers for receiving and sending may be swapped, or the way of receiving "
       "mail may be the other one."),
    N_("Check both server names against those from your company or provider.") },

  { "proto.line-too-long", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("The server’s answer was too long."),
    N_("No mail server should say so much at once, so the test was ended."),
    N_("Test again; if it happens again, tell {operator}: “Copy for IT”.") },

  { "proto.flood", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("The server would not stop talking."),
    N_("No mail server should say so much, so the test was ended."),
    N_("Test again; if it happens again, tell {operator}: “Copy for IT”.") },

  { "proto.unexpected-answer", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("The server’s answer made no sense."),
    N_("A mail server says something else at this point, so the test was ended."),
    N_("Test again; if it happens again, tell {operator}: “Copy for IT”.") },

  { NULL },
};
/* clang-format on */
