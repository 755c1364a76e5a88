"""The pages of this room, as each person sees them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from tequio.kit.actor import SYSTEM
from tequio.people import actions, queries
from tequio.people.models import Institution, Invitation, Jurisdiction, Tenure, User
from tequio.people.tests import worlds
from tequio.people.vocab import CHOSEN
from tequio.record import queries as record

Enter = Callable[[Any], Client]
PRIVATE = (
    "/nl/personas/",
    "/nl/personas/invitar/",
    "/nl/ajustes/",
    "/nl/ajustes/nueva-jurisdiccion/",
    "/nl/instituciones/nueva/",
    "/nl/instituciones/{culture}/editar/",
    "/nl/instituciones/{culture}/puestos/",
    "/nl/instituciones/{culture}/puestos/unir/",
    "/nl/puestos/{post}/contactos/",
    "/nl/personas/{tenure}/terminar/",
)
PUBLIC = ("/nl/instituciones/", "/nl/instituciones.csv", "/nl/instituciones.json", "/nl/reglas/")


def _fill(address: str, world: SimpleNamespace) -> str:
    tenure = Tenure.objects.get(user=world.liaison.user)
    return address.format(
        culture=world.institutions.culture.public_id, post=world.post.public_id, tenure=tenure.public_id
    )


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_page_opens_for_its_coordination_and_says_no_to_the_rest(
    address: str, world: SimpleNamespace, other: SimpleNamespace, client_of: Enter
) -> None:
    path = _fill(address, world)
    assert client_of(world.coordination).get(path).status_code == 200
    for actor in (None, world.citizen, world.liaison, world.civil_society, world.monitoring, other.coordination):
        assert client_of(actor).get(path).status_code == 403, actor


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page_opens_for_everybody(
    address: str, world: SimpleNamespace, other: SimpleNamespace, client_of: Enter
) -> None:
    for actor in (None, world.citizen, world.liaison, world.coordination, other.coordination):
        assert client_of(actor).get(address).status_code == 200


@pytest.mark.parametrize("address", ["/mi-cuenta/", "/mi-cuenta/borrar/"])
def test_ones_account_asks_who_one_is(address: str, world: SimpleNamespace, client_of: Enter) -> None:
    answer = client_of(None).get(address)
    assert (answer.status_code, answer["Location"]) == (302, f"/cuenta/login/?next={address}")
    assert client_of(world.citizen).get(address).status_code == 200
    assert world.liaison.office.title in client_of(world.liaison).get(address).content.decode()


@pytest.mark.parametrize("address", [address for address in PRIVATE if "{" in address])
def test_the_same_address_in_another_place_shows_nothing(
    address: str, world: SimpleNamespace, other: SimpleNamespace, client_of: Enter
) -> None:
    path = _fill(address, world).replace("/nl/", "/mexico/", 1)
    assert client_of(other.coordination).get(path).status_code == 404


def test_no_public_page_shows_a_contact_that_is_private(world: SimpleNamespace, client_of: Enter) -> None:
    client = client_of(None)
    pages = [*PUBLIC, world.institutions.culture.get_absolute_url()]
    shown = b"".join(client.get(address).content for address in pages).decode()
    assert "Unidad de Datos" in shown
    for value in ("Persona de Prueba", "datos@nl.example", "81 0000 0000", "enlace@nl.example"):
        assert value not in shown


def test_an_institution_keeps_its_address_when_its_name_changes(
    world: SimpleNamespace, that_day: datetime, client_of: Enter
) -> None:
    before = world.institutions.culture.get_absolute_url()
    form = {"name": "Secretaría de las Culturas", "short_name": "", "sector": "government", "branch": "", "aliases": ""}
    path = f"/nl/instituciones/{world.institutions.culture.public_id}/editar/"
    answer = client_of(world.coordination).post(path, form)
    after = answer["Location"]
    assert after.endswith("-secretaria-de-las-culturas/")
    moved = client_of(None).get(before)
    assert (moved.status_code, moved["Location"]) == (301, after)
    assert "Secretaría de Cultura" in client_of(None).get(after).content.decode(), "the earlier name, as an alias"


def test_the_directory_is_searched_by_alias_without_accents_and_filtered_by_sector(
    world: SimpleNamespace, that_day: datetime, client_of: Enter
) -> None:
    actions.keep_alias(
        institution=world.institutions.culture, alias="Casa de las Ñáñaras", actor=world.coordination, at=that_day
    )
    found = client_of(None).get("/nl/instituciones/", {"q": "nanaras"}).content.decode()
    assert "Secretaría de Cultura" in found
    assert "Secretaría de Participación" not in found
    found = client_of(None).get("/nl/instituciones/", {"sector": "civil-society"}).content.decode()
    assert "Vecinas por los Datos" in found
    assert "Secretaría de Cultura" not in found


def test_the_directory_of_a_place_holds_nothing_of_another(
    world: SimpleNamespace, other: SimpleNamespace, that_day: datetime, client_of: Enter
) -> None:
    actions.add_institution(
        jurisdiction=other.jurisdiction, name="Solo Nacional", sector="academia", actor=SYSTEM, at=that_day
    )
    for address in PUBLIC:
        assert "Solo Nacional" not in client_of(None).get(address).content.decode()
    assert "osc@mexico.example" not in client_of(world.coordination).get("/nl/personas/").content.decode()


def test_the_exports_hold_the_same_rows_and_explain_their_fields(world: SimpleNamespace, client_of: Enter) -> None:
    client = client_of(None)
    rows = list(csv.DictReader(io.StringIO(client.get("/nl/instituciones.csv").content.decode())))
    data = json.loads(client.get("/nl/instituciones.json").content)
    assert [row["id"] for row in rows] == [one["id"] for one in data["institutions"]]
    assert len(rows) == Institution.objects.count()
    assert set(data["fields"]) == set(rows[0])
    few = client.get("/nl/instituciones.csv?sector=academia").content.decode()
    assert few.count("\n") == 2


def test_the_directory_costs_the_same_however_long_it_is(
    world: SimpleNamespace, that_day: datetime, django_assert_max_num_queries: Callable[[int], Any], client: Client
) -> None:
    for number in range(60):
        actions.add_institution(
            jurisdiction=world.jurisdiction, name=f"Organismo {number}", sector="government", actor=SYSTEM, at=that_day
        )
    with django_assert_max_num_queries(5):
        assert "Organismo 0" in client.get("/nl/instituciones/").content.decode()
    assert "Vecinas" in client.get("/nl/instituciones/?page=2").content.decode()


def test_the_coordination_adds_an_institution_in_the_browser(world: SimpleNamespace, client_of: Enter) -> None:
    form = {
        "name": "Instituto Nuevo",
        "sector": "autonomous",
        "branch": "",
        "short_name": "IN",
        "aliases": "El Nuevo\n",
    }
    answer = client_of(world.coordination).post("/nl/instituciones/nueva/", form)
    assert answer.status_code == 302
    assert Institution.objects.get(name="Instituto Nuevo").aliases == ["El Nuevo"]
    again = client_of(world.coordination).post("/nl/instituciones/nueva/", form)
    assert again.status_code == 422
    assert "name" in again.context["form"].errors


def test_the_coordination_invites_resends_and_withdraws_in_the_browser(
    world: SimpleNamespace, client_of: Enter
) -> None:
    client = client_of(world.coordination)
    form = {"email": "nueva@correo.example", "institution": world.institutions.culture.public_id, "role": "liaison"}
    assert client.post("/nl/personas/invitar/", form).status_code == 302
    invitation = Invitation.objects.get()
    assert "nueva@correo.example" in client.get("/nl/personas/").content.decode()
    base = f"/nl/personas/invitaciones/{invitation.public_id}"
    assert client_of(world.liaison).post(f"{base}/reenviar/").status_code == 403
    assert client.get(f"{base}/reenviar/").status_code == 405
    assert client.post(f"{base}/reenviar/").status_code == 302
    assert client.post(f"{base}/retirar/").status_code == 302
    assert "nueva@correo.example" not in client.get("/nl/personas/").content.decode()
    wrong = client.post("/nl/personas/invitar/", form | {"title": "de x@y.example"})
    assert wrong.status_code == 422
    assert "title" in wrong.context["form"].errors


def test_the_list_of_people_is_searched_by_mail_and_role(world: SimpleNamespace, client_of: Enter) -> None:
    client = client_of(world.coordination)
    found = client.get("/nl/personas/", {"q": "otro.enlace"}).content.decode()
    assert "otro.enlace@nl.example" in found
    assert "osc@nl.example" not in found
    found = client.get("/nl/personas/", {"role": "civil-society"}).content.decode()
    assert "osc@nl.example" in found
    assert "otro.enlace@nl.example" not in found


def test_the_list_of_people_costs_the_same_however_many_they_are(
    world: SimpleNamespace,
    client_of: Enter,
    that_day: datetime,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    client = client_of(world.coordination)
    for number in range(20):
        worlds.officer(world.institutions.culture, "liaison", f"n{number}@nl.example", that_day)
    with django_assert_max_num_queries(12):
        client.get("/nl/personas/")


def test_the_coordination_ends_an_office_with_a_reason(world: SimpleNamespace, client_of: Enter) -> None:
    client = client_of(world.coordination)
    path = _fill("/nl/personas/{tenure}/terminar/", world)
    assert client.post(path, {"reason": ""}).status_code == 422
    assert client.post(path, {"reason": "Cambió de área"}).status_code == 302
    assert client_of(world.liaison).get("/mi-cuenta/").context["tenures"] == []
    assert client.post(path, {"reason": "Otra vez"}).status_code == 422


def test_the_rules_change_in_the_browser_and_everybody_reads_them(world: SimpleNamespace, client_of: Enter) -> None:
    client = client_of(world.coordination)
    form = {
        "name": "Nuevo León",
        "time_zone": "America/Monterrey",
        "working_days": ["1", "2", "3"],
        "holidays": "16/09/2024\n2024-01-01\n",
        "reviewers": ["coordination", "monitoring-body"],
        "reviewers_of_coordination": ["monitoring-body"],
        "retention_days": "900",
    }
    assert client.post("/nl/ajustes/", form).status_code == 302
    shown = client_of(None).get("/nl/reglas/").content.decode()
    assert "01/01/2024, 16/09/2024" in shown
    assert "900" in shown
    again = client.get("/nl/ajustes/").context["form"].initial
    assert again["holidays"] == "2024-01-01\n2024-09-16"
    wrong = client.post("/nl/ajustes/", form | {"holidays": "mañana", "retention_days": "1"})
    assert set(wrong.context["form"].errors) == {"holidays", "retention_days"}
    assert wrong.status_code == 422


def test_a_place_is_founded_within_another_in_the_browser(world: SimpleNamespace, client_of: Enter) -> None:
    form = {"name": "Monterrey", "slug": "monterrey", "level": "municipality", "time_zone": "America/Monterrey"}
    client = client_of(world.coordination)
    answer = client.post("/nl/ajustes/nueva-jurisdiccion/", form)
    assert (answer.status_code, answer["Location"]) == (302, "/monterrey/instituciones/nueva/")
    assert Jurisdiction.objects.get(slug="monterrey").parent == world.jurisdiction
    assert client.get("/monterrey/personas/invitar/").status_code == 200
    assert client.post("/nl/ajustes/nueva-jurisdiccion/", form).status_code == 422


def test_posts_and_contacts_are_kept_in_the_browser(world: SimpleNamespace, client_of: Enter) -> None:
    client = client_of(world.coordination)
    culture = world.institutions.culture
    posts = f"/nl/instituciones/{culture.public_id}/puestos/"
    assert client.post(posts, {"unit": "", "title": "Segunda Dirección"}).status_code == 302
    assert client.post(posts, {"unit": "", "title": ""}).status_code == 422
    twin = culture.posts.get(title="Segunda Dirección")
    contacts = f"/nl/puestos/{twin.public_id}/contactos/"
    assert client.post(contacts, {"kind": "email", "value": "segunda@nl.example"}).status_code == 302
    assert client.post(contacts, {"kind": "email", "value": ""}).status_code == 422
    mail = twin.contacts.get()
    assert client.post(f"/nl/contactos/{mail.pk}/publicar/", {"is_public": "1"}).status_code == 302
    assert "segunda@nl.example" in client_of(None).get(culture.get_absolute_url()).content.decode()
    merge = {"kept": world.post.public_id, "merged": twin.public_id}
    assert client.post(f"{posts}unir/", merge | {"merged": world.post.public_id}).status_code == 422
    assert client.post(f"{posts}unir/", merge).status_code == 302
    assert client.get(contacts).status_code == 404
    assert client.post(f"/nl/contactos/{mail.pk}/borrar/").status_code == 302
    assert "segunda@nl.example" not in client.get(posts).content.decode()


def test_a_contact_of_one_place_is_not_touched_from_another(
    world: SimpleNamespace, other: SimpleNamespace, client_of: Enter
) -> None:
    mail = world.post.contacts.get(kind="email")
    client = client_of(other.coordination)
    assert client.post(f"/mexico/contactos/{mail.pk}/publicar/", {"is_public": "1"}).status_code == 404
    assert client.post(f"/nl/contactos/{mail.pk}/borrar/").status_code == 403
    mail.refresh_from_db()
    assert not mail.is_public


def test_one_chooses_an_office_and_goes_on_acting_as_it(
    world: SimpleNamespace, that_day: datetime, client_of: Enter
) -> None:
    second = worlds.officer(
        world.institutions.participation, "liaison", "", that_day, world.coordination, user=world.liaison.user
    )
    client = client_of(world.liaison)
    assert client.get("/mi-cuenta/").wsgi_request.actor == world.liaison
    client.post("/mi-cuenta/actuar/", {"office": second.office.public_id})
    assert client.session[CHOSEN] == second.office.public_id
    assert client.get("/mi-cuenta/").wsgi_request.actor == second
    client.post("/mi-cuenta/actuar/", {"office": world.coordination.office.public_id})
    assert client.get("/mi-cuenta/").wsgi_request.actor == second, "an office of somebody else is no choice"


def test_one_downloads_ones_data(world: SimpleNamespace, client_of: Enter) -> None:
    client = client_of(world.liaison)
    assert client.get("/mi-cuenta/mis-datos.json").status_code == 405
    answer = client.post("/mi-cuenta/mis-datos.json")
    assert "attachment" in answer["Content-Disposition"]
    assert json.loads(answer.content)["email"] == world.liaison.user.email


def test_one_deletes_ones_account_and_is_out(world: SimpleNamespace, client_of: Enter) -> None:
    client = client_of(world.liaison)
    assert client.post("/mi-cuenta/borrar/", {}).status_code in (200, 422)
    assert User.objects.filter(pk=world.liaison.user.pk).exists()
    assert client.post("/mi-cuenta/borrar/", {"sure": "on"}).status_code == 302
    assert not User.objects.filter(pk=world.liaison.user.pk).exists()
    assert client.get("/mi-cuenta/").status_code == 302


def test_the_last_coordination_is_told_what_to_do_first(world: SimpleNamespace, client_of: Enter) -> None:
    answer = client_of(world.coordination).post("/mi-cuenta/borrar/", {"sure": "on"})
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()


def test_an_invitation_page_leads_everybody_where_they_must_go(
    world: SimpleNamespace, that_day: datetime, client_of: Enter
) -> None:
    invitation = actions.invite(
        institution=world.institutions.participation,
        role="liaison",
        email=world.liaison.user.email,
        actor=world.coordination,
        at=that_day,
    )
    token = actions.write_invitation(invitation=invitation, actor=SYSTEM, at=that_day)
    path = f"/invitacion/{token}/"
    assert client_of(None).get("/invitacion/otro/").status_code == 404
    assert f"/cuenta/login/?next={path}" in client_of(None).get(path).content.decode()
    assert client_of(None).post(path).status_code == 403
    assert client_of(world.monitoring).post(path).status_code == 403
    answer = client_of(world.liaison).post(path)
    assert (answer.status_code, answer["Location"]) == (302, "/mi-cuenta/")
    assert len(queries.tenures_at(world.liaison.user, that_day)) == 2
    assert client_of(None).get(path).status_code == 200, "an accepted invitation says so"


def test_a_weak_password_is_shown_beside_its_field(
    world: SimpleNamespace, that_day: datetime, client_of: Enter
) -> None:
    invitation = actions.invite(
        institution=world.institutions.culture, role="liaison", email="n@n.example", actor=SYSTEM, at=that_day
    )
    token = actions.write_invitation(invitation=invitation, actor=SYSTEM, at=that_day)
    answer = client_of(None).post(f"/invitacion/{token}/", {"password": "corta"})
    assert answer.status_code == 422
    assert "password" in answer.context["form"].errors


def test_the_record_says_what_its_urns_stand_for_in_three_queries(
    world: SimpleNamespace, other: SimpleNamespace, django_assert_num_queries: Callable[[int], Any]
) -> None:
    urns = [
        *(one.urn for one in (world.jurisdiction, other.jurisdiction)),
        *(one.urn for one in (world.institutions.culture, other.institutions.culture)),
        *(one.office.urn for one in (world.liaison, other.liaison)),
        record.urn("institution", "0000000000"),
        record.urn("plan", "0000000000"),
        "not a urn",
    ]
    with django_assert_num_queries(3):
        found = queries.resolved(urns)
    assert set(found) == set(urns[:6])
    assert found[world.liaison.office.urn].title == world.liaison.office.title
    assert found[world.institutions.culture.urn].url == world.institutions.culture.get_absolute_url()
