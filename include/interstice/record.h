// SPDX-License-Identifier: GPL-3.0-or-later
/// @file
/// What is kept of a finished run: plain numbers and names, without its state and its model. A record
/// can be written into a store, sent to another process, and be read again to the last bit.
#ifndef INTERSTICE_RECORD_H
#define INTERSTICE_RECORD_H

#include <interstice/ensemble.h>

IST_BEGIN_DECLS

/// A community as the end of the run shows it.
typedef struct ist_community_record {
    ist_community_id community;
    const char *name;   ///< given by a launch event, else ""
    const char *theme;  ///< of the model
    const char *policy; ///< of its overseer at the end; "" without
    ist_origin origin;
    ist_stage stage;
    bool official;
    bool ended_empty;          ///< stopped because fewer than two were left
    double founded;            ///< years
    double ended;              ///< years; NaN while active
    ist_community_id resumes;  ///< the hibernating community it woke; none
    ist_community_id parent;   ///< the community it budded from; none
    int32_t founders, members; ///< members at the end
    double tied_founder_pairs; ///< share of the founders' pairs tied above theta
    double autonomy;           ///< at the end
} ist_community_record;

/// All parts are owned by the record and live as long as it does.
typedef struct ist_run_record {
    int32_t replicate;
    uint64_t seed;
    uint64_t state_hash;                 ///< ist_state_hash() at the end of the run
    uint64_t model_hash, parameter_hash; ///< of its model
    double start;                        ///< time of tick 0, years
    int32_t ticks_per_year;              ///< tick t is at start + t / ticks_per_year
    int32_t ticks;
    const double *series; ///< of every metric, `series[metric * ticks + tick]`

    int32_t communities; ///< ever founded, in order of founding
    const ist_community_record *community;
    int32_t community_rows; ///< 0 unless the recorder kept them; by tick, then community
    const ist_community_row *community_row;
    int32_t unit_rows; ///< 0 unless the recorder kept them; by tick, then unit
    const ist_unit_row *unit_row;

    int32_t network_rows; ///< 0 unless asked for; by tick
    const ist_network_row *network_row;

    int32_t shocks;
    const char *const *shock; ///< their names
    /// Of shock s: `resilience[s * IST_RESILIENCE_COUNT + metric]`, absolute and relative to the
    /// twin (NULL without twins).
    const double *resilience, *relative;
    const double
        *twin; ///< performance without shock s, `twin[s * ticks + tick]`; NULL without twins
} ist_run_record;

/// A copy of what a callback of an ensemble is given. Caller owns it; NULL when out of memory.
/// O(size of the record).
IST_API ist_run_record *ist_run_record_take(const ist_run_result *result);
IST_API void ist_run_record_destroy(ist_run_record *record);

/// Fingerprint of everything in a record: equal records, equal values. O(1).
IST_API uint64_t ist_run_record_hash(const ist_run_record *record);

/// Write a record into `buffer`, in bytes that mean the same on every machine. Returns the bytes
/// needed (0 when out of memory); writes nothing when `capacity` is smaller, so call once with NULL, 0
/// to learn the size.
IST_API size_t ist_run_record_save(const ist_run_record *record, void *buffer, size_t capacity);
/// Read one back. Caller owns it. NULL when the bytes are no record, or out of memory.
IST_API ist_run_record *ist_run_record_load(const void *bytes, size_t size, ist_errors *errors);

IST_END_DECLS

#endif
