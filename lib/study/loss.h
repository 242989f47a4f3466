// SPDX-License-Identifier: GPL-3.0-or-later
// How much a pattern is missed, as one number.
#ifndef ISTI_STUDY_LOSS_H
#define ISTI_STUDY_LOSS_H

#include <interstice/study.h>

#include "base/base.h"

// 0 for a pattern that is only reported. Formula: ist_calibration_loss.
double isti_pattern_loss(const ist_calibration_loss *loss, const ist_pattern_info *pattern,
                         const ist_verdict *verdict);

ist_calibration_loss isti_calibration_loss_default(void);
ist_status isti_check_calibration_loss(const ist_calibration_loss *loss, ist_errors *errors);

#endif
