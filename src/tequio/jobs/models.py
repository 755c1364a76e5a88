"""The worker's own tables. The tasks themselves are rows of django-tasks-db."""

from __future__ import annotations

from django.db import models


class Pulse(models.Model):
    """A worker and its last beat: whoever fell silent is dead, and its task is given to another."""

    worker = models.CharField(max_length=64, primary_key=True)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.worker}, {self.beat_at}"


class Due(models.Model):
    """When something that recurs is next due. The rhythm is written in code; this remembers the instant."""

    name = models.CharField(max_length=160, unique=True)
    rhythm = models.CharField(max_length=80)
    next_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name}, {self.rhythm}"
