# SPDX-License-Identifier: GPL-3.0-or-later
# Headers, both libraries, the CMake package and the pkg-config file.
include(CMakePackageConfigHelpers)
set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/interstice")

install(TARGETS interstice interstice_static EXPORT interstice-targets
        RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}"
        LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}"
        ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/interstice"
        DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" FILES_MATCHING PATTERN "*.h")
install(EXPORT interstice-targets NAMESPACE interstice:: DESTINATION "${package_dir}")

configure_package_config_file("${PROJECT_SOURCE_DIR}/.cmake/interstice-config.cmake.in"
    "${PROJECT_BINARY_DIR}/interstice-config.cmake" INSTALL_DESTINATION "${package_dir}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/interstice-config-version.cmake"
    COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/interstice-config.cmake"
              "${PROJECT_BINARY_DIR}/interstice-config-version.cmake"
        DESTINATION "${package_dir}")

# The .pc file finds its prefix from where it lies, so that the installed tree can be moved.
cmake_path(RELATIVE_PATH CMAKE_INSTALL_PREFIX
           BASE_DIRECTORY "${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig"
           OUTPUT_VARIABLE INTERSTICE_PC_PREFIX)
configure_file("${PROJECT_SOURCE_DIR}/.cmake/interstice.pc.in"
               "${PROJECT_BINARY_DIR}/interstice.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/interstice.pc"
        DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
