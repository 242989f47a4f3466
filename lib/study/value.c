// SPDX-License-Identifier: GPL-3.0-or-later
// What each operator of the vocabulary yields. NaN: cannot be told.
#include "study/value.h"

#include "base/memory.h"
#include "base/numbers.h"

#include <math.h>

static const double unknown = (double)NAN;

bool isti_is_within(double value, double low, double high, bool open)
{
    const bool above = open ? value > low || isinf(low) : value >= low;
    const bool below = open ? value < high || isinf(high) : value <= high;
    return above && below && !isnan(value);
}

static const isti_record *record_of(const isti_scene *scene)
{
    return scene->record[scene->run];
}

static const isti_life *life_at_hand(const isti_scene *scene)
{
    return scene->community >= 0 ? &record_of(scene)->life[scene->community] : NULL;
}

static double number(const isti_scene *scene, const isti_value_node *node)
{
    (void)scene;
    return node->number;
}

// ---- Series in time

static isti_series series_of(const isti_scene *scene, const isti_value_node *node)
{
    const isti_record *record = record_of(scene);
    if (!node->is_community) {
        return (isti_series){.record = record, .metric = record->metric[node->series]};
    }
    return (isti_series){
        .record = record, .life = life_at_hand(scene), .name = (isti_community_series)node->series};
}

static void window_of(const isti_scene *scene, const isti_value_node *node, int32_t *first,
                      int32_t *end)
{
    const double from = node->from >= 0 ? isti_value(scene, node->from) : -INFINITY;
    const double to = node->to >= 0 ? isti_value(scene, node->to) : INFINITY;
    isti_record_window(record_of(scene), from, to, first, end);
}

static isti_summary summary_of(const isti_scene *scene, const isti_value_node *node)
{
    int32_t first;
    int32_t end;
    window_of(scene, node, &first, &end);
    const isti_series series = series_of(scene, node);
    return isti_series_summary(&series, first, end);
}

static double at(const isti_scene *scene, const isti_value_node *node)
{
    const isti_series series = series_of(scene, node);
    return isti_series_at(&series, isti_record_tick(record_of(scene), isti_value(scene, node->at)));
}

static double mean(const isti_scene *scene, const isti_value_node *node)
{
    return summary_of(scene, node).mean;
}

static double minimum(const isti_scene *scene, const isti_value_node *node)
{
    return summary_of(scene, node).min;
}

static double maximum(const isti_scene *scene, const isti_value_node *node)
{
    return summary_of(scene, node).max;
}

static double sum(const isti_scene *scene, const isti_value_node *node)
{
    return summary_of(scene, node).sum;
}

static double time_of(const isti_scene *scene, int32_t tick)
{
    return tick >= 0 ? isti_record_time(record_of(scene), tick) : unknown;
}

static double time_of_min(const isti_scene *scene, const isti_value_node *node)
{
    return time_of(scene, summary_of(scene, node).tick_of_min);
}

static double time_of_max(const isti_scene *scene, const isti_value_node *node)
{
    return time_of(scene, summary_of(scene, node).tick_of_max);
}

static double crosses(const isti_scene *scene, const isti_value_node *node)
{
    int32_t first;
    int32_t end;
    window_of(scene, node, &first, &end);
    const isti_series series = series_of(scene, node);
    const bool above = node->op == ISTI_VALUE_FIRST_ABOVE;
    return time_of(scene, isti_series_crosses(&series, first, end, node->number, above));
}

static double smallest_step(const isti_scene *scene, const isti_value_node *node)
{
    const isti_record *record = record_of(scene);
    const double from = node->from >= 0 ? isti_value(scene, node->from) : record->start;
    const double to = node->to >= 0 ? isti_value(scene, node->to) : time_of(scene, record->ticks);
    const double every = node->number;
    if (!(every * record->ticks_per_year >= 1.0) || !(from >= record->start)) {
        return unknown;
    }
    const double last = isti_min(to, time_of(scene, record->ticks)) + ISTI_STUDY_SAME_TIME;
    const isti_series series = series_of(scene, node);
    double smallest = unknown;
    for (int32_t k = 0; from + (k + 1) * every <= last; k++) {
        const double before = isti_series_at(&series, isti_record_tick(record, from + k * every));
        const double after =
            isti_series_at(&series, isti_record_tick(record, from + (k + 1) * every));
        const double step = after - before;
        smallest = isnan(smallest) || step < smallest ? step : smallest;
    }
    return smallest;
}

static double recovery(const isti_scene *scene, const isti_value_node *node)
{
    // Like an event of the calendar, it falls on the nearest beginning of a tick.
    const isti_record *record = record_of(scene);
    const double half_a_tick = 0.5 / record->ticks_per_year;
    const int32_t event = isti_record_tick(record, isti_value(scene, node->at) + half_a_tick);
    const isti_series series = series_of(scene, node);
    return isti_series_recovery(&series, event, scene->status);
}

// ---- Arithmetic and logic

static double operand(const isti_scene *scene, const isti_value_node *node, int32_t k)
{
    return isti_value(scene, scene->file->operand[node->first + k]);
}

// Something over nothing is infinitely more; nothing over nothing says nothing.
static double ratio(const isti_scene *scene, const isti_value_node *node)
{
    const double over = operand(scene, node, 0);
    const double under = operand(scene, node, 1);
    return under == 0.0 && over == 0.0 ? unknown : over / under;
}

static double difference(const isti_scene *scene, const isti_value_node *node)
{
    const double from = operand(scene, node, 0);
    return from - operand(scene, node, 1);
}

static double total(const isti_scene *scene, const isti_value_node *node)
{
    double all = 0.0;
    for (int32_t k = 0; k < node->count; k++) {
        all += operand(scene, node, k);
    }
    return all;
}

static double product(const isti_scene *scene, const isti_value_node *node)
{
    double all = 1.0;
    for (int32_t k = 0; k < node->count; k++) {
        all *= operand(scene, node, k);
    }
    return all;
}

// Not known if any operand is not.
static double extreme(const isti_scene *scene, const isti_value_node *node)
{
    const bool wants_largest = node->op == ISTI_VALUE_LARGEST;
    double best = operand(scene, node, 0);
    for (int32_t k = 1; k < node->count; k++) {
        const double other = operand(scene, node, k);
        if (isnan(other) || (wants_largest ? other > best : other < best)) {
            best = other;
        }
        if (isnan(best)) {
            return unknown;
        }
    }
    return best;
}

static double known(const isti_scene *scene, const isti_value_node *node)
{
    const double value = isti_value(scene, node->value);
    return isnan(value) ? isti_value(scene, node->other) : value;
}

static double within(const isti_scene *scene, const isti_value_node *node)
{
    const double value = isti_value(scene, node->value);
    return isnan(value) ? unknown : isti_is_within(value, node->low, node->high, node->open);
}

// One operand may settle it (0 for all, 1 for any) whatever cannot be told of the others.
static double all_or_any(const isti_scene *scene, const isti_value_node *node)
{
    const bool settles = node->op == ISTI_VALUE_ANY;
    bool is_known = true;
    for (int32_t k = 0; k < node->count; k++) {
        const double value = operand(scene, node, k);
        if (isnan(value)) {
            is_known = false;
        } else if ((value != 0.0) == settles) {
            return settles;
        }
    }
    return is_known ? !settles : unknown;
}

static double when(const isti_scene *scene, const isti_value_node *node)
{
    const double condition = isti_value(scene, node->condition);
    const bool is_met = !isnan(condition) && condition != 0.0;
    return isti_value(scene, is_met ? node->value : node->other);
}

static double in_run(const isti_scene *scene, const isti_value_node *node)
{
    isti_scene elsewhere = *scene;
    elsewhere.run = node->run;
    elsewhere.community = -1;
    return isti_value(&elsewhere, node->value);
}

// ---- Communities

static double count(const isti_scene *scene, const isti_value_node *node)
{
    const isti_choice choice = isti_choose(scene, node->selector);
    int32_t fitting = 0;
    for (int32_t c = isti_choice_next(&choice, -1); c >= 0; c = isti_choice_next(&choice, c)) {
        fitting++;
    }
    return fitting;
}

static double share(const isti_scene *scene, const isti_value_node *node)
{
    const isti_choice among = isti_choose(scene, node->among);
    const isti_choice choice = isti_choose(scene, node->selector);
    double all = 0.0;
    double fitting = 0.0;
    for (int32_t c = isti_choice_next(&among, -1); c >= 0; c = isti_choice_next(&among, c)) {
        all += 1.0;
        fitting += isti_choice_fits(&choice, c);
    }
    return all > 0.0 ? fitting / all : unknown;
}

static double take(isti_take how, double *values, int32_t count)
{
    if (how == ISTI_TAKE_SUM) {
        return isti_sum(values, count);
    }
    if (count == 0) {
        return unknown;
    }
    switch (how) {
    case ISTI_TAKE_MEDIAN:
        return isti_quantile(values, count, 0.5);
    case ISTI_TAKE_MIN:
        return isti_quantile(values, count, 0.0);
    case ISTI_TAKE_MAX:
        return isti_quantile(values, count, 1.0);
    default:
        return isti_sum(values, count) / count;
    }
}

static double each(const isti_scene *scene, const isti_value_node *node)
{
    const isti_choice choice = isti_choose(scene, node->selector);
    double *values = isti_alloc_array((size_t)choice.record->lives, sizeof *values);
    if (!values) {
        *scene->status = IST_ERR_NO_MEMORY;
        return unknown;
    }
    isti_scene inside = *scene;
    int32_t kept = 0;
    for (int32_t c = isti_choice_next(&choice, -1); c >= 0; c = isti_choice_next(&choice, c)) {
        inside.community = c;
        values[kept] = isti_value(&inside, node->value);
        kept += !isnan(values[kept]);
    }
    const double taken = take(node->take, values, kept);
    isti_free(values);
    return taken;
}

static int32_t pick_last(const isti_choice *choice)
{
    int32_t last = -1;
    for (int32_t c = isti_choice_next(choice, -1); c >= 0; c = isti_choice_next(choice, c)) {
        last = c;
    }
    return last;
}

static int32_t pick(const isti_scene *scene, const isti_value_node *node)
{
    const isti_choice choice = isti_choose(scene, node->selector);
    if (node->pick == ISTI_PICK_MOST_MEMBERS) {
        const double year = isti_value(scene, node->at);
        return isti_choice_largest(&choice, isti_record_tick(choice.record, year));
    }
    return node->pick == ISTI_PICK_LAST ? pick_last(&choice) : isti_choice_next(&choice, -1);
}

static double of(const isti_scene *scene, const isti_value_node *node)
{
    isti_scene inside = *scene;
    inside.community = pick(scene, node);
    return inside.community >= 0 ? isti_value(&inside, node->value)
                                 : isti_value(scene, node->other);
}

static double property(const isti_scene *scene, const isti_value_node *node)
{
    const isti_life *life = life_at_hand(scene);
    if (!life) {
        return unknown;
    }
    const isti_record *record = record_of(scene);
    const int32_t until = life->ended >= 0 ? life->ended : record->ticks;
    const double values[ISTI_PROPERTY_COUNT] = {
        [ISTI_PROPERTY_FOUNDED] = time_of(scene, life->founded),
        [ISTI_PROPERTY_ENDED] = time_of(scene, life->ended),
        [ISTI_PROPERTY_LIFE] = (double)(until - life->founded) / record->ticks_per_year,
        [ISTI_PROPERTY_FOUNDERS] = life->founders,
        [ISTI_PROPERTY_TIED_PAIRS] = life->tied_pairs,
        [ISTI_PROPERTY_TIED_BY_CHANCE] = life->tied_by_chance,
        [ISTI_PROPERTY_AUTONOMY_AT_END] = life->autonomy,
        [ISTI_PROPERTY_OFFICIAL] = life->official,
    };
    return values[node->property];
}

static double answered(const isti_scene *scene, const isti_value_node *node)
{
    const isti_record *record = record_of(scene);
    const double meeting = node->number;
    if (!(meeting >= 1.0 && meeting <= IST_SENSITIVE_MEETINGS)) {
        return unknown;
    }
    const int32_t row = (int32_t)meeting - 1;
    const int64_t asked = record->asked[row];
    return asked > 0 ? (double)record->answered[row] / (double)asked : unknown;
}

// ---- All of them

typedef double tell_fn(const isti_scene *scene, const isti_value_node *node);

static tell_fn *const tell[] = {
    [ISTI_VALUE_NUMBER] = number,
    [ISTI_VALUE_AT] = at,
    [ISTI_VALUE_MEAN] = mean,
    [ISTI_VALUE_MIN] = minimum,
    [ISTI_VALUE_MAX] = maximum,
    [ISTI_VALUE_SUM] = sum,
    [ISTI_VALUE_TIME_OF_MIN] = time_of_min,
    [ISTI_VALUE_TIME_OF_MAX] = time_of_max,
    [ISTI_VALUE_FIRST_ABOVE] = crosses,
    [ISTI_VALUE_FIRST_BELOW] = crosses,
    [ISTI_VALUE_SMALLEST_STEP] = smallest_step,
    [ISTI_VALUE_RECOVERY] = recovery,
    [ISTI_VALUE_RATIO] = ratio,
    [ISTI_VALUE_DIFFERENCE] = difference,
    [ISTI_VALUE_TOTAL] = total,
    [ISTI_VALUE_PRODUCT] = product,
    [ISTI_VALUE_LARGEST] = extreme,
    [ISTI_VALUE_SMALLEST] = extreme,
    [ISTI_VALUE_KNOWN] = known,
    [ISTI_VALUE_WITHIN] = within,
    [ISTI_VALUE_ALL] = all_or_any,
    [ISTI_VALUE_ANY] = all_or_any,
    [ISTI_VALUE_WHEN] = when,
    [ISTI_VALUE_IN] = in_run,
    [ISTI_VALUE_COUNT] = count,
    [ISTI_VALUE_SHARE] = share,
    [ISTI_VALUE_EACH] = each,
    [ISTI_VALUE_OF] = of,
    [ISTI_VALUE_PROPERTY] = property,
    [ISTI_VALUE_ANSWERED] = answered,
};

enum {
#define ISTI_ROW(NAME, key) +1
    OPERATORS = 0 ISTI_VALUE_LIST(ISTI_ROW)
#undef ISTI_ROW
};
static_assert(COUNT_OF(tell) == OPERATORS, "every operator is told");

double isti_value(const isti_scene *scene, int32_t node)
{
    if (node < 0) {
        return unknown; // an `else` that was not given
    }
    const isti_value_node *row = &scene->file->node[node];
    return tell[row->op](scene, row);
}
