// SPDX-License-Identifier: GPL-3.0-or-later
// From the options of `interstice validate` to what is to be run.
#include "driver/validate.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "driver/changes.h"
#include "driver/exit_code.h"
#include "driver/message.h"
#include "driver/text.h"

static const char default_path[] = "scenarios/patterns.json";
static const int32_t usual_replicates = 200;
static const int32_t usual_replicates_of_a_draw = 20;
static const int32_t usual_draws = 200;
static const uint64_t usual_seed = 1;

enum { NAME_SIZE = 128, LIST_SIZE = 1024 };

// Names that an option may choose from.
struct choice {
    const char *what; // "pattern"
    const char **name;
    bool *is_chosen;
    int32_t count;
};

static void choice_close(struct choice *choice)
{
    free(choice->name);
    free(choice->is_chosen);
}

// False when out of memory; nothing is to be closed then.
static bool choice_open(struct choice *choice, const char *what, int32_t count)
{
    *choice = (struct choice){.what = what, .count = count};
    choice->name = calloc((size_t)count + 1, sizeof *choice->name);
    choice->is_chosen = calloc((size_t)count + 1, sizeof *choice->is_chosen);
    if (choice->name && choice->is_chosen) {
        return true;
    }
    choice_close(choice);
    return false;
}

static void complain_unknown(const struct choice *choice, const char *name)
{
    const char *near = text_nearest(name, choice->name, (size_t)choice->count);
    if (near) {
        complain("there is no %s \"%s\"; did you mean \"%s\"?", choice->what, name, near);
        return;
    }
    char list[LIST_SIZE] = "";
    size_t length = 0;
    for (int32_t i = 0; i < choice->count && length < sizeof list; i++) {
        length += (size_t)snprintf(list + length, sizeof list - length, "%s%s", i > 0 ? ", " : "",
                                   choice->name[i]);
    }
    complain("there is no %s \"%s\"; there are: %s", choice->what, name,
             choice->count > 0 ? list : "none");
}

static bool choose(struct choice *choice, const char *name)
{
    for (int32_t i = 0; i < choice->count; i++) {
        if (strcmp(choice->name[i], name) == 0) {
            choice->is_chosen[i] = true;
            return true;
        }
    }
    complain_unknown(choice, name);
    return false;
}

// "a, b": both. False after complaints about those that are unknown.
static bool choose_all(struct choice *choice, const char *list)
{
    bool is_known = true;
    for (;;) {
        char name[NAME_SIZE];
        list += strspn(list, " ");
        const size_t length = strcspn(list, ",");
        size_t kept = length < sizeof name ? length : sizeof name - 1;
        memcpy(name, list, kept);
        while (kept > 0 && name[kept - 1] == ' ') {
            kept--;
        }
        name[kept] = '\0';
        is_known = choose(choice, name) && is_known;
        if (list[length] == '\0') {
            return is_known;
        }
        list += length + 1;
    }
}

// Numbers of those chosen, to be freed; NULL when out of memory.
static int32_t *chosen(const struct choice *choice, int32_t *count)
{
    int32_t *numbers = calloc((size_t)choice->count + 1, sizeof *numbers);
    *count = 0;
    for (int32_t i = 0; numbers && i < choice->count; i++) {
        if (choice->is_chosen[i]) {
            numbers[(*count)++] = i;
        }
    }
    return numbers;
}

static int select_patterns(struct study *study)
{
    struct choice choice;
    int code = CODE_OK;
    if (!choice_open(&choice, "pattern", study->count)) {
        return complain_memory();
    }
    for (int32_t i = 0; i < study->count; i++) {
        choice.name[i] = study_pattern(study, i).id;
        choice.is_chosen[i] = !study->options->only;
    }
    if (study->options->only) {
        code = choose_all(&choice, study->options->only) ? CODE_OK : CODE_USAGE;
        study->only = code == CODE_OK ? chosen(&choice, &study->only_count) : NULL;
        code = code == CODE_OK && !study->only ? complain_memory() : code;
    }
    if (code == CODE_OK) {
        study->is_asked = choice.is_chosen;
        choice.is_chosen = NULL;
    }
    choice_close(&choice);
    return code;
}

static int select_ablations(struct study *study)
{
    if (!study->options->ablate) {
        return CODE_OK;
    }
    const bool all = strcmp(study->options->ablate, "all") == 0;
    struct choice choice;
    int code = CODE_OK;
    if (!choice_open(&choice, "ablation", ist_patterns_ablations(study->patterns))) {
        return complain_memory();
    }
    for (int32_t i = 0; i < choice.count; i++) {
        choice.name[i] = study_ablation(study, i).name;
        choice.is_chosen[i] = all;
    }
    if (choice.count == 0) {
        complain("%s has no ablations", study->path);
        code = CODE_USAGE;
    } else if (!all) {
        code = choose_all(&choice, study->options->ablate) ? CODE_OK : CODE_USAGE;
    }
    if (code == CODE_OK) {
        study->ablation = chosen(&choice, &study->ablation_count);
        study->ablated = calloc((size_t)choice.count, sizeof(ist_validation *));
        code = study->ablation && study->ablated ? CODE_OK : complain_memory();
    }
    choice_close(&choice);
    return code;
}

static int check_options(const struct options *options)
{
    if (options->draws > 0 && options->jitter <= 0.0) {
        complain("--draws needs --jitter: how far parameters move, such as 0.1");
    } else if (options->ablate && options->jitter > 0.0) {
        complain("--ablate and --jitter are two questions: ask one at a time");
    } else {
        return CODE_OK;
    }
    remark("try: interstice validate --help");
    return CODE_USAGE;
}

static int load(struct study *study)
{
    if (!study->options->patterns && access(study->path, F_OK) != 0) {
        complain("cannot read %s: %s; name a file of patterns: --patterns FILE", study->path,
                 strerror(errno));
        return CODE_NO_INPUT;
    }
    ist_errors *errors = ist_errors_create();
    if (!errors) {
        return complain_memory();
    }
    struct changes changes;
    int code = changes_open(&changes, study->options);
    if (code == CODE_OK) {
        study->patterns = ist_patterns_load(study->path, &changes.options, errors);
        code = study->patterns ? CODE_OK : complain_all(errors);
    }
    changes_close(&changes);
    ist_errors_destroy(errors);
    return code;
}

int study_open(struct study *study, const struct options *options)
{
    const bool is_jittered = options->jitter > 0.0;
    const int32_t usual = is_jittered ? usual_replicates_of_a_draw : usual_replicates;
    *study = (struct study){
        .options = options,
        .path = options->patterns ? options->patterns : default_path,
        .seed = options->seed_given ? options->seed : usual_seed,
        .replicates = options->replicates > 0 ? options->replicates : usual,
    };
    if (is_jittered) {
        study->draws = options->draws > 0 ? options->draws : usual_draws;
    }
    int code = check_options(options);
    code = code == CODE_OK ? load(study) : code;
    if (code != CODE_OK) {
        return code;
    }
    study->count = ist_patterns_count(study->patterns);
    code = select_patterns(study);
    const int ablations = select_ablations(study);
    return code != CODE_OK ? code : ablations;
}

void study_close(struct study *study)
{
    for (int32_t i = 0; study->ablated && i < study->ablation_count; i++) {
        ist_validation_destroy(study->ablated[i]);
    }
    ist_validation_destroy(study->intact);
    ist_jitter_destroy(study->jitter);
    ist_patterns_destroy(study->patterns);
    free(study->is_asked);
    free(study->only);
    free(study->ablation);
    free(study->ablated);
    free(study->draw_holds);
    *study = (struct study){0};
}
