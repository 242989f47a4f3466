// SPDX-License-Identifier: GPL-3.0-or-later
// SHA-256 (FIPS 180-4): a fingerprint of files that everybody's tools can check.
#ifndef ISTI_BASE_SHA256_H
#define ISTI_BASE_SHA256_H

#include "base/base.h"

enum { ISTI_SHA256_SIZE = 65 }; // 64 hexadecimal digits and a NUL

void isti_sha256(const void *bytes, size_t size, char out[ISTI_SHA256_SIZE]);

// HMAC-SHA-256 (RFC 2104): nobody who lacks the key can tell which bytes a code stands for.
void isti_hmac_sha256(const void *key, size_t key_size, const void *bytes, size_t size,
                      char out[ISTI_SHA256_SIZE]);

#endif
