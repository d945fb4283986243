/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

void mw_steady_proxy_register (void);
