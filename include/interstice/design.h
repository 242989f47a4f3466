// SPDX-License-Identifier: GPL-3.0-or-later
/// @file
/// Designs of experiments: which values of which parts of a scenario are to be run.
#ifndef INTERSTICE_DESIGN_H
#define INTERSTICE_DESIGN_H

#include <interstice/base.h>

IST_BEGIN_DECLS

/// How the values of several factors are put together.
#define IST_DESIGN_LIST(ROW)                                                                     \
    ROW(GRID, grid, "every value of each factor with every value of all others")                 \
    ROW(ZIP, zip, "the first values of all factors, the second ones, and so on")                 \
    ROW(LATIN_HYPERCUBE, latin_hypercube,                                                        \
        "points drawn so that each factor takes each of equally likely parts of its range once") \
    ROW(SOBOL, sobol, "a Sobol sequence, shifted at random; at most 40 factors")

#define IST_ROW(NAME, name, text) IST_DESIGN_##NAME,
typedef enum ist_design_kind { IST_DESIGN_LIST(IST_ROW) IST_DESIGN_COUNT } ist_design_kind;
#undef IST_ROW

/// Spelling in files and on command lines, and one line of what it means; NULL when out of range.
IST_API const char *ist_design_name(ist_design_kind kind);
IST_API const char *ist_design_text(ist_design_kind kind);

/// Something that varies: a part of a scenario, selected as by ist_override, and its values, either
/// listed or a range.
typedef struct ist_factor {
    const char *pointer;
    const char *const *values; ///< JSON each; NULL in a ZIP: leave it as it is. NULL: a range
    int32_t value_count;
    double low, high;     ///< ends of a range, both included
    int32_t steps;        ///< values of a range in a GRID or ZIP, evenly spaced; 0: a sampled one
    bool is_integer;      ///< of a sampled range: whole numbers only, all equally likely
    const char *source;   ///< where faults of this factor are reported; NULL: "design"
    int32_t line, column; ///< from 1; 0: none
} ist_factor;

/// Understand "/pointer=values" as people write it on a command line: `0:1:11`, eleven values from 0 to
/// 1; `0:1`, a range to be sampled, `1:9:integer`, whole numbers of it; `a,b,c`, a list. What is not JSON
/// in a list is a text. The last = outside quotation marks ends the pointer.
/// @return IST_ERR_ARGUMENT if it is none of these; `out` holds nothing then.
/// Release with ist_factor_clear().
IST_API ist_status ist_factor_parse(const char *text, ist_factor *out);
IST_API void ist_factor_clear(ist_factor *factor);

/// Start from ist_design_def_default().
typedef struct ist_design_def {
    size_t def_size;
    ist_design_kind kind;     ///< default GRID
    const ist_factor *factor; ///< borrowed, for the call
    int32_t factor_count;
    int32_t points; ///< of a LATIN_HYPERCUBE or SOBOL; default 0
    uint64_t seed;  ///< of the draws; default 1
    const char
        *file; ///< instead of factors, a CSV file with a column per factor, whose heading is its
               ///< pointer, and a line per point; default NULL
} ist_design_def;

IST_API ist_design_def ist_design_def_default(void);

/// A list of points, each with one value per factor. Immutable.
typedef struct ist_design ist_design;

/// Expand, which reads the file if there is one. Caller owns the result. NULL, after a report, when a factor does not fit the kind, no point
/// or more than 1,000,000 come out, or memory is short. The same definition gives the same points.
/// O(points * factors).
IST_API ist_design *ist_design_create(const ist_design_def *def, ist_errors *errors);
IST_API void ist_design_destroy(ist_design *design);
IST_API int32_t ist_design_points(const ist_design *design);
IST_API int32_t ist_design_factors(const ist_design *design);
/// NULL when out of range. Borrowed.
IST_API const char *ist_design_pointer(const ist_design *design, int32_t factor);
/// Value of a factor at a point, JSON; NULL: it is left as it is. Borrowed.
IST_API const char *ist_design_value(const ist_design *design, int32_t point, int32_t factor);

IST_END_DECLS

#endif
