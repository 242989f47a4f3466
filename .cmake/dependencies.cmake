# SPDX-License-Identifier: GPL-3.0-or-later
# What the library stands on.
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
find_package(GSL 2.7 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(CJSON REQUIRED IMPORTED_TARGET libcjson>=1.7.15)
pkg_check_modules(SQLITE3 REQUIRED IMPORTED_TARGET sqlite3>=3.37)
# Network measures beyond the simple ones, and graph files as input. Its CMake package asks for C++.
# With --static pkg-config would want what Debian's igraph was made of, and few have that.
set(INTERSTICE_PC_IGRAPH "")
if(INTERSTICE_IGRAPH)
    pkg_check_modules(IGRAPH IMPORTED_TARGET igraph>=0.10)
endif()
if(IGRAPH_FOUND)
    list(TRANSFORM IGRAPH_LIBRARIES PREPEND "-l" OUTPUT_VARIABLE INTERSTICE_PC_IGRAPH)
    list(JOIN INTERSTICE_PC_IGRAPH " " INTERSTICE_PC_IGRAPH)
else()
    message(STATUS "without igraph: some network measures are missing, and graph files cannot be imported")
endif()
find_path(RANDOM123_INCLUDE_DIR Random123/philox.h REQUIRED)
