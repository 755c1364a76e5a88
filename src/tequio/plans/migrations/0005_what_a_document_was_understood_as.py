from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0004_rules_of_public_review")]

    operations = [
        migrations.AddField(
            model_name="importeddocument",
            name="account",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
