"""Seal the secrets of second steps that were kept as they are."""

from allauth.mfa.adapter import get_adapter
from django.db import migrations


def seal(apps, schema_editor):
    adapter = get_adapter()
    rows = apps.get_model("mfa", "Authenticator").objects.filter(type__in=("totp", "recovery_codes"))
    for one in rows.iterator():
        for name in ("secret", "seed"):
            if name in one.data:
                one.data[name] = adapter.encrypt(adapter.decrypt(one.data[name]))
        if "migrated_codes" in one.data:
            one.data["migrated_codes"] = [adapter.encrypt(adapter.decrypt(x)) for x in one.data["migrated_codes"]]
        one.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("people", "0004_facilitation"), ("mfa", "0003_authenticator_type_uniq")]
    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
