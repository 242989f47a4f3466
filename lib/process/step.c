// SPDX-License-Identifier: GPL-3.0-or-later
// One tick: the processes in their order. Equations: lib/README.md, the section of the same name.
#include "process/process.h"

typedef struct process {
    const char *name;
    ist_status (*run)(ist_state *s);
    const char *text;
} process;

static const process processes[] = {
    {"reorganize", isti_reorganize, "due events; people move, leave and are hired"},
    {"need", isti_need, "problems arise; oneself and the line solve what they can"},
    {"decay", isti_decay, "ties fade, daily contact keeps some"},
    {"help", isti_help, "owners of open problems ask people they are tied to"},
    {"oversee", isti_oversee, "managers play their roles; autonomy follows"},
    {"meet", isti_meet, "communities meet: learning, talk, solutions, output"},
    {"bond", isti_bond, "encounters of the tick strengthen ties"},
    {"commit", isti_commit, "commitment follows benefits; members leave, communities fade"},
    {"join", isti_join, "people join communities they are near to or hear of"},
    {"found", isti_found, "people are connected, propose, regroup, bud and set up working groups"},
    {"succeed", isti_succeed, "pilots move on, successors take over"},
    {"adopt", isti_adopt, "procedures take up what communities do; communities become usual"},
    {"age", isti_age, "problems expire, shocks and skills fade"},
};

const char *ist_process_name(int32_t index)
{
    return index >= 0 && (size_t)index < COUNT_OF(processes) ? processes[index].name : NULL;
}

const char *ist_process_text(int32_t index)
{
    return index >= 0 && (size_t)index < COUNT_OF(processes) ? processes[index].text : NULL;
}

// Observers run last, draw no random numbers and change nothing.
static ist_status observe(ist_state *s)
{
    ist_status outcome = IST_OK;
    for (int32_t k = 0; k < s->observers; k++) {
        if (!s->observer[k].on_tick) {
            continue;
        }
        const ist_status status = s->observer[k].on_tick(s->observer[k].context, s);
        if (status < IST_OK) {
            return status;
        }
        outcome = status == IST_STOPPED ? status : outcome;
    }
    return outcome;
}

// What a tick that ran out of memory left behind must not reach the next one.
void isti_step_begin(ist_state *s)
{
    s->desk.encounters = 0;
    s->desk.claims = 0;
    s->desk.calls = 0;
    s->scratch.new_ties = 0;
}

ist_status isti_process_run(ist_state *s, int32_t index)
{
    return processes[index].run(s);
}

ist_status isti_step_end(ist_state *s)
{
    s->now.tick++;
    return observe(s);
}

ist_status ist_step(ist_state *s)
{
    if (s->now.tick >= ISTI_MAX_TICKS) {
        return IST_ERR_LIMIT;
    }
    isti_step_begin(s);
    for (size_t k = 0; k < COUNT_OF(processes); k++) {
        const ist_status status = processes[k].run(s);
        if (status != IST_OK) {
            return status;
        }
    }
    return isti_step_end(s);
}

ist_status ist_run(ist_state *s, int32_t ticks)
{
    ist_status status = IST_OK;
    for (int32_t k = 0; k < ticks && status == IST_OK; k++) {
        status = ist_step(s);
    }
    return status;
}
