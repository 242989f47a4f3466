// SPDX-License-Identifier: GPL-3.0-or-later
// Texts that the program carries inside itself, for pages and figures.
#include "driver/report/asset.h"

bool asset_has_dygraphs(void)
{
    return asset_dygraph_js.size > 0;
}

void asset_put(struct output *out, const struct asset *asset)
{
    output_bytes(out, (const char *)asset->bytes, asset->size);
}

void asset_put_style(struct output *out)
{
    asset_put(out, &asset_plain_css);
}
