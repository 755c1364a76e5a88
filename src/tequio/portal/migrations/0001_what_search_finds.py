"""The table of what can be found, and its words: FTS5 on SQLite, tsvector on PostgreSQL."""

import django.db.models.deletion
from django.db import migrations, models

SQLITE = (
    "CREATE VIRTUAL TABLE portal_words USING fts5(title, text, title_words, text_words, "
    "columnsize=0, tokenize='unicode61 remove_diacritics 0')",
)
POSTGRESQL = (
    "CREATE TABLE portal_words (rowid bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX portal_words_gin ON portal_words USING gin (words)",
)


def make(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE portal_words")


class Migration(migrations.Migration):
    initial = True

    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Findable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("urn", models.CharField(max_length=160, unique=True)),
                ("subject", models.CharField(db_index=True, max_length=160)),
                ("kind", models.CharField(max_length=20)),
                ("rank", models.PositiveSmallIntegerField(default=0)),
                (
                    "jurisdiction",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.jurisdiction",
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["kind", "id"], name="portal_findable_kind")]},
        ),
        migrations.RunPython(make, drop),
    ]
