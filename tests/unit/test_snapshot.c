// SPDX-License-Identifier: GPL-3.0-or-later
// Snapshots: what they hold, and that nothing damaged or foreign gets in.
#include "base/memory.h"
#include "state/state.h"
#include "support/suite.h"
#include "support/tiny_org.h"

#include <string.h>

// Small, so that every byte of a snapshot can be damaged; lively, so that there is something in it.
//     a b | c d | e f
static ist_model *lively(double problems)
{
    tiny_org org = tiny_org_lively();
    tiny_org_set(&org, "problem_rate", problems);
    tiny_org_draw(&org, "ab|cd|ef");
    tiny_org_tie(&org, "ac", 0.5, 0.2);
    tiny_org_tie(&org, "ce", 0.5, 0.2);
    tiny_org_oversee(&org, (tiny_overseer){.role = {0.5, 0.5, 0.5, 0.5, 0.5}});
    tiny_org_launch(&org, 5);
    return tiny_org_compile(&org);
}

typedef struct snapshot {
    unsigned char *bytes;
    size_t size;
} snapshot;

static snapshot take(const ist_state *state)
{
    snapshot shot = {.size = ist_state_save(state, NULL, 0)};
    shot.bytes = malloc(shot.size);
    ck_assert_ptr_nonnull(shot.bytes);
    ck_assert_uint_eq(ist_state_save(state, shot.bytes, shot.size), shot.size);
    return shot;
}

typedef struct world {
    ist_model *model;
    ist_state *state;
    snapshot shot;   // after six ticks
    uint64_t before; // hash of the state, some ticks later
} world;

static world six_ticks(void)
{
    world w = {.model = lively(6.0)};
    w.state = tiny_run_start(w.model, 1);
    tiny_run(w.state, 6);
    w.shot = take(w.state);
    tiny_run(w.state, 3);
    w.before = ist_state_hash(w.state);
    return w;
}

static void close_world(world *w)
{
    free(w->shot.bytes);
    ist_state_destroy(w->state);
    ist_model_destroy(w->model);
}

static void assert_refused(const world *w, const void *bytes, size_t size, ist_status status)
{
    ck_assert_int_eq(ist_state_restore(w->state, bytes, size, NULL), status);
    ck_assert_uint_eq(ist_state_hash(w->state), w->before);
}

START_TEST(a_snapshot_brings_the_state_back)
{
    world w = six_ticks();
    ck_assert_int_eq(ist_state_restore(w.state, w.shot.bytes, w.shot.size, NULL), IST_OK);
    ck_assert_int_eq(ist_state_tick(w.state), 6);
    ck_assert_int_eq(ist_state_check(w.state, NULL), IST_OK);
    tiny_run(w.state, 3);
    ck_assert_uint_eq(ist_state_hash(w.state), w.before);
    close_world(&w);
}
END_TEST

START_TEST(equal_states_give_equal_bytes)
{
    world w = six_ticks();
    ck_assert_int_eq(ist_state_restore(w.state, w.shot.bytes, w.shot.size, NULL), IST_OK);
    snapshot again = take(w.state);
    ck_assert_uint_eq(again.size, w.shot.size);
    ck_assert_mem_eq(again.bytes, w.shot.bytes, again.size);
    free(again.bytes);
    close_world(&w);
}
END_TEST

START_TEST(nothing_is_written_where_there_is_too_little_room)
{
    world w = six_ticks();
    memset(w.shot.bytes, 0x5A, w.shot.size);
    const size_t size = ist_state_save(w.state, NULL, 0);
    unsigned char *room = malloc(size);
    memset(room, 0x5A, size);
    ck_assert_uint_eq(ist_state_save(w.state, room, size - 1), size);
    for (size_t k = 0; k < size; k++) {
        ck_assert_uint_eq(room[k], 0x5A);
    }
    free(room);
    close_world(&w);
}
END_TEST

START_TEST(every_truncation_is_refused)
{
    world w = six_ticks();
    for (size_t size = 0; size < w.shot.size; size++) {
        // A copy of that size, so that a sanitizer sees any byte read beyond.
        unsigned char *cut = malloc(size + 1);
        memcpy(cut, w.shot.bytes, size);
        ck_assert_int_eq(ist_state_restore(w.state, cut, size, NULL), IST_ERR_SNAPSHOT_DAMAGED);
        free(cut);
    }
    assert_refused(&w, NULL, 0, IST_ERR_SNAPSHOT_DAMAGED);
    close_world(&w);
}
END_TEST

START_TEST(bytes_behind_the_end_are_refused)
{
    world w = six_ticks();
    unsigned char *longer = calloc(w.shot.size + 8, 1);
    memcpy(longer, w.shot.bytes, w.shot.size);
    assert_refused(&w, longer, w.shot.size + 1, IST_ERR_SNAPSHOT_DAMAGED);
    assert_refused(&w, longer, w.shot.size + 8, IST_ERR_SNAPSHOT_DAMAGED);
    free(longer);
    close_world(&w);
}
END_TEST

START_TEST(every_damaged_byte_is_noticed)
{
    world w = six_ticks();
    for (size_t k = 0; k < w.shot.size; k++) {
        w.shot.bytes[k] ^= (unsigned char)(1U << (k % 8));
        ck_assert_int_eq(ist_state_restore(w.state, w.shot.bytes, w.shot.size, NULL),
                         IST_ERR_SNAPSHOT_DAMAGED);
        w.shot.bytes[k] ^= (unsigned char)(1U << (k % 8));
    }
    ck_assert_uint_eq(ist_state_hash(w.state), w.before);
    close_world(&w);
}
END_TEST

START_TEST(another_models_snapshot_is_refused)
{
    world w = six_ticks();
    ist_model *other = lively(7.0);
    ist_state *stranger = tiny_run_start(other, 1);
    snapshot foreign = take(stranger);
    assert_refused(&w, foreign.bytes, foreign.size, IST_ERR_SNAPSHOT_MISMATCH);
    free(foreign.bytes);
    ist_state_destroy(stranger);
    ist_model_destroy(other);
    close_world(&w);
}
END_TEST

START_TEST(a_snapshot_says_which_run_it_was)
{
    world w = six_ticks();
    ist_state *other = tiny_run_start(w.model, 99);
    ck_assert_int_eq(ist_state_restore(other, w.shot.bytes, w.shot.size, NULL), IST_OK);
    tiny_run(other, 3);
    ck_assert_uint_eq(ist_state_hash(other), w.before);
    ist_state_destroy(other);
    close_world(&w);
}
END_TEST

// A restore that fails for lack of memory leaves the state as it was.
START_TEST(without_memory_the_state_stays_as_it_was)
{
    world w = six_ticks();
    snapshot late = take(w.state);
    bool failed = true;
    int32_t failures = 0;
    for (int64_t n = 0; failed; n++) {
        ist_state *fresh = tiny_run_start(w.model, 2);
        const uint64_t before = ist_state_hash(fresh);
        isti_fault_arm(n, _i);
        const ist_status status = ist_state_restore(fresh, late.bytes, late.size, NULL);
        failed = isti_fault_fired();
        isti_fault_disarm();
        ck_assert_int_eq(status, failed ? IST_ERR_NO_MEMORY : IST_OK);
        ck_assert_uint_eq(ist_state_hash(fresh), failed ? before : w.before);
        if (failed) {
            failures++;
            tiny_run(fresh, 1);
        }
        ist_state_destroy(fresh);
    }
    ck_assert_int_gt(failures, 10); // the communities of the launch need many arrays
    free(late.bytes);
    close_world(&w);
}
END_TEST

START_TEST(what_is_wrong_is_reported)
{
    world w = six_ticks();
    ist_errors *errors = ist_errors_create();
    ck_assert_int_eq(ist_state_restore(w.state, w.shot.bytes, 3, errors), IST_ERR_SNAPSHOT_DAMAGED);
    ck_assert_int_eq(ist_errors_status(errors), IST_ERR_SNAPSHOT_DAMAGED);
    ist_errors_destroy(errors);
    close_world(&w);
}
END_TEST

// ---- Two futures

//     a b | c d, and after a year half of them move
static ist_model *about_to_move(void)
{
    tiny_org org = tiny_org_lively();
    tiny_org_draw(&org, "abc|def");
    tiny_org_launch(&org, 4);
    ist_event_def move = ist_event_def_default(IST_EVENT_TRANSFER);
    move.at = 1.0;
    move.share = 0.5;
    move.group = "move";
    move.measure = true;
    tiny_org_event(&org, &move);
    return tiny_org_compile(&org);
}

START_TEST(a_branch_without_a_shock_goes_on_like_a_run_without_it)
{
    ist_model *model = about_to_move();
    ist_run_def run = ist_run_def_default();
    run.without = 0;
    ist_state *twin = ist_state_create(model, &run, NULL);
    ist_state *state = tiny_run_start(model, 1);
    tiny_run(state, 12); // the move comes with tick 12
    ist_state *branch = ist_state_branch_without(state, 0);
    ck_assert_ptr_nonnull(branch);
    tiny_run(branch, 12);
    tiny_run(twin, 24);
    tiny_run(state, 12);
    ck_assert_uint_eq(ist_state_hash(branch), ist_state_hash(twin));
    ck_assert_uint_ne(ist_state_hash(branch), ist_state_hash(state));
    ist_state_destroy(branch);
    ist_state_destroy(state);
    ist_state_destroy(twin);
    ist_model_destroy(model);
}
END_TEST

START_TEST(what_has_happened_cannot_be_left_out)
{
    ist_model *model = about_to_move();
    ist_state *state = tiny_run_start(model, 1);
    ck_assert_ptr_null(ist_state_branch_without(state, 1));
    ck_assert_ptr_null(ist_state_branch_without(state, -1));
    tiny_run(state, 13);
    ck_assert_ptr_null(ist_state_branch_without(state, 0));
    ist_state_destroy(state);
    ist_model_destroy(model);
}
END_TEST

SUITE("snapshot", TEST(a_snapshot_brings_the_state_back), TEST(equal_states_give_equal_bytes),
      TEST(nothing_is_written_where_there_is_too_little_room), TEST(every_truncation_is_refused),
      TEST(bytes_behind_the_end_are_refused), TEST(every_damaged_byte_is_noticed),
      TEST(another_models_snapshot_is_refused), TEST(a_snapshot_says_which_run_it_was),
      EACH(without_memory_the_state_stays_as_it_was, 2), TEST(what_is_wrong_is_reported),
      TEST(a_branch_without_a_shock_goes_on_like_a_run_without_it),
      TEST(what_has_happened_cannot_be_left_out))
