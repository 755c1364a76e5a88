"""Addresses of this room. The names that a jurisdiction may not take are in vocab.RESERVED_SLUGS."""

from __future__ import annotations

from allauth.socialaccount import views as social
from django.urls import URLPattern, path, re_path

from tequio.kit.ids import PUBLIC_ID
from tequio.people.views import (
    access,
    account,
    allies,
    contacts,
    directory,
    erasures,
    install,
    institutions,
    leaders,
    merges,
    networks,
    oidc,
    organisation_links,
    organisations,
    people,
    places,
)

app_name = "people"
# Without this room's name before theirs, because allauth asks for these by its own.
IDENTITY: list[URLPattern] = [
    path("cancelado/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("error/", social.login_error, name="socialaccount_login_error"),
    path("<slug:provider_id>/", oidc.login, name="openid_connect_login"),
    path("<slug:provider_id>/regreso/", oidc.callback, name="openid_connect_callback"),
]
_PLACE = "<slug:jurisdiction>"
_DIRECTORY = f"{_PLACE}/instituciones"
_ALLIES = f"{_PLACE}/aliados"
_MAPPING = f"{_PLACE}/organizaciones"
_NETWORKS = f"{_PLACE}/agentes-de-cambio"
_LEADERS = f"{_PLACE}/lideres-vecinales"
urlpatterns: list[URLPattern] = [
    path("instalar/", install.install, name="install"),
    path("mi-cuenta/", account.account, name="account"),
    path("mi-cuenta/actuar/", account.choose_office, name="choose-office"),
    path("mi-cuenta/mis-datos.json", account.export_account, name="export-account"),
    path("mi-cuenta/borrar/", account.delete_account, name="delete-account"),
    path("registro/<uuid:event_id>/borrar/", erasures.erase_entry, name="erase-entry"),
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
    path(f"{_DIRECTORY}/parecidas/", merges.suggestions, name="suggestions"),
    path(f"{_DIRECTORY}/parecidas/unir/", merges.merge, name="merge"),
    path(f"{_DIRECTORY}/parecidas/<str:public_id>/deshacer/", merges.part, name="part"),
    path(f"{_DIRECTORY}/<str:public_id>/enlace-de-transparencia/", directory.name_liaison, name="name_liaison"),
    path(f"{_PLACE}/puestos/<str:public_id>/editar/", directory.change_post, name="change_post"),
    path(f"{_PLACE}/contactos/<int:pk>/termina/", directory.end_contact, name="end_contact"),
    path(f"{_PLACE}/directorio/", directory.directory, name="directory"),
    path(f"{_PLACE}/directorio.csv", directory.directory, {"shape": "csv"}, name="directory_csv"),
    path(f"{_PLACE}/directorio.json", directory.directory, {"shape": "json"}, name="directory_json"),
    path(f"{_PLACE}/directorio/interno/", directory.export_directory, name="export_directory"),
    path(f"{_PLACE}/sujetos-obligados/", directory.obliged, name="obliged"),
    path(f"{_PLACE}/sujetos-obligados.csv", directory.obliged, {"shape": "csv"}, name="obliged_csv"),
    path(f"{_PLACE}/sujetos-obligados.json", directory.obliged, {"shape": "json"}, name="obliged_json"),
    path(f"{_ALLIES}/", allies.allies, name="allies"),
    path(f"{_ALLIES}.csv", allies.allies, {"shape": "csv"}, name="allies_csv"),
    path(f"{_ALLIES}.json", allies.allies, {"shape": "json"}, name="allies_json"),
    path(f"{_ALLIES}/nuevo/", allies.add_ally, name="add_ally"),
    path(f"{_ALLIES}/<str:public_id>/", allies.edit_ally, name="edit_ally"),
    path(f"{_ALLIES}/<str:public_id>/publicar/", allies.publish_ally, name="publish_ally"),
    path(f"{_ALLIES}/<str:public_id>/quitar/", allies.remove_ally, name="remove_ally"),
    path(f"{_MAPPING}/", organisations.organisations, name="organisations"),
    path(f"{_MAPPING}.csv", organisations.organisations, {"shape": "csv"}, name="organisations_csv"),
    path(f"{_MAPPING}.json", organisations.organisations, {"shape": "json"}, name="organisations_json"),
    path(f"{_MAPPING}/registrar/", organisations.register_organisation, name="register_organisation"),
    path(f"{_MAPPING}/registrar/enviado/", organisations.organisation_sent, name="organisation_sent"),
    path(f"{_MAPPING}/enlace/", organisations.lost_link, name="lost_link"),
    path(f"{_MAPPING}/enlace/<str:token>/", organisation_links.organisation_link, name="organisation_link"),
    path(f"{_MAPPING}/enlace/<str:token>/confirmar/", organisation_links.confirm_organisation, name="confirm"),
    path(f"{_MAPPING}/enlace/<str:token>/retirar/", organisation_links.withdraw_organisation, name="leave_mapping"),
    path(f"{_MAPPING}/respuesta/<str:token>/", organisation_links.answer_message, name="answer_message"),
    path(f"{_MAPPING}/por-decidir/", organisation_links.organisations_waiting, name="organisations_waiting"),
    path(f"{_MAPPING}/<str:public_id>/decidir/", organisation_links.decide_organisation, name="decide_organisation"),
    path(f"{_MAPPING}/<str:public_id>/quitar/", organisation_links.remove_organisation, name="remove_organisation"),
    path(f"{_MAPPING}/<str:public_id>/escribir/", organisations.write_to, name="write_to"),
    re_path(
        rf"^(?P<jurisdiction>[-\w]+)/organizaciones/(?P<public_id>{PUBLIC_ID})-(?P<slug>[-\w]*)/$",
        organisations.organisation,
        name="organisation",
    ),
    path(f"{_NETWORKS}/", networks.networks, name="networks"),
    path(f"{_NETWORKS}/nueva/", networks.add_network, name="add_network"),
    path(f"{_NETWORKS}/<str:public_id>/", networks.network, name="network"),
    path(f"{_NETWORKS}/<str:public_id>.csv", networks.network, {"shape": "csv"}, name="network_csv"),
    path(f"{_NETWORKS}/<str:public_id>.json", networks.network, {"shape": "json"}, name="network_json"),
    path(f"{_NETWORKS}/<str:public_id>/editar/", networks.edit_network, name="edit_network"),
    path(f"{_NETWORKS}/<str:public_id>/acercamientos/nuevo/", networks.add_approach, name="add_approach"),
    path(f"{_NETWORKS}/<str:public_id>/acercamientos/<str:approach>/", networks.edit_approach, name="edit_approach"),
    path(f"{_LEADERS}/", leaders.leaders, name="leaders"),
    path(f"{_LEADERS}/nueva/", leaders.add_leader, name="add_leader"),
    path(f"{_LEADERS}/descargar/", leaders.export_leaders, name="export_leaders"),
    path(f"{_LEADERS}/<str:public_id>/", leaders.leader, name="leader"),
    path(f"{_LEADERS}/<str:public_id>/borrar/", leaders.erase_leader, name="erase_leader"),
    path(f"{_PLACE}/quien-puede-que/", access.access, name="access"),
    path(f"{_PLACE}/ajustes/imagen/", access.image, name="image"),
    path(f"{_PLACE}/reglas/", places.rules, name="rules"),
    path(f"{_PLACE}/ajustes/", places.settings, name="settings"),
    path(f"{_PLACE}/ajustes/nueva-jurisdiccion/", places.add_jurisdiction, name="add-jurisdiction"),
]
