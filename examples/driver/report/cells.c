// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of a page.
#include "driver/report/cells.h"

#include <math.h>
#include <stdio.h>

#include "driver/report/markup.h"

const struct look cells_look = {.width = 80,
                                .strong = "",
                                .faint = "",
                                .good = "",
                                .bad = "",
                                .plain = "",
                                .dash = "\xe2\x80\x93"};

void cells_begin(struct output *out)
{
    output_text(
        out, "<div class=\"scroll\" role=\"group\" aria-label=\"Table\" tabindex=\"0\"><table>\n");
}

void cells_end(struct output *out)
{
    output_text(out, "</table></div>\n");
}

void cells_row(struct output *out)
{
    output_text(out, "<tr>");
}

static void cell(struct output *out, const char *open, const char *text, const char *close)
{
    output_text(out, open);
    markup_text(out, text);
    output_text(out, close);
}

void cells_heading(struct output *out, const char *text)
{
    cell(out, "<th scope=\"col\">", text, "</th>");
}

void cells_name(struct output *out, const char *text)
{
    cell(out, "<th scope=\"row\">", text, "</th>");
}

void cells_text(struct output *out, const char *text)
{
    cell(out, "<td>", text, "</td>");
}

void cells_number(struct output *out, double value, int places)
{
    char text[PHRASE_SIZE];
    snprintf(text, sizeof text, "%.*f", places, isfinite(value) ? value : 0.0);
    cell(out, "<td class=\"number\">", isfinite(value) ? text : cells_look.dash, "</td>");
}

void cells_count(struct output *out, int64_t count)
{
    char text[PHRASE_SIZE];
    text_count(count, text);
    cell(out, "<td class=\"number\">", text, "</td>");
}

void cells_heading_spread(struct output *out, bool is_single)
{
    cells_heading(out, is_single ? "Value"
                                 : "Median (5\xe2\x80\x93"
                                   "95 %)");
}

void cells_spread(struct output *out, enum form form, const struct spread *spread)
{
    char text[PHRASE_SIZE];
    phrase_spread(form, spread, &cells_look, text);
    cell(out, "<td class=\"number\">", text, "</td>");
}
