# SPDX-License-Identifier: GPL-3.0-or-later
# Texts that the program carries inside itself: each file becomes bytes in C, with its SHA-256.

# Give `out` the text of a stylesheet with every var(--name) replaced by its first value in `palette`:
# what the colors are where nobody can ask for another theme.
function(isti_plain_style palette stylesheet out)
    file(READ "${palette}" colors)
    file(READ "${stylesheet}" text)
    string(REGEX MATCHALL "var\\(--[a-z0-9-]+\\)" uses "${text}")
    list(REMOVE_DUPLICATES uses)
    foreach(use IN LISTS uses)
        string(REGEX REPLACE "^var\\(--(.*)\\)$" "\\1" name "${use}")
        if(NOT colors MATCHES "--${name}: ([^;]+);")
            message(FATAL_ERROR "${palette} has no --${name}")
        endif()
        # The first one, and CMake's match is the first.
        string(REPLACE "${use}" "${CMAKE_MATCH_1}" text "${text}")
    endforeach()
    set(${out} "${text}" PARENT_SCOPE)
endfunction()

# Add `struct asset asset_NAME` with the bytes of `file` ("" for none) to the list of definitions `out`.
function(isti_asset name file out)
    set(bytes "0")
    set(size 0)
    set(hash "")
    if(file)
        file(READ "${file}" text)
        # It stands inside an element of a page and must not end it, nor name further files.
        if(text MATCHES "</(script|style)" OR text MATCHES "sourceMappingURL")
            message(FATAL_ERROR "${file} cannot be part of a page")
        endif()
        file(READ "${file}" hex HEX)
        file(SHA256 "${file}" hash)
        file(SIZE "${file}" size)
        string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
    endif()
    string(CONCAT definition
        "static const unsigned char ${name}_bytes[] = {${bytes}};\n"
        "const struct asset asset_${name} = {${name}_bytes, ${size}, \"${hash}\"};\n")
    set(${out} "${${out}}${definition}" PARENT_SCOPE)
endfunction()

# Copy a script or stylesheet without the comment that names its source map.
function(isti_copy_source from to)
    file(READ "${from}" text)
    string(REGEX REPLACE "[/][/*]# sourceMappingURL=[^\n]*" "" text "${text}")
    file(WRITE "${to}" "${text}")
endfunction()

# Where the scripts of dygraphs are (Debian: libjs-dygraphs); with it, charts can be zoomed.
set(INTERSTICE_DYGRAPHS_DIR "/usr/share/javascript/dygraphs" CACHE PATH
    "Folder of dygraph.min.js, for reports with charts that can be zoomed; empty: none")

# Write the C file with all of them; `dygraphs` is the folder of its scripts, "" for none.
function(isti_generate_assets folder dygraphs source)
    cmake_path(GET source PARENT_PATH made)
    file(MAKE_DIRECTORY "${made}")
    set(used "${folder}/palette.css" "${folder}/figure.css" "${folder}/page.css" "${folder}/page.js")
    isti_plain_style("${folder}/palette.css" "${folder}/figure.css" style)
    file(WRITE "${made}/plain.css" "${style}")
    set(definitions "")
    isti_asset(palette_css "${folder}/palette.css" definitions)
    isti_asset(figure_css "${folder}/figure.css" definitions)
    isti_asset(page_css "${folder}/page.css" definitions)
    isti_asset(page_js "${folder}/page.js" definitions)
    isti_asset(plain_css "${made}/plain.css" definitions)
    set(from "${dygraphs}")
    set(parts "dygraph_js~dygraph.min.js" "dygraph_css~dygraph.min.css"
              "synchronizer_js~src-es5/extras/synchronizer.js")
    set(is_there ON)
    foreach(part IN LISTS parts)
        string(REGEX REPLACE "^.*~" "" path "${part}")
        if(NOT from OR NOT EXISTS "${from}/${path}")
            set(is_there OFF)
        endif()
    endforeach()
    foreach(part IN LISTS parts)
        string(REGEX MATCH "^([^~]+)~(.+)$" _ "${part}")
        set(name "${CMAKE_MATCH_1}")
        set(file "")
        if(is_there)
            set(file "${made}/${name}.txt")
            isti_copy_source("${from}/${CMAKE_MATCH_2}" "${file}")
            list(APPEND used "${from}/${CMAKE_MATCH_2}")
        endif()
        isti_asset(${name} "${file}" definitions)
    endforeach()
    if(is_there)
        message(STATUS "Reports: charts by dygraphs of ${from}")
    elseif(dygraphs)
        message(STATUS "Reports: no dygraphs, charts stand still")
    endif()
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${used})
    string(CONCAT text
        "// SPDX-License-Identifier: GPL-3.0-or-later\n"
        "// Made from examples/driver/report and dygraphs; edit those.\n"
        "#include \"driver/report/asset.h\"\n\n" "${definitions}")
    set(old "")
    if(EXISTS "${source}")
        file(READ "${source}" old)
    endif()
    if(NOT text STREQUAL old)
        file(WRITE "${source}" "${text}")
    endif()
endfunction()
