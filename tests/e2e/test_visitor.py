"""The inspection of pages can fail: one page made for each thing that it must find, and one that passes."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import Visit
from tests.e2e.visitor import Visitor

PAGE = """<!doctype html><html lang="en"><head><title>Made for a test</title>
<link rel="icon" href="/static/waardeel/mark.svg"><style>{style}</style></head>
<body><main><h1>Made for a test</h1>{body}</main></body></html>"""


def made(visitor: Visitor, body: str = "", *, style: str = "", policy: str = "") -> Visitor:
    """Put a page at an address of the house that the house itself does not know, and open it there."""
    headers = {"content-type": "text/html"} | ({"content-security-policy": policy} if policy else {})
    page = PAGE.format(body=body, style=style)
    visitor.page.route("**/made/", lambda route: route.fulfill(body=page, headers=headers))
    visitor.page.goto(f"{visitor.home}/made/")
    return visitor


def test_a_good_page_passes(visit: Visit) -> None:
    made(visit(), "<p>All is well.</p>").look()


@pytest.mark.parametrize("phone", [True, False])
def test_a_page_wider_than_the_screen_is_found(visit: Visit, phone: bool) -> None:
    visitor = made(visit(phone=phone), '<p class="wide">wide</p>', style=".wide { width: 1400px }")
    with pytest.raises(AssertionError, match=r"On /made/:\nToo wide: .*p\.wide ends at 14\d\d px"):
        visitor.look()


def test_what_somebody_cannot_read_or_operate_is_found(visit: Visit) -> None:
    visitor = made(
        visit(),
        '<img src="/static/waardeel/mark.svg"><p class="pale">pale</p>',
        style=".pale { color: #ccc }",
    )
    with pytest.raises(AssertionError) as caught:
        visitor.look()
    message = str(caught.value)
    assert "axe image-alt" in message
    assert "axe color-contrast" in message
    assert 'at p: <p class="pale">' in message


def test_too_small_a_target_and_bad_practice_are_found(visit: Visit) -> None:
    small = ".a, .b { display: inline-block; width: 9px; height: 9px; overflow: hidden }"
    visitor = made(visit(), '<a class="a" href="/a">a</a><a class="b" href="/b">b</a><h4>deep</h4>', style=small)
    with pytest.raises(AssertionError, match="axe target-size") as caught:
        visitor.look()
    assert "axe heading-order" in str(caught.value)


@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        ('console.error("the script complains")', "The browser says: the script complains"),
        ('throw new Error("the script breaks")', "JavaScript: the script breaks"),
        ('fetch("/nowhere/at/all/")', "A file did not come: .*/nowhere/at/all/ \\(404\\)"),
        ('fetch("http://localhost:1/").catch(() => null)', "A request failed: http://localhost:1/"),
        (
            'fetch("https://elsewhere.example/x").catch(() => null)',
            "to somebody else: GET https://elsewhere.example/x",
        ),
    ],
)
def test_what_a_script_does_wrong_is_found(visit: Visit, script: str, complaint: str) -> None:
    visitor = made(visit(), f"<script>{script}</script>")
    visitor.page.wait_for_load_state("networkidle")
    with pytest.raises(AssertionError, match=complaint):
        visitor.look()


def test_what_the_policy_refuses_is_found(visit: Visit) -> None:
    visitor = made(visit(), "<script>1</script>", policy="default-src 'self'; style-src 'unsafe-inline'")
    with pytest.raises(AssertionError, match="Content-Security-Policy: script-src-elem refused inline"):
        visitor.look()


def test_what_the_policy_refuses_is_found_without_javascript_too(visit: Visit) -> None:
    visitor = made(visit(javascript=False), "", style="h1 { color: red }", policy="default-src 'self'")
    with pytest.raises(AssertionError, match="Content Security Policy"):
        visitor.look()


def test_another_answer_than_expected_is_found(visit: Visit) -> None:
    with pytest.raises(AssertionError, match="The server answered 404 instead of 200"):
        visit().at("/nowhere/at/all/")


def test_an_expected_refusal_passes(visit: Visit) -> None:
    visit().at("/nowhere/at/all/", status=404)


def test_without_javascript_no_script_runs(visit: Visit) -> None:
    script = '<p id="p">off</p><script>document.getElementById("p").textContent = "on"</script>'
    assert made(visit(javascript=False), script).look().reads("off")
    assert made(visit(), script).look().reads("on")


def test_what_happens_after_the_last_look_is_kept(visit: Visit) -> None:
    visitor = made(visit(), "<button>x</button>").look()
    visitor.page.evaluate('console.error("late")')
    assert visitor.troubles.take() == ["The browser says: late"]


def test_a_keyboard_walk_finds_what_can_be_reached(visit: Visit) -> None:
    visitor = made(visit(phone=False), '<p><a href="/a">one</a></p><p><button aria-label="two">2</button></p>')
    assert visitor.tab_to("two").focused_name() == "two"
    assert visitor.tab_to("one").focused_name() == "one"


def test_a_keyboard_walk_says_what_cannot_be_reached(visit: Visit) -> None:
    visitor = made(visit(phone=False), '<p><a href="/a">one</a></p><p><button tabindex="-1">two</button></p>')
    with pytest.raises(AssertionError, match=r"no Tab leads to “two”\. It leads to: one"):
        visitor.tab_to("two")


@pytest.mark.parametrize(
    "style", ["a:focus { outline: 0 }", "a, a:focus { outline: 3px solid red; outline-offset: 0 }"]
)
def test_a_focus_that_cannot_be_seen_is_found(visit: Visit, style: str) -> None:
    visitor = made(visit(phone=False), '<p><a href="/a">one</a></p>', style=style)
    with pytest.raises(AssertionError, match="one cannot see that this has the focus"):
        visitor.tab_to("one")


def test_a_focus_off_the_screen_is_found(visit: Visit) -> None:
    off = "a { position: absolute; left: -999px }"
    visitor = made(visit(phone=False), '<p><a href="/a">one</a></p>', style=off)
    with pytest.raises(AssertionError, match="something that cannot be seen"):
        visitor.tab_to("one")


def test_the_style_of_the_house_is_served(visit: Visit) -> None:
    stranger = visit(phone=False).at("/signin/")
    sheets = stranger.page.evaluate("[...document.styleSheets].map(sheet => sheet.cssRules.length > 0)")
    assert sheets == [True, True, True]
    family = stranger.page.evaluate("getComputedStyle(document.body).fontFamily")
    assert stranger.page.evaluate(f"document.fonts.check({('16px ' + family)!r})")
