# SPDX-License-Identifier: GPL-3.0-or-later
# Run PROGRAM; what it prints must be EXPECTED, byte for byte. ACTUAL keeps what it printed.
cmake_minimum_required(VERSION 3.25)
file(REMOVE "${ACTUAL}")
cmake_path(GET ACTUAL PARENT_PATH folder)
file(MAKE_DIRECTORY "${folder}")
execute_process(COMMAND "${PROGRAM}" OUTPUT_FILE "${ACTUAL}" RESULT_VARIABLE result)
if(NOT result EQUAL 0)
    message(FATAL_ERROR "${PROGRAM} ended with: ${result}")
endif()
execute_process(COMMAND "${CMAKE_COMMAND}" -E compare_files "${EXPECTED}" "${ACTUAL}"
                RESULT_VARIABLE differs)
if(differs)
    execute_process(COMMAND diff -u "${EXPECTED}" "${ACTUAL}")
    message(FATAL_ERROR "${ACTUAL} is not as expected")
endif()
