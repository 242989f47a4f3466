// SPDX-License-Identifier: GPL-3.0-or-later
// How far the runs are: a line that redraws itself on a terminal, now and then a plain line
// elsewhere.
#include "driver/progress.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "driver/message.h"
#include "driver/terminal.h"

// Seconds between two lines, and the weight of the newest measurement in the rate.
static const double redraw_every = 0.1;
static const double plain_every = 5.0;
static const double newest = 0.3;

enum { BAR_WIDTH = 24 };

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void describe(const struct progress *progress, double done, char *line, size_t size)
{
    const int length = snprintf(line, size, "%3.0f%%, %.0f of %d %s", 100.0 * done,
                                done * progress->count, progress->count, progress->unit);
    if (progress->rate <= 0.0 || length < 0 || (size_t)length >= size) {
        return; // too early to tell more
    }
    const double rate = progress->rate * progress->count;
    char left[PHRASE_SIZE];
    text_duration((1.0 - done) / progress->rate, left);
    snprintf(line + length, size - (size_t)length, ", %.*f %s/s, %s left", rate < 9.95 ? 1 : 0,
             rate, progress->unit, left);
}

static void draw(struct progress *progress, double done)
{
    char bar[BAR_WIDTH + 1];
    const int filled = (int)(done * BAR_WIDTH);
    for (int i = 0; i < BAR_WIDTH; i++) {
        bar[i] = (char)(i < filled ? '=' : i == filled ? '>' : ' ');
    }
    bar[BAR_WIDTH] = '\0';

    char text[160];
    char line[320];
    describe(progress, done, text, sizeof text);
    const int32_t width = terminal_look(STDERR_FILENO, false).width;
    const int32_t needed = text_width(progress->label) + BAR_WIDTH + (int32_t)strlen(text) + 6;
    const int length =
        needed < width
            ? snprintf(line, sizeof line, "\r%s [%s] %s\033[K", progress->label, bar, text)
            : snprintf(line, sizeof line, "\r%.*s\033[K", (int)width - 1, text);
    const ssize_t written = write(STDERR_FILENO, line, (size_t)length);
    (void)written;
    progress->is_drawn = true;
}

void progress_start(struct progress *progress, const char *label, int32_t count, const char *unit,
                    bool is_quiet)
{
    *progress = (struct progress){
        .is_quiet = is_quiet,
        .is_terminal = terminal_is_capable(STDERR_FILENO),
        .count = count,
        .unit = unit,
        .started = now(),
    };
    snprintf(progress->label, sizeof progress->label, "%s", label);
    text_clean(progress->label);
    progress->shown = progress->started;
    progress->measured = progress->started;
    if (!is_quiet && progress->is_terminal) {
        draw(progress, 0.0);
    }
}

// A mean that forgets, so that the estimate follows runs of different length.
static void measure_rate(struct progress *progress, double done, double time)
{
    const double elapsed = time - progress->measured;
    if (elapsed < redraw_every) {
        return;
    }
    const double rate = (done - progress->done_then) / elapsed;
    progress->rate = progress->rate > 0.0 ? newest * rate + (1.0 - newest) * progress->rate : rate;
    progress->measured = time;
    progress->done_then = done;
}

void progress_update(struct progress *progress, double done)
{
    if (progress->is_quiet) {
        return;
    }
    const double time = now();
    measure_rate(progress, done, time);
    if (time - progress->shown < (progress->is_terminal ? redraw_every : plain_every)) {
        return;
    }
    progress->shown = time;
    if (progress->is_terminal) {
        draw(progress, done);
        return;
    }
    char text[160];
    describe(progress, done, text, sizeof text);
    remark("%s: %s", progress->label, text + strspn(text, " "));
}

void progress_clear(struct progress *progress)
{
    static const char clear[] = "\r\033[K";
    if (progress->is_drawn) {
        const ssize_t written = write(STDERR_FILENO, clear, sizeof clear - 1);
        (void)written;
        progress->is_drawn = false;
    }
}

double progress_seconds(const struct progress *progress)
{
    return now() - progress->started;
}
