# SPDX-License-Identifier: GPL-3.0-or-later
# What a builder may choose.
option(INTERSTICE_TESTS "Build the tests" ${PROJECT_IS_TOP_LEVEL})
option(INTERSTICE_EXAMPLES "Build the examples and the driver program" ${PROJECT_IS_TOP_LEVEL})
option(INTERSTICE_IGRAPH "Use igraph where it is found" ON)
option(INTERSTICE_WERROR "Treat warnings as errors" OFF)
option(INTERSTICE_COVERAGE "Count which lines run (gcov)" OFF)
option(INTERSTICE_FUZZ "Build the fuzz targets and an instrumented library (clang)" OFF)
set(INTERSTICE_SANITIZE "" CACHE STRING "Sanitizers, e.g. \"address,undefined\" or \"thread\"")

if(PROJECT_IS_TOP_LEVEL AND NOT CMAKE_CONFIGURATION_TYPES AND NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Release, Debug, RelWithDebInfo or MinSizeRel" FORCE)
endif()

# Is something watching the program that changes what it is made of?
set(INTERSTICE_INSTRUMENTED OFF)
if(INTERSTICE_SANITIZE OR INTERSTICE_COVERAGE OR INTERSTICE_FUZZ)
    set(INTERSTICE_INSTRUMENTED ON)
endif()

include(GNUInstallDirs)
