"""Bringing an installation up to this version: tables, reference data, static files."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from tequio.config.ops import building
from tequio.config.ops.progress import Progress, silent
from tequio.kit.actor import SYSTEM
from tequio.kit.clock import now
from tequio.plans import actions as plans
from tequio.portal import cli as search
from tequio.record import queries as record


def pending() -> list[str]:
    """Name the migrations that this version has and the database has not."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def migrate(progress: Progress = silent) -> None:
    """Bring tables, reference data and static files to this version. Doing it again changes nothing."""
    progress(_("Bringing the tables up to date"))
    building.build()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    if record.is_installed():
        progress(_("Adding the templates and vocabularies that are new"))
        plans.load_reference(actor=SYSTEM, at=now())
        if search.lacks_index():
            progress(_("Making the index of the search"))
            search.rebuild_search()
    collect_static(progress)


def collect_static(progress: Progress = silent) -> bool:
    """Collect the style sheets and scripts, unless those collected are already of these sources."""
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    sources = _sources()
    if stamp.exists() and stamp.read_text() == sources:
        return False
    progress(_("Collecting style sheets and scripts"))
    call_command("collectstatic", interactive=False, verbosity=0, clear=Path(settings.STATIC_ROOT).exists())
    # Written last: a crash before this only means that they are collected again.
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(sources)
    return True


def is_static_collected() -> bool:
    """Tell whether pages will find their style sheets."""
    return (Path(settings.STATIC_ROOT) / ".stamp").exists()


def _sources() -> str:
    """Return a digest of what would be collected, by names, sizes and dates."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            kept = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{kept.st_size}\0{kept.st_mtime_ns}\n".encode())
    return digest.hexdigest()
