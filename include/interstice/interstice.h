// SPDX-License-Identifier: GPL-3.0-or-later
/// @file
/// Everything. The one header a program includes.
#ifndef INTERSTICE_INTERSTICE_H
#define INTERSTICE_INTERSTICE_H

#include <interstice/base.h>
#include <interstice/design.h>
#include <interstice/ensemble.h>
#include <interstice/experiment.h>
#include <interstice/id.h>
#include <interstice/import.h>
#include <interstice/kinds.h>
#include <interstice/network.h>
#include <interstice/observe.h>
#include <interstice/policy.h>
#include <interstice/record.h>
#include <interstice/scenario.h>
#include <interstice/spec.h>
#include <interstice/state.h>
#include <interstice/store.h>
#include <interstice/study.h>

#endif
