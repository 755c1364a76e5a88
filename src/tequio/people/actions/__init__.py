"""Everything that people can do to people and places."""

from __future__ import annotations

from tequio.people.actions.accounts import choose_office, delete_account, export_account, open_account
from tequio.people.actions.allies import keep_ally, name_transparency_liaison, publish_ally, remove_ally
from tequio.people.actions.contacts import (
    add_post,
    change_post,
    end_contact,
    export_contacts,
    forget_contact,
    keep_contacts,
    publish_contact,
)
from tequio.people.actions.erasures import erase_entry
from tequio.people.actions.installing import install
from tequio.people.actions.institutions import add_institution, change_institution, keep_alias
from tequio.people.actions.invitations import (
    accept_invitation,
    invite,
    resend_invitation,
    withdraw_invitation,
    write_invitation,
)
from tequio.people.actions.leaders import erase_leader, export_leaders, note_leader, read_leader, sweep_directories
from tequio.people.actions.merges import merge_institutions, merge_posts, part_institutions, part_posts
from tequio.people.actions.networks import note_approach, publish_network
from tequio.people.actions.offices import end_office, grant_office
from tequio.people.actions.organisations import (
    ask_organisation_link,
    confirm_organisation,
    edit_organisation,
    publish_organisation,
    register_organisation,
    return_organisation,
    withdraw_organisation,
    write_organisation_link,
)
from tequio.people.actions.places import change_image, change_jurisdiction, create_jurisdiction
from tequio.people.actions.relays import answer_relay, write_relay_link, write_to_organisation

__all__ = [
    "accept_invitation",
    "add_institution",
    "add_post",
    "answer_relay",
    "ask_organisation_link",
    "change_image",
    "change_institution",
    "change_jurisdiction",
    "change_post",
    "choose_office",
    "confirm_organisation",
    "create_jurisdiction",
    "delete_account",
    "edit_organisation",
    "end_contact",
    "end_office",
    "erase_entry",
    "erase_leader",
    "export_account",
    "export_contacts",
    "export_leaders",
    "forget_contact",
    "grant_office",
    "install",
    "invite",
    "keep_alias",
    "keep_ally",
    "keep_contacts",
    "merge_institutions",
    "merge_posts",
    "name_transparency_liaison",
    "note_approach",
    "note_leader",
    "open_account",
    "part_institutions",
    "part_posts",
    "publish_ally",
    "publish_contact",
    "publish_network",
    "publish_organisation",
    "read_leader",
    "register_organisation",
    "remove_ally",
    "resend_invitation",
    "return_organisation",
    "sweep_directories",
    "withdraw_invitation",
    "withdraw_organisation",
    "write_invitation",
    "write_organisation_link",
    "write_relay_link",
    "write_to_organisation",
]
