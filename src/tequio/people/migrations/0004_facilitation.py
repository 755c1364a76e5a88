"""The role that opens the directory of neighbourhood leaders besides coordination."""

from django.db import migrations


def add_role(apps, schema_editor):
    role = apps.get_model("people", "Role")
    role.objects.get_or_create(
        code="facilitation",
        defaults={"name_es": "Facilitación", "name_en": "Facilitation", "is_official": True, "order": 5},
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0003_directories")]
    operations = [migrations.RunPython(add_role, migrations.RunPython.noop)]
