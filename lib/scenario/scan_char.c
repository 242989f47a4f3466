// SPDX-License-Identifier: GPL-3.0-or-later
// UTF-8: read, written and cut.
#include "scenario/scan_char.h"

#include <string.h>

int32_t isti_utf8_read(const char *text, int32_t left, uint32_t *code)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *p = (const unsigned char *)text;
    *code = p[0];
    if (left > 0 && p[0] < 0x80) {
        return 1;
    }
    int32_t length = p[0] < 0xc2 ? 0 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : p[0] < 0xf5 ? 4 : 0;
    if (length == 0 || length > left) {
        return 0;
    }
    *code = p[0] & (0x7fU >> length);
    for (int32_t i = 1; i < length; i++) {
        if ((p[i] & 0xc0) != 0x80) {
            return 0;
        }
        *code = *code << 6 | (p[i] & 0x3fU);
    }
    bool is_surrogate = *code >= 0xd800 && *code < 0xe000;
    return *code < least[length] || *code > 0x10ffff || is_surrogate ? 0 : length;
}

int32_t isti_utf8_write(uint32_t code, char out[4])
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    int32_t length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (int32_t i = length - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (code & 0x3f));
        code >>= 6;
    }
    out[0] = (char)((0xf00U >> length & 0xf0) | code);
    return length;
}

void isti_utf8_trim(char *text)
{
    size_t length = strlen(text);
    size_t start = length;
    while (start > 0 && length - start < 4 && ((unsigned char)text[start - 1] & 0xc0) == 0x80) {
        start--;
    }
    uint32_t code;
    if (start > 0 && isti_utf8_read(text + start - 1, (int32_t)(length - start + 1), &code) == 0) {
        text[start - 1] = '\0';
    }
}
