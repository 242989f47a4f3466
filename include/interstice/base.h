// SPDX-License-Identifier: GPL-3.0-or-later
/// @file
/// What every other header stands on: export macros, outcomes, error reports, version.
#ifndef INTERSTICE_BASE_H
#define INTERSTICE_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define IST_API          __attribute__((visibility("default")))
#define IST_CHECK_RESULT __attribute__((warn_unused_result))
#else
#define IST_API
#define IST_CHECK_RESULT
#endif

#ifdef __cplusplus
#define IST_BEGIN_DECLS extern "C" {
#define IST_END_DECLS   }
#else
#define IST_BEGIN_DECLS
#define IST_END_DECLS
#endif

IST_BEGIN_DECLS

#define IST_VERSION_MAJOR 0
#define IST_VERSION_MINOR 1
#define IST_VERSION_PATCH 0
#define IST_VERSION       "0.1.0"

/// Version of the library that is linked, e.g. "0.1.0". Static; do not free.
IST_API const char *ist_version(void);

/// Every outcome the library can report. One row per code: name, value, text for people.
/// Negative: the call failed and, unless its comment says otherwise, nothing the caller can see
/// has changed. Zero: done. Positive: done, and there is something to know.
#define IST_STATUS_LIST(ROW)                                                      \
    ROW(STOPPED, 1, "stopped early on request")                                   \
    ROW(OK, 0, "success")                                                         \
    ROW(ERR_NO_MEMORY, -1, "out of memory")                                       \
    ROW(ERR_IO, -2, "file could not be read or written")                          \
    ROW(ERR_ARGUMENT, -3, "argument outside its documented range")                \
    ROW(ERR_DEF_NOT_INITIALIZED, -4, "definition was not made by its _default()") \
    ROW(ERR_LIMIT, -5, "more than the library can hold")                          \
    ROW(ERR_BUSY, -6, "in use by another process")                                \
    ROW(ERR_SYNTAX, -100, "text is not valid JSON")                               \
    ROW(ERR_UNKNOWN_KEY, -101, "key is not part of the scenario format")          \
    ROW(ERR_MISSING_KEY, -102, "a required key is missing")                       \
    ROW(ERR_TYPE, -103, "value has the wrong type")                               \
    ROW(ERR_FORMAT_TOO_NEW, -104, "scenario format is newer than this library")   \
    ROW(ERR_DUPLICATE_NAME, -200, "name is already taken")                        \
    ROW(ERR_UNKNOWN_NAME, -201, "name refers to nothing in this description")     \
    ROW(ERR_RANGE, -202, "value outside its documented range")                    \
    ROW(ERR_CONFLICT, -203, "two parts of the description contradict each other") \
    ROW(ERR_NOT_FINITE, -300, "a model quantity became NaN or infinite")          \
    ROW(ERR_SNAPSHOT_MISMATCH, -301, "snapshot was taken from another model")     \
    ROW(ERR_SNAPSHOT_DAMAGED, -302, "snapshot is damaged or cut short")           \
    ROW(ERR_INVARIANT, -303, "the state contradicts itself; please report this")  \
    ROW(ERR_NOT_A_STORE, -400, "file is not a run store")                         \
    ROW(ERR_STORE_DAMAGED, -401, "run store is damaged")

typedef enum ist_status {
#define IST_ROW(name, value, text) IST_##name = value,
    IST_STATUS_LIST(IST_ROW)
#undef IST_ROW
} ist_status;

/// Short identifier, e.g. "ERR_RANGE". Never NULL; static, do not free.
IST_API const char *ist_status_name(ist_status status);

/// One-line explanation. Never NULL; static, do not free.
IST_API const char *ist_status_text(ist_status status);

/// Where and why something failed.
typedef struct ist_error {
    ist_status status;
    int32_t line;      ///< 1-based line in the input text, 0 when there is none
    int32_t column;    ///< 1-based column in bytes, 0 when there is none
    char source[512];  ///< file or text name, empty when there is none
    char where[160];   ///< JSON pointer, e.g. "/units/3/control"; empty when there is none
    char message[256]; ///< one sentence, no final newline
    char allowed[256]; ///< what would have been accepted; empty when it goes without saying
    char meant[96];    ///< the nearest known spelling; empty when nothing is near
} ist_error;

/// A list of errors, so that everything wrong with an input can be reported at once.
/// Pass NULL wherever one is optional. Not thread-safe; one per thread.
typedef struct ist_errors ist_errors;

/// An empty list. NULL when out of memory. Free with ist_errors_destroy().
IST_API ist_errors *ist_errors_create(void);
IST_API void ist_errors_destroy(ist_errors *errors);

/// Forget all errors, keep the memory.
IST_API void ist_errors_clear(ist_errors *errors);

/// Errors reported so far. At most 100 are kept; further ones are counted by
/// ist_errors_dropped(). NULL gives 0.
IST_API int32_t ist_errors_count(const ist_errors *errors);
IST_API int32_t ist_errors_dropped(const ist_errors *errors);

/// Error number `index`, in order of report (a scenario reader sorts its own by position).
/// Borrowed; valid until the list changes. NULL when out of range.
IST_API const ist_error *ist_errors_get(const ist_errors *errors, int32_t index);

/// Status of the first error, IST_OK for an empty list or NULL.
IST_API ist_status ist_errors_status(const ist_errors *errors);

/// Put `file:line:col: error: what (/json/pointer); allowed: ...; did you mean "x"?` into
/// `buffer`, cut to `size` bytes including the final NUL. Parts that are empty are left out.
/// Returns the length of the whole text, as snprintf does.
IST_API size_t ist_error_format(const ist_error *error, char *buffer, size_t size);

IST_END_DECLS

#endif
