// Whom will Ann still call in two years: the colleague beside her, or the friend upstairs?
// SPDX-License-Identifier: GPL-3.0-or-later
#include <interstice/interstice.h>

#include <stdio.h>

static ist_employee_id hire(ist_spec *spec, const char *unit)
{
    ist_employee_def person = ist_employee_def_default();
    person.unit = unit;
    person.competence = 0.6;
    return ist_spec_add_employee(spec, &person);
}

// A floor without anybody but those we hire.
static void add_floor(ist_spec *spec, const char *name)
{
    ist_unit_def floor = ist_unit_def_default();
    floor.name = name;
    ist_spec_add_unit(spec, &floor);
}

static void know(ist_spec *spec, ist_employee_id a, ist_employee_id b, double use, double affect)
{
    ist_tie_def tie = ist_tie_def_default();
    tie.a = a;
    tie.b = b;
    tie.instrumental = use;
    tie.affective = affect;
    ist_spec_add_tie(spec, &tie);
}

int main(void)
{
    // Describe: three people on two floors. Ann knows Cy upstairs well, and Ben by sight.
    ist_spec *spec = ist_spec_create();
    add_floor(spec, "ground floor");
    add_floor(spec, "upstairs");
    const ist_employee_id ann = hire(spec, "ground floor");
    const ist_employee_id ben = hire(spec, "ground floor");
    const ist_employee_id cy = hire(spec, "upstairs");
    know(spec, ann, ben, 0.0, 0.0);
    know(spec, ann, cy, 0.6, 0.3);
    ist_spec_set_draw_ties(spec, false);
    ist_spec_set_parameter(spec, "turnover", 0.0); // all three stay
    ist_spec_set_parameter(spec, "mobility", 0.0);

    // Compile, create, step, look.
    ist_model *model = ist_model_compile(spec, NULL);
    const ist_run_def run = ist_run_def_default();
    ist_state *state = model ? ist_state_create(model, &run, NULL) : NULL;
    ist_status status = state ? IST_OK : IST_ERR_NO_MEMORY;
    printf("              Ben, beside her      Cy, upstairs\n");
    printf("month         use   affect         use   affect\n");
    for (int month = 0; month <= 24 && status == IST_OK; month += 3) {
        ist_tie_info near = {0};
        ist_tie_info far = {0};
        ist_tie_between(state, ann, ben, &near);
        ist_tie_between(state, ann, cy, &far);
        printf("%5d        %.2f     %.2f        %.2f     %.2f\n", month, near.instrumental,
               near.affective, far.instrumental, far.affective);
        status = ist_run(state, 3);
    }

    ist_state_destroy(state);
    ist_model_destroy(model);
    ist_spec_destroy(spec);
    return status == IST_OK ? 0 : 1;
}
