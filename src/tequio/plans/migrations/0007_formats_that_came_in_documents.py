from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0006_roadmap_and_deliverables"),
    ]

    operations = [
        migrations.AddField(
            model_name="importeddocument",
            name="formats",
            field=models.JSONField(blank=True, default=list),
        ),
    ]
