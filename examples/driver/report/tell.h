// SPDX-License-Identifier: GPL-3.0-or-later
// What happened, in plain sentences drawn from the numbers.
#ifndef DRIVER_REPORT_TELL_H
#define DRIVER_REPORT_TELL_H

#include "driver/report/story.h"

// A list of sentences.
void tell_story(struct output *out, const struct story *story);

#endif
