# SPDX-License-Identifier: GPL-3.0-or-later
# The arrows between the layers: a module includes itself and what stands below it. Each outside
# library is known to one place only, and to none of the public headers.
#     cmake -DSOURCE=<checkout> -P layers.cmake
cmake_minimum_required(VERSION 3.25)

# Lowest first.
set(layers base random model state policy process observe scenario ensemble study report)

# Where a public header belongs. Policies reach the model as pointers, so policy.h is model's too.
set(header_layer_base base)
set(header_layer_id base)
set(header_layer_kinds model)
set(header_layer_spec model)
set(header_layer_policy model)
set(header_layer_design scenario)
set(header_layer_import scenario)
set(header_layer_network observe)
set(header_layer_record ensemble)
set(header_layer_experiment ensemble)
set(header_layer_store ensemble)
foreach(layer state observe scenario ensemble study report)
    set(header_layer_${layer} ${layer})
endforeach()

# Outside library ~ its includes ~ who may include it
set(outside
    "Random123~^Random123/~^lib/random/"
    "GSL~^gsl/~^lib/(random/gsl_bridge\\.|observe/|ensemble/|study/)"
    "cJSON~cJSON\\.h$~^lib/scenario/"
    "SQLite~^sqlite3~^lib/ensemble/"
    "igraph~^igraph~^lib/observe/igraph_calls\\.c$"
    "pthreads~^(pthread|semaphore)\\.h$~^lib/base/crew\\.c$"
    "MPI~^mpi\\.h$~^examples/driver/")

set(standard assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal
    stdalign stdarg stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string tgmath time
    uchar wchar wctype)
set(posix dirent dlfcn fcntl fnmatch ftw getopt glob grp langinfo libgen poll pwd regex sched spawn
    strings syslog termios unistd utime)

# May a file of `own` include what belongs to `other`?
function(judge_rank own other out)
    list(FIND layers "${own}" own_rank)
    list(FIND layers "${other}" other_rank)
    set(${out} "" PARENT_SCOPE)
    if(other_rank GREATER own_rank)
        set(${out} "${own} must not know ${other}, which stands above it" PARENT_SCOPE)
    endif()
endfunction()

# Give `out` the layer of a file, or nothing.
function(layer_of path out)
    set(${out} "" PARENT_SCOPE)
    if(path MATCHES "^lib/([a-z0-9_]+)/")
        set(${out} "${CMAKE_MATCH_1}" PARENT_SCOPE)
    elseif(path MATCHES "^include/interstice/([a-z0-9_]+)\\.h$")
        set(${out} "${header_layer_${CMAKE_MATCH_1}}" PARENT_SCOPE)
    endif()
endfunction()

# #include "..." : our own headers, with the directory of their module.
function(judge_ours path header out)
    set(${out} "" PARENT_SCOPE)
    layer_of("${path}" own)
    if(path MATCHES "^include/")
        set(${out} "a public header includes with <>" PARENT_SCOPE)
    elseif(path MATCHES "^examples/")
        if(header MATCHES "\\.\\." OR (header MATCHES "/" AND NOT header MATCHES "^driver/"))
            set(${out} "a program sees the public headers only" PARENT_SCOPE)
        endif()
    elseif(header MATCHES "^([a-z0-9_]+)/[a-z0-9_]+\\.(h|inc)$" AND CMAKE_MATCH_1 IN_LIST layers)
        judge_rank("${own}" "${CMAKE_MATCH_1}" problem)
        set(${out} "${problem}" PARENT_SCOPE)
    else()
        set(${out} "write \"module/file.h\"" PARENT_SCOPE)
    endif()
endfunction()

# #include <interstice/...>
function(judge_public path header out)
    set(${out} "" PARENT_SCOPE)
    layer_of("${path}" own)
    if(header STREQUAL "interstice/interstice.h" AND path MATCHES "^(lib|include)/")
        set(${out} "interstice.h is for programs" PARENT_SCOPE)
    elseif(own AND header MATCHES "^interstice/([a-z0-9_]+)\\.h$")
        set(other "${header_layer_${CMAKE_MATCH_1}}")
        if(other)
            judge_rank("${own}" "${other}" problem)
            set(${out} "${problem}" PARENT_SCOPE)
        endif()
    endif()
endfunction()

# #include <...> of the system or of an outside library.
function(judge_outside path header out)
    set(${out} "" PARENT_SCOPE)
    foreach(row IN LISTS outside)
        string(REGEX MATCH "^([^~]+)~([^~]+)~([^~]+)$" _ "${row}")
        set(name "${CMAKE_MATCH_1}")
        set(includes "${CMAKE_MATCH_2}")
        set(places "${CMAKE_MATCH_3}")
        if(header MATCHES "${includes}")
            if(NOT path MATCHES "${places}")
                set(${out} "${name} is not known here" PARENT_SCOPE)
            endif()
            return()
        endif()
    endforeach()
    string(REGEX REPLACE "\\.h$" "" name "${header}")
    if(name IN_LIST standard)
        return()
    endif()
    if(NOT path MATCHES "^include/" AND (name IN_LIST posix OR name MATCHES "^sys/"))
        return()
    endif()
    set(${out} "an unknown outside library" PARENT_SCOPE)
endfunction()

# What is wrong with this line of this file? Nothing: empty.
function(judge path line out)
    set(problem "")
    if(path MATCHES "^lib/([^/]+)/" AND NOT CMAKE_MATCH_1 IN_LIST layers)
        set(problem "lib/${CMAKE_MATCH_1} is not in the list of layers")
    elseif(line MATCHES "^[ \t]*#[ \t]*include[ \t]*\"([^\"]+)\"")
        judge_ours("${path}" "${CMAKE_MATCH_1}" problem)
    elseif(line MATCHES "^[ \t]*#[ \t]*include[ \t]*<(interstice/[^>]+)>")
        judge_public("${path}" "${CMAKE_MATCH_1}" problem)
    elseif(line MATCHES "^[ \t]*#[ \t]*include[ \t]*<([^>]+)>")
        judge_outside("${path}" "${CMAKE_MATCH_1}" problem)
    else()
        set(problem "an include that cannot be judged")
    endif()
    set(${out} "${problem}" PARENT_SCOPE)
endfunction()

# First the judge is judged: good lines pass, bad ones are caught.
set(good
    "lib/base/memory.c|#include \"base/memory.h\""
    "lib/base/crew.c|#include <pthread.h>"
    "lib/base/base.h|#include <interstice/base.h>"
    "lib/random/stream.c|#include <Random123/philox.h>"
    "lib/random/gsl_bridge.h|#include <gsl/gsl_rng.h>"
    "lib/model/spec.c|#include <interstice/policy.h>"
    "lib/model/parameters.c|#include \"model/parameters_table.inc\""
    "lib/process/step.c|  #  include \"state/ties.h\" // why"
    "lib/scenario/import.c|#include <cjson/cJSON.h>"
    "lib/ensemble/store.c|#include <sqlite3.h>"
    "lib/ensemble/store.c|#include <sys/stat.h>"
    "lib/observe/igraph_calls.c|#include <igraph/igraph.h>"
    "include/interstice/spec.h|#include <interstice/policy.h>"
    "include/interstice/base.h|#include <stdint.h>"
    "examples/01_hello.c|#include <interstice/interstice.h>"
    "examples/driver/main.c|#include \"driver/options.h\""
    "examples/driver/main.c|#include <getopt.h>")
set(bad
    "lib/base/memory.c|#include \"state/ties.h\""
    "lib/state/ties.c|#include \"process/process.h\""
    "lib/state/ties.c|#include \"ties.h\""
    "lib/state/ties.c|#include \"../process/process.h\""
    "lib/model/spec.c|#include <interstice/state.h>"
    "lib/state/ties.c|#include <interstice/interstice.h>"
    "lib/model/spec.c|#include <Random123/philox.h>"
    "lib/random/stream.c|#include <gsl/gsl_randist.h>"
    "lib/process/step.c|#include <gsl/gsl_rng.h>"
    "lib/model/spec.c|#include <cjson/cJSON.h>"
    "lib/study/patterns.c|#include <sqlite3.h>"
    "lib/scenario/import.c|#include <igraph/igraph.h>"
    "lib/ensemble/workers.c|#include <pthread.h>"
    "lib/base/crew.c|#include <threads.h>"
    "lib/base/crew.c|#include <zstd.h>"
    "lib/extra/thing.c|#include <stdio.h>"
    "lib/base/base.h|#include HEADER"
    "include/interstice/ensemble.h|#include <sqlite3.h>"
    "include/interstice/base.h|#include <unistd.h>"
    "include/interstice/spec.h|#include <interstice/state.h>"
    "include/interstice/spec.h|#include \"interstice/base.h\""
    "examples/driver/main.c|#include \"state/ties.h\""
    "examples/driver/main.c|#include <gsl/gsl_rng.h>"
    "examples/01_hello.c|#include \"../lib/base/base.h\"")
set(problems 0)
foreach(kind good bad)
    foreach(row IN LISTS ${kind})
        string(REGEX MATCH "^([^|]+)\\|(.+)$" _ "${row}")
        judge("${CMAKE_MATCH_1}" "${CMAKE_MATCH_2}" verdict)
        if((kind STREQUAL "good" AND verdict) OR (kind STREQUAL "bad" AND NOT verdict))
            message("self-test: ${row} should be ${kind}: ${verdict}")
            math(EXPR problems "${problems} + 1")
        endif()
    endforeach()
endforeach()

# Then the files.
file(GLOB_RECURSE files RELATIVE "${SOURCE}"
     "${SOURCE}/lib/*.c" "${SOURCE}/lib/*.h" "${SOURCE}/lib/*.inc" "${SOURCE}/include/*.h"
     "${SOURCE}/examples/*.c" "${SOURCE}/examples/*.h")
list(FILTER files EXCLUDE REGEX "^include/interstice/interstice\\.h$")
set(includes 0)
foreach(path IN LISTS files)
    file(STRINGS "${SOURCE}/${path}" lines REGEX "^[ \t]*#[ \t]*include")
    foreach(line IN LISTS lines)
        judge("${path}" "${line}" verdict)
        if(verdict)
            message("${path}: ${line}: ${verdict}")
            math(EXPR problems "${problems} + 1")
        endif()
        math(EXPR includes "${includes} + 1")
    endforeach()
endforeach()

message("${includes} includes judged, ${problems} problems")
if(includes EQUAL 0 OR problems GREATER 0)
    message(FATAL_ERROR "the layers are not in order")
endif()
