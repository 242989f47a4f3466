// SPDX-License-Identifier: GPL-3.0-or-later
// Who can reach whom, and over how many ties.
#include "observe/network.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

int32_t isti_network_sources(const ist_network *network, const ist_network_options *options,
                             int32_t *sources)
{
    const int32_t people = network->people;
    const bool is_exact = people <= options->exact || people <= options->sources;
    const int32_t count = is_exact ? people : options->sources;
    for (int32_t k = 0; k < count; k++) {
        sources[k] = (int32_t)((int64_t)k * people / count);
    }
    return count;
}

// Distances from one person, breadth first; -1 where there is no path. Adds up what is found.
static void walk(const ist_network *network, int32_t source, int32_t *distance, int32_t *queue,
                 double *sum, double *inverse, double *reached)
{
    int32_t head = 0;
    int32_t tail = 0;
    memset(distance, -1, (size_t)network->people * sizeof *distance);
    distance[source] = 0;
    queue[tail++] = source;
    while (head < tail) {
        const int32_t at = queue[head++];
        for (int64_t k = network->start[at]; k < network->start[at + 1]; k++) {
            const int32_t next = network->neighbor[k];
            if (distance[next] < 0) {
                distance[next] = distance[at] + 1;
                queue[tail++] = next;
                *sum += distance[next];
                *inverse += 1.0 / distance[next];
            }
        }
    }
    *reached += tail - 1;
}

ist_status isti_network_distances(const ist_network *network, const int32_t *sources, int32_t count,
                                  double *path_length, double *efficiency)
{
    int32_t *distance = isti_alloc_array((size_t)network->people, sizeof *distance);
    int32_t *queue = isti_alloc_array((size_t)network->people, sizeof *queue);
    double sum = 0.0;
    double inverse = 0.0;
    double reached = 0.0;
    const bool has_room = distance && queue;
    for (int32_t k = 0; has_room && k < count; k++) {
        walk(network, sources[k], distance, queue, &sum, &inverse, &reached);
    }
    isti_free(distance);
    isti_free(queue);
    const double pairs = (double)count * (network->people - 1);
    *path_length = reached > 0.0 ? sum / reached : (double)NAN;
    *efficiency = pairs > 0.0 ? inverse / pairs : (double)NAN;
    return has_room ? IST_OK : IST_ERR_NO_MEMORY;
}

int32_t isti_network_components(const ist_network *network, const bool *is_out, int32_t *component,
                                int32_t *size)
{
    int32_t count = 0;
    int32_t *queue = isti_alloc_array((size_t)network->people, sizeof *queue);
    for (int32_t i = 0; i < network->people; i++) {
        component[i] = -1;
    }
    for (int32_t i = 0; queue && i < network->people; i++) {
        if (component[i] >= 0 || (is_out && is_out[i])) {
            continue;
        }
        int32_t tail = 0;
        queue[tail++] = i;
        component[i] = count;
        for (int32_t head = 0; head < tail; head++) {
            for (int64_t k = network->start[queue[head]]; k < network->start[queue[head] + 1];
                 k++) {
                const int32_t next = network->neighbor[k];
                if (component[next] < 0 && !(is_out && is_out[next])) {
                    component[next] = count;
                    queue[tail++] = next;
                }
            }
        }
        size[count++] = tail;
    }
    const bool has_room = queue != NULL;
    isti_free(queue);
    return has_room ? count : -1;
}
