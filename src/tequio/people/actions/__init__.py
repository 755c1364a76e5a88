"""Everything that people can do to people and places."""

from __future__ import annotations

from tequio.people.actions.accounts import choose_office, delete_account, export_account, open_account
from tequio.people.actions.contacts import (
    add_post,
    forget_contact,
    keep_contacts,
    merge_posts,
    publish_contact,
)
from tequio.people.actions.installing import install
from tequio.people.actions.institutions import add_institution, change_institution, keep_alias
from tequio.people.actions.invitations import (
    accept_invitation,
    invite,
    resend_invitation,
    withdraw_invitation,
    write_invitation,
)
from tequio.people.actions.offices import end_office, grant_office
from tequio.people.actions.places import change_jurisdiction, create_jurisdiction

__all__ = [
    "accept_invitation",
    "add_institution",
    "add_post",
    "change_institution",
    "change_jurisdiction",
    "choose_office",
    "create_jurisdiction",
    "delete_account",
    "end_office",
    "export_account",
    "forget_contact",
    "grant_office",
    "install",
    "invite",
    "keep_alias",
    "keep_contacts",
    "merge_posts",
    "open_account",
    "publish_contact",
    "resend_invitation",
    "withdraw_invitation",
    "write_invitation",
]
