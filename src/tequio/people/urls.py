"""Addresses of this room. The names that a jurisdiction may not take are in vocab.RESERVED_SLUGS."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from tequio.kit.ids import PUBLIC_ID
from tequio.people.views import account, contacts, install, institutions, people, places

app_name = "people"
_PLACE = "<slug:jurisdiction>"
_DIRECTORY = f"{_PLACE}/instituciones"
urlpatterns: list[URLPattern] = [
    path("instalar/", install.install, name="install"),
    path("mi-cuenta/", account.account, name="account"),
    path("mi-cuenta/actuar/", account.choose_office, name="choose-office"),
    path("mi-cuenta/mis-datos.json", account.export_account, name="export-account"),
    path("mi-cuenta/borrar/", account.delete_account, name="delete-account"),
    path("invitacion/<str:token>/", people.invitation, name="invitation"),
    path(f"{_PLACE}/personas/", people.people, name="people"),
    path(f"{_PLACE}/personas/invitar/", people.invite, name="invite"),
    path(f"{_PLACE}/personas/invitaciones/<str:public_id>/reenviar/", people.resend_invitation, name="resend"),
    path(f"{_PLACE}/personas/invitaciones/<str:public_id>/retirar/", people.withdraw_invitation, name="withdraw"),
    path(f"{_PLACE}/personas/<str:public_id>/terminar/", people.end_office, name="end-office"),
    path(f"{_PLACE}/instituciones.csv", institutions.institutions_csv, name="institutions-csv"),
    path(f"{_PLACE}/instituciones.json", institutions.institutions_json, name="institutions-json"),
    path(f"{_DIRECTORY}/", institutions.institutions, name="institutions"),
    path(f"{_DIRECTORY}/nueva/", institutions.add_institution, name="add-institution"),
    path(f"{_DIRECTORY}/<str:public_id>/editar/", institutions.edit_institution, name="edit-institution"),
    path(f"{_DIRECTORY}/<str:public_id>/puestos/", contacts.posts, name="posts"),
    path(f"{_DIRECTORY}/<str:public_id>/puestos/unir/", contacts.merge_posts, name="merge-posts"),
    path(f"{_PLACE}/puestos/<str:public_id>/contactos/", contacts.contacts, name="contacts"),
    path(f"{_PLACE}/contactos/<int:pk>/publicar/", contacts.publish_contact, name="publish-contact"),
    path(f"{_PLACE}/contactos/<int:pk>/borrar/", contacts.forget_contact, name="forget-contact"),
    re_path(
        rf"^(?P<jurisdiction>[-\w]+)/instituciones/(?P<public_id>{PUBLIC_ID})-(?P<slug>[-\w]*)/$",
        institutions.institution,
        name="institution",
    ),
    path(f"{_PLACE}/reglas/", places.rules, name="rules"),
    path(f"{_PLACE}/ajustes/", places.settings, name="settings"),
    path(f"{_PLACE}/ajustes/nueva-jurisdiccion/", places.add_jurisdiction, name="add-jurisdiction"),
]
