// SPDX-License-Identifier: GPL-3.0-or-later
// What a stream can show: width, color, characters beyond ASCII.
#include "driver/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "driver/text.h"

enum { USUAL_WIDTH = 80, LEAST_WIDTH = 40, READABLE_WIDTH = 100, WORD_SIZE = 128 };

static const char *environment(const char *name)
{
    const char *value = getenv(name);
    return value ? value : "";
}

bool terminal_is_capable(int fd)
{
    return isatty(fd) && environment("TERM")[0] && strcmp(environment("TERM"), "dumb") != 0;
}

static int32_t width_of(int fd)
{
    struct winsize size;
    if (!isatty(fd) || ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) {
        return USUAL_WIDTH;
    }
    return size.ws_col < LEAST_WIDTH ? LEAST_WIDTH : size.ws_col;
}

// Without a word about it, as on a bare system, ASCII is the safe choice.
static bool shows_utf8(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const char *value = environment(names[i]);
        if (value[0]) {
            const char *charset = strchr(value, '.');
            return charset && (strncasecmp(charset, ".UTF-8", 6) == 0 ||
                               strncasecmp(charset, ".UTF8", 5) == 0);
        }
    }
    return false;
}

struct look terminal_look(int fd, bool may_color)
{
    const bool has_color = may_color && terminal_is_capable(fd) && !environment("NO_COLOR")[0];
    return (struct look){
        .width = width_of(fd),
        .strong = has_color ? "\033[1m" : "",
        .faint = has_color ? "\033[2m" : "",
        .good = has_color ? "\033[32m" : "",
        .bad = has_color ? "\033[31m" : "",
        .plain = has_color ? "\033[0m" : "",
        .dash = shows_utf8() ? "\u2013" : "-",
        .sparks = terminal_is_capable(fd) && shows_utf8(),
    };
}

void terminal_wrap(struct output *out, const struct look *look, const char *text, int32_t column,
                   int32_t indent)
{
    const int32_t width_limit = look->width < READABLE_WIDTH ? look->width : READABLE_WIDTH;
    bool is_first = true;
    if (column < indent) {
        output_repeat(out, ' ', indent - column);
        column = indent;
    }
    for (;;) {
        text += strspn(text, " \n");
        const size_t length = strcspn(text, " \n");
        if (length == 0) {
            break;
        }
        char word[WORD_SIZE];
        const size_t kept = length < sizeof word ? length : sizeof word - 1;
        memcpy(word, text, kept);
        word[kept] = '\0';
        text_clean(word);
        const int32_t width = text_width(word);
        if (!is_first && column + 1 + width > width_limit) {
            output_text(out, "\n");
            output_repeat(out, ' ', indent);
            column = indent;
        } else if (!is_first) {
            output_text(out, " ");
            column++;
        }
        output_text(out, word);
        column += width;
        is_first = false;
        text += length;
    }
    output_text(out, "\n");
}
