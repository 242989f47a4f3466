// SPDX-License-Identifier: GPL-3.0-or-later
// The policy types that come with the library.
#include "policy/policy.h"

#include <interstice/spec.h>

static bool knows(const ist_spec *spec, const ist_policy_type *wanted)
{
    const ist_policy_type *type = ist_spec_policy_type(spec, 0);
    for (int32_t k = 1; type && type != wanted; k++) {
        type = ist_spec_policy_type(spec, k);
    }
    return type != NULL;
}

ist_status ist_policies_shipped(ist_spec *spec)
{
    const ist_policy_type *const shipped[] = {
        &isti_policy_absent,      &isti_policy_liaison,  &isti_policy_framing,
        &isti_policy_adaptive,    &isti_policy_director, &isti_policy_sponsor,
        &isti_policy_cultivating, &isti_policy_constant, &isti_policy_schedule,
    };
    if (!spec) {
        return IST_ERR_ARGUMENT;
    }
    for (size_t k = 0; k < COUNT_OF(shipped); k++) {
        ist_spec_add_policy_type(spec, shipped[k]);
        // The types are sound: only memory can have been missing.
        if (!knows(spec, shipped[k])) {
            return IST_ERR_NO_MEMORY;
        }
    }
    return IST_OK;
}
