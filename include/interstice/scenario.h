// SPDX-License-Identifier: GPL-3.0-or-later
/// @file
/// Reading an organization and its history from a JSON file (format: scenarios/README.md).
#ifndef INTERSTICE_SCENARIO_H
#define INTERSTICE_SCENARIO_H

#include <interstice/design.h>
#include <interstice/spec.h>

IST_BEGIN_DECLS

typedef struct ist_scenario ist_scenario;

/// One change to a scenario before it is read: what a JSON pointer (RFC 6901) selects becomes
/// another value. Besides keys and indices a pointer may have, between two slashes, `*` for every
/// element of a list or member of an object, `key=value` for every element of a list whose member
/// `key` is that text, number, true or false (`kind=emphasis&at=1997`: both), and as its last part
/// `-` for a new element at the end of a list. A key that an object does not have is added, with the
/// objects on the way to it.
typedef struct ist_override {
    const char *pointer;
    const char *value;    ///< JSON; NULL or null: take what is selected out
    const char *source;   ///< where faults of this override are reported; NULL: "override"
    int32_t line, column; ///< from 1; 0: none
} ist_override;

/// Understand "/pointer=value" as people write it on a command line. A value that is not JSON is a
/// text: `/managers/0/policy=sponsor`. The first = behind which JSON follows ends the pointer or, if
/// there is none, the last one. `source`, `line` and `column` become empty.
/// @return IST_ERR_ARGUMENT if there is no pointer or no =; `out` holds nothing then.
/// Release with ist_override_clear().
IST_API ist_status ist_override_parse(const char *text, ist_override *out);
IST_API void ist_override_clear(ist_override *override);

/// A file that a scenario names, by the name it is called there.
typedef struct ist_scenario_file {
    const char *name;
    const char *bytes; ///< `length` of them, without a NUL in between
    size_t length;
} ist_scenario_file;

/// Start from ist_scenario_options_default().
typedef struct ist_scenario_options {
    size_t def_size;
    /// Policy types of the calling program, added beside the shipped ones. Borrowed; must outlive
    /// the scenario.
    const ist_policy_type *const *policy_types;
    int32_t policy_type_count;
    /// Changes to the text before it is read, each on top of those before it. A pointer that selects
    /// nothing is an error; a fault of the text that is not there without an override is reported
    /// as a fault of that override. What `basis` says of a value that is replaced or gone is left
    /// out. Borrowed, for the call.
    const ist_override *set;
    int32_t set_count;
    /// Where the files lie that a scenario names; NULL: beside the scenario if it is loaded from a file,
    /// and nowhere if it is parsed. Borrowed, for the call.
    const char *folder;
    /// Files that need no folder. Borrowed, for the call.
    const ist_scenario_file *file;
    int32_t file_count;
    bool keep_files; ///< keep a copy of every file read: ist_scenario_file_get(); default false
} ist_scenario_options;

IST_API ist_scenario_options ist_scenario_options_default(void);

/// Read, check and compile a file, or text already in memory (`name` is used in messages).
/// `options` may be NULL. Caller owns the result.
/// @return NULL on failure; `errors` then holds everything that is wrong, with line and column,
///         in the order of the text.
/// Not thread-safe (the JSON parser keeps a global): load first, then start threads.
IST_API ist_scenario *ist_scenario_load(const char *path, const ist_scenario_options *options,
                                        ist_errors *errors);
IST_API ist_scenario *ist_scenario_parse(const char *text, size_t length, const char *name,
                                         const ist_scenario_options *options, ist_errors *errors);
IST_API void ist_scenario_destroy(ist_scenario *scenario);

/// Borrowed from the scenario.
IST_API const ist_model *ist_scenario_model(const ist_scenario *scenario);
IST_API const ist_spec *ist_scenario_spec(const ist_scenario *scenario);
/// Seed the file asks for; 1 if it does not say.
IST_API uint64_t ist_scenario_seed(const ist_scenario *scenario);
/// Dates (years) at which summary tables show the organization, `count` of them; the start of each
/// year of the calendar that matters if the file does not say.
IST_API const double *ist_scenario_dates(const ist_scenario *scenario, int32_t *count);

/// The design of experiments that the file brings; NULL without one. Borrowed from the scenario.
IST_API const ist_design_def *ist_scenario_design(const ist_scenario *scenario);

/// How sure an input is: what the scenario says of where its numbers come from.
typedef struct ist_basis {
    const char *pointer;  ///< JSON pointer of the value or of the branch it stands for
    const char *kind;     ///< "given", "bounded" or "free"
    const char *evidence; ///< ids such as "G1, G4"; "" for free ones
    double low, high;     ///< range; NaN when none is stated
    const char *note;
} ist_basis;

IST_API int32_t ist_scenario_basis_count(const ist_scenario *scenario);
IST_API bool ist_scenario_basis(const ist_scenario *scenario, int32_t index, ist_basis *out);

IST_END_DECLS

#endif
