# SPDX-License-Identifier: GPL-3.0-or-later
"""A headless Chromium that tests drive, by the DevTools protocol over a pair of pipes; and PNG pixels."""
import base64
import json
import os
import select
import shutil
import struct
import subprocess
import tempfile
import time
import zlib

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ("--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
         "--disable-background-networking --disable-component-update --disable-sync "
         "--disable-default-apps --hide-scrollbars --remote-debugging-pipe").split()


class Browser:
    """One page in one browser. Everything that it says and asks for is kept."""

    def __init__(self):
        self.folder = tempfile.mkdtemp()
        to_read, self.to_browser = os.pipe()
        self.from_browser, to_write = os.pipe()
        # The browser reads from 3 and writes to 4.
        command = ["bash", "-c", 'exec "$@" 3<&%d 4>&%d' % (to_read, to_write), "chromium",
                   CHROMIUM, *FLAGS, "--user-data-dir=" + self.folder, "about:blank"]
        self.process = subprocess.Popen(command, pass_fds=(to_read, to_write),
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(to_write)
        self.number, self.rest, self.session = 0, b"", None
        self.messages, self.requests, self.events = [], [], []
        target = next(one for one in self.call("Target.getTargets")["targetInfos"]
                      if one["type"] == "page")
        self.session = self.call("Target.attachToTarget", targetId=target["targetId"],
                                 flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(domain + ".enable")

    def close(self):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _next(self, until):
        while b"\0" not in self.rest:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.from_browser], [], [], left)[0]:
                raise TimeoutError("the browser does not answer")
            part = os.read(self.from_browser, 1 << 20)
            if not part:
                raise EOFError("the browser has ended")
            self.rest += part
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def _note(self, event):
        name, what = event.get("method"), event.get("params", {})
        self.events.append(name)
        if name == "Runtime.consoleAPICalled":
            self.messages.append(what["type"] + ": " + json.dumps(what["args"])[:300])
        elif name == "Runtime.exceptionThrown":
            self.messages.append("exception: " + json.dumps(what["exceptionDetails"])[:500])
        elif name == "Log.entryAdded":
            self.messages.append("log: " + what["entry"]["text"][:300])
        elif name == "Network.requestWillBeSent":
            self.requests.append(what["request"]["url"])
        elif name == "Page.javascriptDialogOpening":
            self.messages.append("dialog: " + what["message"][:100])
            self.call("Page.handleJavaScriptDialog", accept=True)

    def call(self, method, **parameters):
        self.number += 1
        number = self.number
        message = {"id": number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.to_browser, json.dumps(message).encode() + b"\0")
        until = time.monotonic() + 60
        while True:
            answer = self._next(until)
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(method + ": " + json.dumps(answer["error"]))
                return answer["result"]
            if "method" in answer:
                self._note(answer)

    def size(self, width, height):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=False)

    def media(self, kind="", dark=False):
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", media=kind, features=[scheme])

    def scripts(self, run):
        self.call("Emulation.setScriptExecutionDisabled", value=not run)

    def open(self, path):
        """Load a page and wait until that is done."""
        self.messages, self.requests, self.events = [], [], []
        self.call("Page.navigate", url="file://" + os.path.abspath(path))
        until = time.monotonic() + 60
        while "Page.loadEventFired" not in self.events:
            event = self._next(until)
            if "method" in event:
                self._note(event)

    def value(self, expression):
        """What a piece of JavaScript gives."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True,
                           awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(json.dumps(answer["exceptionDetails"])[:800])
        return answer["result"].get("value")

    def settle(self):
        self.value("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def mouse(self, kind, x, y, clicks=1):
        pressed = kind != "mouseMoved"
        self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y,
                  button="left" if pressed else "none", buttons=1, clickCount=clicks if pressed else 0)

    def drag(self, x0, y0, x1, y1):
        self.mouse("mouseMoved", x0, y0)
        self.mouse("mousePressed", x0, y0)
        for k in range(1, 6):
            self.call("Input.dispatchMouseEvent", type="mouseMoved", buttons=1, button="left",
                      x=x0 + (x1 - x0) * k / 5, y=y0 + (y1 - y0) * k / 5)
        self.mouse("mouseReleased", x1, y1)
        self.settle()

    def double_click(self, x, y):
        for clicks in (1, 2):
            self.mouse("mousePressed", x, y, clicks)
            self.mouse("mouseReleased", x, y, clicks)
        self.settle()

    def key(self, key, code):
        for kind in ("keyDown", "keyUp"):
            more = {"text": "\r"} if key == "Enter" and kind == "keyDown" else {}
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key,
                      windowsVirtualKeyCode=code, **more)
        self.settle()

    def shoot(self, **more):
        return base64.b64decode(self.call("Page.captureScreenshot", format="png",
                                          captureBeyondViewport=True, **more)["data"])

    def save(self, path):
        """The whole page as a file, for people."""
        with open(path, "wb") as file:
            file.write(self.shoot())

    def picture(self, x, y, width, height, scale=1.0):
        """Pixels of a part of the page."""
        return Picture(self.shoot(clip={"x": x, "y": y, "width": width, "height": height, "scale": scale}))


class Picture:
    """Pixels of a PNG of 8 bits a channel, as Chromium makes them."""

    def __init__(self, png):
        data, at = b"", 8
        while at < len(png):
            length, kind = struct.unpack(">I4s", png[at:at + 8])
            chunk = png[at + 8:at + 8 + length]
            at += 12 + length
            if kind == b"IHDR":
                self.width, self.height, bits, color = struct.unpack(">IIBB", chunk[:10])
                assert bits == 8 and color in (2, 6)
                self.channels = 3 if color == 2 else 4
            elif kind == b"IDAT":
                data += chunk
        self.rows = self._unfilter(zlib.decompress(data))

    def _unfilter(self, raw):
        step, width = self.channels, self.width * self.channels
        rows, above = [], bytearray(width)
        for y in range(self.height):
            kind = raw[y * (width + 1)]
            row = bytearray(raw[y * (width + 1) + 1:(y + 1) * (width + 1)])
            for x in range(width if kind else 0):
                left = row[x - step] if x >= step else 0
                up = above[x]
                if kind == 1:
                    guess = left
                elif kind == 2:
                    guess = up
                elif kind == 3:
                    guess = (left + up) // 2
                else:
                    corner = above[x - step] if x >= step else 0
                    far = left + up - corner
                    guess = min((abs(far - left), 0, left), (abs(far - up), 1, up),
                                (abs(far - corner), 2, corner))[2]
                row[x] = (row[x] + guess) & 255
            rows.append(row)
            above = row
        return rows

    def pixel(self, x, y):
        at = x * self.channels
        return tuple(self.rows[y][at:at + 3])

    def counts(self):
        """How often each color is there."""
        found = {}
        for row in self.rows:
            for x in range(0, len(row), self.channels):
                color = bytes(row[x:x + 3])
                found[color] = found.get(color, 0) + 1
        return found

    def painted(self):
        """Share of the pixels that are not of the most frequent color, and number of colors."""
        found = self.counts()
        return 1 - max(found.values()) / (self.width * self.height), len(found)
