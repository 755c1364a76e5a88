"""The list of roles that an installation starts with."""

from django.db import migrations

from tequio.people.vocab import DEFAULT_ROLES


def add_roles(apps, schema_editor):
    role = apps.get_model("people", "Role")
    role.objects.bulk_create(
        [
            role(code=code, name_es=es, name_en=en, is_official=is_official, order=order)
            for order, (code, es, en, is_official) in enumerate(DEFAULT_ROLES)
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(add_roles, migrations.RunPython.noop)]
