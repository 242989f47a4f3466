# SPDX-License-Identifier: GPL-3.0-or-later
# One interface target carries every flag our own code is built with. It is never exported.
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# Same seed, same bits: refuse flags that let the compiler change arithmetic.
string(TOUPPER "${CMAKE_BUILD_TYPE}" build_type)
set(all_flags "${CMAKE_C_FLAGS} ${CMAKE_C_FLAGS_${build_type}}")
foreach(flag -ffast-math -Ofast -funsafe-math-optimizations -fassociative-math -freciprocal-math
        -ffinite-math-only -fno-signed-zeros -ffp-contract=fast -ffp-contract=on
        -ffp-model=fast)
    string(FIND "${all_flags} " "${flag} " position)
    if(NOT position EQUAL -1)
        message(FATAL_ERROR "${flag} changes the results of floating-point arithmetic; "
                            "Interstice promises the same bits for the same seed. Remove it.")
    endif()
endforeach()

add_library(interstice_flags INTERFACE)
target_compile_features(interstice_flags INTERFACE c_std_17)
set(CMAKE_C_EXTENSIONS OFF)
target_compile_definitions(interstice_flags INTERFACE _GNU_SOURCE=) # sched_getaffinity and POSIX

if(CMAKE_C_COMPILER_ID MATCHES "GNU|Clang")
    target_compile_options(interstice_flags INTERFACE
        -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes
        -Wmissing-prototypes -Wwrite-strings -Wvla
        -ffp-contract=off   # no silent fused multiply-add: sums do not depend on the CPU
        -fno-math-errno     # square roots are instructions, in wide registers, too
        $<$<BOOL:${INTERSTICE_WERROR}>:-Werror>)
endif()

if(INTERSTICE_SANITIZE)
    set(sanitize "-fsanitize=${INTERSTICE_SANITIZE}")
    target_compile_options(interstice_flags INTERFACE
        ${sanitize} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(interstice_flags INTERFACE ${sanitize})
endif()

if(INTERSTICE_COVERAGE)
    target_compile_options(interstice_flags INTERFACE --coverage -fprofile-abs-path
        -fprofile-update=atomic)
    target_link_options(interstice_flags INTERFACE --coverage)
endif()

# The library must be instrumented too, or the fuzzer is blind in it.
if(INTERSTICE_FUZZ)
    if(NOT CMAKE_C_COMPILER_ID MATCHES "Clang")
        message(FATAL_ERROR "INTERSTICE_FUZZ needs clang (its libFuzzer)")
    endif()
    set(fuzz_sanitize -fsanitize=address,undefined -fno-sanitize-recover=all)
    target_compile_options(interstice_flags INTERFACE
        -fsanitize=fuzzer-no-link ${fuzz_sanitize} -fno-omit-frame-pointer)
    target_link_options(interstice_flags INTERFACE ${fuzz_sanitize})
endif()
