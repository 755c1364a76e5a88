"""The published addresses that were followed, and what was found each time (X09)."""

from __future__ import annotations

from django.db import models

from tequio.kit.reach import Outcome

OUTCOMES = [(one.value, one.value) for one in Outcome]


class CheckedLink(models.Model):
    """An address and how it stood the last time it was followed.

    `failed_days` counts the different days, one after another, on which it could not be opened.
    """

    url = models.CharField(max_length=500, unique=True)
    outcome = models.CharField(max_length=10, choices=OUTCOMES)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    final = models.CharField(max_length=500, blank=True)
    failed_days = models.PositiveSmallIntegerField(default=0)
    failed_on = models.DateField(null=True, blank=True)
    checked_at = models.DateTimeField()

    class Meta:
        ordering = ["checked_at", "pk"]

    def __str__(self) -> str:
        return self.url


class LinkVisit(models.Model):
    """What was found on one visit. Never changed."""

    link = models.ForeignKey(CheckedLink, on_delete=models.CASCADE, related_name="visits")
    outcome = models.CharField(max_length=10, choices=OUTCOMES)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    why = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.outcome} {self.at}"
