// SPDX-License-Identifier: GPL-3.0-or-later
// Texts that the program carries inside itself, for pages and figures.
#ifndef DRIVER_REPORT_ASSET_H
#define DRIVER_REPORT_ASSET_H

#include <stdbool.h>
#include <stddef.h>

#include "driver/output.h"

struct asset {
    const unsigned char *bytes;
    size_t size; // 0: not there
    const char *sha256;
};

extern const struct asset asset_palette_css, asset_figure_css, asset_page_css, asset_page_js;
extern const struct asset asset_plain_css; // figure.css in the colors of the light theme
extern const struct asset asset_dygraph_js, asset_dygraph_css, asset_synchronizer_js;

// Can charts be zoomed?
bool asset_has_dygraphs(void);

void asset_put(struct output *out, const struct asset *asset);

// The style of a figure that stands alone.
void asset_put_style(struct output *out);

#endif
