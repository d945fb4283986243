/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mw-words.h"

#include <glib/gi18n-lib.h>

/* For staff: what happened, why, and what to do. What the wire said stands in the evidence. */
/* clang-format off */
const MwWords mw_words_of_connections[] = {
  /* ------ reaching it ------ */

  { "net.refused", MW_WHO_YOU, MW_WHEN_BRIDGE,
    N_("The bridge of {provider} does not answer."),
    N_("Mail goes through a program on this computer, and that one is not running."),
    N_("Start {provider} Bridge on this computer and sign in there, then test again."),
    MW_HELP_PROVIDER },

  { "net.refused", MW_WHO_YOU, MW_WHEN_OFFERED,
    N_("The {kind} server does not accept connections."),
    N_("The machine is there, but no mail service answers; the server {other} does."),
    N_("Choose “Use {other}” if that name belongs to {provider}; if you are not sure, ask "
       "your IT team: “Copy for IT”.") },

  { "net.refused", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("The {kind} server does not accept connections."),
    N_("The machine is there, but no mail service answers."),
    N_("Ask {operator} whether the service is running; if you typed the server yourself,"
       " check its name and port.") },

  { "net.unreachable", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("The network proxy does not let mail through."),
    N_("This computer is set to go through {proxy}, and that is where it ends."),
    N_("Ask your IT team to let mail pass there; if you set the proxy yourself, check it in the"
       " network settings of this computer.") },

  { "net.unreachable", MW_WHO_NETWORK, MW_WHEN_OTHER_PART_FAILS,
    N_("No mail server can be reached from here."),
    N_("There is no way to receiving or sending from this network."),
    N_("Check the network connection; for servers inside your company, connect to the "
       "company network first.") },

  { "net.unreachable", MW_WHO_NETWORK, MW_WHEN_ALWAYS,
    N_("The {kind} server cannot be reached."),
    N_("There is no way to it from this network."),
    N_("Check the network connection; for a server inside your company, connect to the "
       "company network first.") },

  { "net.timeout", MW_WHO_YOU, MW_WHEN_OFFERED,
    N_("The {kind} server does not answer."),
    N_("The server {other} does, from here."),
    N_("Choose “Use {other}” if that name belongs to {provider}; if you are not sure, ask "
       "your IT team: “Copy for IT”.") },

  { "net.timeout", MW_WHO_NETWORK, MW_WHEN_OTHER_PART_FAILS,
    N_("No mail server answers from here."),
    N_("Neither receiving nor sending gets through, so the network is the likely reason."),
    N_("Try another network, or switch a VPN off or on; for servers inside your company, "
       "connect to the company network first.") },

  { "net.timeout", MW_WHO_YOU, MW_WHEN_SIGNING_IN,
    N_("The {kind} server has not answered the sign-in."),
    N_("Servers often take their time over a password that does not fit; it may also be "
       "too busy."),
    N_("Check the password, then test again in a few minutes; if it stays so, ask "
       "{operator}: “Copy for IT”.") },

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
    N_("Some of the server’s addresses do not answer."),
    N_("None of the newer kind does; the older ones do, so mail works, a moment later."),
    N_("Tell your IT team that {family} does not get through to it: “Copy for IT” has the"
       " details.") },

  { "net.address-dead", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("One of the server’s machines does not work."),
    N_("Others of the same name do, so mail may fail now and then."),
    N_("Tell {operator}: “Copy for IT” has the details.") },

  { "net.dropped-once", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("The {kind} server hung up at first."),
    N_("At a second try it answered, so mail may fail now and then."),
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
    N_("The dates in certificates do not fit it, and something else says so too."),
    N_("Set the date and time, then test again.") },

  { "tls.expires-soon", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("The server’s certificate ends on {until}."),
    N_("Unless it is renewed, mail stops then."),
    N_("Tell {operator}: “Copy for IT” has the details.") },

  { "tls.expires-soon", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("The server’s certificate ends soon."),
    N_("Unless it is renewed, mail stops then."),
    N_("Tell {operator}: “Copy for IT” has the details.") },

  { "tls.wrong-name", MW_WHO_YOU, MW_WHEN_OFFERED,
    N_("This server calls itself {other}."),
    N_("Your settings say {server}, so your password was not sent; under the other name "
       "everything fits."),
    N_("Choose “Use {other}” if that name belongs to {provider}; if you are not sure, ask "
       "your IT team: “Copy for IT”.") },

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

  { "tls.not-offered", MW_WHO_NETWORK, MW_WHEN_STRIPPED,
    N_("Something on the way may remove the encryption."),
    N_("This server is known to offer it, and here it does not; your password was not sent."),
    N_("Use another network, and show this to your IT team: “Copy for IT”.") },

  { "tls.not-offered", MW_WHO_YOU, MW_WHEN_OFFERED,
    N_("Encryption is missing on this connection."),
    N_("Anyone on the way could read your password, so it was not sent; the same server "
       "offers another, encrypted one."),
    N_("Choose “Use the other setting”, or ask {operator}.") },

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

  { "tls.plaintext-on-tls-port", MW_WHO_YOU, MW_WHEN_OFFERED,
    N_("The encryption setting does not fit this server."),
    N_("The server does not begin with encryption, so your password was not sent; with the "
       "other setting it answers."),
    N_("Choose “Use the other setting”, or ask {operator}.") },

  { "tls.plaintext-on-tls-port", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The encryption setting does not fit this server."),
    N_("The server does not begin with encryption, so your password was not sent."),
    N_("Choose the other encryption setting, or ask {operator}.") },

  { "tls.tls-on-plain-port", MW_WHO_YOU, MW_WHEN_OFFERED,
    N_("The encryption setting does not fit this server."),
    N_("The server wants encryption from the very beginning, so your password was not sent; "
       "with the other setting it answers."),
    N_("Choose “Use the other setting”, or ask {operator}.") },

  { "tls.tls-on-plain-port", MW_WHO_YOU, MW_WHEN_ALWAYS,
    N_("The encryption setting does not fit this server."),
    N_("The server wants encryption from the very beginning, so your password was not "
       "sent."),
    N_("Choose the other encryption setting, or ask {operator}.") },

  { "tls.client-certificate-needed", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("This server wants a personal certificate."),
    N_("It only lets in people who show one of their own."),
    N_("Choose the file of your certificate, or ask your IT team for one.") },

  { "tls.client-certificate-refused", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("Your personal certificate was not accepted."),
    N_("It may have ended or been replaced; the server does not say."),
    N_("Choose another one, or ask your IT team for a new one.") },

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

  { "proto.wrong-protocol", MW_WHO_YOU, MW_WHEN_OFFERED,
    N_("This is another kind of mail server."),
    N_("Something else than was expected answers here, but there is a server that fits."),
    N_("Choose “Use {other}”, or check both server names.") },

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

  { "proto.unexpected-answer", MW_WHO_IT, MW_WHEN_ALLOWED,
    N_("This server cannot remember what was fetched."),
    N_("A mail program that leaves mail on it may fetch the same mail again and again."),
    N_("Tell {operator}: “Copy for IT” has the details.") },

  { "proto.unexpected-answer", MW_WHO_IT, MW_WHEN_ALWAYS,
    N_("The server’s answer made no sense."),
    N_("A mail server says something else at this point, so the test was ended."),
    N_("Test again; if it happens again, tell {operator}: “Copy for IT”.") },

  { NULL },
};
/* clang-format on */
