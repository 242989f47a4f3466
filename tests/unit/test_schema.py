#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The JSON Schema of scenario files: it accepts what is shipped, refuses what is broken, and has the
same keys, ranges and defaults as the tables of the library.

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


def resolved(node):
    """The node that a reference leads to, with what stands beside the reference."""
    if "$ref" not in node:
        return node
    target = SCHEMA
    for part in node["$ref"].removeprefix("#/").split("/"):
        target = target[part]
    return {**resolved(target), **{key: node[key] for key in node if key != "$ref"}}


def parameters_schema():
    return {"$schema": SCHEMA["$schema"], "$ref": "#/$defs/parameters_file", "$defs": SCHEMA["$defs"]}


# ---- Shipped files

def check_shipped():
    VALIDATOR.check_schema(SCHEMA)
    names = sorted(path.name for path in SCENARIOS.glob("*.json"))
    claim(len(names) > 2, "the scenarios are there")
    for name in names:
        if name == "schema.json":
            continue
        document = load(SCENARIOS / name)
        is_table = name == "parameters.json"
        validator = VALIDATOR(parameters_schema() if is_table else SCHEMA)
        for error in validator.iter_errors(document):
            problems.append(f"{name}: {error.json_path}: {error.message[:200]}")
        wanted = "schema.json#/$defs/parameters_file" if is_table else "schema.json"
        claim(document.get("$schema") == wanted, f"{name} names its schema")
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


def row_names(name):
    """Spellings in one of the closed lists of kinds.h."""
    text = (SOURCE / "include" / "interstice" / "kinds.h").read_text(encoding="utf-8")
    body = re.search(rf"#define IST_{name}_LIST\(ROW\)(.*?)\n\n", text, re.DOTALL).group(1)
    return re.findall(r"ROW\(\w+,\s*(\w+),", body)


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
    text = (SOURCE / "lib" / "scenario" / "read.c").read_text(encoding="utf-8")
    rows = re.findall(r'\{"([$\w]+)", (true|false), NULL, \w+\}', text)
    claim([key for key, _ in rows] == list(SCHEMA["properties"]), "the keys at the top are the same")
    needed = [key for key, required in rows if required == "true"]
    claim(needed == SCHEMA["required"], "the same keys are required at the top")


def check_descriptions(node, where="#"):
    """Every key an editor may show has a description."""
    if isinstance(node, dict):
        for key, below in node.get("properties", {}).items():
            if isinstance(below, dict):
                claim("description" in resolved(below) or "const" in below,
                      f"{where}/{key} has no description")
        for key, below in node.items():
            check_descriptions(below, f"{where}/{key}")
    elif isinstance(node, list):
        for i, below in enumerate(node):
            check_descriptions(below, f"{where}/{i}")


def main():
    check_shipped()
    check_documents()
    check_bad_scenarios()
    check_tables()
    check_kinds()
    check_reader()
    check_descriptions(SCHEMA)
    for problem in problems:
        print(problem)
    print(f"{claims} claims, {len(problems)} problems")
    return 1 if problems or claims == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
