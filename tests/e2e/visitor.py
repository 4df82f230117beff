"""Somebody at a screen: a real Chromium in which every page that is shown is also inspected."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, CDPSession, ConsoleMessage, Locator, Page, Request, Response

#: WCAG 2.2 at level A and AA, and what axe holds to be good practice besides.
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
#: What the browser calls a file that it stopped fetching because the reader went on.
LEFT_BEHIND = "net::ERR_ABORTED"
#: How many stops a keyboard walk may take before the thing looked for counts as not there.
STOPS = 200

REPORT_POLICY = """addEventListener("securitypolicyviolation", event => console.error(
  `Content-Security-Policy: ${event.effectiveDirective} refused ${event.blockedURI || "inline"}`), true)"""

TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= innerWidth) return []
  const named = element => element.tagName.toLowerCase() + (element.id && "#" + element.id)
    + [...element.classList].map(name => "." + name).join("")
  return [...document.body.querySelectorAll("*")]
    .filter(element => element.getBoundingClientRect().right > room + 1)
    .slice(0, 5)
    .map(element => `${named(element)} ends at ${Math.round(element.getBoundingClientRect().right)} px`)
    .concat(`the page is ${document.documentElement.scrollWidth} px wide on a screen of ${innerWidth} px`)
}"""

# Where the focus is, and whether a person would see that place: it has a size and lies on the screen.
FOCUSED = """() => {
  const element = document.activeElement
  if (!element || element === document.body) return null
  const box = element.getBoundingClientRect()
  return {
    box: {x: box.x, y: box.y, width: box.width, height: box.height},
    html: element.outerHTML.slice(0, 160),
    shown: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
      && box.right > 0 && box.left < innerWidth,
  }
}"""


def chromium() -> str:
    """Path of the Chromium to play in: the one that CHROMIUM names, else Debian's, else one on the path.

    Raises LookupError where there is none.
    """
    for name in (
        os.environ.get("CHROMIUM"),
        "/usr/bin/chromium",
        "chromium",
        "chromium-browser",
        "google-chrome",
    ):
        found = shutil.which(name) if name else None
        if found:
            return found
    raise LookupError("No Chromium found: install it (on Debian: apt-get install chromium) or name it in CHROMIUM.")


@dataclass
class Troubles:
    """What went wrong in a browser since it was last asked. Nothing is filtered but what the test expects."""

    found: list[str] = field(default_factory=list)

    def take(self) -> list[str]:
        found, self.found = self.found, []
        return found


class Visitor:
    """One person in one browser. Whatever they open is checked: see `look`."""

    def __init__(
        self, context: BrowserContext, home: str, *, javascript: bool = True, beside: Sequence[str] = ()
    ) -> None:
        self.context = context
        self.home = home
        self.allowed = {urlsplit(place).netloc for place in (home, *beside)}
        self.javascript = javascript
        self.troubles = Troubles()
        self._status: int | None = None
        context.on("request", self._requested)
        context.on("requestfailed", self._failed)
        context.on("response", self._answered)
        context.on("console", self._said)
        context.on("weberror", lambda error: self._trouble(f"JavaScript: {error.error}"))
        context.add_init_script(REPORT_POLICY)
        self.page: Page = context.new_page()
        if not javascript:
            self._devtools().send("Emulation.setScriptExecutionDisabled", {"value": True})

    # ---- going about ----

    def at(self, path: str, *, status: int = 200) -> Visitor:
        """Open a page of the house and look at it. ``status`` is what the server should answer."""
        self.page.goto(urljoin(self.home, path))
        return self.look(status=status)

    def press(
        self, name: str, *, within: Locator | None = None, status: int = 200, arrive: str | None = None
    ) -> Visitor:
        """Press the button of this name, and look at the page that follows.

        ``arrive`` is a pattern of the address to wait for, where more than one page follows by itself.
        """
        button = (within or self.page).get_by_role("button", name=name, exact=True)
        return self.onward(button.first.click, status=status, arrive=arrive)

    def follow(
        self, name: str, *, within: Locator | None = None, status: int = 200, arrive: str | None = None
    ) -> Visitor:
        """Follow the link of this name (in the main part of the page), and look at the page that follows."""
        link = (within or self.page.get_by_role("main")).get_by_role("link", name=name, exact=True)
        return self.onward(link.first.click, status=status, arrive=arrive)

    def onward(self, act: Callable[[], object], *, status: int = 200, arrive: str | None = None) -> Visitor:
        """Do something that leads to another page (or to this one anew), and look at it."""
        with self.page.expect_navigation(url=arrive):
            act()
        return self.look(status=status)

    def fill(self, label: str, value: str) -> Visitor:
        """Type into the field with this label."""
        self.page.get_by_label(label, exact=True).fill(value)
        return self

    def choose(self, label: str) -> Visitor:
        """Tick or choose the option with this label."""
        self.page.get_by_label(label, exact=True).check(force=True)
        return self

    def be(self, name: str) -> Visitor:
        """Become somebody of the demo city, as a visitor of the demo does."""
        self.at("/signin/")
        row = self.page.get_by_role("listitem").filter(has_text=name)
        return self.onward(row.get_by_role("button").click)

    # ---- reading ----

    @property
    def path(self) -> str:
        """Where this person is, without the name of the machine."""
        parts = urlsplit(self.page.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    @property
    def heading(self) -> str:
        """The one heading of the page."""
        return self.page.get_by_role("heading", level=1).inner_text()

    def reads(self, text: str) -> bool:
        """Whether the main part of the page says this, as somebody would read it."""
        words = self.page.get_by_role("main").inner_text()
        return _one_line(text) in _one_line(words)

    # ---- looking ----

    def look(self, *, status: int = 200) -> Visitor:
        """Inspect the page as it is now. Raises AssertionError naming the page and everything wrong with it:

        another answer than expected, accessibility (axe), the browser's complaints, JavaScript errors, what
        the security policy refused, failed requests, requests to anybody else, a page that is wider than
        the screen.
        """
        self.page.wait_for_load_state("load")
        wrong = []
        with self._scripts_of_the_inspector():
            self.page.evaluate("() => document.fonts.ready.then(() => null)")
            wrong += self._unreachable()
            wrong += [f"Too wide: {part}" for part in self.page.evaluate(TOO_WIDE)]
        wrong += self.troubles.take()
        if self._status not in (None, status):
            wrong.append(f"The server answered {self._status} instead of {status}.")
        if wrong:
            raise AssertionError("\n".join([f"On {self.path}:", *wrong]))
        return self

    @contextmanager
    def _scripts_of_the_inspector(self) -> Iterator[None]:
        # Where scripts are off, those of the inspector are too. By now the page has done without its own.
        if not self.javascript:
            self._devtools().send("Emulation.setScriptExecutionDisabled", {"value": False})
        yield
        if not self.javascript:
            self._devtools().send("Emulation.setScriptExecutionDisabled", {"value": True})

    def _unreachable(self) -> Iterator[str]:
        results = Axe().run(self.page, options={"runOnly": list(RULES), "resultTypes": ["violations"]})
        for violation in results.response["violations"]:
            for node in violation["nodes"]:
                where = " ".join(str(part) for part in node["target"])
                yield (
                    f"axe {violation['id']} ({violation['help']}) at {where}: {node['html'][:200]}\n"
                    f"    {_one_line(node['failureSummary'])}"
                )

    # ---- by keyboard alone ----

    def tab_to(self, name: str) -> Visitor:
        """Move by Tab until what carries this accessible name has the focus, visibly."""
        passed: list[str] = []
        for _stop in range(STOPS):
            self.page.keyboard.press("Tab")
            focused = self.page.evaluate(FOCUSED)
            if focused is None:  # past the last stop: the next Tab starts at the top of the page
                continue
            if not focused["shown"]:
                raise AssertionError(
                    f"On {self.path}: the focus is at something that cannot be seen: {focused['html']}"
                )
            here = self.focused_name()
            if here == name:
                self._see_focus(focused)
                return self
            passed.append(here)
        stops = ", ".join(dict.fromkeys(passed))
        raise AssertionError(f"On {self.path}: no Tab leads to “{name}”. It leads to: {stops}")

    def go_to(self, name: str, *, key: str = "Enter", status: int = 200) -> Visitor:
        """By keyboard: move to what carries this name, press the key, and look at the page that follows."""
        self.tab_to(name)
        return self.onward(lambda: self.page.keyboard.press(key), status=status)

    def type(self, text: str) -> Visitor:
        """Type on the keyboard, wherever the focus is."""
        self.page.keyboard.type(text)
        return self

    def focused_name(self) -> str:
        """The name that a screen reader would read for what has the focus."""
        devtools = self._devtools()
        focused = devtools.send("Runtime.evaluate", {"expression": "document.activeElement"})["result"]
        tree = devtools.send(
            "Accessibility.getPartialAXTree",
            {"objectId": focused["objectId"], "fetchRelatives": False},
        )
        return _one_line(tree["nodes"][0].get("name", {}).get("value", ""))

    def _see_focus(self, focused: dict) -> None:
        """Somebody must see where they are: the screen around it looks different once the focus is gone."""
        room, size = 8, self.page.viewport_size
        left, top = max(0, focused["box"]["x"] - room), max(0, focused["box"]["y"] - room)
        clip = {
            "x": left,
            "y": top,
            "width": min(size["width"], focused["box"]["x"] + focused["box"]["width"] + room) - left,
            "height": min(size["height"], focused["box"]["y"] + focused["box"]["height"] + room) - top,
        }
        with_focus = self.page.screenshot(clip=clip, animations="disabled")
        self.page.evaluate("() => { window.had = document.activeElement; window.had.blur() }")
        without = self.page.screenshot(clip=clip, animations="disabled")
        self.page.evaluate("() => window.had.focus({focusVisible: true})")
        if with_focus == without:
            raise AssertionError(f"On {self.path}: one cannot see that this has the focus: {focused['html']}")

    def _devtools(self) -> CDPSession:
        if not hasattr(self, "_session"):
            self._session = self.context.new_cdp_session(self.page)
        return self._session

    # ---- a passkey ----

    def with_passkeys(self, *, willing: bool = True) -> Visitor:
        """Give this browser a fingerprint reader that says yes, or (``willing`` off) knows no finger."""
        devtools = self._devtools()
        devtools.send("WebAuthn.enable")
        devtools.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": willing,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        return self

    # ---- what the browser tells ----

    def _trouble(self, what: str) -> None:
        self.troubles.found.append(what)

    def _requested(self, request: Request) -> None:
        parts = urlsplit(request.url)
        ours = parts.scheme in {"data", "blob", "about"} or parts.netloc in self.allowed
        if not ours:
            self._trouble(f"A request to somebody else: {request.method} {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != LEFT_BEHIND:
            self._trouble(f"A request failed: {request.url} ({request.failure})")

    def _answered(self, response: Response) -> None:
        request = response.request
        if request.is_navigation_request() and request.frame.parent_frame is None:
            self._status = None if response.status == 204 else response.status  # 204: stay where you are
        elif response.status >= 400:
            self._trouble(f"A file did not come: {response.url} ({response.status})")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        # What did not come is told by the answers themselves, and a page may be refused as a test expects.
        if message.text.startswith("Failed to load resource: the server responded with a status of"):
            return
        self._trouble(f"The browser says: {message.text}")


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
