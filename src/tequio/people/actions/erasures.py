"""What an entry keeps apart about a person is erased by law: everywhere here, and for everybody to see."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.people import policies, queries
from tequio.record import queries as entries
from tequio.record.actions import erase_withheld, record
from tequio.record.events import EntryErased
from tequio.record.queries import beside
from tequio.record.vocab import Basis


@transaction.atomic
def erase_entry(
    *, event_id: UUID, basis: str, names: Collection[str] = (), actor: Actor, at: datetime
) -> tuple[str, ...]:
    """Erase personal values of an entry, their salts and every copy of them; return the names of what was erased.

    No names: all of them. The entry's bytes and its proofs stay, and a new entry says that it was done, and on what
    basis. Raises Denied for whoever does not look after its place, Refused if nothing is left to erase.
    """
    row = entries.entry(str(event_id))
    if row is None:
        raise Refused(None, _("There is no entry of this number."))
    require(policies.can_erase_entry(actor, queries.place_called(row.tenant)))
    if basis not in Basis.values:
        raise Refused("basis", _("Choose why it is erased: everybody reads it."))
    known = {one.name for one in beside.kept_of(row)}
    wanted = sorted(names or known)
    if strange := [name for name in wanted if name not in known]:
        raise Refused("name", _("This entry keeps no value called %(name)s apart.") % {"name": strange[0]})
    # The copies first: their rooms lock what shows them, as those do who erase what they wrote themselves.
    erased = {name for answer in queries.erasers.ask(str(event_id), wanted, actor, at) for name in answer}
    erased |= {name for name in wanted if erase_withheld(event_id=event_id, names=[name], at=at)}
    if not erased:
        raise Refused("name", _("Nothing of this is left to erase: it was erased before."))
    done = tuple(sorted(erased))
    fact = EntryErased(
        tenant=row.tenant, subject=row.subject, entry=str(event_id), names=done, basis=basis, corrects=str(event_id)
    )
    record(fact, actor=actor, at=at)
    return done
