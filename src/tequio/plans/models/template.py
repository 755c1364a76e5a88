"""Templates and vocabularies: what differs between places is data."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from tequio.plans.vocab import Scheme


class Template(models.Model):
    """A form as data: it names, orders, explains and limits the typed columns of a commitment.

    `sections` is a list of {number, key, label: {es, en}, help: {es, en}, limit, choose, required}; `key` is a column
    or a list of the commitment (plans/data/templates). A new version is a new row; a commitment keeps its own.
    """

    code = models.SlugField(max_length=40)
    version = models.PositiveSmallIntegerField(default=1)
    name_es = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    sections = models.JSONField()

    class Meta:
        ordering = ["code", "-version"]
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="plans_template_version")]

    def __str__(self) -> str:
        return self.name_es

    @property
    def name(self) -> str:
        """Its name in the language of the page."""
        return self.name_en if (get_language() or "").startswith("en") else self.name_es

    def section(self, key: str) -> dict[str, Any] | None:
        """Return the section of a key, or None where this form does not ask it."""
        return next((one for one in self.sections if one["key"] == key), None)


class TermQuerySet(models.QuerySet["Term"]):
    """Words about terms in force."""

    def of(self, scheme: str, *, on: date | None = None) -> TermQuerySet:
        """Keep one scheme's terms, those in force on a day if given."""
        terms = self.filter(scheme=scheme)
        if on is None:
            return terms
        return terms.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=on)).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=on)
        )


class Term(models.Model):
    """One word of a dated vocabulary. OGP reviews its lists every year, so that a term has an age."""

    scheme = models.CharField(max_length=20, choices=Scheme.choices)
    code = models.SlugField(max_length=80)
    name_es = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    aliases = models.JSONField(default=list, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["scheme", "order"]
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="plans_term_once")]

    def __str__(self) -> str:
        return self.name_es

    @property
    def name(self) -> str:
        """Its name in the language of the page."""
        return self.name_en if (get_language() or "").startswith("en") else self.name_es
