// SPDX-License-Identifier: GPL-3.0-or-later
// Spellings and meanings of the closed lists.
#include <interstice/kinds.h>

#include "base/base.h"

#define IST_ROW(NAME, name, text) [IST_LEVEL_##NAME] = #name,
static const char *const level_names[] = {IST_LEVEL_LIST(IST_ROW)};
#undef IST_ROW
#define IST_ROW(NAME, name, text) [IST_ROLE_##NAME] = #name,
static const char *const role_names[] = {IST_ROLE_LIST(IST_ROW)};
#undef IST_ROW
#define IST_ROW(NAME, name, text) [IST_CONTROL_##NAME] = #name,
static const char *const control_names[] = {IST_CONTROL_LIST(IST_ROW)};
#undef IST_ROW
#define IST_ROW(NAME, name, text) [IST_CONTEXT_##NAME] = #name,
static const char *const context_names[] = {IST_CONTEXT_LIST(IST_ROW)};
#undef IST_ROW
#define IST_ROW(NAME, name, text) [IST_STAGE_##NAME] = #name,
static const char *const stage_names[] = {IST_STAGE_LIST(IST_ROW)};
#undef IST_ROW
#define IST_ROW(NAME, name, text) [IST_ORIGIN_##NAME] = #name,
static const char *const origin_names[] = {IST_ORIGIN_LIST(IST_ROW)};
#undef IST_ROW
#define IST_ROW(NAME, name, text) [IST_SOLVER_##NAME] = #name,
static const char *const solver_names[] = {IST_SOLVER_LIST(IST_ROW)};
#undef IST_ROW
#define IST_ROW(NAME, name, text) [IST_EVENT_##NAME] = #name,
static const char *const event_names[] = {IST_EVENT_LIST(IST_ROW)};
#undef IST_ROW
#define IST_ROW(NAME, name, text) [IST_MECHANISM_##NAME] = #name,
static const char *const mechanism_names[] = {IST_MECHANISM_LIST(IST_ROW)};
#undef IST_ROW
#define IST_ROW(NAME, name, text) [IST_JUDGMENT_##NAME] = #name,
static const char *const judgment_names[] = {IST_JUDGMENT_LIST(IST_ROW)};
#undef IST_ROW

#define IST_ROW(NAME, name, text) text,
static const char *const level_texts[] = {IST_LEVEL_LIST(IST_ROW)};
static const char *const role_texts[] = {IST_ROLE_LIST(IST_ROW)};
static const char *const control_texts[] = {IST_CONTROL_LIST(IST_ROW)};
static const char *const context_texts[] = {IST_CONTEXT_LIST(IST_ROW)};
static const char *const stage_texts[] = {IST_STAGE_LIST(IST_ROW)};
static const char *const origin_texts[] = {IST_ORIGIN_LIST(IST_ROW)};
static const char *const solver_texts[] = {IST_SOLVER_LIST(IST_ROW)};
static const char *const event_texts[] = {IST_EVENT_LIST(IST_ROW)};
static const char *const mechanism_texts[] = {IST_MECHANISM_LIST(IST_ROW)};
static const char *const judgment_texts[] = {IST_JUDGMENT_LIST(IST_ROW)};
#undef IST_ROW

static const struct kind {
    const char *const *names;
    const char *const *texts;
    int32_t count;
} kinds[] = {
    [IST_KIND_LEVEL] = {level_names, level_texts, IST_LEVEL_COUNT},
    [IST_KIND_ROLE] = {role_names, role_texts, IST_ROLE_COUNT},
    [IST_KIND_CONTROL] = {control_names, control_texts, IST_CONTROL_COUNT},
    [IST_KIND_CONTEXT] = {context_names, context_texts, IST_CONTEXT_COUNT},
    [IST_KIND_STAGE] = {stage_names, stage_texts, IST_STAGE_COUNT},
    [IST_KIND_ORIGIN] = {origin_names, origin_texts, IST_ORIGIN_COUNT},
    [IST_KIND_SOLVER] = {solver_names, solver_texts, IST_SOLVER_COUNT},
    [IST_KIND_EVENT] = {event_names, event_texts, IST_EVENT_COUNT},
    [IST_KIND_MECHANISM] = {mechanism_names, mechanism_texts, IST_MECHANISM_COUNT},
    [IST_KIND_JUDGMENT] = {judgment_names, judgment_texts, IST_JUDGMENT_COUNT},
};
static_assert(COUNT_OF(kinds) == IST_KIND_COUNT, "every closed list has its spellings");

int32_t ist_kind_count(ist_kind kind)
{
    return (uint32_t)kind < IST_KIND_COUNT ? kinds[kind].count : 0;
}

const char *ist_kind_name(ist_kind kind, int32_t value)
{
    return value >= 0 && value < ist_kind_count(kind) ? kinds[kind].names[value] : NULL;
}

const char *ist_kind_text(ist_kind kind, int32_t value)
{
    return value >= 0 && value < ist_kind_count(kind) ? kinds[kind].texts[value] : NULL;
}

static const char *name_or_mark(ist_kind kind, int32_t value)
{
    const char *name = ist_kind_name(kind, value);
    return name ? name : "?";
}

const char *ist_stage_name(ist_stage stage)
{
    return name_or_mark(IST_KIND_STAGE, (int32_t)stage);
}

const char *ist_origin_name(ist_origin origin)
{
    return name_or_mark(IST_KIND_ORIGIN, (int32_t)origin);
}

const char *ist_role_name(ist_role role)
{
    return name_or_mark(IST_KIND_ROLE, (int32_t)role);
}

const char *ist_event_name(ist_event_kind kind)
{
    return name_or_mark(IST_KIND_EVENT, (int32_t)kind);
}
