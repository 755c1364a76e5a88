"""A real browser for tests. A pytest plugin: put `pytest_plugins = ("tests.browser",)` in the test's module.

    @pytest.mark.browser
    def test_a_visitor_reads_it(visit, live_server, both_widths):
        page = visit("/nl/", look=both_widths)
        assert axe(page) == []

`visit` opens a page of the live server, and the test fails at its end if the browser's console complained (a broken
policy, a missing file). `both_widths` repeats a test at 320 and 1280 px; `axe` looks at a page in the light and in the
dark.

PYTEST_DONT_REWRITE: modules import `axe` from here as well as naming the plugin.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright


class Look(NamedTuple):
    """How somebody sees a page."""

    width: int = 1280
    scheme: str = "light"


NARROW, WIDE = 320, 1280
LOOKS = [Look(NARROW), Look(WIDE)]
# All rules in the light; in the dark, those that look at colours.
RULES = {"light": {}, "dark": {"runOnly": ["color-contrast", "link-in-text-block"]}}
Visit = Callable[..., Page]


def axe(page: Page) -> list[str]:
    """Return what axe finds against WCAG 2.2 AA and good practice on a page, light and dark: rule, and where."""
    page.evaluate(Axe().axe_script)
    found = []
    for scheme, rules in RULES.items():
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        # The rest of its answer, all that is well, takes as long as the look itself.
        asked = "options => axe.run({...options, resultTypes: ['violations']}).then(said => said.violations)"
        found += page.evaluate(asked, rules)
    page.emulate_media(color_scheme="null")
    return [f"{page.url} {one['id']}: {node['target']} {node['html'][:120]}" for one in found for node in one["nodes"]]


def overflow(page: Page) -> int:
    """Return by how many pixels a page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One headless Chromium for the whole run."""
    # Playwright runs a loop in this thread, and Django then refuses the database here: tests are not requests.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    program = os.environ.get("TEQUIO_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, live_server: Any) -> Iterator[Visit]:
    """Open pages of the live server: visit(path, look=, language=, cookies=, javascript=)."""
    complaints: list[str] = []
    opened: dict[tuple[Any, ...], Any] = {}

    def heard(message: ConsoleMessage) -> None:
        # The browser also reports that an error page is an error page; that is what those tests ask for.
        if message.type in ("error", "warning") and "the server responded with a status of 4" not in message.text:
            complaints.append(f"{message.location.get('url')}: {message.text}")

    def visit(
        path: str,
        *,
        look: Look = LOOKS[1],
        language: str = "es-MX",
        cookies: dict[str, str] | None = None,
        javascript: bool = True,
    ) -> Page:
        key = (look, language, tuple(sorted((cookies or {}).items())), javascript)
        if key not in opened:
            context = chromium.new_context(
                viewport={"width": look.width, "height": 900},
                color_scheme=look.scheme,  # type: ignore[arg-type]
                locale=language,
                java_script_enabled=javascript,
            )
            context.set_default_timeout(15_000)
            context.add_cookies([{"name": n, "value": v, "url": live_server.url} for n, v in (cookies or {}).items()])
            opened[key] = context.new_page()
            opened[key].on("console", heard)
            opened[key].on("pageerror", lambda error: complaints.append(str(error)))
        opened[key].goto(path if "://" in path else live_server.url + path)
        return opened[key]  # type: ignore[no-any-return]

    yield visit
    for page in opened.values():
        page.context.close()
    assert complaints == []


@pytest.fixture(params=[NARROW, WIDE], ids=["320", "1280"])
def both_widths(request: pytest.FixtureRequest) -> Look:
    """Repeat a test on a telephone and on a desk."""
    return Look(request.param)
