/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* What the fuzzers share. Each is one file fuzz-NAME.c with one LLVMFuzzerTestOneInput(), which
 * libFuzzer calls with whatever it comes up with, and replay.c with what is in the folders of
 * seeds: then it is a unit test like any other. Any promise that is broken ends the process. */

int LLVMFuzzerInitialize (int *argc, char ***argv);
int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/**
 * FuzzInput:
 *
 * What is left of an input; taken from its front.
 */
typedef struct {
  const char *bytes;
  gsize length;
} FuzzInput;

guint fuzz_take_choice (FuzzInput *self, guint n);
char *fuzz_take_line (FuzzInput *self);
char *fuzz_take_until (FuzzInput *self, const char *mark);
char *fuzz_take_text (FuzzInput *self);

const char *fuzz_get_home (void);
char *fuzz_write_file (const char *name, const char *bytes, gsize length);
void fuzz_assert_utf8 (const char *text);
