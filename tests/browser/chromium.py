"""A headless Chromium, spoken to over a pair of pipes: no port, no package of its own."""

import base64
import json
import os
import select
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ANSWER_S = 60.0
END = b"\0"
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
    "--disable-dev-shm-usage", "--disable-background-networking", "--remote-debugging-pipe",
)  # fmt: skip
NOISE = frozenset({"Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"})
REQUEST, LOADED = "Network.requestWillBeSent", "Page.loadEventFired"

Json = dict[str, Any]


class NoAnswerError(Exception):
    """The browser did not answer, or refused."""


@dataclass(slots=True)
class Page:
    """A page in the browser: what it said on its console, and what it asked the network for."""

    command: int
    answers: int
    session: str = ""
    number: int = 0
    unread: bytes = b""
    happened: list[Json] = field(default_factory=list[Json])

    def call(self, method: str, **parameters: object) -> Json:
        """Call a method of the browser's protocol and return its result."""
        self.number += 1
        message: Json = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.command, json.dumps(message).encode() + END)
        while (answer := self._next()).get("id") != self.number:
            self.happened.append(answer)
        if "error" in answer:
            raise NoAnswerError(f"{method}: {answer['error']}")
        return answer["result"]

    def _next(self) -> Json:
        until = time.monotonic() + ANSWER_S
        while END not in self.unread:
            left = max(0.0, until - time.monotonic())
            if not select.select([self.answers], [], [], left)[0]:
                raise NoAnswerError("the browser is silent")
            chunk = os.read(self.answers, 1 << 20)
            if not chunk:
                raise NoAnswerError("the browser ended")
            self.unread += chunk
        message, _, self.unread = self.unread.partition(END)
        return json.loads(message)

    def open(self, file: Path, width: int, height: int) -> None:
        """Open a file on a screen of a size in pixels, and wait until it has loaded."""
        self.happened.clear()
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=width < height / 1.6,
        )  # fmt: skip
        self.call("Page.navigate", url=file.as_uri())
        while not any(one.get("method") == LOADED for one in self.happened):
            self.happened.append(self._next())

    def evaluate(self, script: str) -> Any:  # noqa: ANN401  whatever the script says
        """Return what a script says on the page."""
        said = self.call("Runtime.evaluate", expression=script, returnByValue=True)
        return said["result"].get("value")

    @property
    def noise(self) -> list[Json]:
        """What came on the console since the page was opened."""
        return [one["params"] for one in self.happened if one.get("method") in NOISE]

    @property
    def requests(self) -> list[str]:
        """What was asked for since, what is within the page apart."""
        asked = (one["params"] for one in self.happened if one.get("method") == REQUEST)
        urls = [one["request"]["url"] for one in asked]
        return [url for url in urls if not url.startswith("data:")]

    def picture(self, file: Path) -> Path:
        """Save a picture of the whole page."""
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=True)
        file.write_bytes(base64.b64decode(shot["data"]))
        return file

    def printed(self) -> bytes:
        """Return the page as it is printed on A4, by its own margins."""
        printed = self.call(
            "Page.printToPDF",
            preferCSSPageSize=True,
            printBackground=True,
            displayHeaderFooter=False,
        )
        return base64.b64decode(printed["data"])


@contextmanager
def chromium(program: str, home: Path) -> Generator[Page]:
    """Start a browser with a home of its own, open a page, and end it."""
    read_command, command = os.pipe()
    answers, write_answers = os.pipe()

    def place() -> None:
        os.dup2(read_command, 3)
        os.dup2(write_answers, 4)

    browser = subprocess.Popen(
        [program, *FLAGS, f"--user-data-dir={home}", "about:blank"],
        preexec_fn=place,  # noqa: PLW1509  the browser wants these two numbers
        pass_fds=(3, 4),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(read_command)
    os.close(write_answers)
    try:
        page = Page(command, answers)
        target = page.call("Target.createTarget", url="about:blank")["targetId"]
        page.session = page.call("Target.attachToTarget", targetId=target, flatten=True)[
            "sessionId"
        ]
        for domain in ("Page", "Runtime", "Log", "Network"):
            page.call(f"{domain}.enable")
        yield page
    finally:
        browser.terminate()
        browser.wait(30)
        os.close(command)
        os.close(answers)
