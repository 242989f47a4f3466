#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Does the program keep what it says of reports, figures, and small charts on a terminal?
#     reports.sh <program> <folder of scenarios> <the program without dygraphs>
program=$1
scenarios=$2
still=$3
minimal=$scenarios/minimal.json
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/../support" && pwd)
# shellcheck source=tests/support/shell.sh
. "$support/shell.sh"
unset SOURCE_DATE_EPOCH

# Well-formed XML, every file.
well_formed() {
    /usr/bin/python3 -c 'import sys, xml.dom.minidom
for path in sys.argv[1:]: xml.dom.minidom.parse(path)' "$@"
}

# Every hash that the page's policy names is that of a script or style in it, and the other way round.
policy_holds() {
    /usr/bin/python3 - "$1" <<'PYTHON'
import base64, hashlib, re, sys
page = open(sys.argv[1], encoding="utf-8", newline="").read()
policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page).group(1)
assert policy.startswith("default-src 'none'; "), policy
for element in ("script", "style"):
    named = set(re.search(element + r"-src ([^;]*)", policy).group(1).replace("'", "").split())
    texts = re.findall(rf"<{element}>(.*?)</{element}>", page, re.S)
    found = {"sha256-" + base64.b64encode(hashlib.sha256(t.encode()).digest()).decode() for t in texts}
    assert named == (found or {"none"}), (element, named ^ found)
page = re.sub(r"<(script|style)>.*?</\1>", "", page, flags=re.S)
assert not re.search(r'\b(src|href)="(?!#)', page)
assert " style=" not in page and not re.search(r"<[a-z]+ [^>]*\bon[a-z]+=", page)
PYTHON
}

# Headings of a page go down one level at a time.
levels_follow() {
    /usr/bin/python3 - "$@" <<'PYTHON'
import re, sys
for path in sys.argv[1:]:
    levels = [int(level) for level in re.findall(r"<h([1-6])", open(path, encoding="utf-8").read())]
    assert levels[0] == 1 and levels.count(1) == 1, levels[:5]
    assert all(b - a <= 1 for a, b in zip(levels, levels[1:])), (path, levels)
PYTHON
}

# The line of a figure never goes up (its y never gets smaller).
never_rises() {
    /usr/bin/python3 - "$1" <<'PYTHON'
import re, sys
path = re.search(r'<path class="line-1" d="([^"]+)"', open(sys.argv[1], encoding="utf-8").read()).group(1)
heights = [float(y) for _, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", path)]
assert len(heights) > 20 and all(a <= b for a, b in zip(heights, heights[1:])), heights
PYTHON
}

# Signs of communities are different shapes, not just different colors.
signs_differ() {
    /usr/bin/python3 - "$1" <<'PYTHON'
import re, sys
shapes = {}
for name, path in re.findall(r'<path class="(group-\d)" d="([^"]+)"', open(sys.argv[1], encoding="utf-8").read()):
    corners = [tuple(map(float, one)) for one in re.findall(r"[ML](\S+) ([\d.]+)", path.split("Z")[0])]
    shapes.setdefault(name, tuple((round(x - corners[0][0]), round(y - corners[0][1])) for x, y in corners))
assert len(shapes) > 1 and len(set(shapes.values())) == len(shapes), shapes
PYTHON
}

# --- the page

run run "$minimal" --replicates 4 --twins -o firm.db -q
run report firm.db
it "reports" code_is 0
it "says where" says err "report written to firm.html"
it "writes beside the store" [ -s firm.html ]
it "leaves nothing else" [ "$(find . -name 'firm*' | wc -l)" -eq 2 ]
it "has a policy that lets in what it brings and nothing else" policy_holds firm.html
it "names the scenario" says firm.html "A small firm moves half of its people"
it "tells of the shock" says firm.html "performance fell to"
it "says with which parameters the runs were made" says firm.html \
    "parameters <code>$(sql firm.db "select parameter_hash from run limit 1")"
it "says where it comes from" says firm.html "$(sql firm.db "select sha256 from input")"
it "bears no date" not says firm.html "made on"
cp firm.html first.html
run report firm.db -q
it "gives the same bytes" same firm.html first.html
it "keeps quiet" empty err
run report firm.db -o -
it "writes to the standard output" same out first.html
run report "$PWD/firm.db" -o -
it "gives the same bytes whatever the path" same out first.html
run report firm.db -o other.html -q
it "writes where it is told" same other.html first.html
SOURCE_DATE_EPOCH=1000000000 run report firm.db -o - -q
it "bears the date it is given" says out "2001-09-09"
run run "$minimal" --replicates 4 --twins -o firm_again.db -q --jobs 2
mv firm_again.db elsewhere.db && mkdir again && mv elsewhere.db again/firm.db
(cd again && run report firm.db -q)
it "gives the same bytes for the same runs" same again/firm.html first.html
run report firm.db --run 2 -o - -q
it "looks at the run it is told" says out "Lives of communities in run 2"
run report firm.db --run 4
it "knows which runs there are" code_is 64
run report minimal.db
it "needs a store" code_is 66
run report "$minimal"
it "wants a store" code_is 65
run report firm.db -o nowhere/page.html
it "cannot write where there is no folder" code_is 73
it "says so" says err "cannot write nowhere/page.html"
run report firm.db -o /dev/null
it "leaves devices alone" code_is 73
it "says why" says err "it is no file"
run run "$minimal" --replicates 2 --shard 2/2 -o shard.db -q
run report shard.db -o - -q
it "reports on a shard" code_is 0
it "says which one" grep -q 'shard, from 0</dt><dd>1<' out
run report firm.db --csv folder
it "takes no options of others" code_is 64

# --- kinds of stores

run run "$minimal" "$scenarios/comp.json" --replicates 2 -o two.db -q
run report two.db -q
it "reports on several scenarios" code_is 0
it "gives each its part" [ "$(grep -c 'id="s[12]-story"' two.html)" -eq 2 ]
it "leaves out no level of headings" levels_follow firm.html two.html
run run "$minimal" --replicates 1 -o one.db -q
run report one.db -q
it "says nothing of medians where there is one run" not says one.html "median over"
it "says nothing of ranges there" not says one.html "90 %"
it "does not say that one was chosen" not says one.html "nearest to the medians"
run report one.db -q --figures one
it "marks no part of a community" not grep -q '>0\.5</text>' one/trajectory-communities.svg
run sweep "$minimal" --vary /organization/emphasis=0:1:3 --vary /organization/institutionalization=0.1,0.7 \
    --replicates 2 -o grid.db -q
run report grid.db -q
it "reports on a sweep" code_is 0
it "draws a heat map" [ "$(grep -c 'class="cell"' grid.html)" -ge 6 ]
run sweep "$minimal" --vary /organization/emphasis=0.5,2 --replicates 2 -o fail.db -q
run report fail.db -q
it "reports on runs of which some failed" says fail.html "2 runs are there, 2 are missing, 2 of these failed"
it "says why they did" says fail.html "emphasis 2 is out of range"
run sweep "$minimal" --vary /managers/0/policy=absent,sponsor --replicates 2 -o words.db -q
run report words.db -q -o words.html --figures words
it "reports on words that vary" code_is 0
it "says them as people do" says words.html "2 values, absent, sponsor"
run sweep "$minimal" --vary /themes/0/demand=1,2 --vary /themes/1/demand=1,2 \
    --replicates 2 -o alike.db -q
run report alike.db -q
it "tells factors apart whose pointers end alike" says alike.html "themes 1 demand"
long=A_title_that_goes_on_for_quite_a_while_until_it_says_what_it_is_of
run sweep "$minimal" --vary "/title=${long}_1,${long}_2" --replicates 2 -o long.db -q
run report long.db -q
it "tells words apart that begin alike" says long.html "2 values"
run sweep "$minimal" --vary /organization/emphasis=0.9,0.1,0.5 --replicates 2 -o order.db -q
run report order.db -q
it "puts numbers in order" says order.html "3 values, 0.1 to 0.9"
run compare "$minimal" --policies gardener,sponsor,absent --replicates 3 -o policies.db -q
run report policies.db -q
it "reports on policies" code_is 0
it "shows each pair" says policies.html "gardener minus absent"
it "says differences of shares in percentage points" says policies.html "Participation, percentage points"
it "says what chance alone would bring" says policies.html "one in twenty"
it "has a policy for that page, too" policy_holds policies.html
cp "$(dirname "$minimal")/minimal.json" "$support/minimal_patterns.json" .
run validate --patterns minimal_patterns.json --replicates 3 --ablate all -o verdicts.db -q
run report verdicts.db -q --figures verdicts -o verdicts.html
it "reports on verdicts" code_is 0
it "says which hold" says verdicts.html "tests (worth T, the only evidence) hold"
it "says what each needs" says verdicts.html "Verdicts with one mechanism switched off"
it "says how many runs are in the band" says verdicts.html "Runs in band, %"
it "draws them" [ -s verdicts/patterns-A.svg -a -s verdicts/needs.svg ]
it "says in words what is drawn" grep -q '^A-1: ' verdicts/captions.txt

# --- figures

run report firm.db --figures figures
it "writes figures" code_is 0
it "writes no page unless asked" says err "figures written to figures"
it "draws well-formed SVG" well_formed figures/*.svg verdicts/*.svg
it "gives each community of a network a sign of its own" signs_differ figures/network-2.svg
run run "$scenarios/invented/norvale.json" --replicates 10 -o norvale.db -q
run report norvale.db -q --figures lives
it "lets no community come to life by surviving" never_rises lives/survival.svg
it "keeps text as text" grep -q '<text' figures/stages.svg
it "has a caption for each" [ "$(grep -c '\.svg$' figures/captions.txt)" -eq "$(find figures -name '*.svg' | wc -l)" ]
it "knows no variables, which few programs read" not grep -q 'var(' figures/stages.svg
if command -v rsvg-convert >/dev/null; then
    it "makes a PNG of each" [ "$(find figures -name '*.png' | wc -l)" -eq "$(find figures -name '*.svg' | wc -l)" ]
else
    echo "rsvg-convert is not installed: no PNG was made"
fi
cp -r figures before
run report firm.db --figures figures -q
it "draws the same" alike figures before
run report two.db --figures both -q
it "tells figures of several scenarios apart" [ -s both/1-minimal-stages.svg -a -s both/2-comp-stages.svg ]

# --- without dygraphs

with_dygraphs=$program
program=$still
run report firm.db -q -o still.html --figures still
it "reports without dygraphs" code_is 0
it "has a policy for that page as well" policy_holds still.html
it "brings no script then" not says still.html "<script"
it "lets none run" says still.html "script-src 'none'"
it "draws all charts nevertheless" [ "$(grep -c '<svg' still.html)" -eq "$(grep -c '<svg' firm.html)" ]
it "draws the same figures" alike still figures
program=$with_dygraphs

# --- a terminal

on_terminal() { script -qec "$1" typescript >/dev/null </dev/null; }
if command -v script >/dev/null; then
    LC_ALL=C.UTF-8 TERM=xterm on_terminal "'$program' run '$minimal' --replicates 2 -q"
    it "shows small charts on a terminal" grep -q '▁.*█' typescript
    LC_ALL=C TERM=xterm on_terminal "'$program' run '$minimal' --replicates 2 -q"
    it "shows none where blocks cannot be shown" not grep -q '█' typescript
    LC_ALL=C.UTF-8 TERM=dumb on_terminal "'$program' run '$minimal' --replicates 2 -q"
    it "shows none on a dumb terminal" not grep -q '█' typescript
else
    echo "script is not installed: no terminal was tried"
fi
LC_ALL=C.UTF-8 run run "$minimal" --replicates 2 -q
it "shows none in a file" not grep -q '█' out

finish
