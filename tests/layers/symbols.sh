#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What the compiled library may not call and may not hold, and what must be in it.
#     symbols.sh <folder of object files, one subfolder per layer>
#
# Nothing ends the program, prints, reads the clock of the core, changes the locale, or uses the C
# library's random numbers. Nothing that results depend on calls libm, whose bits differ between
# machines (sqrt, fma, floor and the like are exact everywhere and allowed). No object holds writable
# variables; only the fault-injection hooks of base/memory.c may, and only per
# thread; and base/crew.c holds the lock around libraries that have such variables.
set -euo pipefail
export LC_ALL=C
objects=$1

never='exit|_exit|_Exit|quick_exit|abort|atexit|at_quick_exit|raise|kill|signal|longjmp|siglongjmp'
never+='|__longjmp_chk|s?rand|rand_r|s?random|random_r|[delmnj]rand48|srand48|seed48|setlocale'
never+='|printf|vprintf|__v?printf_chk|puts|putchar|perror|psignal|stdout|stderr|stdin|system|popen'
never+='|sprintf|vsprintf|__v?sprintf_chk|gets|strtok|getenv|secure_getenv|setenv|putenv'
clock='time|clock|gettimeofday|clock_gettime|timespec_get|localtime|localtime_r|gmtime|gmtime_r'
libm='(exp|exp2|exp10|expm1|log|log2|log10|log1p|pow|sin|cos|tan|sincos|asin|acos|atan|atan2|sinh'
libm+='|cosh|tanh|asinh|acosh|atanh|cbrt|hypot|lgamma|lgamma_r|tgamma|erf|erfc|j0|j1|y0|y1)[fl]?'

# Keep the names that are forbidden in one layer.
forbidden() {
    local pattern=$never
    case $1 in ensemble | study | report) ;; *) pattern+="|$clock" ;; esac
    case $1 in study | report) ;; *) pattern+="|$libm" ;; esac
    grep -xE "$pattern" || true
}

# Writable objects of one file: read-only data with addresses in it (.data.rel.ro) does not count.
writable() {
    objdump -t "$1" | awk '
        / O / && !/\.data\.rel\.ro/ && / (\.data|\.bss|\.tdata|\.tbss|\*COM\*)/ { print $NF, $0 }' |
        awk '{ print $1, ($0 ~ / \.t(data|bss)/ ? "per-thread" : "shared") }'
}

# The judge is judged first: layer, names; all of the first are forbidden, none of the second.
while read -r layer names; do
    [ "$(tr ' ' '\n' <<<"$names" | forbidden "$layer" | tr '\n' ' ')" = "$names " ] ||
        { echo "self-test: all of '$names' should be forbidden in $layer"; exit 1; }
done <<'BAD'
base exit abort stderr clock_gettime
model exp logf rand setlocale
observe printf puts lgamma
ensemble rand pow
study exit printf
BAD
while read -r layer names; do
    [ -z "$(tr ' ' '\n' <<<"$names" | forbidden "$layer")" ] ||
        { echo "self-test: none of '$names' should be forbidden in $layer"; exit 1; }
done <<'GOOD'
base sqrt snprintf __assert_fail fma
process isti_exp ist_step
ensemble clock_gettime fprintf
study log sqrt time
GOOD

problems=0
count=0
while IFS= read -r object; do
    count=$((count + 1))
    path=${object#"$objects"/}
    layer=${path%%/*}
    while read -r name; do
        echo "$path: calls or uses $name"
        problems=$((problems + 1))
    done < <(nm -u "$object" | awk '{ sub(/@.*/, "", $2); print $2 }' | forbidden "$layer")
    while read -r name kind; do
        [[ $path == base/memory.c.* && $kind == per-thread ]] && continue
        [[ $path == base/crew.c.* && $name == turn ]] && continue
        [[ $path == observe/igraph_calls.c.* && $kind == per-thread ]] && continue
        echo "$path: holds the writable variable $name ($kind)"
        problems=$((problems + 1))
    done < <(writable "$object")
done < <(find "$objects" -name '*.o' | sort)

# A function that only has memory fetched ahead does nothing to the language, and gcc once left out nearly
# all calls of such: each of these files has some.
for file in process/{encounters,help,reorganize,decay,join,call,meet} state/ties; do
    object=$(find "$objects/${file%/*}" -name "${file#*/}.c.*")
    case $(objdump -f "$object") in
    *x86-64*)
        if [ "$(objdump -d "$object" | grep -c prefetch || true)" -eq 0 ]; then
            echo "$file.c: nothing of what it has fetched ahead is in the code"
            problems=$((problems + 1))
        fi
        ;;
    esac
done

echo "$count object files judged, $problems problems"
[ "$count" -gt 0 ] && [ "$problems" -eq 0 ]
