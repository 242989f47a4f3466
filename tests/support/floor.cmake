# SPDX-License-Identifier: GPL-3.0-or-later
# No test gets lost unnoticed: the checks that passed in this run of ctest, added up over the test
# programs, may not be fewer than the number in FLOOR_FILE. COUNTS is emptied at the start of each
# run, so that a program that did not run this time does not count. EXPECTED programs must report.
# Without FLOOR_FILE (instrumented builds leave some tests out) only that is asked.
cmake_minimum_required(VERSION 3.25)
set(floor 0)
if(FLOOR_FILE)
    file(STRINGS "${FLOOR_FILE}" floor REGEX "^[0-9]+$")
    if(NOT floor MATCHES "^[0-9]+$")
        message(FATAL_ERROR "${FLOOR_FILE} must hold one number")
    endif()
endif()

file(GLOB files "${COUNTS}/*.txt")
list(LENGTH files programs)
set(passed 0)
foreach(file IN LISTS files)
    file(READ "${file}" line)
    if(NOT line MATCHES "^([0-9]+) ([0-9]+) ([0-9]+)\n$")
        message(FATAL_ERROR "${file} cannot be read")
    endif()
    math(EXPR passed "${passed} + ${CMAKE_MATCH_1} - ${CMAKE_MATCH_2} - ${CMAKE_MATCH_3}")
endforeach()

message("${passed} checks passed in ${programs} of ${EXPECTED} test programs; the floor is ${floor}")
if(NOT programs EQUAL EXPECTED)
    message(FATAL_ERROR "not every test program ran (run ctest without -R or -L)")
endif()
if(passed LESS floor)
    message(FATAL_ERROR "fewer checks than before: tests were lost or fail")
endif()
