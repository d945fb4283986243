/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-tls-session.h"

/* The two halves of an MwTlsStream. */
GInputStream *mw_tls_input_new (MwTlsSession *session);
GOutputStream *mw_tls_output_new (MwTlsSession *session);
