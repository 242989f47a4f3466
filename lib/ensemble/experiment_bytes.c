// SPDX-License-Identifier: GPL-3.0-or-later
// Experiments as bytes and back.
#include "ensemble/experiment.h"

#include "base/memory.h"

#include <string.h>

static const uint64_t magic =
    UINT64_C(0x315844504D495849); // "IXIMPDX1", read as little-endian text

// The same of one whose scenarios name files, or with networks to measure: "IXIMPDX2".
static const uint64_t magic_of_more = UINT64_C(0x325844504D495849);

enum { LEAST = 8 }; // bytes that anything in a list takes

// ---- Writing

static void put_optional(isti_pack *pack, const char *text)
{
    isti_pack_int(pack, text != NULL);
    if (text) {
        isti_pack_text(pack, text);
    }
}

static void put_variant(isti_pack *pack, const isti_experiment_variant *v)
{
    isti_pack_int(pack, v->scenario);
    isti_pack_int(pack, v->point);
    put_optional(pack, v->policy);
    isti_pack_int(pack, v->set_common);
    isti_pack_int(pack, v->set_design);
    isti_pack_int(pack, v->set_count);
    for (int32_t k = 0; k < v->set_count; k++) {
        isti_pack_text(pack, v->set[k].pointer);
        put_optional(pack, v->set[k].value);
    }
}

static bool has_more_than_usual(const ist_experiment *e)
{
    bool has = e->network_count > 0;
    for (int32_t i = 0; i < e->sources; i++) {
        has |= e->source[i].files > 0;
    }
    return has;
}

static void put_files(isti_pack *pack, const isti_experiment_source *source)
{
    isti_pack_int(pack, source->files);
    for (int32_t k = 0; k < source->files; k++) {
        isti_pack_text(pack, source->file[k].name);
        isti_pack_text(pack, source->file[k].bytes);
    }
}

void isti_experiment_put(isti_pack *pack, const ist_experiment *e)
{
    const bool has_more = has_more_than_usual(e);
    isti_pack_word(pack, has_more ? magic_of_more : magic);
    isti_pack_int(pack, e->replicates);
    isti_pack_int(pack, e->ticks);
    isti_pack_int(pack, e->twins);
    isti_pack_int(pack, e->units);
    isti_pack_int(pack, e->sources);
    isti_pack_int(pack, e->inputs);
    isti_pack_int(pack, e->variants);
    for (int32_t i = 0; i < e->sources; i++) {
        isti_pack_text(pack, e->source[i].path);
        isti_pack_text(pack, e->source[i].text);
        isti_pack_text(pack, e->source[i].name);
        isti_pack_text(pack, e->source[i].title);
        isti_pack_word(pack, e->source[i].seed);
        if (has_more) {
            put_files(pack, &e->source[i]);
        }
    }
    for (int32_t i = 0; i < e->inputs; i++) {
        isti_pack_text(pack, e->input[i].path);
        isti_pack_text(pack, e->input[i].sha256);
        isti_pack_int(pack, e->input[i].bytes);
    }
    for (int32_t v = 0; v < e->variants; v++) {
        put_variant(pack, &e->variant[v]);
    }
    if (has_more) {
        isti_pack_int(pack, e->network_count);
    }
    for (int32_t i = 0; i < e->network_count; i++) {
        isti_pack_int(pack, e->network[i]);
    }
}

size_t ist_experiment_save(const ist_experiment *e, void *buffer, size_t capacity)
{
    isti_pack pack = {.bytes = NULL};
    isti_experiment_put(&pack, e);
    return isti_pack_hand_over(&pack, buffer, capacity);
}

// ---- Reading: false when memory is short; damage is noted in `in`

static bool read_text(isti_unpack *in, char **out)
{
    *out = isti_copy_text(isti_unpack_text(in));
    return *out != NULL;
}

static bool read_optional(isti_unpack *in, char **out)
{
    *out = NULL;
    return isti_unpack_int(in, 0, 1) == 0 || read_text(in, out);
}

static bool read_files(isti_unpack *in, isti_experiment_source *s)
{
    if (!isti_source_make_files(s, isti_unpack_count(in, 2 * LEAST))) {
        return false;
    }
    for (int32_t k = 0; k < s->files && !in->is_damaged; k++) {
        char *name = NULL;
        char *bytes = NULL;
        const bool is_read = read_text(in, &name) && read_text(in, &bytes);
        s->file[k] =
            (ist_scenario_file){.name = name, .bytes = bytes, .length = bytes ? strlen(bytes) : 0};
        if (!is_read) {
            return false;
        }
    }
    return true;
}

static bool read_source(isti_unpack *in, isti_experiment_source *s, bool has_more)
{
    const bool is_read = read_text(in, &s->path) && read_text(in, &s->text) &&
                         read_text(in, &s->name) && read_text(in, &s->title);
    s->length = is_read ? strlen(s->text) : 0;
    s->seed = isti_unpack_word(in);
    return is_read && (!has_more || read_files(in, s));
}

static bool read_input(isti_unpack *in, isti_experiment_input *input)
{
    const bool is_read = read_text(in, &input->path);
    const char *digits = isti_unpack_text(in);
    in->is_damaged |= strlen(digits) != ISTI_SHA256_SIZE - 1;
    if (!in->is_damaged) {
        memcpy(input->sha256, digits, ISTI_SHA256_SIZE);
    }
    input->bytes = isti_unpack_int(in, 0, INT64_MAX);
    return is_read;
}

static bool read_variant(isti_unpack *in, isti_experiment_variant *v, int32_t sources)
{
    v->scenario = (int32_t)isti_unpack_int(in, 0, sources - 1);
    v->point = (int32_t)isti_unpack_int(in, 0, INT32_MAX);
    if (!read_optional(in, &v->policy)) {
        return false;
    }
    v->set_common = isti_unpack_count(in, LEAST);
    v->set_design = isti_unpack_count(in, LEAST);
    const int32_t count = isti_unpack_count(in, LEAST);
    in->is_damaged |= v->set_common > count || v->set_design > count - v->set_common;
    v->set = isti_alloc_array((size_t)count + 1, sizeof *v->set);
    for (int32_t k = 0; v->set && k < count && !in->is_damaged; k++) {
        char *pointer = NULL;
        char *value = NULL;
        const bool is_read = read_text(in, &pointer) && read_optional(in, &value);
        v->set[k] = (ist_override){.pointer = pointer, .value = value};
        v->set_count = k + 1;
        if (!is_read) {
            return false;
        }
    }
    return v->set != NULL;
}

// The ticks of networks, as they were put: rising, each once.
static bool read_network(isti_unpack *in, ist_experiment *e)
{
    const int32_t count = isti_unpack_count(in, LEAST);
    int32_t *ticks = isti_alloc_array((size_t)count, sizeof *ticks);
    for (int32_t i = 0; ticks && i < count; i++) {
        ticks[i] = (int32_t)isti_unpack_int(in, i == 0 ? -1 : (int64_t)ticks[i - 1] + 1, INT32_MAX);
    }
    const bool is_read = ticks && isti_experiment_choose_network(e, ticks, count);
    isti_free(ticks);
    return is_read;
}

static bool read_lists(isti_unpack *in, ist_experiment *e, bool has_more)
{
    bool has_room = true;
    for (int32_t i = 0; i < e->sources && has_room && !in->is_damaged; i++) {
        has_room = read_source(in, &e->source[i], has_more);
    }
    for (int32_t i = 0; i < e->inputs && has_room && !in->is_damaged; i++) {
        has_room = read_input(in, &e->input[i]);
    }
    for (int32_t v = 0; v < e->variants && has_room && !in->is_damaged; v++) {
        has_room = read_variant(in, &e->variant[v], e->sources);
    }
    if (has_room && has_more && !in->is_damaged) {
        has_room = read_network(in, e);
    }
    in->is_damaged |= has_room && in->at != in->end;
    return has_room;
}

// NULL when memory is short or the bytes are damaged.
static ist_experiment *read_whole(isti_unpack *in)
{
    const uint64_t word = isti_unpack_word(in);
    const bool has_more = word == magic_of_more;
    in->is_damaged |= word != magic && !has_more;
    const int32_t replicates = (int32_t)isti_unpack_int(in, 1, INT32_MAX);
    const int32_t ticks = (int32_t)isti_unpack_int(in, 0, INT32_MAX);
    const bool twins = isti_unpack_int(in, 0, 1) == 1;
    const bool units = isti_unpack_int(in, 0, 1) == 1;
    const int32_t sources = isti_unpack_count(in, LEAST);
    const int32_t inputs = isti_unpack_count(in, LEAST);
    const int32_t variants = isti_unpack_count(in, LEAST);
    in->is_damaged |=
        sources < 1 || variants < 1 || replicates > INT32_MAX / isti_max_i(variants, 1);
    ist_experiment *e = in->is_damaged ? NULL : isti_experiment_open(sources, inputs, variants);
    if (!e) {
        return NULL;
    }
    e->replicates = replicates;
    e->ticks = ticks;
    e->twins = twins;
    e->units = units;
    const bool has_room = read_lists(in, e, has_more);
    in->is_damaged |= has_room && has_more && !has_more_than_usual(e);
    if (!has_room || in->is_damaged) {
        ist_experiment_destroy(e);
        return NULL;
    }
    isti_experiment_seal(e);
    return e;
}

ist_experiment *ist_experiment_load(const void *bytes, size_t size,
                                    const ist_scenario_options *options, ist_errors *errors)
{
    isti_unpack in = {.at = bytes, .end = (const unsigned char *)bytes + size};
    ist_experiment *e = read_whole(&in);
    if (!e && in.is_damaged) {
        isti_fail(errors, IST_ERR_SNAPSHOT_DAMAGED, "",
                  "the description of the experiment is damaged");
    } else if (!e) {
        isti_fail(errors, IST_ERR_NO_MEMORY, "", "out of memory");
    } else if (options) {
        e->options.policy_types = options->policy_types;
        e->options.policy_type_count = options->policy_type_count;
    }
    return e;
}
