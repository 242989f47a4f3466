// SPDX-License-Identifier: GPL-3.0-or-later
// Kinds of designs, and factors as people write them on a command line.
#include "scenario/design.h"

#include "base/memory.h"
#include "base/numbers.h"
#include "base/plain_locale.h"
#include "scenario/override.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// ---- Kinds

static const char *const kind_names[] = {
#define ISTI_ROW(NAME, name, text) [IST_DESIGN_##NAME] = #name,
    IST_DESIGN_LIST(ISTI_ROW)
#undef ISTI_ROW
};

static const char *const kind_texts[] = {
#define ISTI_ROW(NAME, name, text) [IST_DESIGN_##NAME] = text,
    IST_DESIGN_LIST(ISTI_ROW)
#undef ISTI_ROW
};

const char *ist_design_name(ist_design_kind kind)
{
    return kind < IST_DESIGN_COUNT ? kind_names[kind] : NULL;
}

const char *ist_design_text(ist_design_kind kind)
{
    return kind < IST_DESIGN_COUNT ? kind_texts[kind] : NULL;
}

ist_design_def ist_design_def_default(void)
{
    return (ist_design_def){.def_size = sizeof(ist_design_def), .seed = 1};
}

// ---- Memory

void ist_factor_clear(ist_factor *factor)
{
    if (!factor) {
        return;
    }
    for (int32_t k = 0; factor->values && k < factor->value_count; k++) {
        isti_free((char *)(uintptr_t)factor->values[k]);
    }
    isti_free((void *)(uintptr_t)factor->values);
    isti_free((char *)(uintptr_t)factor->pointer);
    *factor = (ist_factor){.pointer = NULL};
}

void isti_factors_clear(isti_factors *factors)
{
    for (int32_t f = 0; f < factors->count; f++) {
        ist_factor_clear(&factors->item[f]);
    }
    isti_free(factors->item);
    *factors = (isti_factors){.item = NULL};
}

void isti_design_content_destroy(isti_design_content *design)
{
    if (design) {
        isti_factors_clear(&design->factors);
        isti_free(design->file);
        isti_free(design->source);
        isti_free(design);
    }
}

bool isti_factor_make_values(ist_factor *factor, int32_t count)
{
    factor->values = isti_alloc_array((size_t)count, sizeof(const char *));
    factor->value_count = factor->values ? count : 0;
    return factor->values != NULL;
}

bool isti_factor_give(ist_factor *factor, int32_t index, const char *value)
{
    ((const char **)(uintptr_t)factor->values)[index] = value;
    return value != NULL;
}

// ---- Reading

// Where the pointer ends: the last = outside quotation marks; NULL: nowhere.
static const char *find_equals(const char *text)
{
    const char *last = NULL;
    bool is_quoted = false;
    for (const char *c = text; *c; c++) {
        if (is_quoted && *c == '\\' && c[1]) {
            c++;
        } else if (*c == '"') {
            is_quoted = !is_quoted;
        } else if (*c == '=' && !is_quoted) {
            last = c;
        }
    }
    return last;
}

// End of the value that begins at `text`: a comma outside quotation marks and brackets, or the end.
static const char *value_end(const char *text)
{
    int32_t depth = 0;
    bool is_quoted = false;
    for (; *text; text++) {
        if (is_quoted && *text == '\\' && text[1]) {
            text++;
        } else if (*text == '"') {
            is_quoted = !is_quoted;
        } else if (!is_quoted && strchr("[{", *text)) {
            depth++;
        } else if (!is_quoted && strchr("]}", *text)) {
            depth--;
        } else if (!is_quoted && depth <= 0 && *text == ',') {
            break;
        }
    }
    return text;
}

static ist_status read_list(const char *text, ist_factor *out)
{
    int32_t count = 1;
    for (const char *end = value_end(text); *end; end = value_end(end + 1)) {
        count++;
    }
    if (!isti_factor_make_values(out, count)) {
        return IST_ERR_NO_MEMORY;
    }
    for (int32_t k = 0; k < count; k++) {
        const char *end = value_end(text);
        if (end == text) {
            return IST_ERR_ARGUMENT;
        }
        if (!isti_factor_give(out, k, isti_override_value(text, (size_t)(end - text)))) {
            return IST_ERR_NO_MEMORY;
        }
        text = end + 1;
    }
    return IST_OK;
}

// A number up to a colon or the end; NaN when it is none.
static double read_end(const char **text)
{
    char *end;
    const bool is_number = strchr("+-.0123456789", **text) && **text;
    const double value = is_number ? strtod(*text, &end) : (double)NAN;
    if (!is_number || (*end != ':' && *end != '\0') || !isti_is_finite(value)) {
        return (double)NAN;
    }
    *text = *end == ':' ? end + 1 : end;
    return value;
}

// "low:high", "low:high:steps" or "low:high:integer"; false when it is none of these.
static bool read_range(const char *text, ist_factor *out)
{
    const double most = 1e6;
    out->low = read_end(&text);
    const bool has_high = text[0] != '\0' && text[-1] == ':';
    out->high = has_high ? read_end(&text) : (double)NAN;
    if (isnan(out->low) || isnan(out->high)) {
        return false;
    }
    if (text[0] == '\0') {
        return text[-1] != ':';
    }
    if (strcmp(text, "integer") == 0) {
        out->is_integer = true;
        return true;
    }
    const double steps = read_end(&text);
    if (!(steps >= 1.0 && steps <= most) || floor(steps) != steps || text[0] != '\0') {
        return false;
    }
    out->steps = (int32_t)steps;
    return true;
}

static ist_status read_values(const char *text, ist_factor *out)
{
    if (text[0] == '\0') {
        return IST_ERR_ARGUMENT;
    }
    isti_plain_locale locale = isti_plain_locale_enter();
    const bool is_range = value_end(text)[0] == '\0' && read_range(text, out);
    isti_plain_locale_leave(&locale);
    return is_range ? IST_OK : read_list(text, out);
}

ist_status ist_factor_parse(const char *text, ist_factor *out)
{
    if (!out) {
        return IST_ERR_ARGUMENT;
    }
    *out = (ist_factor){.pointer = NULL};
    const char *equals = text && text[0] == '/' ? find_equals(text) : NULL;
    if (!equals) {
        return IST_ERR_ARGUMENT;
    }
    char *pointer = isti_alloc_array((size_t)(equals - text) + 1, 1);
    if (!pointer) {
        return IST_ERR_NO_MEMORY;
    }
    memcpy(pointer, text, (size_t)(equals - text));
    out->pointer = pointer;
    const ist_status status = read_values(equals + 1, out);
    if (status != IST_OK) {
        ist_factor_clear(out);
    }
    return status;
}
