"""What a stranger, or somebody of another place, could find out without being told."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tequio.people import actions
from tequio.plans.models import Party

OUTSIDERS = ("anonymous", "citizen", "liaison", "foreign")
PRIVATE = (
    ("/nl/contactos/{contact.pk}/borrar/", "/nl/contactos/999999/borrar/"),
    ("/nl/contactos/{contact.pk}/publicar/", "/nl/contactos/999999/publicar/"),
    ("/nl/personas/invitaciones/{invitation.public_id}/retirar/", "/nl/personas/invitaciones/0000000000/retirar/"),
    ("/nl/personas/invitaciones/{invitation.public_id}/reenviar/", "/nl/personas/invitaciones/0000000000/reenviar/"),
)


@pytest.mark.parametrize("role", OUTSIDERS)
@pytest.mark.parametrize(("there", "nowhere"), PRIVATE)
def test_what_is_private_answers_as_what_does_not_exist(
    world: SimpleNamespace, role: str, there: str, nowhere: str
) -> None:
    client = world.ask(role)

    answers = [client.post(address.format(**vars(world))).status_code for address in (there, nowhere)]

    assert answers == [403, 403]


def test_no_filter_tells_who_is_named_only_by_a_draft(world: SimpleNamespace) -> None:
    hidden = actions.add_institution(
        jurisdiction=world.jurisdiction,
        name="Instituto que solo nombra un borrador",
        sector="government",
        actor=world.coordination,
        at=world.at,
    )
    Party.objects.create(commitment=world.draft, section="government", order=99, name=hidden.name, institution=hidden)

    for address in (world.plan.get_absolute_url(), "/nl/atrasados/", "/nl/sin-evidencia/"):
        assert hidden.name not in world.ask("anonymous").get(address).content.decode()


def test_what_is_seen_with_an_account_is_kept_by_no_cache(world: SimpleNamespace) -> None:
    for address in ("/escritorio/", "/mi-cuenta/", "/nl/personas/", world.lab.get_absolute_url()):
        assert "no-store" in world.ask("coordination").get(address)["Cache-Control"]
    # A stranger's copy may be kept, and is asked about each time.
    assert world.ask("anonymous").get(world.lab.get_absolute_url())["Cache-Control"] == "no-cache"
