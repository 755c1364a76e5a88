"""The words of people and places (requirements R006, R088, R093, R185, R186; Popolo for Post)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """A jurisdiction's order of government."""

    COUNTRY = "country", _("Country")
    STATE = "state", _("State")
    MUNICIPALITY = "municipality", _("Municipality")


class Sector(models.TextChoices):
    """Where an institution stands (R093: one list for every table of participants)."""

    GOVERNMENT = "government", _("Government")
    AUTONOMOUS = "autonomous", _("Autonomous body")
    OVERSIGHT = "oversight", _("Oversight body for transparency")
    CIVIL_SOCIETY = "civil-society", _("Civil society")
    ACADEMIA = "academia", _("Academia")
    PRIVATE = "private", _("Private sector")
    CITIZENS = "citizens", _("Citizens")
    STUDENTS = "students", _("Students")
    INTERNATIONAL = "international", _("International")
    MEDIA = "media", _("Media")


class Branch(models.TextChoices):
    """Which part of the state a public body belongs to (R092); empty for everybody else."""

    EXECUTIVE = "executive", _("Executive branch")
    LEGISLATIVE = "legislative", _("Legislative branch")
    JUDICIAL = "judicial", _("Judicial branch")
    AUTONOMOUS = "autonomous", _("Constitutionally autonomous body")
    MUNICIPAL = "municipal", _("Municipal government")


class ContactKind(models.TextChoices):
    """What a contact point is; every kind is private unless its holder publishes it."""

    NAME = "name", _("Name")
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Telephone")


# Codes of the roles that the first installation knows. The list itself is data: table Role.
COORDINATION = "coordination"
LIAISON = "liaison"
CIVIL_SOCIETY = "civil-society"
MONITORING = "monitoring-body"
CITIZEN = "citizen"

# The list that an installation starts with: code, Spanish, English, whether it acts for an authority.
DEFAULT_ROLES = (
    (COORDINATION, "Coordinación", "Coordination", True),
    (LIAISON, "Enlace", "Liaison", True),
    (CIVIL_SOCIETY, "Sociedad civil", "Civil society", False),
    (MONITORING, "Órgano de monitoreo", "Monitoring body", True),
    (CITIZEN, "Ciudadanía", "Citizen", False),
)

# Who may be asked to review evidence (never a liaison: it is whoever reports).
REVIEWERS = (COORDINATION, CIVIL_SOCIETY, MONITORING)

# Where the session keeps the public id of the office that acts.
CHOSEN = "tequio_office"

INVITATION_DAYS = 14
MOST_HOLIDAYS = 120  # an entry of the record has 4 KiB
RETENTION_DAYS = (365, 36_500)  # least and most

# First segments of the path that a jurisdiction may not take.
RESERVED_SLUGS = frozenset(
    {
        *("accesibilidad", "admin", "api", "archivos", "aviso-de-privacidad", "buscar", "componentes", "contacto"),
        *("cuenta", "demo", "favicon.ico", "htmx", "i18n", "idioma", "importar", "inicio", "instalar"),
        *("instituciones", "invitacion", "mi-cuenta", "personas", "privacidad", "registro", "robots.txt", "salud"),
        *("static", "textos", ".well-known", "campos", "diccionario", "escritorio", "historial"),
        *("aportes", "avisos", "seguir", "datos", "sitemap.xml", "opensearch.xml", "mapa-del-sitio", "moderacion"),
    }
)
