# SPDX-License-Identifier: GPL-3.0-or-later
"""Do reports work in a browser?  report_browser.py <program> <folder of scenarios> [<folder for pictures>]

Ends with 77 where Chromium is not installed."""
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import browser  # noqa: E402

program, scenarios = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
pictures = os.path.abspath(sys.argv[3]) if len(sys.argv) > 3 else None
if not browser.CHROMIUM:
    print("Chromium is not installed: reports were not looked at in a browser")
    sys.exit(77)
if pictures:
    os.makedirs(pictures, exist_ok=True)
os.chdir(tempfile.mkdtemp())
passed = failed = 0


def it(claim, holds, detail=""):
    global passed, failed
    if holds:
        passed += 1
    else:
        failed += 1
        print(f"FAILED: it {claim} {detail}")


def run(*words):
    done = subprocess.run([program, *words], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(words)}: {done.stderr}")


def look(page, name):
    """Keep a picture for people."""
    if pictures:
        page.save(os.path.join(pictures, name + ".png"))


# Texts of a drawing that lie on one another, or stick out of it.
OVERLAPS = """
(() => {
  const found = [];
  document.querySelectorAll(".picture svg").forEach(svg => {
    if (svg.getBoundingClientRect().width === 0) { return; }
    const frame = svg.getBoundingClientRect();
    const texts = Array.from(svg.querySelectorAll("text")).map(text => [text.textContent, text.getBoundingClientRect()]);
    texts.forEach(([word, box], i) => {
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1) {
        found.push(svg.id + svg.closest("figure").id + ": " + word + " sticks out");
      }
      texts.slice(i + 1).forEach(([other, at]) => {
        const width = Math.min(box.right, at.right) - Math.max(box.left, at.left);
        const height = Math.min(box.bottom, at.bottom) - Math.max(box.top, at.top);
        if (width > 1.5 && height > 4) { found.push(svg.closest("figure").id + ": " + word + " on " + other); }
      });
    });
  });
  return found;
})()
"""

# The same in a figure that stands alone.
SPILLS = """
(() => {
  const found = [];
  const frame = document.documentElement.getBoundingClientRect();
  const texts = Array.from(document.querySelectorAll("text")).map(text => [text.textContent, text.getBoundingClientRect()]);
  texts.forEach(([word, box], i) => {
    if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1) {
      found.push(word + " sticks out");
    }
    texts.slice(i + 1).forEach(([other, at]) => {
      const width = Math.min(box.right, at.right) - Math.max(box.left, at.left);
      const height = Math.min(box.bottom, at.bottom) - Math.max(box.top, at.top);
      if (width > 1.5 && height > 4) { found.push(word + " on " + other); }
    });
  });
  return found;
})()
"""

# Pixels of the chart's own line in each canvas that dygraphs draws on.
CANVASES = """
Array.from(document.querySelectorAll("figure.is-live")).map(figure => {
  const canvas = figure.querySelector(".live canvas");
  const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  const color = figure.chart.getColors()[0].replace("#", "");
  const want = [0, 2, 4].map(at => parseInt(color.slice(at, at + 2), 16));
  let count = 0;
  for (let i = 0; i < pixels.length; i += 4) {
    if (pixels[i + 3] > 200 && want.every((value, k) => Math.abs(pixels[i + k] - value) < 40)) { count++; }
  }
  return [figure.id, count];
})
"""

BOX = "(() => { const one = document.getElementById(%s).querySelector('.picture');" \
      " const box = one.getBoundingClientRect();" \
      " return [box.left + scrollX, box.top + scrollY, box.width, box.height]; })()"
RANGES = "Array.from(document.querySelectorAll('figure.is-live')).map(figure => figure.chart.xAxisRange())"


def check_clean(page, name):
    it(f"says nothing on the console: {name}", page.messages == [], str(page.messages[:3]))
    outside = [url for url in page.requests if not url.startswith("file://")]
    it(f"asks for one file only: {name}", len(page.requests) == 1 and not outside, str(page.requests[:3]))


def check_drawn(page, name):
    """Every picture has paint on it."""
    figures = page.value("Array.from(document.querySelectorAll('.picture')).map(one => one.closest('figure').id)")
    it(f"has figures: {name}", len(figures) >= 5, str(figures))
    for figure in figures:
        picture = page.picture(*page.value(BOX % json.dumps(figure)), scale=0.4)
        share, colors = picture.painted()
        it(f"draws {figure} of {name}", share > 0.01 and colors > 4, f"{share:.3f} {colors}")


def check_canvases(page, name):
    for figure, count in page.value(CANVASES):
        it(f"draws the line of {figure} of {name}", count > 150 or "roles" in figure, str(count))


def check_zoom(page, name):
    whole = page.value(RANGES)
    it(f"has charts that can be zoomed: {name}", len(whole) >= 5, str(len(whole)))
    first = page.value("document.querySelector('figure.is-live').id")
    page.value(f"document.getElementById({json.dumps(first)}).scrollIntoView({{block: 'center'}})")
    left, top, width, height = page.value(
        f"(() => {{ const box = document.getElementById({json.dumps(first)}).querySelector('.live')"
        ".getBoundingClientRect(); return [box.left, box.top, box.width, box.height]; })()")
    page.settle()
    page.drag(left + width * 0.4, top + height / 2, left + width * 0.7, top + height / 2)
    near = page.value(RANGES)
    it(f"zooms where the mouse is drawn: {name}",
       near[0][1] - near[0][0] < 0.5 * (whole[0][1] - whole[0][0]), f"{whole[0]} {near[0]}")
    it(f"zooms all charts at once: {name}",
       all(abs(one[k] - near[0][k]) < 1e-6 for one in near for k in (0, 1)), str(near))
    check_canvases(page, name + ", zoomed")
    page.double_click(left + width / 2, top + height / 2)
    again = page.value(RANGES)
    it(f"shows all again: {name}",
       all(abs(a[k] - b[k]) < 0.05 * (b[1] - b[0]) for a, b in zip(again, whole) for k in (0, 1)),
       f"{again[0]} {whole[0]}")
    page.value("document.querySelector('.zoom button').focus()")
    page.key("Enter", 13)
    keyed = page.value(RANGES)
    it(f"zooms by the keyboard: {name}",
       all(one[1] - one[0] < 0.6 * (whole[0][1] - whole[0][0]) for one in keyed), str(keyed[0]))
    page.value("document.querySelector('.zoom button:last-of-type').click()")
    page.mouse("mouseMoved", left + width * 0.5, top + height / 2)
    page.settle()
    it(f"tells the values under the mouse: {name}",
       page.value("document.querySelector('.readout').textContent") != "")


def check_themes(page, path, name):
    seen = {}
    for dark in (False, True):
        page.media(dark=dark)
        page.open(path)
        theme = "dark" if dark else "light"
        look(page, f"{name}-{theme}")
        seen[theme] = page.picture(0, 0, 40, 40).pixel(2, 2)
        check_canvases(page, f"{name}, {theme}")
        check_drawn(page, f"{name}, {theme}")
        faint = page.value("Array.from(document.querySelectorAll('p, li, figcaption, h1, td')).filter(one => "
                           "getComputedStyle(one).color === getComputedStyle(document.documentElement)"
                           ".backgroundColor).length")
        it(f"can be read, {theme}: {name}", faint == 0)
    it(f"is light: {name}", sum(seen["light"]) > 700, str(seen))
    it(f"is dark: {name}", sum(seen["dark"]) < 120, str(seen))
    page.media(dark=False)
    page.settle()
    it(f"changes its theme while it is open: {name}", page.value(
        "document.querySelector('figure.is-live').chart.getColors()[0] === "
        "getComputedStyle(document.documentElement).getPropertyValue('--line-1').trim()"))


def check_narrow(page, path, name):
    page.size(400, 800)
    page.open(path)
    look(page, f"{name}-400")
    it(f"fits a screen of 400 points: {name}",
       page.value("document.documentElement.scrollWidth") <= 400,
       str(page.value("document.documentElement.scrollWidth")))
    small = page.value(
        "Array.from(document.querySelectorAll('.picture svg text')).filter(text => {"
        " const box = text.getBoundingClientRect(); return box.width > 0 && box.height < 8; }).length")
    it(f"keeps texts readable: {name}", small == 0, str(small))
    check_canvases(page, name + ", 400")
    page.size(1000, 900)


def check_still(page, path, name):
    """Without scripts and in print the same charts stand still."""
    page.scripts(False)
    page.open(path)
    check_clean(page, name + ", without scripts")
    page.scripts(True)
    page.open(path)
    page.value("document.querySelectorAll('.is-live').forEach(figure => figure.classList.remove('is-live'))")
    page.settle()
    overlaps = page.value(OVERLAPS)
    it(f"lets no text lie on another: {name}", overlaps == [], str(overlaps[:5]))
    page.open(path)
    page.media("print", dark=True)
    page.settle()
    it(f"prints drawings: {name}", page.value(
        "Array.from(document.querySelectorAll('.picture svg')).every(svg => svg.getBoundingClientRect().width > 100)"))
    it(f"prints no buttons: {name}", page.value("document.querySelector('.zoom').getBoundingClientRect().width") == 0)
    it(f"prints on white: {name}",
       page.value("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)")
    page.media()


def check_paper(page, path, name):
    """On A4 charts stand in two columns, as on a screen, and tables that are open are printed."""
    page.size(718, 1000)
    page.media("print")
    page.open(path)
    page.settle()
    tops = page.value("Array.from(document.querySelectorAll('figure')).slice(0, 2).map(one => "
                      "one.getBoundingClientRect().top)")
    it(f"prints two columns: {name}", tops[0] == tops[1], str(tops))
    it(f"prints open tables, and no others: {name}", page.value(
        "Array.from(document.querySelectorAll('details')).every(one => "
        "(one.getBoundingClientRect().height > 0) === one.open)"))
    page.media()
    page.size(1000, 900)


def check_figures(page, store):
    """Figures that stand alone hold all that is written in them."""
    run("report", store + ".db", "--figures", store + "-figures", "-q")
    page.size(1000, 900)
    folder = store + "-figures"
    for name in sorted(os.listdir(folder)):
        if name.endswith(".svg"):
            page.open(os.path.join(folder, name))
            spills = page.value(SPILLS)
            it(f"keeps what is written in {name} of {store} apart and inside", spills == [], str(spills[:4]))


def check_names(page, path, name):
    """What screen readers and links need."""
    page.open(path)
    it(f"names every drawing: {name}", page.value(
        "Array.from(document.querySelectorAll('svg[role=img]')).every(svg => "
        "document.getElementById(svg.getAttribute('aria-labelledby')).textContent.trim() !== '')"))
    it(f"uses every id once: {name}", page.value(
        "(() => { const ids = Array.from(document.querySelectorAll('[id]')).map(one => one.id);"
        " return ids.filter((id, i) => ids.indexOf(id) !== i && !id.startsWith('hatch-')); })()") == [])
    it(f"has a table at every figure: {name}", page.value(
        "Array.from(document.querySelectorAll('figure')).every(figure => figure.querySelector('table'))"))
    it(f"links to what is there: {name}", page.value(
        "Array.from(document.querySelectorAll('a[href^=\"#\"]')).every(a => document.querySelector(a.hash))"))
    it(f"lets keys scroll what is wider than it is: {name}", page.value(
        "Array.from(document.querySelectorAll('.scroll, .wide .picture')).every(one => one.tabIndex === 0)"))
    it(f"names all that keys reach: {name}", page.value(
        "Array.from(document.querySelectorAll('[tabindex]')).every(one => one.role && one.ariaLabel)"))


def check_case(page, name, replicates):
    run("run", os.path.join(scenarios, name + ".json"), "--replicates", str(replicates), "--twins", "-o",
        name + ".db", "-q")
    run("report", name + ".db", "-q")
    path = name + ".html"
    page.size(1000, 900)
    page.media(dark=False)
    page.open(path)
    check_clean(page, name)
    check_zoom(page, name)
    check_themes(page, path, name)
    check_narrow(page, path, name)
    check_still(page, path, name)
    check_paper(page, path, name)
    check_names(page, path, name)
    check_figures(page, name)


def check_plain(page, name):
    """Reports whose charts stand still."""
    run("report", name + ".db", "-q")
    page.size(1000, 900)
    page.open(name + ".html")
    look(page, name)
    check_clean(page, name)
    overlaps = page.value(OVERLAPS)
    it(f"lets no text lie on another: {name}", overlaps == [], str(overlaps[:5]))
    page.size(400, 800)
    page.open(name + ".html")
    it(f"fits a screen of 400 points: {name}", page.value("document.documentElement.scrollWidth") <= 400)


HOSTILE = [
    "<script>window.hit=1</script>", "</script><script>window.hit=1</script>", "</title><script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>", "<svg onload=window.hit=1>", "\"><script>window.hit=1</script>",
    "'><script>window.hit=1</script>", "\" onmouseover=\"window.hit=1", "' autofocus onfocus='window.hit=1",
    "</style><script>window.hit=1</script>", "</svg><script>window.hit=1</script>", "<!--", "-->", "<![CDATA[", "]]>",
    "&lt;b&gt;", "&amp;", "&#60;script&#62;", "javascript:window.hit=1", "</textarea>", "{{7*7}}", "${7*7}", "%3Cscript%3E",
    "\\u003cscript\\u003e", "\\", "\\\\\"", "line\u2028separator", "para\u2029graph", "\u202eright to left", "\u2066isolated",
    "nul\u0001byte", "bell\u0007", "tab\tand\nnewline", "\ufeffmark", "\U0001f600\U0001f468\u200d\U0001f469", "a" * 300,
    "<a href=//example.com>", "<link rel=stylesheet href=//example.com/x.css>", "<base href=//example.com/>",
    "<meta http-equiv=refresh content=0>",
]


def check_hostile(page):
    it("tries forty hostile names", len(HOSTILE) == 40)
    with open(os.path.join(scenarios, "minimal.json"), encoding="utf-8") as file:
        scenario = json.load(file)
    for number, word in enumerate(HOSTILE):
        mine = json.loads(json.dumps(scenario))
        mine["name"], mine["title"] = word, word
        mine["themes"][0]["name"] = word
        mine.pop("design", None)
        text = json.dumps(mine)
        old = scenario["themes"][0]["name"]
        mine = json.loads(text.replace(json.dumps(old), json.dumps(word)))
        for event in mine["events"]:
            if event.get("measure"):
                event["group"] = word
        mine.pop("basis", None)
        with open("hostile.json", "w", encoding="utf-8") as file:
            json.dump(mine, file)
        store = f"hostile{number}.db"
        done = subprocess.run([program, "run", "hostile.json", "--replicates", "2", "-o", store, "-q"],
                              capture_output=True, text=True)
        if done.returncode == 65:  # no name at all for the program: refused before any report
            it(f"refuses {word!r} with a reason", "hostile.json:" in done.stderr, done.stderr[:200])
            continue
        run("report", store, "-o", "hostile.html", "-q")
        page.open("hostile.html")
        check_clean(page, repr(word)[:40])
        it(f"runs nothing of {word!r}", page.value("window.hit === undefined"))
        it(f"adds no element for {word!r}", page.value(
            "document.querySelectorAll('script:not([type])').length <= 3 && "
            "document.querySelectorAll('img, base, link, iframe').length === 0 && "
            "document.querySelectorAll('meta').length === 4"))
        it(f"shows {word!r}", page.value("document.querySelector('h1').textContent.length") > 0)


def write_long_names(path):
    """A firm whose policy and managers bear names that no chart has room for."""
    with open(os.path.join(scenarios, "minimal.json"), encoding="utf-8") as file:
        scenario = json.load(file)
    old = scenario["policies"][0]["name"]
    long = "a policy with a name that goes on and on as W W W W W W do"
    text = json.dumps(scenario).replace(json.dumps(old), json.dumps(long))
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return long


page = browser.Browser()
try:
    for case, count in (("gas", 3), ("electrical", 2), ("comp", 4)):
        check_case(page, case, count)
    minimal = os.path.join(scenarios, "minimal.json")
    run("sweep", minimal, "--vary", "/organization/emphasis=0:1:4", "--vary",
        "/organization/institutionalization=0.1:0.9:3", "--replicates", "2", "-o", "grid.db", "-q")
    run("sweep", minimal, "--vary", "/organization/emphasis=0:1:5", "--replicates", "2", "-o", "line.db", "-q")
    run("compare", minimal, "--policies", "sponsor,director,absent", "--replicates", "3", "-o", "policies.db", "-q")
    long_name = write_long_names("long.json")
    run("compare", "long.json", "--policies", "sponsor," + long_name, "--replicates", "3", "-o", "long.db", "-q")
    for store in ("grid", "line", "policies", "long"):
        check_plain(page, store)
        check_figures(page, store)
    check_hostile(page)
finally:
    page.close()
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed or not passed else 0)
