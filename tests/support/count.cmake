# SPDX-License-Identifier: GPL-3.0-or-later
# Run the test PROGRAM and write "checks failures errors" to COUNT_FILE. Check says "100%" and
# success for an empty suite, and says nothing when the code under test ends the process: here
# both are failures.
cmake_minimum_required(VERSION 3.25)
file(REMOVE "${COUNT_FILE}")
execute_process(COMMAND "${PROGRAM}" RESULT_VARIABLE result OUTPUT_VARIABLE output
                ECHO_OUTPUT_VARIABLE)

set(checks 0)
set(failures 0)
set(errors 0)
set(number "([0-9]+)")
string(REGEX MATCHALL "%: Checks: [0-9]+, Failures: [0-9]+, Errors: [0-9]+" summaries "${output}")
foreach(summary IN LISTS summaries)
    string(REGEX MATCH "Checks: ${number}, Failures: ${number}, Errors: ${number}" _ "${summary}")
    math(EXPR checks "${checks} + ${CMAKE_MATCH_1}")
    math(EXPR failures "${failures} + ${CMAKE_MATCH_2}")
    math(EXPR errors "${errors} + ${CMAKE_MATCH_3}")
endforeach()
file(WRITE "${COUNT_FILE}" "${checks} ${failures} ${errors}\n")

if(NOT result EQUAL 0)
    message(FATAL_ERROR "${PROGRAM} ended with: ${result}")
endif()
if(checks EQUAL 0 OR failures GREATER 0 OR errors GREATER 0)
    message(FATAL_ERROR "${PROGRAM}: ${checks} checks, ${failures} failures, ${errors} errors")
endif()
