"""Lists that rules may name without bringing them: in a Table Schema, as the resource of a foreign key.

    "foreignKeys": [{"fields": ["cve_ent"], "reference": {"resource": "inegi:entidades", "fields": ["clave"]}}]

Those of municipalities and localities change: give them as a file, or as the version of a dataset.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tequio.tables.mexico.inegi import STATES

LISTS: Mapping[str, Sequence[tuple[str, ...]]] = {
    "inegi:entidades": [(one.key,) for one in STATES],
    "inegi:nombres-de-entidades": [(name,) for one in STATES for name in (one.name, *one.also)],
    "inegi:entidades-con-nombre": [(one.key, name) for one in STATES for name in (one.name, *one.also)],
}
