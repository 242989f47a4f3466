#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks written by `interstice export`, read again by networkx and igraph; networks written by these, read
by `interstice network` and imported; and published numbers of networks that everybody knows.

    test_graphs.py PROGRAM SCENARIO FOLDER

Ends with 77 (left out) where neither of the two is installed. Data sets without a license that allows to ship
them are measured, too, where $INTERSTICE_CLASSICS names a folder with them, as tables from,to,weight:
krackhardt_advice.csv, krackhardt_friendship.csv, lazega_cowork.csv, lazega_advice.csv, lazega_friendship.csv,
cross_parker.csv, and cross_parker_4.csv with a weight of 0 where the score is below 4.
"""
import csv
import json
import os
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


def measure_file(path):
    return json.loads(subprocess.run([PROGRAM, "network", path, "--json"], check=True,
                                     stdout=subprocess.PIPE).stdout)


def has_igraph():
    text = subprocess.run([PROGRAM, "network", SCENARIO, "--json"], check=True,
                          stdout=subprocess.PIPE).stdout
    return json.loads(text)["igraph"] is not None


# Four people in two units, and who asks whom.
PEOPLE = {"ann": "North", "bob": "North", "cat": "South", "dan": "South"}
TIES = {("ann", "bob"): 4.0, ("bob", "ann"): 2.0, ("cat", "dan"): 3.5}


def write_by_networkx(folder):
    graph = networkx.DiGraph()
    for person, unit in PEOPLE.items():
        graph.add_node(person, unit=unit, id=person)
    for (a, b), weight in TIES.items():
        graph.add_edge(a, b, weight=weight)
    networkx.write_gml(graph, folder / "networkx.gml")
    for _, node in graph.nodes(data=True):
        del node["id"]
    networkx.write_graphml(graph, folder / "networkx.graphml")
    return {"networkx.gml": "label", "networkx.graphml": "id"}


def write_by_igraph(folder):
    graph = igraph.Graph(directed=True)
    graph.add_vertices(list(PEOPLE), {"unit": list(PEOPLE.values())})
    graph.add_edges(list(TIES), {"weight": list(TIES.values())})
    graph.write_graphml(str(folder / "igraph.graphml"))
    graph.write_gml(str(folder / "igraph.gml"))
    return {"igraph.graphml": "name", "igraph.gml": "name"}


# What the two write is read as it is, and imported as the same people one by one would be.
def check_import():
    written = {}
    if networkx:
        written |= write_by_networkx(FOLDER)
    if igraph:
        written |= write_by_igraph(FOLDER)
    for name, column in written.items():
        told = measure_file(FOLDER / name)["measures"]
        claim(told["people"] == 4 and told["ties"] == 3, f"{name}: people and ties")
        claim(abs(told["reciprocity"] - 2 / 3) < 1e-9, f"{name}: reciprocity")
        claim(abs(told["strength_max"] - 6) < 1e-9, f"{name}: weights")
        scenario = FOLDER / f"{name}.json"
        scenario.write_text(json.dumps({
            "format": 1, "name": "firm", "draw_ties": False,
            "units": [{"name": "North"}, {"name": "South"}],
            "import": {"employees": {"file": name, "columns": {"id": column}},
                       "ties": {"file": name, "scale": [0, 4], "direction": "weak",
                                "kinds": {"advice": {"instrumental": 1}}}}}), encoding="utf-8")
        rows = subprocess.run([PROGRAM, "export", scenario, "--format", "edges", "--stronger", "0"],
                              check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout
        # Both answered, 4 and 2 of 4; dan did not, so that cat's word counts.
        claim(rows.split() == ["from,to,weight,instrumental,affective", "ann,bob,0.75,0.75,0",
                               "cat,dan,0.875,0.875,0"], f"{name}: ties of an import")


def measure_graph(graph, name):
    path = FOLDER / f"{name}.csv"
    path.write_text("from,to\n" + "".join(f"{a},{b}\n{b},{a}\n" for a, b in graph.edges()),
                    encoding="utf-8")
    return measure_file(path)


def near(value, expected, digits, sentence):
    claim(value is not None and abs(value - expected) <= 0.5001 * 10 ** -digits, sentence)


# Krackhardt (1990): in his kite Diane has most ties, Heather lies between most. Zachary (1977): density and
# transitivity as printed in textbooks; the best modularity there is, 0.4198, by Brandes et al. (2008).
# Padgett and Ansell (1993): on 47.5 of 91 pairs of Florentine families the Medici lie between.
def check_published():
    kite = measure_graph(networkx.krackhardt_kite_graph(), "kite")
    people = {person["id"]: person for person in kite["people"]}
    claim(max(people, key=lambda p: people[p]["degree"]) == "3", "kite: Diane has most ties")
    near(kite["measures"]["density"], 18 / 45, 9, "kite: density")
    karate = measure_graph(networkx.karate_club_graph(), "karate")["measures"]
    near(karate["density"], 0.139, 3, "karate: density")
    near(karate["transitivity"], 0.256, 3, "karate: transitivity")
    near(karate["clustering"], 0.5706 * 34 / 33, 3, "karate: clustering")  # without who has one tie
    near(karate["path_length"], 2.408, 3, "karate: path length")
    florence = measure_graph(networkx.florentine_families_graph(), "florence")
    if has_igraph():
        near(people["7"]["betweenness"], 14 / 36, 9, "kite: betweenness of Heather")
        claim([p for p in sorted(people) if people[p]["articulation"]] == ["7", "8"],
              "kite: articulation people")
        near(karate["betweenness_max"], 0.438, 3, "karate: betweenness of Mr Hi")
        near(karate["modularity"], 0.4198, 4, "karate: modularity")
        claim(karate["articulation_people"] == 1, "karate: articulation people")
        claim(florence["people"][0]["id"] == "Medici", "florence: the Medici are most central")
        near(florence["people"][0]["betweenness"], 47.5 / 91, 9, "florence: the Medici")


# People, ties, density, reciprocity, constraint (mean, least, most), effective size, efficiency, transitivity,
# components: computed by networkx and by an independent coding of the formulas.
CLASSICS = {
    "krackhardt_advice": (21, 190, 0.452381, 0.473684),
    "krackhardt_friendship": (21, 102, 0.242857, 0.450980, 0.322017, 0.196208, 0.678270, 4.193764, 0.684127,
                              0.471495, 1),
    "lazega_cowork": (71, 1104, 0.222133, 0.684783, 0.120061, 0.068756, 0.242934, 11.150825, 0.640174,
                      0.451780, 1),
    "lazega_advice": (71, 892, 0.179477, 0.392377, 0.127878, 0.074349, 0.408946, 10.662715, 0.632663,
                      0.478783, 1),
    "lazega_friendship": (71, 575, 0.115694, 0.612174, 0.237943, 0.099053, 1.000000, 6.553516, 0.498773,
                          0.448623, 3),
    "cross_parker": (46, 877, 0.423671, 0.745724, 0.181914, 0.107029, 0.409492, 6.507297, 0.765700, 0.724195,
                     1),
    "cross_parker_4": (46, 168, 0.081159, 0.654762, 0.456253, 0.167571, 1.000000, 3.248722, 0.347262,
                       0.484006, 6),
}


def check_classics(folder):
    for name, expected in CLASSICS.items():
        path = folder / f"{name}.csv"
        if not path.exists():
            print(f"left out: {path}")
            continue
        told = measure_file(path)
        m = told["measures"]
        constraint = [p["constraint"] for p in told["people"] if p["constraint"] is not None]
        found = (m["people"], m["ties"], m["density"], m["reciprocity"], m["constraint_mean"],
                 min(constraint), max(constraint), m["effective_size"], m["efficiency"],
                 m["transitivity"], m["components"])
        for k, value in enumerate(expected):
            near(found[k], value, 6, f"{name}: number {k + 1}")


if not networkx and not igraph:
    print("neither networkx nor igraph for Python is installed")
    sys.exit(77)
check_moments()
check_years()
if has_igraph():
    check_import()
if networkx:
    check_published()
if "INTERSTICE_CLASSICS" in os.environ:
    check_classics(pathlib.Path(os.environ["INTERSTICE_CLASSICS"]))
for problem in sorted(set(problems)):
    print(problem)
print(f"{claims} claims, {len(problems)} problems")
sys.exit(bool(problems))
