"""Making all the tables of an empty database at once.

Migrations replay the history of the tables, and Django draws every model anew at each of its steps: half a minute on a
small machine. A database without a history needs only where it ends: the tables of the last state, then what our
migrations do besides tables (rows, triggers), then the list of migrations, as if each had run. A test holds that both
ways give the same database.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration, RunPython, RunSQL, SeparateDatabaseAndState
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


def build() -> bool:
    """Make every table of this version, if there is none yet; tell whether it did. A crash leaves nothing behind."""
    if connection.introspection.table_names():
        return False
    executor = MigrationExecutor(connection)
    plan = [migration for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    state = executor.loader.project_state()
    with connection.schema_editor(atomic=True) as editor:
        for model in state.apps.get_models():
            if model._meta.managed and not model._meta.proxy and not model._meta.swapped:
                editor.create_model(model)
        for label, operation in _besides(plan):
            _run(operation, label, editor, state)
        executor.recorder.ensure_schema()
        executor.recorder.migration_qs.bulk_create(
            executor.recorder.Migration(app=migration.app_label, name=migration.name) for migration in plan
        )
    return True


def _besides(plan: list[Migration]) -> Iterator[tuple[str, Operation]]:
    """Yield what our migrations do besides tables; others' only move rows that an empty database does not have."""
    for migration in plan:
        if apps.get_app_config(migration.app_label).name.startswith("tequio."):
            yield from ((migration.app_label, one) for one in migration.operations)


def _run(operation: Operation, label: str, editor: BaseDatabaseSchemaEditor, state: ProjectState) -> None:
    if isinstance(operation, SeparateDatabaseAndState):
        for one in operation.database_operations:
            _run(one, label, editor, state)
    elif isinstance(operation, RunSQL | RunPython):
        operation.database_forwards(label, editor, state, state)
