// SPDX-License-Identifier: GPL-3.0-or-later
// Reading the stages of all communities without asking each about all others in each tick.
#include "observe/observe.h"

#include "base/memory.h"
#include "state/communities.h"

#include <string.h>

ist_status isti_survey_open(isti_survey *survey, const ist_model *model)
{
    *survey = (isti_survey){.themes = model->theme_count};
    survey->lost = isti_alloc_array((size_t)model->theme_count, sizeof *survey->lost);
    return survey->lost ? IST_OK : IST_ERR_NO_MEMORY;
}

void isti_survey_close(isti_survey *survey)
{
    isti_free(survey->lost);
    isti_free(survey->over);
}

void isti_survey_reset(isti_survey *survey)
{
    if (survey->over) {
        memset(survey->over, 0, (size_t)survey->communities * sizeof *survey->over);
    }
}

static ist_status make_room(isti_survey *survey, int32_t wanted)
{
    if (wanted <= survey->communities) {
        return IST_OK;
    }
    const size_t room = isti_grown((size_t)survey->communities, (size_t)wanted);
    uint8_t *over =
        isti_resize_array(survey->over, (size_t)survey->communities, room, sizeof *survey->over);
    if (!over) {
        return IST_ERR_NO_MEMORY;
    }
    survey->over = over;
    survey->communities = (int32_t)room;
    return IST_OK;
}

ist_status isti_survey_take(isti_survey *survey, const ist_state *s)
{
    const ist_status status = make_room(survey, ISTI_COUNT(s, community));
    if (status != IST_OK) {
        return status;
    }
    memset(survey->lost, 0, (size_t)survey->themes * sizeof *survey->lost);
    for (int32_t c = 0; c < ISTI_COUNT(s, community); c++) {
        if (isti_is_lost(s, c)) {
            survey->lost[s->community_theme[c]] = true;
        }
    }
    return IST_OK;
}

ist_stage isti_survey_stage(const isti_survey *survey, const ist_state *s, int32_t community)
{
    return isti_active_stage(s, community, survey->lost[s->community_theme[community]]);
}
