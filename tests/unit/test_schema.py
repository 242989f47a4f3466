#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The JSON Schemas of scenarios and of files of patterns: they accept what is shipped, refuse what is
broken, and have the same keys, names, ranges and defaults as the tables of the library.

    test_schema.py [SOURCE] [COMPILER]
"""
import copy
import json
import pathlib
import re
import subprocess
import sys

import jsonschema

SOURCE = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2])
COMPILER = sys.argv[2] if len(sys.argv) > 2 else "cc"
SCENARIOS = SOURCE / "scenarios"
SCHEMA = json.loads((SCENARIOS / "schema.json").read_text(encoding="utf-8"))
PATTERNS = json.loads((SCENARIOS / "patterns_schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator

problems = []
claims = 0


def claim(holds, sentence):
    """One fact."""
    global claims
    claims += 1
    if not holds:
        problems.append(sentence)


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def resolved(node, root=SCHEMA):
    """The node that a reference leads to, with what stands beside the reference."""
    if "$ref" not in node:
        return node
    target = root
    for part in node["$ref"].removeprefix("#/").split("/"):
        target = target[part]
    return {**resolved(target, root), **{key: node[key] for key in node if key != "$ref"}}


def parameters_schema():
    return {"$schema": SCHEMA["$schema"], "$ref": "#/$defs/parameters_file", "$defs": SCHEMA["$defs"]}


def source_text(*path):
    return SOURCE.joinpath(*path).read_text(encoding="utf-8")


# ---- Shipped files

def check_fit(schema, path):
    document = load(path)
    for error in VALIDATOR(schema).iter_errors(document):
        problems.append(f"{path.name}: {error.json_path}: {error.message[:200]}")
    return document.get("$schema")


def check_shipped():
    VALIDATOR.check_schema(SCHEMA)
    VALIDATOR.check_schema(PATTERNS)
    names = sorted(path.name for path in SCENARIOS.glob("*.json"))
    claim(len(names) > 2, "the scenarios are there")
    for name in names:
        if name in ("schema.json", "patterns_schema.json", "patterns.json"):
            continue
        is_table = name == "parameters.json"
        named = check_fit(parameters_schema() if is_table else SCHEMA, SCENARIOS / name)
        wanted = "schema.json#/$defs/parameters_file" if is_table else "schema.json"
        claim(named == wanted, f"{name} names its schema")
    for path in SCENARIOS / "patterns.json", SOURCE / "tests" / "support" / "minimal_patterns.json":
        named = check_fit(PATTERNS, path)
        claim(named in (None, "patterns_schema.json"), f"{path.name} names no other schema")
    for row in load(SCENARIOS / "parameters.json")["parameters"]:
        claim(row["minimum"] <= row["default"] <= row["maximum"], f"{row['name']} is in its range")


# ---- Documents that must be refused or accepted

def without(document, *path):
    changed = copy.deepcopy(document)
    at = changed
    for step in path[:-1]:
        at = at[step]
    del at[path[-1]]
    return changed


def with_value(document, value, *path):
    changed = copy.deepcopy(document)
    at = changed
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return changed


def with_event(document, **event):
    return with_value(document, [event], "events")


def check_documents():
    least = {"format": 1, "name": "least", "units": [{"name": "shop", "size": 10}]}
    transfer = {"at": 1, "kind": "transfer", "share": 0.5}
    good = {
        "the least": least,
        "a size range": with_value(least, [3, 9], "units", 0, "size"),
        "a seed as text": with_value(least, "18446744073709551615", "seed"),
        "notes as text": with_value(least, "note", "notes"),
        "an event": with_event(least, **transfer),
        "one unit by name": with_event(least, **transfer, units="shop", levels="expert"),
        "the whole as basis": with_value(least, {"": {"derived": True}}, "basis"),
        "a manager": with_value(least, [{"name": "m", "unit": "shop", "policy": "p"}], "managers"),
    }
    bad = {
        "a list": [least],
        "no format": without(least, "format"),
        "no name": without(least, "name"),
        "no units": without(least, "units"),
        "no unit": with_value(least, [], "units"),
        "format 2": with_value(least, 2, "format"),
        "an unknown key": with_value(least, 1, "colour"),
        "an unknown key of a unit": with_value(least, 1, "units", 0, "sise"),
        "a unit without name": without(least, "units", 0, "name"),
        "a negative size": with_value(least, -1, "units", 0, "size"),
        "three sizes": with_value(least, [1, 2, 3], "units", 0, "size"),
        "half a person": with_value(least, 1.5, "units", 0, "size"),
        "too much clan": with_value(least, {"clan": 1.1}, "units", 0, "control"),
        "an unknown mode": with_value(least, {"klan": 1}, "units", 0, "control"),
        "an unknown level": with_value(least, "boss", "units", 0, "rest"),
        "a negative seed": with_value(least, -1, "seed"),
        "a seed in words": with_value(least, "lucky", "seed"),
        "no date": with_value(least, [], "dates"),
        "a text as flag": with_value(least, "yes", "draw_ties"),
        "few ticks": with_value(least, {"ticks_per_year": 4}, "time"),
        "an event without time": with_event(least, kind="transfer", share=0.5),
        "an event without kind": with_event(least, at=1, share=0.5),
        "an unknown kind": with_event(least, at=1, kind="transfert", share=0.5),
        "a transfer without share": with_event(least, at=1, kind="transfer"),
        "a key of another kind": with_event(least, **transfer, value=1),
        "a share above 1": with_event(least, at=1, kind="transfer", share=1.5),
        "a launch of one": with_event(least, at=1, kind="launch", theme="work", size=1),
        "no name in a list": with_event(least, **transfer, units=[]),
        "a manager nowhere": with_value(least, [{"name": "m", "policy": "p"}], "managers"),
        "a manager twice": with_value(
            least, [{"name": "m", "unit": "shop", "heads_of": "shop", "policy": "p"}], "managers"),
        "a tie of one": with_value(least, [{"from": "a"}], "ties"),
        "a pointer without slash": with_value(least, {"units": {"given": "G1"}}, "basis"),
        "two kinds of basis": with_value(
            least, {"/units": {"given": "G1", "free": [0, 1]}}, "basis"),
        "no kind of basis": with_value(least, {"/units": {"note": "x"}}, "basis"),
        "bounds without range": with_value(least, {"/units": {"bounded": "G1"}}, "basis"),
        "wrong evidence": with_value(least, {"/units": {"given": "X1"}}, "basis"),
    }
    validator = VALIDATOR(SCHEMA)
    for name, document in good.items():
        claim(validator.is_valid(document), f"{name} should be accepted")
    for name, document in bad.items():
        claim(not validator.is_valid(document), f"{name} should be refused")

    table = load(SCENARIOS / "parameters.json")
    validator = VALIDATOR(parameters_schema())
    for key in table["parameters"][0]:
        broken = without(table, "parameters", 0, key)
        claim(not validator.is_valid(broken), f"a parameter without {key} should be refused")
    broken = with_value(table, 1, "parameters", 0, "weight")
    claim(not validator.is_valid(broken), "an unknown key of a parameter should be refused")


def check_bad_scenarios():
    """What the schema refuses, the reader refuses: the other way round it knows less."""
    validator = VALIDATOR(SCHEMA)
    refused = 0
    for path in sorted((SOURCE / "tests" / "bad_scenarios").glob("*.json")):
        try:
            document = load(path)
        except ValueError:
            continue
        refused += not validator.is_valid(document)
    claim(refused >= 40, f"the schema refuses only {refused} of the broken files")


# ---- The tables of the library

def field_tables():
    """The tables in lib/model/fields.c after the preprocessor: {table: {key: field}}."""
    command = [COMPILER, "-E", "-P", "-std=c17", "-D_GNU_SOURCE", f"-I{SOURCE}/include",
               f"-I{SOURCE}/lib", f"{SOURCE}/lib/model/fields.c"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    tables = {}
    array = re.compile(r"static const isti_field (\w+)_fields\[\] = \{(.*?)\n?\};", re.DOTALL)
    for name, body in array.findall(text):
        rows = {}
        for row in re.split(r"\.key = ", body)[1:]:
            key = re.match(r'"(\w+)"', row).group(1)
            field = {"type": re.search(r"\.type = \(?(\w+)", row).group(1)}
            for bound in ("minimum", "maximum"):
                found = re.search(rf"\.{bound} = \(?([^,)]*)", row)
                field[bound] = number_of(found.group(1)) if found else None
            presence = re.search(r"\.required = \((\w+)\) == REQUIRED", row)
            field["required"] = bool(presence) and presence.group(1) == "REQUIRED"
            rows[key] = field
        tables[name] = rows
    return tables


def number_of(text):
    try:
        return float(text)
    except ValueError:
        return None


def check_range(where, node, field):
    """Bounds of a number must be those of the table."""
    node = resolved(node)
    if "oneOf" in node and field["type"] == "ISTI_SIZE":
        check_range(where, node["oneOf"][0], field)
        check_range(where, node["oneOf"][1]["items"], field)
    elif field["type"] in ("ISTI_CONTROL", "ISTI_CONTEXT", "ISTI_PEOPLE"):
        for key, below in node["properties"].items():
            check_range(f"{where}/{key}", below, {**field, "type": "ISTI_NUMBER"})
    elif field["type"] in ("ISTI_NUMBER", "ISTI_INTEGER", "ISTI_SIZE"):
        for bound in ("minimum", "maximum"):
            if field[bound] is not None:
                claim(node.get(bound) == field[bound],
                      f"{where}: {bound} {node.get(bound)} in the schema, {field[bound]} in C")
    if field["type"] == "ISTI_INTEGER":
        claim(node.get("type") == "integer", f"{where} is an integer in C")


def check_table(where, fields, node, extra=()):
    node = resolved(node)
    keys = set(node["properties"]) - set(extra)
    claim(keys == set(fields), f"{where}: only in the schema {sorted(keys - set(fields))}, "
                               f"only in C {sorted(set(fields) - keys)}")
    needed = set(node.get("required", ())) - set(extra)
    wanted = {key for key in fields if fields[key]["required"]}
    claim(needed == wanted, f"{where}: the schema requires {sorted(needed)}, C {sorted(wanted)}")
    for key in keys & set(fields):
        check_range(f"{where}/{key}", node["properties"][key], fields[key])


def check_tables():
    tables = field_tables()
    top, defs = SCHEMA["properties"], SCHEMA["$defs"]
    check_table("time", tables.pop("time"), top["time"])
    check_table("organization", tables.pop("organization"), top["organization"])
    check_table("theme", tables.pop("theme"), defs["theme"])
    check_table("unit", tables.pop("unit"), defs["unit"])
    check_table("employee", tables.pop("employee"), defs["employee"], ["id"])
    check_table("tie", tables.pop("tie"), defs["tie"], ["from", "to"])
    check_table("manager", tables.pop("manager"), defs["manager"])
    kinds = resolved(defs["event"])["properties"]["kind"]["enum"]
    claim(sorted(kinds) == sorted(tables), "the kinds of events are those of the library")
    for kind in kinds:
        if kind in tables:
            check_table(kind, tables[kind], defs[f"event_{kind}"], ["kind"])


def list_rows(text, name):
    """Second column of one of the lists of rows in a header."""
    body = re.search(rf"#define {name}_LIST\(ROW\)(.*?)\n\n", text, re.DOTALL).group(1)
    return re.findall(r'ROW\(\w+,\s*"?(\w*)', body)


def row_names(name):
    """Spellings in one of the closed lists of kinds.h."""
    return list_rows(source_text("include", "interstice", "kinds.h"), f"IST_{name}")


def check_kinds():
    defs = SCHEMA["$defs"]
    levels = row_names("LEVEL")
    claim(defs["level"]["enum"] == levels, "the levels are those of kinds.h")
    claim(list(SCHEMA["properties"]["levels"]["properties"]) == levels, "each level has its flags")
    claim(list(defs["unit"]["properties"]["people"]["properties"]) == levels, "people have levels")
    claim(list(defs["control"]["properties"]) == row_names("CONTROL"), "modes as in kinds.h")
    claim(list(defs["context"]["properties"]) == row_names("CONTEXT"), "context as in kinds.h")
    roles = defs["policy"]["properties"]["roles"]["properties"]
    claim(list(roles) == row_names("ROLE"), "roles as in kinds.h")
    claim(defs["event"]["properties"]["kind"]["enum"] == row_names("EVENT"), "events as in kinds.h")


def check_reader():
    """Keys that the reader lists itself."""
    text = source_text("lib", "scenario", "read.c")
    rows = re.findall(r'\{"([$\w]+)", (true|false), NULL, \w+\}', text)
    claim([key for key, _ in rows] == list(SCHEMA["properties"]), "the keys at the top are the same")
    needed = [key for key, required in rows if required == "true"]
    claim(needed == SCHEMA["required"], "the same keys are required at the top")


def check_descriptions(root, node=None, where="#"):
    """Every key an editor may show has a description."""
    node = root if node is None else node
    if isinstance(node, dict):
        for key, below in node.get("properties", {}).items():
            if isinstance(below, dict):
                claim("description" in resolved(below, root) or "const" in below,
                      f"{where}/{key} has no description")
        for key, below in node.items():
            check_descriptions(root, below, f"{where}/{key}")
    elif isinstance(node, list):
        for i, below in enumerate(node):
            check_descriptions(root, below, f"{where}/{i}")


# ---- Files of patterns

def pattern_file(value=1, **keys):
    """The least file, with a value or other keys of its only pattern."""
    pattern = {"id": "A", "run": "firm", "kind": "median", "band": [0, 1], "value": value, **keys}
    return {"format": 1, "runs": [{"name": "firm", "scenario": "firm.json"}], "patterns": [pattern]}


def with_ablation(**keys):
    return {**pattern_file(), "ablations": [{"name": "a", **keys}]}


def check_good_patterns():
    life = {"property": "life"}
    good = {
        "the least file of patterns": pattern_file(),
        "a schema named": {**pattern_file(), "$schema": "patterns_schema.json"},
        "notes as text": {**pattern_file(), "notes": "note"},
        "a reported one without band": without(pattern_file(kind="reported"), "patterns", 0, "band"),
        "no upper bound": pattern_file(band=[0, None]),
        "a number below 0": pattern_file(-1.5),
        "a row by its year": pattern_file({"at": 1997.99, "of": "communities"}),
        "a series of a community": pattern_file(
            {"of": {}, "value": {"mean": "closeness", "from": {"property": "founded"}}}),
        "the largest": pattern_file(
            {"of": {"official": False}, "pick": "most members", "at": 3, "value": life, "else": 0}),
        "a wrapped year": pattern_file({"count": {"not_largest_at": {"at": 3}}}),
        "a year as it is": pattern_file({"count": {"largest_at": 3}}),
        "stages in a list": pattern_file(
            {"count": {"stage_at": {"at": 3, "stage": ["informal", "clandestine"]}}}),
        "an ablation of a mechanism": with_ablation(off="affect", breaks=[["A"]], weakens=["A"]),
        "an ablation of a scenario": with_ablation(set={"firm.json": {"/events/*": None}}),
        "a change": with_value(pattern_file(), {"/a~1b/k=v&l=2/-": [1]}, "runs", 0, "set"),
    }
    for name, document in good.items():
        claim(VALIDATOR(PATTERNS).is_valid(document), f"{name} should be accepted")


def bad_files():
    least = pattern_file()
    return {
        "a list": [least],
        "format 2": {**least, "format": 2},
        "no format": without(least, "format"),
        "no runs": without(least, "runs"),
        "no run": {**least, "runs": []},
        "no patterns": without(least, "patterns"),
        "no pattern": {**least, "patterns": []},
        "an unknown key": {**least, "titel": "x"},
        "an unknown key of a run": with_value(least, 1, "runs", 0, "scenari"),
        "a run without scenario": without(least, "runs", 0, "scenario"),
        "a change of nothing": with_value(least, {"events": 1}, "runs", 0, "set"),
        "a lonely tilde": with_value(least, {"/a~": 1}, "runs", 0, "set"),
        "an unknown mechanism": with_value(least, "tie_memry", "runs", 0, "off"),
        "no mechanism": with_value(least, [], "runs", 0, "off"),
        "a year as text": with_value(least, "1998", "runs", 0, "until"),
        "a pattern without id": without(least, "patterns", 0, "id"),
        "a pattern without run": without(least, "patterns", 0, "run"),
        "a pattern without kind": without(least, "patterns", 0, "kind"),
        "a pattern without value": without(least, "patterns", 0, "value"),
        "a judged one without band": without(least, "patterns", 0, "band"),
        "an unknown kind": pattern_file(kind="typicl"),
        "an unknown worth": pattern_file(worth="t"),
        "an empty group": pattern_file(group=""),
        "a band without any bound": pattern_file(band=[None, None]),
        "a band of one": pattern_file(band=[1]),
        "a band of three": pattern_file(band=[0, 1, 2]),
        "a bound as text": pattern_file(band=[0, "1"]),
        "an ablation of nothing": with_ablation(breaks=[["A"]]),
        "an ablation without name": {**least, "ablations": [{"off": "affect"}]},
        "an empty group of patterns": with_ablation(off="affect", breaks=[[]]),
        "no group around ids": with_ablation(off="affect", breaks=["A"]),
        "a change by no scenario": with_ablation(set={"/events/0": None}),
    }


BAD_VALUES = {
    "a text": "activity",
    "no operator": {},
    "options alone": {"from": 1, "to": 2},
    "an unknown operator": {"average": "activity"},
    "two operators": {"mean": "activity", "max": "activity"},
    "an unknown series": {"mean": "activiti"},
    "an unknown option": {"mean": "activity", "form": 1990},
    "an option of another": {"mean": "activity", "at": 1990},
    "a year in words": {"mean": "activity", "from": "1990"},
    "a time without series": {"at": 1990},
    "a series without time": {"of": "activity"},
    "no level": {"first_above": "activity"},
    "a level to be told": {"first_above": "activity", "level": {"min": "activity"}},
    "no stride": {"smallest_step": "activity"},
    "a stride of nothing": {"smallest_step": "activity", "every": 0},
    "no event": {"recovery": "activity"},
    "a ratio of one": {"ratio": [1]},
    "a ratio of three": {"ratio": [1, 2, 3]},
    "a total of nothing": {"total": []},
    "nothing instead": {"known": 1},
    "no band": {"within": 1},
    "nothing under a condition": {"when": 1},
    "nothing elsewhere": {"in": "twin"},
    "a share of what": {"share": {}},
    "each without take": {"each": {}, "value": 1},
    "an unknown way to take": {"each": {}, "take": "average", "value": 1},
    "an unknown way to pick": {"of": {}, "pick": "most member", "value": 1},
    "most members without time": {"of": {}, "pick": "most members", "value": 1},
    "the last at a time": {"of": {}, "pick": "last", "at": 3, "value": 1},
    "an unknown property": {"each": {}, "take": "sum", "value": {"property": "lief"}},
    "meeting 0": {"answered": 0},
    "meeting 7": {"answered": 7},
    "half a meeting": {"answered": 1.5},
    "a selector as text": {"count": "all"},
    "an unknown condition": {"count": {"them": "x"}},
    "an empty theme": {"count": {"theme": ""}},
    "a number as flag": {"count": {"official": 1}},
    "an unknown origin": {"count": {"origin": "launchd"}},
    "an unknown stage": {"count": {"stage_at": {"at": 1, "stage": "informl"}}},
    "a stage without time": {"count": {"stage_at": {"stage": "informal"}}},
    "members without band": {"count": {"members": {"at": 1}}},
    "attendance without band": {"count": {"attendance": {"from": 1}}},
    "a wrapped text": {"count": {"largest_at": {"at": "x"}}},
}


def check_bad_patterns():
    broken = {**bad_files(), **{name: pattern_file(BAD_VALUES[name]) for name in BAD_VALUES}}
    claim(len(broken) == len(bad_files()) + len(BAD_VALUES), "no two samples have the same name")
    for name, document in broken.items():
        claim(not VALIDATOR(PATTERNS).is_valid(document), f"patterns: {name} should be refused")


def check_pattern_names():
    """Names of the closed lists."""
    defs = PATTERNS["$defs"]
    pattern = defs["pattern"]["properties"]
    header = source_text("lib", "scenario", "patterns.h")
    reader = source_text("lib", "scenario", "read_patterns_value.c")
    metrics = list_rows(source_text("include", "interstice", "observe.h"), "IST_METRIC")
    claim(len(metrics) > 40, "the metrics are there")
    claim(defs["metric"]["enum"] == metrics, "metrics as in observe.h")
    series = list_rows(header, "ISTI_COMMUNITY_SERIES")
    claim(defs["community_series"]["enum"] == series, "series of a community as in patterns.h")
    claim(defs["mechanism"]["enum"] == row_names("MECHANISM"), "mechanisms as in kinds.h")
    claim(pattern["kind"]["enum"] == row_names("JUDGMENT"), "kinds of patterns as in kinds.h")
    claim(defs["origin"]["enum"] == row_names("ORIGIN"), "origins as in kinds.h")
    claim(defs["stage"]["enum"] == row_names("STAGE"), "stages as in kinds.h")
    for where, key, node in (("PROPERTY", "property", "value_property"), ("TAKE", "take", "value_each"),
                             ("PICK", "pick", "value_of")):
        names = re.findall(rf'\[ISTI_{where}_\w+\] = "([\w ]+)"', reader)
        claim(defs[node]["properties"][key]["enum"] == names, f"{key}: names as in the reader")
    worth = re.search(r'names\[\] = \{("T".*?)\}', source_text("lib", "scenario", "read_patterns_run.c"))
    claim(pattern["worth"]["enum"] == re.findall(r'"(\w)"', worth.group(1)), "worth as in the reader")
    meetings = re.search(r"IST_SENSITIVE_MEETINGS (\d+)", source_text("include", "interstice", "state.h"))
    claim(defs["value_answered"]["properties"]["answered"]["maximum"] == int(meetings.group(1)),
          "as many meetings as in state.h")


def check_keys(where, rows, node):
    """Keys of an object, and which of them are required; rows: [(key, "true" or "false")]."""
    claim(len(rows) > 0, f"{where}: the reader has keys")
    keys, required = sorted(node["properties"]), sorted(node.get("required", ()))
    claim(keys == sorted(key for key, _ in rows), f"{where}: {keys} in the schema, {rows} in C")
    needed = sorted(key for key, needs in rows if needs == "true")
    claim(required == needed, f"{where}: {required} required in the schema, {needed} in C")


def reader_rows(file, function, reader="read_patterns"):
    """Keys that a function of the reader knows."""
    text = source_text("lib", "scenario", f"{reader}{file}.c")
    body = re.search(rf"^\w[^\n]* \*?{function}\([^;{{]*\)\n{{\n(.*?)\n}}\n", text, re.M | re.S).group(1)
    return re.findall(r'\{"([$\w]+)", (true|false), NULL, \w+\}', body)


def check_pattern_keys():
    """Keys of all objects but values."""
    defs = PATTERNS["$defs"]
    selector = defs["selector"]["properties"]
    check_keys("file", reader_rows("", "read_whole"), PATTERNS)
    check_keys("run", reader_rows("_run", "read_run"), defs["run"])
    check_keys("pattern", reader_rows("_run", "read_pattern"), defs["pattern"])
    check_keys("ablation", reader_rows("_ablation", "read_ablation"), defs["ablation"])
    check_keys("selector", reader_rows("_selector", "isti_patterns_read_selector"), defs["selector"])
    for key in ("stage_at", "members", "attendance"):
        check_keys(key, reader_rows("_selector", f"read_{key}"), selector[key])
    check_keys("largest", reader_rows("_selector", "read_time"), defs["largest"]["oneOf"][1])


def check_design():
    """Keys of designs, and their kinds."""
    node = SCHEMA["$defs"]["design"]
    check_keys("design", reader_rows("", "isti_read_design", "read_design"), node)
    check_keys("range", reader_rows("", "read_range", "read_design"),
               node["properties"]["vary"]["additionalProperties"]["oneOf"][1])
    kinds = list_rows(source_text("include", "interstice", "design.h"), "IST_DESIGN")
    claim(node["properties"]["kind"]["enum"] == [kind.lower() for kind in kinds], "kinds as in design.h")


def check_operators():
    """Every operator has the options of the table in the reader."""
    operators = list_rows(source_text("lib", "scenario", "patterns.h"), "ISTI_VALUE")[1:]
    defs = PATTERNS["$defs"]
    named = [node["$ref"].removeprefix("#/$defs/value_") for node in defs["value"]["oneOf"][1:]]
    claim(named == operators, "operators as in patterns.h")
    text = source_text("lib", "scenario", "read_patterns_value.c")
    macros = {name: re.sub(r"[\s\\]+", " ", body) for name, body in
              re.findall(r"#define (WINDOW|VALUE|ELSE)(?:\(required\))?((?:.*\\\n)+.*\n)", text)}
    table = re.search(r"static const shape shapes\[\] = \{\n(.*?)\n\};", text, re.DOTALL).group(1)
    table = re.sub(r"ELSE\((\w+)\)", lambda use: macros["ELSE"].replace("required", use.group(1)), table)
    table = re.sub(r"\b(WINDOW|VALUE)\b", lambda use: macros[use.group(1)], table)
    rows = re.split(r"\[ISTI_VALUE_(\w+)\] =", table)[1:]
    shapes = dict(zip(map(str.lower, rows[::2]), rows[1::2]))
    claim(sorted(shapes) == sorted(operators), "every operator has a shape")
    for operator in set(operators) & set(shapes):
        options = re.findall(r'\{\s*"(\w+)", (true|false), NULL, \w+\s*\}', shapes[operator])
        check_keys(operator, [(operator, "true"), *options], defs[f"value_{operator}"])


def check_manual():
    """README.md names every word of the vocabulary, and its files of patterns fit."""
    text = (SCENARIOS / "README.md").read_text(encoding="utf-8")
    chapter = re.search(r"\n## Patterns\n.*?\n## Editors\n", text, re.DOTALL).group(0)
    defs = PATTERNS["$defs"]
    words = [key.removeprefix("value_") for key in defs if key.startswith("value_")]
    for name in "mechanism", "community_series", "origin", "stage":
        words += defs[name]["enum"]
    for name in "run", "pattern", "ablation", "selector", "value_property", "value_each", "value_of":
        words += defs[name]["properties"]
        for node in defs[name]["properties"].values():
            words += [word for word in node.get("enum", ()) if len(word) > 1]
    for word in words:
        claim(re.search(rf'[`" ]{re.escape(word)}[`",:]', chapter) is not None, f"README.md lacks {word}")
    for metric in defs["metric"]["enum"]:
        claim(f"`{metric}`" in text, f"README.md lacks the metric {metric}")
    files = [json.loads(block) for block in re.findall(r"```json\n(\{.*?\n\})\n```", chapter, re.DOTALL)
             if '"patterns"' in block]
    claim(len(files) > 0, "README.md shows a file of patterns")
    for document in files:
        for error in VALIDATOR(PATTERNS).iter_errors(document):
            problems.append(f"README.md: {error.json_path}: {error.message[:200]}")


def main():
    check_shipped()
    check_documents()
    check_bad_scenarios()
    check_tables()
    check_kinds()
    check_reader()
    check_descriptions(SCHEMA)
    check_good_patterns()
    check_bad_patterns()
    check_pattern_names()
    check_pattern_keys()
    check_operators()
    check_design()
    check_descriptions(PATTERNS)
    check_manual()
    for problem in problems:
        print(problem)
    print(f"{claims} claims, {len(problems)} problems")
    return 1 if problems or claims == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
