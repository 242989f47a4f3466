// SPDX-License-Identifier: GPL-3.0-or-later
// Where to put the people of a network, so that those with ties are near one another.
#ifndef DRIVER_REPORT_LAYOUT_H
#define DRIVER_REPORT_LAYOUT_H

#include <stdbool.h>
#include <stdint.h>

struct link {
    int32_t a, b;  // numbers of nodes
    double weight; // > 0
};

// Positions in [0, 1] for each node, by forces (Fruchterman and Reingold 1991) from a start that depends
// on their order alone: the same network is laid out the same each time. O(nodes^2) per round. False when
// out of memory.
bool layout_place(const struct link *links, int32_t count, int32_t nodes, double *x, double *y);

#endif
