// SPDX-License-Identifier: GPL-3.0-or-later
// Do the installed headers belong to the installed library?
#include <interstice/interstice.h>

#include <stdio.h>
#include <string.h>

int main(void)
{
    if (strcmp(ist_version(), IST_VERSION) != 0) {
        fprintf(stderr, "headers %s, library %s\n", IST_VERSION, ist_version());
        return 1;
    }
    ist_errors *errors = ist_errors_create();
    int status = errors && ist_errors_status(errors) == IST_OK ? 0 : 1;
    ist_errors_destroy(errors);
    printf("interstice %s\n", ist_version());
    return status;
}
