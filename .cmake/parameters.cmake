# SPDX-License-Identifier: GPL-3.0-or-later
# scenarios/parameters.json -> a C header with one ROW per parameter. The JSON file is where a
# parameter is written once; numbers arrive in C with the digits they have there.

# Make `out` a C string literal of `text`.
function(isti_c_string text out)
    string(REPLACE "\\" "\\\\" text "${text}")
    string(REPLACE "\"" "\\\"" text "${text}")
    string(REPLACE "\n" "\\n" text "${text}")
    string(REPLACE "\t" "\\t" text "${text}")
    string(REPLACE "??" "?\\?" text "${text}") # no trigraphs
    set(${out} "\"${text}\"" PARENT_SCOPE)
endfunction()

# Give `out` the numbers that stand behind `key` in the raw text, in order.
function(isti_raw_numbers json key count out)
    string(REGEX MATCHALL "\"${key}\"[ \t\r\n]*:[ \t\r\n]*-?[0-9][-+.0-9eE]*" found "${json}")
    list(TRANSFORM found REPLACE "^.*:[ \t\r\n]*" "")
    list(LENGTH found found_count)
    if(NOT found_count EQUAL count)
        message(FATAL_ERROR "parameters.json: ${count} parameters, but ${found_count} numbers "
                            "called \"${key}\"")
    endif()
    set(${out} "${found}" PARENT_SCOPE)
endfunction()

function(isti_generate_parameters json_file header)
    set(rows "")
    set(count 0)
    if(EXISTS "${json_file}")
        file(READ "${json_file}" json)
        string(JSON count LENGTH "${json}" parameters)
        string(JSON entries GET "${json}" parameters)
        foreach(key default minimum maximum)
            isti_raw_numbers("${json}" ${key} ${count} ${key}_numbers)
        endforeach()
    else()
        message(STATUS "no ${json_file}: the table of parameters is empty")
    endif()

    set(names "")
    set(index 0)
    while(index LESS count)
        string(JSON entry GET "${entries}" ${index})
        string(JSON name GET "${entry}" name)
        if(NOT name MATCHES "^[a-z][a-z0-9_]*$" OR name IN_LIST names)
            message(FATAL_ERROR "parameters.json: \"${name}\" is no C name or is used twice")
        endif()
        list(APPEND names "${name}")

        string(JSON integer GET "${entry}" integer)
        if(integer)
            set(integer 1)
        else()
            set(integer 0)
        endif()
        foreach(key symbol unit group meaning source)
            string(JSON text GET "${entry}" ${key})
            isti_c_string("${text}" ${key})
        endforeach()
        foreach(key default minimum maximum)
            list(GET ${key}_numbers ${index} ${key})
            string(JSON parsed GET "${entry}" ${key})
            string(JSON same EQUAL "${parsed}" "${${key}}")
            if(NOT same)
                message(FATAL_ERROR "parameters.json: ${name}.${key} is not one plain number")
            endif()
        endforeach()
        if(default LESS minimum OR default GREATER maximum)
            message(FATAL_ERROR "parameters.json: the default of ${name} is outside its range")
        endif()

        string(APPEND rows " \\\n    ROW(${name}, ${symbol}, ${unit}, ${default}, ${minimum}, "
                           "${maximum}, ${integer}, ${group}, ${meaning}, ${source})")
        math(EXPR index "${index} + 1")
    endwhile()

    string(CONCAT text
        "// SPDX-License-Identifier: GPL-3.0-or-later\n"
        "// Made from scenarios/parameters.json; edit that.\n"
        "// ROW(name, symbol, unit, default, minimum, maximum, integer, group, meaning, source)\n"
        "#define ISTI_PARAMETER_LIST(ROW)" "${rows}" "\n")
    set(old "")
    if(EXISTS "${header}")
        file(READ "${header}" old)
    endif()
    if(NOT text STREQUAL old)
        file(WRITE "${header}" "${text}")
    endif()
endfunction()
