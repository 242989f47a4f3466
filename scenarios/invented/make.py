#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the two tables of an organization that does not exist: Norvale Instruments.

    python3 make.py [FOLDER]

Nobody in it is real, and no survey was made. The tables look like what people get in practice: an export
of a personnel system in the manner of a spreadsheet (semicolons, a byte order mark, \\r\\n), and a survey
that not everybody answered. The same command makes the same bytes each time.
"""
import pathlib
import sys

FOLDER = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent)

UNITS = [  # name, people, unit above, skills with their shares
    ("Management", 6, None, {"planning": 1}),
    ("Sales Europe", 30, "Management", {"customers": 3, "planning": 1}),
    ("Sales Overseas", 24, "Management", {"customers": 3, "planning": 1}),
    ("Optics", 36, "Management", {"optics": 4, "software": 1, "metrology": 1}),
    ("Electronics", 34, "Management", {"electronics": 4, "software": 1}),
    ("Firmware", 28, "Electronics", {"software": 4, "electronics": 1}),
    ("Production A", 44, "Management", {"assembly": 4, "metrology": 1}),
    ("Production B", 38, "Management", {"assembly": 4, "electronics": 1}),
    ("Quality", 18, "Production A", {"metrology": 3, "assembly": 1}),
    ("Service", 26, "Sales Europe", {"customers": 2, "electronics": 2, "optics": 1}),
    ("Purchasing", 10, "Management", {"planning": 2, "assembly": 1}),
    ("Personnel", 6, "Management", {"planning": 1}),
]
FIRST = "Ada Bo Cleo Dov Edda Finn Gus Hana Ivo Jola Kai Lene Milo Nora Ole Pia Quin Runa Sven Tess".split()
LAST = "Aldmoor Birkfell Corvane Dunmere Eskholt Farrow Glenrick Holmstead Ivendale Jarnow".split()
SEED, ADVICE, SHARE_OF_ANSWERS, SHARE_RETURNED = 20, 3.0, 0.8, 0.4


class Luck:
    """A generator of its own (Park and Miller 1988), so that the tables depend on nothing else."""

    def __init__(self, seed):
        self.state = seed

    def number(self):
        self.state = self.state * 48271 % 2147483647
        return (self.state - 1) / 2147483646

    def below(self, count):
        return int(self.number() * count)

    def pick(self, items):
        return items[self.below(len(items))]

    def weighted(self, weights):
        rest = self.number() * sum(weights.values())
        for item, weight in weights.items():
            rest -= weight
            if rest < 0:
                return item
        return item


def make_people(luck):
    people, head_of = [], {}
    for unit, size, above, skills in UNITS:
        for k in range(size):
            skill = luck.weighted(skills)
            second = luck.weighted(skills)
            person = {
                "id": f"E{1000 + len(people)}",
                "name": f"{luck.pick(FIRST)} {luck.pick(LAST)} (invented)",
                "unit": unit,
                "level": "Head" if k == 0 else luck.weighted(
                    {"Senior specialist": 2, "Engineer": 5, "Officer": 3} if size > 10
                    else {"Officer": 1}),
                "skills": skill if second == skill else f"{skill}|{second}",
                "skill": skill,
            }
            if k == 0:
                head_of[unit] = person["id"]
                person["boss"] = head_of.get(above, "")
            else:
                person["boss"] = head_of[unit]
            people.append(person)
    return people


def make_ties(luck, people):
    rows = []
    answers = {p["id"]: luck.number() < SHARE_OF_ANSWERS for p in people}
    for p in people:
        if not answers[p["id"]]:
            continue
        near = [q for q in people if q["unit"] == p["unit"] and q is not p]
        like = [q for q in people if q["skill"] == p["skill"] and q["unit"] != p["unit"]]
        for kind, share in ("advice", 1.0), ("work", 1.2), ("friendship", 0.5):
            for _ in range(int(ADVICE * share * (0.5 + luck.number()))):
                others = like if like and luck.number() < 0.2 else near
                other = luck.pick(others)["id"]
                rows.append((p["id"], other, 1 + luck.below(5), kind))
                if answers[other] and luck.number() < SHARE_RETURNED:
                    rows.append((other, p["id"], 1 + luck.below(5), kind))
        if p["boss"] and luck.number() < 0.7:
            rows.append((p["id"], p["boss"], 2 + luck.below(4), "work"))
    rows.sort(key=lambda row: row[0])                # as a survey tool gives them, one after the other
    rows.append(("E1010", "E1010", 3, "advice"))     # somebody names themselves
    rows.append(("E1011", "E0999", 4, "advice"))     # somebody who has left
    return rows


def quoted(cell):
    return f'"{cell}"' if any(c in cell for c in ';,"') else cell


def write(name, encoding, separator, end, rows):
    text = "".join(separator.join(quoted(str(cell)) for cell in row) + end for row in rows)
    (FOLDER / name).write_bytes(text.encode(encoding))


luck = Luck(SEED)
people = make_people(luck)
write("employees.csv", "utf-8-sig", ";", "\r\n",
      [("Employee ID", "Name", "Department", "Reports to", "Job level", "Skills")] +
      [(p["id"], p["name"], p["unit"], p["boss"], p["level"], p["skills"]) for p in people])
write("ties.csv", "utf-8", ",", "\n",
      [("respondent", "named", "frequency", "relation")] + make_ties(luck, people))
