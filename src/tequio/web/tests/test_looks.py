"""Every kind of page of this room, as people with different eyes and devices get it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.browser import LOOKS, Look, Visit, axe, overflow

pytest_plugins = ("tests.browser",)
pytestmark = [pytest.mark.browser, pytest.mark.urls("tequio.web.tests.urls")]

STATEMENTS = ["/accesibilidad/", "/privacidad/", "/contacto/"]
REFUSALS = ["/denied/", "/stale/", "/many/", "/nothing-here/"]
ENTRANCES = ["/cuenta/login/", "/cuenta/signup/", "/cuenta/password/reset/", "/cuenta/confirm-email/"]
ACCOUNT = ["/cuenta/email/", "/cuenta/password/change/", "/cuenta/2fa/", "/cuenta/logout/", "/cuenta/reauthenticate/"]
GALLERY = ["/componentes/", "/componentes/inicio/", "/componentes/compromiso/"]

# Everything to be touched that is visible and lower than 44 pixels.
SMALL_TARGETS = """() => {
  const touched = 'button, .btn, a.thread, nav a, summary, input, select, label.choice';
  const measured = (one) => one.offsetParent && !['hidden', 'checkbox', 'radio'].includes(one.type);
  return [...document.querySelectorAll(touched)]
    .filter((one) => measured(one) && one.getBoundingClientRect().height < 44)
    .map((one) => one.outerHTML.slice(0, 90));
}"""
# The contrast of text and of muted text with the ground (WCAG's relative luminance).
CONTRASTS = """() => {
  const linear = (v) => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
  const light = (one, property) => {
    const [r, g, b] = getComputedStyle(one)[property].match(/[\\d.]+/g).map((v) => linear(Number(v) / 255));
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const paper = light(document.documentElement, 'backgroundColor');
  const against = (a) => (Math.max(a, paper) + .05) / (Math.min(a, paper) + .05);
  return ['main p', 'footer .muted'].map((name) => against(light(document.querySelector(name), 'color')));
}"""


@pytest.mark.parametrize(
    "paths", [GALLERY, STATEMENTS + REFUSALS, ENTRANCES], ids=["gallery", "statements", "entrances"]
)
def test_axe_finds_nothing_and_nothing_sticks_out(visit: Visit, site: str, both_widths: Look, paths: list[str]) -> None:
    for path in paths:
        page = visit(path, look=both_widths)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")

        assert axe(page) == []
        assert overflow(page) <= 0, path


def test_axe_finds_nothing_in_the_account_pages(visit: Visit, site: str, client: Client, both_widths: Look) -> None:
    client.force_login(get_user_model().objects.create_user(email="ana@example.org", password="un telar de seis hilos"))
    cookies = {"sessionid": client.cookies["sessionid"].value}

    for path in ACCOUNT:
        page = visit(path, look=both_widths, cookies=cookies)

        assert page.locator("header.site").count() == 1
        assert axe(page) == []
        assert overflow(page) <= 0, path


def test_a_second_factor_is_set_up_on_our_pages(visit: Visit, site: str, client: Client) -> None:
    password = "un telar de seis hilos"
    client.force_login(get_user_model().objects.create_user(email="ana@example.org", password=password))
    page = visit("/cuenta/2fa/totp/activate/", look=LOOKS[0], cookies={"sessionid": client.cookies["sessionid"].value})
    page.fill("input[type=password]", password)

    page.click("main button[type=submit]")

    assert page.url.endswith("/cuenta/2fa/totp/activate/")
    assert page.locator("img.qr").get_attribute("alt")
    assert axe(page) == []
    page.fill("input[name=code]", "000000")
    page.click("main button[type=submit]")
    assert page.locator("#errors").count() == 1
    assert axe(page) == []


def test_every_target_on_the_gallery_is_large_enough_for_a_thumb(visit: Visit, site: str) -> None:
    page = visit("/componentes/", look=LOOKS[0])

    small = page.evaluate(SMALL_TARGETS)

    assert small == []


def test_text_stands_out_seven_to_one_in_light_and_dark(visit: Visit, site: str, both_widths: Look) -> None:
    page = visit("/accesibilidad/", look=both_widths)

    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert min(page.evaluate(CONTRASTS)) >= 7, scheme


def test_axe_sees_what_is_dim_in_the_dark_only(visit: Visit, site: str) -> None:
    page = visit("/accesibilidad/")
    assert axe(page) == []

    dim = "@media (prefers-color-scheme: dark) { main p { color: #333; background: #000 } }"
    page.evaluate(
        "(text) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(text);"
        "document.adoptedStyleSheets = [sheet] }",
        dim,
    )

    assert "color-contrast" in axe(page)[0]


def test_the_keyboard_starts_at_a_link_to_the_content(visit: Visit, site: str) -> None:
    page = visit("/accesibilidad/")

    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Enter")

    assert first == "#main"
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_counter_counts_as_the_server_does(visit: Visit, site: str) -> None:
    page = visit("/componentes/")
    box = page.locator("#id_problem")

    box.fill("e\u0301\n🧵")

    assert page.locator("[data-counts=id_problem] [data-count]").inner_text() == "3"
    box.fill("a" * 1001)
    assert page.locator("[data-counts=id_problem] .over-words").is_visible()


def test_without_javascript_nothing_is_offered_that_needs_it(visit: Visit, site: str) -> None:
    page = visit("/componentes/", javascript=False)

    assert not page.locator("[data-copy]").first.is_visible()
    assert not page.locator("[data-print]").first.is_visible()


def test_the_language_changes_and_the_page_stays(visit: Visit, site: str) -> None:
    page = visit("/privacidad/")
    assert page.locator("html").get_attribute("lang") == "es-mx"

    page.click("footer button[value=en]")

    assert page.url.endswith("/privacidad/")
    assert page.locator("html").get_attribute("lang") == "en"


def test_paper_gets_no_menus_and_no_buttons(visit: Visit, site: str) -> None:
    page = visit("/componentes/compromiso/")
    page.emulate_media(media="print")

    assert not page.locator("nav.main, nav.crumbs").first.is_visible()
    assert page.locator(".loom").first.is_visible()


def test_the_loom_is_named_links_in_a_page_and_one_picture_in_a_card(visit: Visit, site: str) -> None:
    page = visit("/componentes/")

    link = page.locator("a.thread").nth(3)

    assert "Hito 4 de corto plazo: " in link.inner_text()
    picture: Any = page.get_by_role("img").filter(has=page.locator(".loom-row")).first
    assert picture.get_attribute("aria-label")


def test_axe_is_awake(visit: Visit, site: str) -> None:
    page = visit("/contacto/")

    page.evaluate("document.querySelector('main').append(document.createElement('img'))")

    assert any("image-alt" in one for one in axe(page))
