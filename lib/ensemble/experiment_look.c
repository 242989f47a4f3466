// SPDX-License-Identifier: GPL-3.0-or-later
// What an experiment consists of.
#include "ensemble/experiment.h"

int32_t ist_experiment_jobs(const ist_experiment *e)
{
    return e->variants * e->replicates;
}

int32_t ist_experiment_variants(const ist_experiment *e)
{
    return e->variants;
}

int32_t ist_experiment_replicates(const ist_experiment *e)
{
    return e->replicates;
}

int32_t ist_experiment_scenarios(const ist_experiment *e)
{
    return e->sources;
}

bool ist_experiment_twins(const ist_experiment *e)
{
    return e->twins;
}

bool ist_experiment_units(const ist_experiment *e)
{
    return e->units;
}

int32_t ist_experiment_networks(const ist_experiment *e)
{
    return e->network_count;
}

int32_t ist_experiment_ticks(const ist_experiment *e)
{
    return e->ticks;
}

uint64_t ist_experiment_hash(const ist_experiment *e)
{
    return e->hash;
}

uint64_t ist_experiment_job_hash(const ist_experiment *e, int32_t job)
{
    if (job < 0 || job >= ist_experiment_jobs(e)) {
        return 0;
    }
    const int64_t replicate = job / e->variants;
    return isti_digest(e->variant[job % e->variants].hash, &replicate, sizeof replicate);
}

bool ist_experiment_variant(const ist_experiment *e, int32_t variant, ist_variant_info *out)
{
    if (variant < 0 || variant >= e->variants) {
        return false;
    }
    const isti_experiment_variant *v = &e->variant[variant];
    *out = (ist_variant_info){.scenario = v->scenario,
                              .point = v->point,
                              .policy = v->policy,
                              .set = v->set,
                              .set_count = v->set_count,
                              .set_common = v->set_common,
                              .set_design = v->set_design};
    return true;
}

bool ist_experiment_scenario_get(const ist_experiment *e, int32_t scenario,
                                 ist_experiment_scenario *out)
{
    if (scenario < 0 || scenario >= e->sources) {
        return false;
    }
    const isti_experiment_source *s = &e->source[scenario];
    *out = (ist_experiment_scenario){.path = s->path,
                                     .name = s->name,
                                     .title = s->title,
                                     .text = s->text,
                                     .length = s->length,
                                     .seed = s->seed,
                                     .file = s->file,
                                     .file_count = s->files};
    return true;
}

bool ist_experiment_input_get(const ist_experiment *e, int32_t index, ist_experiment_input *out)
{
    if (index < 0 || index >= e->inputs) {
        return false;
    }
    *out = (ist_experiment_input){.path = e->input[index].path,
                                  .sha256 = e->input[index].sha256,
                                  .bytes = e->input[index].bytes};
    return true;
}
