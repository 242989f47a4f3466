// SPDX-License-Identifier: GPL-3.0-or-later
// The program `interstice`: jobs are done by threads of its own.
#include "driver/program.h"

int main(int argc, char **argv)
{
    return program_run(argc, argv, ist_experiment_work);
}
