// SPDX-License-Identifier: GPL-3.0-or-later
// One HTML page that needs nothing else.
#ifndef DRIVER_REPORT_PAGE_H
#define DRIVER_REPORT_PAGE_H

#include "driver/report/drawing.h"

// Up to the title and what kind of report it is ("": not said), with a policy that lets nothing in from
// outside and nothing run but what we bring.
void page_begin(struct output *out, const char *title, const char *kind);
void page_end(struct output *out);

// A heading that links can point to; `prefix` tells parts of a page apart.
void page_heading(struct output *out, int level, const char *prefix, const char *id,
                  const char *text);

// The same above a large part of a page.
void page_part(struct output *out, const char *prefix, const char *id, const char *text);

// Every drawing of the sections that has something to show, with caption and table; `level` is that of the
// sections' headings.
void page_sections(struct output *out, const char *prefix, int level,
                   const struct drawing_section *sections, int32_t count, const void *subject);

// Links to the sections that are there.
void page_contents(struct output *out, const char *prefix, const struct drawing_section *sections,
                   int32_t count, const void *subject);

// "trajectory-performance", "resilience-2"; just the id where there is one drawing of the kind.
void page_drawing_id(const struct drawing *drawing, const void *subject, int32_t index, char *out,
                     size_t size);

#endif
