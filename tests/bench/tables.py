#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a large organization to import and to export, for timing:

    python3 tests/bench/tables.py FOLDER [PEOPLE [TIES]]     (1000000 people, 10 ties for each)
    time .build/release/bin/interstice check FOLDER/scenario.json
    time .build/release/bin/interstice export FOLDER/scenario.json --format graphml --stronger 0 -o out.graphml
"""
import json
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
people = int(sys.argv[2]) if len(sys.argv) > 2 else 1000000
ties = int(sys.argv[3]) if len(sys.argv) > 3 else 10 * people
units = max(1, people // 1000)
themes = 50

folder.mkdir(parents=True, exist_ok=True)
with open(folder / "employees.csv", "w", encoding="utf-8") as out:
    out.write("id,unit,manager,level,theme\n")
    for i in range(people):
        head = i % units
        out.write(f"P{i:07d},unit {head},{f'P{head:07d}' if i >= units else ''},"
                  f"{'manager' if i < units else 'professional'},theme {i * 7 % themes}\n")
with open(folder / "ties.csv", "w", encoding="utf-8") as out:
    out.write("from,to,weight,kind\n")
    state = 1
    for k in range(ties):
        state = state * 48271 % 2147483647
        a = k * people // ties
        b = (a + 1 + state % (people - 1)) % people
        out.write(f"P{a:07d},P{b:07d},{1 + state % 5},{'advice' if state & 64 else 'friendship'}\n")
(folder / "scenario.json").write_text(json.dumps({
    "format": 1, "name": "large", "draw_ties": False,
    "time": {"start": 0, "end": 1},
    "themes": [{"name": f"theme {t}"} for t in range(themes)],
    "units": [{"name": f"unit {u}"} for u in range(units)],
    "import": {"employees": "employees.csv", "ties": {
        "file": "ties.csv", "scale": [0, 5], "direction": "either",
        "kinds": {"advice": {"instrumental": 1}, "friendship": {"affective": 1}}}},
}, indent=1), encoding="utf-8")
