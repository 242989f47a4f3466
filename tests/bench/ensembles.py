#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What many runs cost beside the runs themselves:

    python3 tests/bench/ensembles.py .build/release [store] [threads] [idle] [memory]     (without words: all)

store    time of Comp's runs with a run store, against the same runs without, in turns
threads  how much faster two threads are than one, with a store and without
idle     processor time of who hands out and stores, while the others make long runs
memory   what a run says it will take, against what it takes at its peak
Nothing else should run beside them. Medians; wall and processor time in seconds.
"""
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

build = pathlib.Path(sys.argv[1]).resolve()
words = sys.argv[2:] or ["store", "threads", "idle", "memory"]
scenarios = pathlib.Path(__file__).resolve().parents[2] / "scenarios"
program = build / "bin" / "interstice"
TURNS = 7
LOAD = "load {:.1f}".format(os.getloadavg()[0])


def clear():
    for old in pathlib.Path(".").glob("x.db*"):
        old.unlink()


def peak_of(process):
    """Bytes so far; that of wait4() would begin with ours."""
    found = re.search(r"VmHWM:\s*(\d+) kB", pathlib.Path(f"/proc/{process}/status").read_text())
    return int(found[1]) * 1024 if found else 0


def run(scenario, *options, store=False, watched=False):
    """Wall time, processor time, peak memory in bytes (if watched), and what was said."""
    clear()
    command = [program, "run", scenario, *options] + (["-o", "x.db"] if store else [])
    begin = time.perf_counter()
    peak = 0
    with open("said", "w+", encoding="utf-8") as said:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)
        done, status, used = os.wait4(process.pid, os.WNOHANG if watched else 0)
        while not done:
            peak = max(peak, peak_of(process.pid))
            time.sleep(0.005)
            done, status, used = os.wait4(process.pid, os.WNOHANG)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - begin
        said.seek(0)
        words_said = said.read()
    if process.returncode != 0:
        sys.exit(f"{command}: {words_said}")
    return wall, used.ru_utime + used.ru_stime, peak, words_said


def medians(runs):
    return [statistics.median(column) for column in zip(*(r[:2] for r in runs))]


def store():
    for jobs in "1", "2":
        options = scenarios / "comp.json", "--replicates", "200", "-q", "-j", jobs
        pairs = [(run(*options), run(*options, store=True)) for _ in range(TURNS)]
        without, with_store = medians(p[0] for p in pairs), medians(p[1] for p in pairs)
        print(f"store: -j {jobs}: wall {without[0]:.3f} -> {with_store[0]:.3f} "
              f"({with_store[0] / without[0] - 1:+.1%}), processor {without[1]:.3f} -> {with_store[1]:.3f} "
              f"({with_store[1] / without[1] - 1:+.1%})")


def threads():
    options = scenarios / "comp.json", "--replicates", "400", "-q", "-j"
    for kept in False, True:
        pairs = [(run(*options, "1", store=kept), run(*options, "2", store=kept)) for _ in range(TURNS)]
        one, two = medians(p[0] for p in pairs), medians(p[1] for p in pairs)
        print(f"threads: {'with a store' if kept else 'plain'}: wall {one[0]:.2f} -> {two[0]:.2f}, "
              f"{one[0] / two[0]:.2f} times as fast")


def spent(task):
    """Seconds of processor time of a process or thread."""
    fields = (task / "stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def shares(tasks, seconds):
    before = [spent(t) for t in tasks]
    time.sleep(seconds)
    return [(spent(t) - b) / seconds for t, b in zip(tasks, before)]


def watch(command, settle, parts_of, seconds=10):
    """Shares of processor time of the parts of a process, once it has settled."""
    clear()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(settle)
    found = shares(parts_of(process.pid), seconds)
    process.terminate()
    process.wait()
    return found


def threads_of(process):
    return list(pathlib.Path(f"/proc/{process}/task").iterdir())


def rank_of(task):
    found = re.search(rb"OMPI_COMM_WORLD_RANK=(\d+)", (task / "environ").read_bytes())
    return int(found[1]) if found else -1


def ranks_of(process):
    children = pathlib.Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return sorted((pathlib.Path("/proc") / c for c in children), key=rank_of)


def idle():
    long = ["run", scenarios / "electrical.json", "--replicates", "10000", "-q"]
    launch = ["mpirun", "--allow-run-as-root", "--oversubscribe", "--bind-to", "none", "-n", "3"]
    told = sorted(watch([program, *long, "-o", "x.db", "-j", "2"], 2, threads_of))
    print(f"idle: Electrical -j 2 -o: {told[0]:.1%} who stores; workers", *(f"{t:.0%}" for t in told[1:]))
    if (build / "bin" / "interstice-mpi").exists():
        compare = ["compare", *long[1:], "--policies", "sponsor,director"]
        for what in compare, [*long, "-o", "x.db"]:
            told = watch([*launch, build / "bin" / "interstice-mpi", *what], 4, ranks_of)
            print(f"idle: Electrical, {what[0]} on 3 ranks{' -o' if '-o' in what else ''}: {told[0]:.1%} rank 0; "
                  "workers", *(f"{t:.0%}" for t in told[1:]))


def organization(people):
    size = 50
    return {"format": 1, "name": "large", "time": {"start": 0, "end": 1}, "seed": 1,
            "themes": [{"name": f"theme {k}"} for k in range(people // 1000)],
            "units": [{"name": "unit", "count": people // size, "size": size, "people": {"manager": 1},
                       "rest": "professional"}],
            "managers": [{"name": "head", "heads_of": "unit", "policy": "sponsor"}]}


def memory():
    large = pathlib.Path("large.json")
    large.write_text(json.dumps(organization(100000)), encoding="utf-8")
    units = {"kB": 1e3, "MB": 1e6, "GB": 1e9}
    for scenario in [scenarios / f"{case}.json" for case in ("gas", "electrical", "comp")] + [large]:
        for jobs, kept in ("1", False), ("2", False), ("2", True):
            ran = run(scenario, "--replicates", "4" if scenario == large else "40", "-j", jobs, store=kept,
                      watched=True)
            said = re.search(r"memory: about ([\d.]+) (\w+)", ran[3])
            foreseen = float(said[1]) * units[said[2]]
            print(f"memory: {scenario.stem} -j {jobs}{' -o' if kept else ''}: said {foreseen / 1e6:.1f} MB, "
                  f"peak {ran[2] / 1e6:.1f} MB ({foreseen / ran[2] - 1:+.0%})")


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    for word in words:
        {"store": store, "threads": threads, "idle": idle, "memory": memory}[word]()
    print(LOAD, "at the start, {:.1f} at the end".format(os.getloadavg()[0]))
