// SPDX-License-Identifier: GPL-3.0-or-later
// Records of runs: taken from a run, turned into bytes and back.
#include "ensemble/run_record.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

static const uint64_t magic =
    UINT64_C(0x3144524F43455249); // "IRECORD1", read as little-endian text

enum { WORD = 8 };

// A record with the memory it owns.
typedef struct owned {
    ist_run_record record; // first
    unsigned char *bytes;  // its texts lie in there
    double *series, *resilience, *relative, *twin;
    ist_community_record *community;
    ist_community_row *community_row;
    ist_unit_row *unit_row;
    ist_network_row *network_row;
    const char **shock;
    uint64_t hash; // of its bytes
    size_t size;   // of them
} owned;

// ---- Writing

void isti_record_put_head(isti_pack *pack, const isti_record_head *head)
{
    isti_pack_word(pack, magic);
    isti_pack_int(pack, head->replicate);
    isti_pack_word(pack, head->seed);
    isti_pack_word(pack, head->state_hash);
    isti_pack_word(pack, head->model_hash);
    isti_pack_word(pack, head->parameter_hash);
    isti_pack_double(pack, head->start);
    isti_pack_int(pack, head->ticks_per_year);
    isti_pack_int(pack, head->shocks);
    isti_pack_int(pack, head->twins);
    isti_pack_int(pack, head->ticks);
}

void isti_record_put_community(isti_pack *pack, const ist_community_record *c)
{
    const int32_t integers[] = {c->community.number, (int32_t)c->origin, (int32_t)c->stage,
                                c->official,         c->ended_empty,     c->resumes.number,
                                c->parent.number,    c->founders,        c->members};
    for (size_t i = 0; i < COUNT_OF(integers); i++) {
        isti_pack_int(pack, integers[i]);
    }
    const double numbers[] = {c->founded, c->ended, c->tied_founder_pairs, c->autonomy};
    isti_pack_doubles(pack, numbers, COUNT_OF(numbers));
    isti_pack_text(pack, c->name);
    isti_pack_text(pack, c->theme);
    isti_pack_text(pack, c->policy);
}

void isti_record_put_community_row(isti_pack *pack, const ist_community_row *r)
{
    const int32_t integers[] = {r->community.number, r->tick, (int32_t)r->stage, r->members,
                                r->present};
    for (size_t i = 0; i < COUNT_OF(integers); i++) {
        isti_pack_int(pack, integers[i]);
    }
    const double numbers[] = {r->attendance,  r->closeness, r->autonomy,    r->commitment,
                              r->affect,      r->learning,  r->realization, r->deliverables,
                              r->expectation, r->intrusion};
    isti_pack_doubles(pack, numbers, COUNT_OF(numbers));
    isti_pack_doubles(pack, r->intensity, IST_ROLE_COUNT);
}

void isti_record_put_unit_row(isti_pack *pack, const ist_unit_row *r)
{
    const int32_t integers[] = {r->unit.number, r->tick,     r->people, r->participants,
                                r->members,     r->problems, r->solved, r->expired};
    for (size_t i = 0; i < COUNT_OF(integers); i++) {
        isti_pack_int(pack, integers[i]);
    }
}

void isti_record_put_network(isti_pack *pack, const ist_network_row *rows, int32_t count)
{
    if (count > 0) {
        isti_pack_int(pack, count);
    }
    for (int32_t i = 0; i < count; i++) {
        isti_pack_int(pack, rows[i].tick);
        isti_pack_doubles(pack, rows[i].value, IST_NETWORK_COUNT);
    }
}

static void put_series(isti_pack *pack, const double *const series[IST_METRIC_COUNT], int32_t ticks)
{
    for (int32_t tick = 0; tick < ticks; tick++) {
        double row[IST_METRIC_COUNT];
        for (int m = 0; m < IST_METRIC_COUNT; m++) {
            row[m] = series[m][tick];
        }
        isti_pack_doubles(pack, row, IST_METRIC_COUNT);
    }
}

void isti_record_put(isti_pack *pack, const ist_run_record *r)
{
    const double *series[IST_METRIC_COUNT];
    for (int m = 0; m < IST_METRIC_COUNT; m++) {
        series[m] = r->series + (size_t)m * (size_t)r->ticks;
    }
    isti_record_put_head(pack, &(isti_record_head){.replicate = r->replicate,
                                                   .seed = r->seed,
                                                   .state_hash = r->state_hash,
                                                   .model_hash = r->model_hash,
                                                   .parameter_hash = r->parameter_hash,
                                                   .start = r->start,
                                                   .ticks_per_year = r->ticks_per_year,
                                                   .ticks = r->ticks,
                                                   .shocks = r->shocks,
                                                   .twins = r->relative != NULL});
    put_series(pack, series, r->ticks);
    isti_pack_int(pack, r->communities);
    for (int32_t i = 0; i < r->communities; i++) {
        isti_record_put_community(pack, &r->community[i]);
    }
    isti_pack_int(pack, r->community_rows);
    for (int32_t i = 0; i < r->community_rows; i++) {
        isti_record_put_community_row(pack, &r->community_row[i]);
    }
    isti_pack_int(pack, r->unit_rows);
    for (int32_t i = 0; i < r->unit_rows; i++) {
        isti_record_put_unit_row(pack, &r->unit_row[i]);
    }
    for (int32_t s = 0; s < r->shocks; s++) {
        const size_t at = (size_t)s * IST_RESILIENCE_COUNT;
        isti_pack_text(pack, r->shock[s]);
        isti_pack_doubles(pack, r->resilience + at, IST_RESILIENCE_COUNT);
        if (r->relative) {
            isti_pack_doubles(pack, r->relative + at, IST_RESILIENCE_COUNT);
            isti_pack_doubles(pack, r->twin + (size_t)s * (size_t)r->ticks, (size_t)r->ticks);
        }
    }
    isti_record_put_network(pack, r->network_row, r->network_rows);
}

// ---- Reading

static void read_community(isti_unpack *in, ist_community_record *c)
{
    c->community.number = (int32_t)isti_unpack_int(in, 1, INT32_MAX);
    c->origin = (ist_origin)isti_unpack_int(in, 0, IST_ORIGIN_COUNT - 1);
    c->stage = (ist_stage)isti_unpack_int(in, 0, IST_STAGE_COUNT - 1);
    c->official = isti_unpack_int(in, 0, 1) == 1;
    c->ended_empty = isti_unpack_int(in, 0, 1) == 1;
    c->resumes.number = (int32_t)isti_unpack_int(in, 0, INT32_MAX);
    c->parent.number = (int32_t)isti_unpack_int(in, 0, INT32_MAX);
    c->founders = (int32_t)isti_unpack_int(in, 0, INT32_MAX);
    c->members = (int32_t)isti_unpack_int(in, 0, INT32_MAX);
    c->founded = isti_unpack_double(in);
    c->ended = isti_unpack_double(in);
    c->tied_founder_pairs = isti_unpack_double(in);
    c->autonomy = isti_unpack_double(in);
    c->name = isti_unpack_text(in);
    c->theme = isti_unpack_text(in);
    c->policy = isti_unpack_text(in);
}

static void read_community_row(isti_unpack *in, ist_community_row *r)
{
    r->community.number = (int32_t)isti_unpack_int(in, 1, INT32_MAX);
    r->tick = (int32_t)isti_unpack_int(in, 0, INT32_MAX);
    r->stage = (ist_stage)isti_unpack_int(in, 0, IST_STAGE_COUNT - 1);
    r->members = (int32_t)isti_unpack_int(in, 0, INT32_MAX);
    r->present = (int32_t)isti_unpack_int(in, 0, INT32_MAX);
    double *const numbers[] = {&r->attendance,  &r->closeness, &r->autonomy,    &r->commitment,
                               &r->affect,      &r->learning,  &r->realization, &r->deliverables,
                               &r->expectation, &r->intrusion};
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        *numbers[i] = isti_unpack_double(in);
    }
    isti_unpack_doubles(in, r->intensity, IST_ROLE_COUNT);
}

static void read_unit_row(isti_unpack *in, ist_unit_row *r)
{
    r->unit.number = (int32_t)isti_unpack_int(in, 1, INT32_MAX);
    int32_t *const numbers[] = {&r->tick,     &r->people, &r->participants, &r->members,
                                &r->problems, &r->solved, &r->expired};
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        *numbers[i] = (int32_t)isti_unpack_int(in, 0, INT32_MAX);
    }
}

static bool read_head(isti_unpack *in, ist_run_record *r)
{
    in->is_damaged |= isti_unpack_word(in) != magic;
    r->replicate = (int32_t)isti_unpack_int(in, 0, INT32_MAX);
    r->seed = isti_unpack_word(in);
    r->state_hash = isti_unpack_word(in);
    r->model_hash = isti_unpack_word(in);
    r->parameter_hash = isti_unpack_word(in);
    r->start = isti_unpack_double(in);
    r->ticks_per_year = (int32_t)isti_unpack_int(in, 1, INT32_MAX);
    r->shocks = (int32_t)isti_unpack_int(in, 0, INT32_MAX);
    const bool twins = isti_unpack_int(in, 0, 1) == 1;
    r->ticks = isti_unpack_count(in, IST_METRIC_COUNT * sizeof(double));
    return twins;
}

// Everything below gives false when memory is short; damage is noted in `in`.
static bool read_series(isti_unpack *in, owned *o)
{
    const size_t ticks = (size_t)o->record.ticks;
    o->series = isti_alloc_array(ticks * IST_METRIC_COUNT, sizeof *o->series);
    for (size_t tick = 0; o->series && tick < ticks; tick++) {
        double row[IST_METRIC_COUNT] = {0.0};
        isti_unpack_doubles(in, row, IST_METRIC_COUNT);
        for (size_t m = 0; m < IST_METRIC_COUNT; m++) {
            o->series[m * ticks + tick] = row[m];
        }
    }
    return o->series != NULL;
}

static bool read_lists(isti_unpack *in, owned *o)
{
    ist_run_record *r = &o->record;
    r->communities = isti_unpack_count(in, WORD);
    o->community = isti_alloc_array((size_t)r->communities, sizeof *o->community);
    for (int32_t i = 0; o->community && i < r->communities; i++) {
        read_community(in, &o->community[i]);
    }
    r->community_rows = isti_unpack_count(in, WORD);
    o->community_row = isti_alloc_array((size_t)r->community_rows, sizeof *o->community_row);
    for (int32_t i = 0; o->community_row && i < r->community_rows; i++) {
        read_community_row(in, &o->community_row[i]);
    }
    r->unit_rows = isti_unpack_count(in, WORD);
    o->unit_row = isti_alloc_array((size_t)r->unit_rows, sizeof *o->unit_row);
    for (int32_t i = 0; o->unit_row && i < r->unit_rows; i++) {
        read_unit_row(in, &o->unit_row[i]);
    }
    return o->community && o->community_row && o->unit_row;
}

static bool read_shocks(isti_unpack *in, owned *o, bool twins)
{
    const size_t ticks = (size_t)o->record.ticks;
    const size_t most = (size_t)(in->end - in->at) / WORD;
    const size_t width = IST_RESILIENCE_COUNT + (twins ? ticks : 0);
    in->is_damaged |= (size_t)o->record.shocks > most / width;
    const size_t shocks = in->is_damaged ? 0 : (size_t)o->record.shocks;
    o->shock = isti_alloc_array(shocks, sizeof(const char *));
    o->resilience = isti_alloc_array(shocks * IST_RESILIENCE_COUNT, sizeof(double));
    o->relative = twins ? isti_alloc_array(shocks * IST_RESILIENCE_COUNT, sizeof(double)) : NULL;
    o->twin = twins ? isti_alloc_array(shocks * ticks, sizeof(double)) : NULL;
    if (!o->shock || !o->resilience || (twins && (!o->relative || !o->twin))) {
        return false;
    }
    for (size_t s = 0; s < shocks; s++) {
        o->shock[s] = isti_unpack_text(in);
        isti_unpack_doubles(in, o->resilience + s * IST_RESILIENCE_COUNT, IST_RESILIENCE_COUNT);
        if (twins) {
            isti_unpack_doubles(in, o->relative + s * IST_RESILIENCE_COUNT, IST_RESILIENCE_COUNT);
            isti_unpack_doubles(in, o->twin + s * ticks, ticks);
        }
    }
    return true;
}

// What is left, if anything is.
static bool read_network(isti_unpack *in, owned *o)
{
    if (in->is_damaged || in->at == in->end) {
        return true;
    }
    const int32_t rows = isti_unpack_count(in, (1 + IST_NETWORK_COUNT) * WORD);
    in->is_damaged |= rows == 0;
    o->network_row = isti_alloc_array((size_t)rows, sizeof *o->network_row);
    o->record.network_rows = o->network_row ? rows : 0;
    for (int32_t i = 0; i < o->record.network_rows; i++) {
        o->network_row[i].tick = (int32_t)isti_unpack_int(in, 0, INT32_MAX);
        isti_unpack_doubles(in, o->network_row[i].value, IST_NETWORK_COUNT);
    }
    return o->network_row != NULL;
}

static void show(owned *o)
{
    ist_run_record *r = &o->record;
    r->series = o->series;
    r->community = o->community;
    r->community_row = o->community_row;
    r->unit_row = o->unit_row;
    r->network_row = o->network_row;

    r->shock = o->shock;
    r->resilience = o->resilience;
    r->relative = o->relative;
    r->twin = o->twin;
}

// Owns `bytes`, also when it fails; NULL: memory was short.
static ist_run_record *record_owning(unsigned char *bytes, size_t size, ist_errors *errors)
{
    owned *o = bytes ? isti_alloc_array(1, sizeof *o) : NULL;
    if (!o) {
        isti_free(bytes);
        isti_fail(errors, IST_ERR_NO_MEMORY, "", "out of memory");
        return NULL;
    }
    o->bytes = bytes;
    isti_unpack in = {.at = bytes, .end = bytes + size};
    const bool twins = read_head(&in, &o->record);
    const bool has_room = read_series(&in, o) && read_lists(&in, o) && read_shocks(&in, o, twins) &&
                          read_network(&in, o);
    if (!has_room || in.is_damaged || in.at != in.end) {
        ist_run_record_destroy(&o->record);
        if (in.is_damaged || has_room) {
            isti_fail(errors, IST_ERR_SNAPSHOT_DAMAGED, "", "the record of a run is damaged");
        } else {
            isti_fail(errors, IST_ERR_NO_MEMORY, "", "out of memory");
        }
        return NULL;
    }
    show(o);
    o->hash = isti_digest(1, bytes, size);
    o->size = size;
    return &o->record;
}

ist_run_record *ist_run_record_load(const void *bytes, size_t size, ist_errors *errors)
{
    unsigned char *copy = isti_alloc_scratch(size + 1, 1);
    if (copy && size > 0) {
        memcpy(copy, bytes, size);
    }
    return record_owning(copy, size, errors);
}

void ist_run_record_destroy(ist_run_record *record)
{
    owned *o = (owned *)(void *)record;
    if (!o) {
        return;
    }
    isti_free(o->series);
    isti_free(o->community);
    isti_free(o->community_row);
    isti_free(o->unit_row);
    isti_free(o->network_row);

    isti_free(o->shock);
    isti_free(o->resilience);
    isti_free(o->relative);
    isti_free(o->twin);
    isti_free(o->bytes);
    isti_free(o);
}

// ---- From a run

static void put_communities(isti_pack *pack, const ist_state *state)
{
    const ist_model *model = ist_state_model(state);
    const int32_t count = ist_state_communities(state);
    isti_pack_int(pack, count);
    for (int32_t number = 1; number <= count; number++) {
        ist_community_info c = {0};
        ist_community_get(state, (ist_community_id){number}, &c);
        const ist_community_record record = {
            .community = {number},
            .name = c.name,
            .theme = ist_model_theme_name(model, c.theme),
            .policy = c.overseer.number ? ist_model_manager_policy(model, c.overseer) : NULL,
            .origin = c.origin,
            .stage = c.stage,
            .official = c.official,
            .ended_empty = c.ended_empty,
            .founded = ist_model_time(model, c.founded),
            .ended = c.ended >= 0 ? ist_model_time(model, c.ended) : (double)NAN,
            .resumes = c.resumes,
            .parent = c.parent,
            .founders = c.founders,
            .members = c.members,
            .tied_founder_pairs = c.tied_founder_pairs,
            .autonomy = c.autonomy};
        isti_record_put_community(pack, &record);
    }
}

static void put_rows(isti_pack *pack, const ist_recorder *recorder)
{
    const int32_t communities = ist_recorder_community_rows(recorder);
    isti_pack_int(pack, communities);
    for (int32_t i = 0; i < communities; i++) {
        isti_record_put_community_row(pack, ist_recorder_community_row(recorder, i));
    }
    const int32_t units = ist_recorder_unit_rows(recorder);
    isti_pack_int(pack, units);
    for (int32_t i = 0; i < units; i++) {
        isti_record_put_unit_row(pack, ist_recorder_unit_row(recorder, i));
    }
}

static void put_result(isti_pack *pack, const ist_run_result *result)
{
    const ist_model *model = ist_state_model(result->state);
    const int32_t ticks = ist_recorder_ticks(result->record);
    const double *series[IST_METRIC_COUNT];
    for (int m = 0; m < IST_METRIC_COUNT; m++) {
        series[m] = ist_recorder_series(result->record, (ist_metric)m);
    }
    const isti_record_head head = {.replicate = result->replicate,
                                   .seed = result->seed,
                                   .state_hash = ist_state_hash(result->state),
                                   .model_hash = ist_model_hash(model),
                                   .parameter_hash = ist_model_parameter_hash(model),
                                   .start = ist_model_time(model, 0),
                                   .ticks_per_year = ist_model_ticks_per_year(model),
                                   .ticks = ticks,
                                   .shocks = ist_model_shocks(model),
                                   .twins = result->relative != NULL};
    isti_record_put_head(pack, &head);
    put_series(pack, series, ticks);
    put_communities(pack, result->state);
    put_rows(pack, result->record);
    for (int32_t s = 0; s < head.shocks; s++) {
        const size_t at = (size_t)s * IST_RESILIENCE_COUNT;
        isti_pack_text(pack, ist_model_shock_name(model, s));
        isti_pack_doubles(pack, result->resilience + at, IST_RESILIENCE_COUNT);
        if (result->relative) {
            isti_pack_doubles(pack, result->relative + at, IST_RESILIENCE_COUNT);
            isti_pack_doubles(pack, result->twin[s], (size_t)ticks);
        }
    }
    isti_record_put_network(pack, result->network, result->network_rows);
}

ist_run_record *isti_record_of(isti_pack *pack, ist_errors *errors)
{
    size_t size = 0;
    unsigned char *bytes = isti_pack_release(pack, &size);
    return record_owning(bytes, size, errors);
}

uint64_t isti_record_hash_of(const isti_pack *pack)
{
    return isti_digest(1, pack->bytes, pack->length);
}

ist_run_record *ist_run_record_take(const ist_run_result *result)
{
    isti_pack pack = {.bytes = NULL};
    put_result(&pack, result);
    return isti_record_of(&pack, NULL);
}

uint64_t ist_run_record_hash(const ist_run_record *record)
{
    return ((const owned *)(const void *)record)->hash;
}

size_t isti_record_bytes(const ist_run_record *record)
{
    return ((const owned *)(const void *)record)->size;
}

size_t isti_record_room(size_t bytes)
{
    const size_t halves = 9; // measured
    return halves * bytes / 2;
}

// Active communities write a row a tick. In the shipped cases and generated organizations there comes to
// be about one for so many participants, half of them in so many years.
static const double participants_per_community = 26.0;
static const double years_to_half = 2.0;

size_t isti_record_bytes_foreseen(const ist_model *model, int32_t ticks)
{
    const double years = (double)ticks / ist_model_ticks_per_year(model);
    const double rows = ist_model_participants(model) / participants_per_community * years /
                        (years + years_to_half);
    const double tick = IST_METRIC_COUNT * sizeof(double) + rows * sizeof(ist_community_row);
    return (size_t)(ticks * tick);
}

size_t ist_run_record_save(const ist_run_record *record, void *buffer, size_t capacity)
{
    isti_pack pack = {.bytes = NULL};
    isti_record_put(&pack, record);
    return isti_pack_hand_over(&pack, buffer, capacity);
}
