// SPDX-License-Identifier: GPL-3.0-or-later
// What the library knows, by topic.
#ifndef DRIVER_DESCRIBE_H
#define DRIVER_DESCRIBE_H

#include <interstice/interstice.h>

enum topic { TOPIC_POLICIES, TOPIC_EVENTS, TOPIC_PARAMETERS, TOPIC_METRICS, TOPIC_COUNT };

// Does a policy type play this role itself?
bool describe_plays(const ist_policy_type *type, ist_role role);

#endif
