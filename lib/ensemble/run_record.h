// SPDX-License-Identifier: GPL-3.0-or-later
// The bytes of a record are its one canonical form: taking, sending, storing and hashing all pass
// through them. In order: head, series by tick, communities, rows, shocks, networks.
#ifndef ISTI_ENSEMBLE_RUN_RECORD_H
#define ISTI_ENSEMBLE_RUN_RECORD_H

#include <interstice/record.h>

#include "base/pack.h"

// What comes before the lists.
typedef struct isti_record_head {
    int32_t replicate;
    uint64_t seed, state_hash, model_hash, parameter_hash;
    double start;
    int32_t ticks_per_year, ticks, shocks;
    bool twins;
} isti_record_head;

// Parts of the form, for whoever writes one.
void isti_record_put_head(isti_pack *pack, const isti_record_head *head);
void isti_record_put_community(isti_pack *pack, const ist_community_record *community);
void isti_record_put_community_row(isti_pack *pack, const ist_community_row *row);
void isti_record_put_unit_row(isti_pack *pack, const ist_unit_row *row);
// At the end, and only if there are any, so that records without them are what they always were.
void isti_record_put_network(isti_pack *pack, const ist_network_row *rows, int32_t count);

// The whole of a record, and its bytes read as one.
void isti_record_put(isti_pack *pack, const ist_run_record *record);
ist_run_record *isti_record_of(isti_pack *pack, ist_errors *errors); // which is empty then
size_t isti_record_bytes(const ist_run_record *record);              // of this form
// What the record of a run of a model will likely take, before there is any.
size_t isti_record_bytes_foreseen(const ist_model *model, int32_t ticks);
// What records of such a size take in the memory of a worker: the recorder, the record as it is taken, and
// those on their way to a store.
size_t isti_record_room(size_t bytes);
uint64_t isti_record_hash_of(const isti_pack *pack);

#endif
