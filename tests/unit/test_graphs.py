#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks written by `interstice export`, read again by networkx and igraph.

    test_graphs.py PROGRAM SCENARIO FOLDER

Ends with 77 (left out) where neither of the two is installed.
"""
import csv
import json
import pathlib
import subprocess
import sys

PROGRAM, SCENARIO, FOLDER = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
FOLDER.mkdir(parents=True, exist_ok=True)

try:
    import networkx
except ImportError:
    networkx = None
try:
    import igraph
except ImportError:
    igraph = None

claims = 0
problems = []


def claim(holds, sentence):
    global claims
    claims += 1
    if not holds:
        problems.append(sentence)


def export(name, *options):
    path = FOLDER / name
    path.unlink(missing_ok=True)
    subprocess.run([PROGRAM, "export", SCENARIO, "-o", path, *options], check=True)
    return path


def measures(*options):
    text = subprocess.run([PROGRAM, "network", SCENARIO, "--json", *options], check=True,
                          stdout=subprocess.PIPE).stdout
    return json.loads(text)


def check_networkx(graph, told, name):
    claim(graph.number_of_nodes() == told["people"], f"{name}: people")
    claim(graph.number_of_edges() == told["ties"], f"{name}: ties")
    claim(abs(networkx.transitivity(networkx.Graph(graph)) - told["transitivity"]) < 1e-9,
          f"{name}: transitivity")
    for _, node in graph.nodes(data=True):
        claim({"label", "unit", "level", "theme"} <= set(node), f"{name}: attributes of people")
    for _, _, edge in graph.edges(data=True):
        x, y = float(edge["instrumental"]), float(edge["affective"])
        claim(abs(float(edge["weight"]) - (1 - (1 - x) * (1 - y))) < 1e-8, f"{name}: strands")


def check_igraph(graph, told, name):
    claim(graph.vcount() == told["people"] and graph.ecount() == told["ties"], f"{name}: sizes")
    claim(abs(graph.transitivity_undirected() - told["transitivity"]) < 1e-9,
          f"{name}: transitivity")
    claim(abs(sum(graph.es["weight"]) * 2 / graph.vcount() - told["strength_mean"]) < 1e-7,
          f"{name}: weights")
    claim(all(unit for unit in graph.vs["unit"]), f"{name}: units")
    claim(set(graph.vs["pilot"]) <= {True, False}, f"{name}: pilots")


def check_moments():
    for moment in "start", "12", "end":
        told = measures("--tick", moment)["measures"]
        graphml = export(f"{moment}.graphml", "--format", "graphml", "--tick", moment)
        gexf = export(f"{moment}.gexf", "--format", "gexf", "--tick", moment)
        if networkx:
            check_networkx(networkx.read_graphml(graphml), told, graphml.name)
            check_networkx(networkx.read_gexf(gexf), told, gexf.name)
        if igraph:
            check_igraph(igraph.Graph.Read_GraphML(str(graphml)), told, graphml.name)
        rows = list(csv.DictReader(open(export(f"{moment}.csv", "--format", "edges", "--tick", moment),
                                        encoding="utf-8", newline="")))
        claim(len(rows) == told["ties"], f"{moment}.csv: ties")


# What is there at one moment of a network with time is what the network of that moment has.
def check_years():
    gexf = export("years.gexf", "--format", "gexf", "--dynamic", "--tick", "23")
    edges = export("years.csv", "--format", "edges", "--dynamic", "--tick", "23")
    told = measures("--tick", "12")
    now = told["time"]
    rows = [row for row in csv.DictReader(open(edges, encoding="utf-8", newline=""))
            if float(row["start"]) <= now + 1e-9 < float(row["end"])]
    claim(len(rows) == told["measures"]["ties"], "years.csv: ties of a moment")
    if networkx:
        graph = networkx.read_gexf(gexf)
        there = [edge for _, _, edge in graph.edges(data=True)
                 if any(float(start) <= now + 1e-9 < float(end) for start, end in edge["spells"])]
        claim(len(there) == told["measures"]["ties"], "years.gexf: ties of a moment")
        claim(graph.number_of_nodes() >= told["measures"]["people"], "years.gexf: people")


if not networkx and not igraph:
    print("neither networkx nor igraph for Python is installed")
    sys.exit(77)
check_moments()
check_years()
for problem in sorted(set(problems)):
    print(problem)
print(f"{claims} claims, {len(problems)} problems")
sys.exit(bool(problems))
