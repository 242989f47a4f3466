// SPDX-License-Identifier: GPL-3.0-or-later
// Saving and restoring a state, and its fingerprint: all from the one list of arrays.
#include "state/communities.h"
#include "state/fellows.h"

#include <string.h>

#define SNAPSHOT_MAGIC UINT64_C(0x3154414e53545349) // "ISTSNAT1", read as little-endian text
enum { SNAPSHOT_VERSION = 4 };

// Everything before the arrays. All members are 8 bytes wide: no padding.
typedef struct header {
    uint64_t magic, version, bytes, model;
    uint64_t seed;
    int64_t replicate, without, off;
    isti_scalars now;
    int64_t count[ISTI_GROUP_COUNT];
} header;

static size_t arrays_size(const ist_state *s)
{
    size_t bytes = 0;
#define ISTI_ROW(type, name, group, width) \
    bytes += sizeof(type) * (size_t)(width) * (size_t)ISTI_COUNT(s, group);
    ISTI_STATE_ARRAYS(ISTI_ROW)
#undef ISTI_ROW
    return bytes;
}

static header describe(const ist_state *s, size_t bytes)
{
    header h = {.magic = SNAPSHOT_MAGIC,
                .version = SNAPSHOT_VERSION,
                .bytes = bytes,
                .model = s->model->hash,
                .seed = s->run.seed,
                .replicate = s->run.replicate,
                .without = s->run.without,
                .off = s->run.off,
                .now = s->now};
    for (int32_t g = 0; g < ISTI_GROUP_COUNT; g++) {
        h.count[g] = s->group[g].count;
    }
    return h;
}

// Where rows of ties lie, and what room they have, follows from what happened to be moved when.
static bool is_placement(isti_group_id group)
{
    return group == ISTI_GROUP_row || group == ISTI_GROUP_slot;
}

static uint64_t digest_rows(const ist_state *s, uint64_t digest)
{
    for (int32_t node = 0; node < ISTI_COUNT(s, node); node++) {
        const size_t bytes = (size_t)s->node_degree[node] * sizeof(int32_t);
        digest = isti_digest(digest, s->slot_other + s->node_row[node], bytes);
        digest = isti_digest(digest, s->slot_tie + s->node_row[node], bytes);
    }
    return digest;
}

// Of rows only what stands in them counts.
uint64_t ist_state_hash(const ist_state *s)
{
    header h = describe(s, 0);
    h.now.slot_ordered = 0;
    h.count[ISTI_GROUP_slot] = 0;
    uint64_t digest = isti_digest(0, &h, sizeof h);
#define ISTI_ROW(type, name, group, width)                                                   \
    if (!is_placement(ISTI_GROUP_##group)) {                                                 \
        digest = isti_digest(digest, s->name,                                                \
                             sizeof(type) * (size_t)(width) * (size_t)ISTI_COUNT(s, group)); \
    }
    ISTI_STATE_ARRAYS(ISTI_ROW)
#undef ISTI_ROW
    return digest_rows(s, digest);
}

size_t ist_state_save(const ist_state *s, void *buffer, size_t capacity)
{
    const size_t bytes = sizeof(header) + arrays_size(s) + sizeof(uint64_t);
    if (capacity < bytes) {
        return bytes;
    }
    const header h = describe(s, bytes);
    unsigned char *at = buffer;
    memcpy(at, &h, sizeof h);
    at += sizeof h;
#define ISTI_ROW(type, name, group, width)                                                  \
    if (ISTI_COUNT(s, group) > 0) {                                                         \
        memcpy(at, s->name, sizeof(type) * (size_t)(width) * (size_t)ISTI_COUNT(s, group)); \
        at += sizeof(type) * (size_t)(width) * (size_t)ISTI_COUNT(s, group);                \
    }
    ISTI_STATE_ARRAYS(ISTI_ROW)
#undef ISTI_ROW
    const uint64_t digest = isti_digest(0, buffer, bytes - sizeof digest);
    memcpy(at, &digest, sizeof digest);
    return bytes;
}

// Is the snapshot whole, and of this model?
static ist_status inspect(const ist_state *s, const void *bytes, size_t size, header *h,
                          ist_errors *errors)
{
    if (size < sizeof *h + sizeof(uint64_t)) {
        return isti_fail(errors, IST_ERR_SNAPSHOT_DAMAGED, "", "the snapshot is cut short");
    }
    memcpy(h, bytes, sizeof *h);
    if (h->magic != SNAPSHOT_MAGIC || h->bytes != size) {
        return isti_fail(errors, IST_ERR_SNAPSHOT_DAMAGED, "",
                         "this is no snapshot, or it was cut short");
    }
    uint64_t digest;
    memcpy(&digest, (const unsigned char *)bytes + size - sizeof digest, sizeof digest);
    if (isti_digest(0, bytes, size - sizeof digest) != digest) {
        return isti_fail(errors, IST_ERR_SNAPSHOT_DAMAGED, "", "the snapshot is damaged");
    }
    if (h->version != SNAPSHOT_VERSION || h->model != s->model->hash) {
        return isti_fail(errors, IST_ERR_SNAPSHOT_MISMATCH, "",
                         "the snapshot was taken from another model or version");
    }
    return IST_OK;
}

// Make room first, so that a failure leaves the state as it was.
static ist_status make_room(ist_state *s, const header *h)
{
    for (int32_t g = 0; g < ISTI_GROUP_COUNT; g++) {
        const ist_status status = isti_state_reserve(s, (isti_group_id)g, (int32_t)h->count[g]);
        if (status != IST_OK) {
            return status;
        }
    }
    return IST_OK;
}

// What a longer run left beyond the counts is zeroed: new members of a group start from zero.
static void clear_beyond(ist_state *s)
{
#define ISTI_ROW(type, name, group_name, width)                                        \
    if (s->group[ISTI_GROUP_##group_name].capacity > ISTI_COUNT(s, group_name)) {      \
        const size_t size = sizeof(type) * (size_t)(width);                            \
        memset((unsigned char *)s->name + size * (size_t)ISTI_COUNT(s, group_name), 0, \
               size * (size_t)(s->group[ISTI_GROUP_##group_name].capacity -            \
                               ISTI_COUNT(s, group_name)));                            \
    }
    ISTI_STATE_ARRAYS(ISTI_ROW)
#undef ISTI_ROW
}

ist_status ist_state_restore(ist_state *s, const void *bytes, size_t size, ist_errors *errors)
{
    header h = {0};
    ist_status status = inspect(s, bytes, size, &h, errors);
    if (status != IST_OK) {
        return status;
    }
    status = make_room(s, &h);
    if (status != IST_OK) {
        return isti_fail(errors, status, "", "%s", ist_status_text(status));
    }
    s->run.seed = h.seed;
    s->run.replicate = (uint32_t)h.replicate;
    s->run.without = (int32_t)h.without;
    s->run.off = (uint32_t)h.off;
    s->key = isti_run_key(h.seed, s->run.replicate);
    s->now = h.now;
    for (int32_t g = 0; g < ISTI_GROUP_COUNT; g++) {
        s->group[g].count = (int32_t)h.count[g];
    }
    const unsigned char *at = (const unsigned char *)bytes + sizeof h;
#define ISTI_ROW(type, name, group, width)                                                  \
    if (ISTI_COUNT(s, group) > 0) {                                                         \
        memcpy(s->name, at, sizeof(type) * (size_t)(width) * (size_t)ISTI_COUNT(s, group)); \
        at += sizeof(type) * (size_t)(width) * (size_t)ISTI_COUNT(s, group);                \
    }
    ISTI_STATE_ARRAYS(ISTI_ROW)
#undef ISTI_ROW
    clear_beyond(s);
    isti_index_communities(s);
    isti_fellows_clear(s);
    return IST_OK;
}
