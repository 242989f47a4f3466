#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Can a stranger use what we install? Installs into the build folder and plays the stranger.
#     run.sh <build folder> <cmake> <C compiler> <CMake generator> <library folder, e.g. lib>
set -euo pipefail
export LC_ALL=C
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$1 cmake=$2 cc=$3 generator=$4 libdir=$5
cxx=$(command -v c++ || command -v g++ || command -v clang++)

work=$build/install_test
prefix=$work/prefix
rm -rf "$work"
mkdir -p "$work"
"$cmake" --install "$build" --prefix "$prefix" >"$work/install.log"
lib=$prefix/$libdir
export PKG_CONFIG_PATH=$lib/pkgconfig
version=$(pkg-config --modversion interstice)
echo "installed $version"

# Each public header alone, as C17 and as C++17, with the strictest warnings.
headers=0
for header in "$prefix"/include/interstice/*.h; do
    name=interstice/$(basename "$header")
    echo "#include <$name>" >"$work/alone.c"
    echo "#include <$name>" >>"$work/alone.c" # twice: the guard holds
    cp "$work/alone.c" "$work/alone.cpp"
    "$cc" -std=c17 -pedantic-errors -Wall -Wextra -Wstrict-prototypes -Werror -fsyntax-only \
        -I "$prefix/include" "$work/alone.c"
    "$cxx" -std=c++17 -pedantic-errors -Wall -Wextra -Werror -fsyntax-only \
        -I "$prefix/include" "$work/alone.cpp"
    headers=$((headers + 1))
done
echo "$headers headers compile alone"

# Every function the headers promise is exported, and nothing else is.
cat "$prefix"/include/interstice/*.h | grep -v '^ *#' | sed 's,//.*,,' | tr '\n' ' ' |
    sed 's,/\*[^*]*\*/,,g' | grep -oE 'IST_API[^;{]*' | grep -oE '\bist_[a-z0-9_]+ *\(' |
    tr -d ' (' | sort -u >"$work/promised"
nm -D --defined-only "$lib/libinterstice.so" | awk '$2 ~ /[TDBRWV]/ { print $3 }' |
    sort -u >"$work/exported"
if ! diff -u "$work/promised" "$work/exported" >"$work/difference"; then
    echo "promised by the headers (-) but not exported, or exported (+) but not promised:"
    grep '^[-+][^-+]' "$work/difference"
    exit 1
fi
echo "$(wc -l <"$work/promised") functions promised and exported"
[ -s "$work/promised" ]

# A program that takes the address of each of them links with either library.
{
    for header in "$prefix"/include/interstice/*.h; do
        echo "#include <interstice/$(basename "$header")>"
    done
    echo 'typedef void any_fn(void);'
    echo 'any_fn *const all[] = {'
    sed 's/.*/    (any_fn *)&,/' "$work/promised"
    echo '};'
    echo 'int main(void) { return all[0] ? 0 : 1; }'
} >"$work/all.c"
read -ra cflags <<<"$(pkg-config --cflags interstice)"
read -ra shared <<<"$(pkg-config --libs interstice)"
read -ra static <<<"$(pkg-config --static --libs interstice)"
static=("${static[@]/#-linterstice/$lib/libinterstice.a}")
"$cc" -std=c17 "${cflags[@]}" "$work/all.c" -o "$work/all_shared" "${shared[@]}"
"$cc" -std=c17 "${cflags[@]}" "$work/all.c" -o "$work/all_static" "${static[@]}"
LD_LIBRARY_PATH=$lib "$work/all_shared"
"$work/all_static"

# A project that uses pkg-config.
for kind in shared static; do
    declare -n flags=$kind
    "$cc" -std=c17 -Wall -Wextra -Werror "${cflags[@]}" "$here/consumer/main.c" \
        -o "$work/pc_$kind" "${flags[@]}"
    [ "$(LD_LIBRARY_PATH=$lib "$work/pc_$kind")" = "interstice $version" ]
done
if ldd "$work/pc_static" | grep -q libinterstice; then
    echo "the static program still needs the shared library"
    exit 1
fi
echo "pkg-config serves"

# A project that uses CMake.
"$cmake" -S "$here/consumer" -B "$work/consumer" -G "$generator" -DCMAKE_C_COMPILER="$cc" \
    -DCMAKE_PREFIX_PATH="$prefix" -DWANTED_VERSION="$version" >"$work/configure.log"
"$cmake" --build "$work/consumer" >"$work/build.log"
[ "$("$work/consumer/with_shared")" = "interstice $version" ]
[ "$("$work/consumer/with_static")" = "interstice $version" ]
echo "find_package serves"

# The driver program, if there is one, finds everything it needs.
if [ -x "$prefix/bin/interstice" ]; then
    "$prefix/bin/interstice" --version
fi
