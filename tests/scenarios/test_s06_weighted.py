"""S06, steps 1 to 3 · Commitment 13: weighted progress.

The coordination writes three key actions weighted 35, 40 and 30 in the page of the tree: the last is refused at once,
because the sum would be 105; with 25 it is saved. Under them stand 3, 5 and 6 activities; the overlap of the second
and third actions is shown and blocks nothing. Once public, reporting the 3 activities of the first gives 35 %
reported, and 2 of the 5 of the second 51 %: nothing is verified until somebody else accepts the pieces; then the same
51 % is.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from tequio.kit import clock
from tequio.kit.actor import SYSTEM
from tequio.kit.month import Precision
from tequio.people.tests import worlds as people
from tequio.plans import actions
from tequio.plans.models import Commitment, Template
from tequio.plans.tests import worlds as plans
from tequio.plans.vocab import PartyRole
from tequio.tracking.tests import worlds
from tests.browser import Visit

pytest_plugins = ("tests.browser", "tests.flush")
pytestmark = pytest.mark.browser

AT = datetime(2021, 6, 14, 16, tzinfo=UTC)
ACTIONS = (
    ("1", "Diagnóstico del acceso a la información", "35", "10/12/2019", "30/04/2020", 3),
    ("2", "Mapeo y directorio de enlaces", "40", "01/05/2020", "31/07/2021", 5),
    ("3", "Guía y seguimiento de recomendaciones", "25", "01/07/2020", "31/08/2021", 6),
)


@pytest.fixture
def world(live_server: Any) -> SimpleNamespace:
    """A plan, and the draft of the commitment without its tree."""
    world = people.nuevo_leon(AT)
    actions.load_reference(actor=SYSTEM, at=AT)
    world.plan = plans.plan(world, AT, name="Cuarto Plan de Acción Nacional")
    by = world.coordination
    made = actions.draft_commitment(
        plan=world.plan,
        template=Template.objects.get(code="national-sheet"),
        title="Estrategia subnacional",
        author=world.institutions.participation,
        actor=by,
        at=AT,
    )
    party = {"name": world.institutions.participation.name, "institution": world.institutions.participation}
    start, end = date(2019, 12, 10), date(2021, 8, 31)
    plans.section(made, "period", by, AT, start=start, end=end, precision=Precision.DAY)
    plans.section(made, "government", by, AT, rows=[[party | {"role": PartyRole.LEAD}]])
    plans.section(made, "text", by, AT, text="Abrir la información de los estados y municipios.")
    plans.section(made, "problem", by, AT, problem="La información que más se pide no se publica.")
    plans.section(made, "contribution", by, AT, contribution="Se encontrará sin pedirla.")
    plans.section(made, "verification", by, AT, verification="Con tres acciones clave y sus productos.")
    plans.section(made, "gender", by, AT, gender="Se mide qué piden las mujeres y qué los hombres.")
    world.commitment = made
    client = Client()
    client.force_login(world.coordination.user)
    world.cookies = {"sessionid": client.cookies["sessionid"].value}
    return world


def test_weights_are_refused_above_a_hundred_and_progress_is_reported_before_it_is_verified(
    world: SimpleNamespace, visit: Visit
) -> None:
    with clock.frozen(AT):
        write_the_tree(world, visit)
        publish(world)
        pieces = report(world, "1", 3)
        assert figures(world, visit) == ("0 %", "35 %")
        pieces += report(world, "2", 2)
        assert figures(world, visit) == ("0 %", "51 %")
        for piece in pieces:
            worlds.accept(piece, world.monitoring, AT)
        assert figures(world, visit) == ("51 %", "51 %")
        anybody_computes_it_again(world, visit)


def write_the_tree(world: SimpleNamespace, visit: Visit) -> None:
    """Steps 1 and 2, in the page where the tree is written."""
    tree = f"/nl/compromisos/{world.commitment.public_id}/editar/hitos/"
    for label, title, weight, start, end, activities in ACTIONS:
        page = visit(f"{tree}accion/nuevo/", cookies=world.cookies)
        for name, value in {"label": label, "title": title, "start": start, "end": end}.items():
            page.fill(f"[name={name}]", value)
        if label == "3":
            page.fill("[name=weight]", "30")
            page.click("button[name=save]")
            assert "105" in page.locator("#id_weight_error").inner_text()
            assert world.commitment.key_actions.count() == 2
        page.fill("[name=weight]", weight)
        page.click("button[name=save]")
        assert page.url.endswith(tree), page.locator(".error-summary").text_content()
        for step in range(1, activities + 1):
            page = visit(f"{tree}hito/nuevo/", cookies=world.cookies)
            page.fill("[name=label]", f"{label}.{step}")
            page.fill("[name=title]", f"Actividad {label}.{step}")
            page.select_option("[name=key_action]", index=int(label))
            page.fill("[name=means-0-text]", "Documento publicado")
            page.select_option("[name=means-0-kind]", "report")
            page.click("button[name=save]")
            assert page.url.endswith(tree), page.locator(".error-summary").text_content()


def publish(world: SimpleNamespace) -> None:
    """Publish: the overlap of two key actions is shown and blocks nothing."""
    world.plan = actions.publish_plan(plan=world.plan, actor=world.coordination, at=AT)
    made = Commitment.objects.get(pk=world.commitment.pk)
    world.commitment = actions.publish_commitment(commitment=made, actor=world.coordination, at=AT)


def report(world: SimpleNamespace, action: str, number: int) -> list[Any]:
    """Step 3: hand in a piece for some activities and say that they are finished."""
    pieces = []
    for leaf in worlds.activities(world.commitment, action)[:number]:
        pieces.append(worlds.hand_in(leaf, world.coordination, AT, kind="report"))
        worlds.report(leaf, "finished", world.coordination, AT)
    return pieces


def figures(world: SimpleNamespace, visit: Visit) -> tuple[str, str]:
    """Return what anybody reads: verified and reported."""
    page = visit(world.commitment.get_absolute_url(), language="en")
    words = page.locator(".progress p").first.inner_text().replace("\N{NO-BREAK SPACE}", " ").split(" · ")
    return words[0].removesuffix(" verified"), words[1].removesuffix(" reported")


def anybody_computes_it_again(world: SimpleNamespace, visit: Visit) -> None:
    """The page explains the figure with its tree and its exact fractions."""
    page = visit(world.commitment.get_absolute_url() + "avance/", language="en")
    table = page.locator("main table").first.inner_text()
    shares = [Fraction(35, 100) / 3, Fraction(40, 100) / 5, Fraction(25, 100) / 6]
    assert [str(share) in table for share in shares] == [True, True, True]
    assert str(Fraction(51, 100)) in table
