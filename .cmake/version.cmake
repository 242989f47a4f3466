# SPDX-License-Identifier: GPL-3.0-or-later
# The version is written once: in include/interstice/base.h.
set(version_header "${CMAKE_CURRENT_LIST_DIR}/../include/interstice/base.h")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${version_header}")
file(STRINGS "${version_header}" version_line REGEX "^#define IST_VERSION +\"[0-9.]+\"")
if(NOT version_line MATCHES "\"([0-9]+\\.[0-9]+\\.[0-9]+)\"")
    message(FATAL_ERROR "include/interstice/base.h has no line  #define IST_VERSION \"1.2.3\"")
endif()
set(INTERSTICE_HEADER_VERSION "${CMAKE_MATCH_1}")
