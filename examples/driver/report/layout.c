// SPDX-License-Identifier: GPL-3.0-or-later
// Where to put the people of a network: force-directed, with the same outcome each time.
#include "driver/report/layout.h"

#include <math.h>
#include <stdlib.h>

static const double gravity = 4.0; // keeps parts without ties between them together
static const double first_step = 0.12;

struct forces {
    int32_t nodes;
    double ideal; // distance between neighbors
    double *x, *y, *push_x, *push_y;
};

// A spiral whose points are evenly spread (Vogel 1979), in the order of the nodes. Only arithmetic that is
// the same everywhere: the golden angle is a fixed turn.
static void start(const struct forces *f)
{
    const double turn_cos = -0.7373688780783197;
    const double turn_sin = 0.6754902942615238;
    double along = 1.0;
    double across = 0.0;
    for (int32_t i = 0; i < f->nodes; i++) {
        const double radius = 0.45 * sqrt((i + 0.5) / f->nodes);
        const double next = along * turn_cos - across * turn_sin;
        across = along * turn_sin + across * turn_cos;
        along = next;
        f->x[i] = radius * along;
        f->y[i] = radius * across;
    }
}

static void repel(const struct forces *f)
{
    const double strength = f->ideal * f->ideal;
    for (int32_t i = 0; i < f->nodes; i++) {
        f->push_x[i] -= gravity * f->x[i];
        f->push_y[i] -= gravity * f->y[i];
        for (int32_t k = 0; k < i; k++) {
            const double dx = f->x[i] - f->x[k];
            const double dy = f->y[i] - f->y[k];
            const double push = strength / (dx * dx + dy * dy + 1e-9);
            f->push_x[i] += dx * push;
            f->push_y[i] += dy * push;
            f->push_x[k] -= dx * push;
            f->push_y[k] -= dy * push;
        }
    }
}

static void attract(const struct forces *f, const struct link *links, int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        const int32_t a = links[i].a;
        const int32_t b = links[i].b;
        const double dx = f->x[a] - f->x[b];
        const double dy = f->y[a] - f->y[b];
        const double pull = links[i].weight * sqrt(dx * dx + dy * dy) / f->ideal;
        f->push_x[a] -= dx * pull;
        f->push_y[a] -= dy * pull;
        f->push_x[b] += dx * pull;
        f->push_y[b] += dy * pull;
    }
}

static void move(const struct forces *f, double most)
{
    for (int32_t i = 0; i < f->nodes; i++) {
        const double size = sqrt(f->push_x[i] * f->push_x[i] + f->push_y[i] * f->push_y[i]);
        const double scale = size > most ? most / size : 1.0;
        f->x[i] += f->push_x[i] * scale;
        f->y[i] += f->push_y[i] * scale;
        f->push_x[i] = 0.0;
        f->push_y[i] = 0.0;
    }
}

// Into the unit square, each direction by itself: the page is filled.
static void fit(double *values, int32_t count)
{
    double low = HUGE_VAL;
    double high = -HUGE_VAL;
    for (int32_t i = 0; i < count; i++) {
        low = fmin(low, values[i]);
        high = fmax(high, values[i]);
    }
    for (int32_t i = 0; i < count; i++) {
        values[i] = high > low ? (values[i] - low) / (high - low) : 0.5;
    }
}

bool layout_place(const struct link *links, int32_t count, int32_t nodes, double *x, double *y)
{
    const int32_t rounds = 140;
    struct forces f = {.nodes = nodes,
                       .ideal = nodes > 0 ? 0.75 / sqrt(nodes) : 1.0,
                       .x = x,
                       .y = y,
                       .push_x = calloc((size_t)nodes + 1, sizeof(double)),
                       .push_y = calloc((size_t)nodes + 1, sizeof(double))};
    const bool is_possible = f.push_x && f.push_y;
    if (is_possible) {
        start(&f);
        for (int32_t round = 0; round < rounds; round++) {
            repel(&f);
            attract(&f, links, count);
            move(&f, first_step * (1.0 - (double)round / rounds));
        }
        fit(x, nodes);
        fit(y, nodes);
    }
    free(f.push_x);
    free(f.push_y);
    return is_possible;
}
