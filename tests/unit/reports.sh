#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Does the program keep what it says of reports, figures, and small charts on a terminal?
#     reports.sh <program> <folder of scenarios>
program=$1
scenarios=$2
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
    assert named == found, (element, named ^ found)
page = re.sub(r"<(script|style)>.*?</\1>", "", page, flags=re.S)
assert not re.search(r'\b(src|href)="(?!#)', page)
assert " style=" not in page and not re.search(r"<[a-z]+ [^>]*\bon[a-z]+=", page)
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
it "says where it comes from" says firm.html "$(sql firm.db "select sha256 from input")"
it "bears no date" not says firm.html "made on"
cp firm.html first.html
run report firm.db -q
it "gives the same bytes" same firm.html first.html
it "keeps quiet" empty err
run report firm.db -o -
it "writes to the standard output" same out first.html
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
run report firm.db --csv folder
it "takes no options of others" code_is 64

# --- kinds of stores

run run "$minimal" "$scenarios/comp.json" --replicates 2 -o two.db -q
run report two.db -q
it "reports on several scenarios" code_is 0
it "gives each its part" [ "$(grep -c 'id="s[12]-story"' two.html)" -eq 2 ]
run sweep "$minimal" --vary /organization/emphasis=0:1:3 --vary /organization/institutionalization=0.1,0.7 \
    --replicates 2 -o grid.db -q
run report grid.db -q
it "reports on a sweep" code_is 0
it "draws a heat map" [ "$(grep -c 'class="cell"' grid.html)" -ge 6 ]
run sweep "$minimal" --vary /managers/0/policy=absent,sponsor --replicates 2 -o words.db -q
run report words.db -q --figures words
it "reports on words that vary" code_is 0
run compare "$minimal" --policies gardener,sponsor,absent --replicates 3 -o policies.db -q
run report policies.db -q
it "reports on policies" code_is 0
it "shows each pair" says policies.html "gardener minus absent"
it "has a policy for that page, too" policy_holds policies.html
cp "$(dirname "$minimal")/minimal.json" "$support/minimal_patterns.json" .
run validate --patterns minimal_patterns.json --replicates 3 --ablate all -o verdicts.db -q
run report verdicts.db -q --figures verdicts -o verdicts.html
it "reports on verdicts" code_is 0
it "says which hold" says verdicts.html "tests (worth T, the only evidence) hold"
it "says what each needs" says verdicts.html "without "
it "draws them" [ -s verdicts/patterns-A.svg ]

# --- figures

run report firm.db --figures figures
it "writes figures" code_is 0
it "writes no page unless asked" says err "figures written to figures"
it "draws well-formed SVG" well_formed figures/*.svg verdicts/*.svg
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
