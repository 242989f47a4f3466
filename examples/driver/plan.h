// SPDX-License-Identifier: GPL-3.0-or-later
// From the command line to an experiment.
#ifndef DRIVER_PLAN_H
#define DRIVER_PLAN_H

#include <interstice/interstice.h>

#include "driver/options.h"

// Names with commas between them, cut apart. Zero: none.
struct name_list {
    char *text;
    const char **name;
    int32_t count;
};

// Returns an exit code, after a complaint: names may not be empty.
int name_list_open(struct name_list *list, const char *text, const char *option);
void name_list_close(struct name_list *list);

// Ticks at whose end networks are measured, -1 for the last. Zero: none.
struct network_ticks {
    int32_t *tick;
    int32_t count;
};

// Read "0,12,end"; NULL: none. Returns an exit code, after a complaint. Close in any case.
int network_ticks_open(struct network_ticks *out, const char *text);
void network_ticks_close(struct network_ticks *ticks);

// The experiment that `run`, `sweep` or `compare` is asked for, with so many replicates unless the
// options say. Returns an exit code, after complaints.
int plan_create(const struct options *options, int32_t replicates, ist_experiment **out);

#endif
