// SPDX-License-Identifier: GPL-3.0-or-later
// One HTML page that needs nothing else.
#include "driver/report/page.h"

#include <stdio.h>

#include <interstice/interstice.h>

#include "driver/report/asset.h"
#include "driver/report/draw_series.h"
#include "driver/report/markup.h"
#include "driver/text.h"

enum { ID_SIZE = 96 };

static const struct asset *const styles[] = {&asset_palette_css, &asset_figure_css,
                                             &asset_dygraph_css, &asset_page_css};
static const struct asset *const scripts[] = {&asset_dygraph_js, &asset_synchronizer_js,
                                              &asset_page_js};

// Scripts have nothing to do where there are no charts that can be zoomed.
static size_t count_scripts(void)
{
    return asset_has_dygraphs() ? COUNT_OF(scripts) : 0;
}

static void put_sources(struct output *out, const struct asset *const *assets, size_t count)
{
    output_text(out, count > 0 ? "" : " 'none'");
    for (size_t i = 0; i < count; i++) {
        if (assets[i]->size > 0) {
            output_text(out, " ");
            markup_source_hash(out, assets[i]->sha256);
        }
    }
}

static void put_head(struct output *out, const char *title, const char *kind)
{
    output_text(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                     "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                     "script-src");
    put_sources(out, scripts, count_scripts());
    output_text(out, "; style-src");
    put_sources(out, styles, COUNT_OF(styles));
    output_text(out, "; base-uri 'none'; form-action 'none'\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                     "<meta name=\"generator\" content=\"Interstice " IST_VERSION "\">\n<title>");
    markup_text(out, title);
    output_text(out, kind[0] ? " \xe2\x80\x93 " : "");
    markup_text(out, kind);
    output_text(out, "</title>\n");
    for (size_t i = 0; i < COUNT_OF(styles); i++) {
        if (styles[i]->size > 0) {
            output_text(out, "<style>");
            asset_put(out, styles[i]);
            output_text(out, "</style>\n");
        }
    }
    output_text(out, "</head>\n");
}

void page_begin(struct output *out, const char *title, const char *kind)
{
    put_head(out, title, kind);
    output_text(out, "<body>\n<svg class=\"definitions\" width=\"0\" height=\"0\" "
                     "aria-hidden=\"true\">");
    svg_hatches(out);
    output_text(out, "</svg>\n<main>\n");
    page_heading(out, 1, "", "top", title);
    if (kind[0]) {
        output_text(out, "<p class=\"kind\">");
        markup_text(out, kind);
        output_text(out, "</p>\n");
    }
}

void page_end(struct output *out)
{
    output_text(out, "</main>\n");
    for (size_t i = 0; i < count_scripts(); i++) {
        output_text(out, "<script>");
        asset_put(out, scripts[i]);
        output_text(out, "</script>\n");
    }
    output_text(out, "</body>\n</html>\n");
}

void page_heading(struct output *out, int level, const char *prefix, const char *id,
                  const char *text)
{
    output_format(out, "<h%d id=\"%s%s\">", level, prefix, id);
    markup_text(out, text);
    output_format(out, "</h%d>\n", level);
}

void page_part(struct output *out, const char *prefix, const char *id, const char *text)
{
    output_format(out, "<h2 class=\"part\" id=\"%s%s\">", prefix, id);
    markup_text(out, text);
    output_text(out, "</h2>\n");
}

void page_drawing_id(const struct drawing *drawing, const void *subject, int32_t index, char *out,
                     size_t size)
{
    if (drawing->name) {
        const int length = snprintf(out, size, "%s-", drawing->id);
        drawing->name(subject, index, out + length, size - (size_t)length);
    } else if (drawing->count(subject) > 1) {
        snprintf(out, size, "%s-%d", drawing->id, (int)index + 1);
    } else {
        snprintf(out, size, "%s", drawing->id);
    }
}

static void put_data(struct output *out, const struct drawing *drawing, const void *subject,
                     int32_t index)
{
    if (drawing->chart && asset_has_dygraphs()) {
        struct chart chart;
        drawing->chart(subject, index, &chart);
        output_text(out, "<script type=\"application/json\">");
        chart_data(out, &chart);
        output_text(out, "</script>\n");
    }
}

static void put_table(struct output *out, const struct drawing *drawing, const void *subject,
                      int32_t index, const char *title)
{
    if (!drawing->table) {
        return;
    }
    output_text(out, drawing->has_open_table ? "<details open>" : "<details>");
    output_text(out, "<summary>Table<span class=\"unseen\">: ");
    markup_text(out, title);
    output_text(out, "</span></summary>\n");
    drawing->table(out, subject, index);
    output_text(out, "</details>\n");
}

static void put_note(struct output *out, const struct drawing *drawing, const void *subject)
{
    char note[CAPTION_SIZE];
    if (drawing->note && drawing->count(subject) > 0) {
        drawing->note(subject, note, sizeof note);
        output_text(out, "<p class=\"note\">");
        markup_text(out, note);
        output_text(out, "</p>\n");
    }
}

static void put_picture(struct output *out, const struct drawing *drawing, const void *subject,
                        int32_t index, const char *id)
{
    struct svg svg = {.out = out, .id = id};
    output_format(out, "<div class=\"picture\"%s>\n",
                  drawing->is_wide ? " role=\"group\" aria-label=\"Drawing\" tabindex=\"0\"" : "");
    drawing_put(drawing, &svg, subject, index);
    output_text(out, "</div>\n");
    put_data(out, drawing, subject, index);
}

static void put_drawing(struct output *out, const char *prefix, int level,
                        const struct drawing *drawing, const void *subject, int32_t index)
{
    char name[ID_SIZE];
    char id[2 * ID_SIZE];
    char title[TITLE_SIZE];
    char caption[CAPTION_SIZE];
    page_drawing_id(drawing, subject, index, name, sizeof name);
    snprintf(id, sizeof id, "%.40sfigure-%s", prefix, name);
    drawing_title(drawing, subject, index, title, sizeof title);
    drawing->caption(subject, index, caption, sizeof caption);
    output_format(out, "<figure id=\"%s\"%s>\n<h%d id=\"%s-title\">", id,
                  drawing->is_wide          ? " class=\"wide\""
                  : drawing->has_open_table ? " class=\"pair\""
                                            : "",
                  level, id);
    markup_text(out, title);
    output_format(out, "</h%d>\n", level);
    if (!drawing->is_table) {
        put_picture(out, drawing, subject, index, id);
    }
    output_text(out, "<figcaption>");
    markup_text(out, caption);
    output_text(out, "</figcaption>\n");
    if (drawing->is_table) {
        drawing->table(out, subject, index);
    } else {
        put_table(out, drawing, subject, index, title);
    }
    output_text(out, "</figure>\n");
}

static bool is_there(const struct drawing_section *section, const void *subject)
{
    for (int32_t d = 0; d < section->count; d++) {
        if (section->drawings[d]->count(subject) > 0) {
            return true;
        }
    }
    return false;
}

void page_sections(struct output *out, const char *prefix, int level,
                   const struct drawing_section *sections, int32_t count, const void *subject)
{
    for (int32_t s = 0; s < count; s++) {
        if (!is_there(&sections[s], subject)) {
            continue;
        }
        output_format(out, "<section aria-labelledby=\"%s%s\">\n", prefix, sections[s].id);
        page_heading(out, level, prefix, sections[s].id, sections[s].title);
        output_text(out, "<div class=\"figures\">\n");
        for (int32_t d = 0; d < sections[s].count; d++) {
            const struct drawing *drawing = sections[s].drawings[d];
            put_note(out, drawing, subject);
            for (int32_t i = 0; i < drawing->count(subject); i++) {
                put_drawing(out, prefix, level + 1, drawing, subject, i);
            }
        }
        output_text(out, "</div>\n</section>\n");
    }
}

void page_contents(struct output *out, const char *prefix, const struct drawing_section *sections,
                   int32_t count, const void *subject)
{
    for (int32_t s = 0; s < count; s++) {
        if (is_there(&sections[s], subject)) {
            output_format(out, "<a href=\"#%s%s\">", prefix, sections[s].id);
            markup_text(out, sections[s].title);
            output_text(out, "</a>\n");
        }
    }
}
