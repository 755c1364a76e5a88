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


class Sex(models.TextChoices):
    """R093, C01: how participants are counted; nobody is asked to say it of themselves by name."""

    WOMEN = "women", _("Women")
    MEN = "men", _("Men")
    OTHER = "other", _("Another identity")
    UNSAID = "unsaid", _("Not said")


class PriorityGroup(models.TextChoices):
    """C02: groups in a situation of vulnerability; lists stay open to others, written as text."""

    OLDER = "older-persons", _("Older persons")
    INDIGENOUS = "indigenous-persons", _("Indigenous persons")
    PEOPLES = "indigenous-peoples-and-communities", _("Indigenous peoples and communities")
    DOMESTIC = "domestic-workers", _("Domestic workers")
    HIV = "people-living-with-hiv", _("People living with HIV")
    AFRO = "afro-descendant-people", _("Afro-descendant people")
    DISABILITIES = "people-with-disabilities", _("People with disabilities")
    CHILDREN = "children-and-adolescents", _("Children and adolescents")


class Scope(models.TextChoices):
    """R091: how far an organisation works."""

    NATIONAL = "national", _("National")
    STATE = "state", _("State")
    LOCAL = "local", _("Local")


class OrganisationState(models.TextChoices):
    """R091: where a registration stands on its way to the directory."""

    UNCONFIRMED = "unconfirmed", _("Waiting for its address to be confirmed")
    PENDING = "pending", _("Waiting for the coordination")
    PUBLISHED = "published", _("Published")
    RETURNED = "returned", _("Returned with a reason")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Interest(models.TextChoices):
    """R089: how an ally inside the administration looks at sharing data."""

    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")
    UNKNOWN = "unknown", _("Not known yet")


class OutreachResult(models.TextChoices):
    """R191: what came of approaching an organisation."""

    PLANNED = "planned", _("Planned")
    APPROACHED = "approached", _("Approached, no answer yet")
    INTERESTED = "interested", _("Interested")
    JOINED = "joined", _("Joined")
    DECLINED = "declined", _("Declined")


class LeaderChannel(models.TextChoices):
    """R090: how somebody of a neighbourhood agreed to be reached."""

    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Telephone")
    VISIT = "visit", _("Visit or meeting place")


class ConsentMeans(models.TextChoices):
    """R090: how a consent was given."""

    SIGNED = "signed", _("Signed on paper")
    MAIL = "mail", _("By e-mail")
    SPOKEN = "spoken", _("Spoken before a witness")
    FORM = "form", _("On a form of this site")


# Codes of the roles that the first installation knows. The list itself is data: table Role.
COORDINATION = "coordination"
LIAISON = "liaison"
CIVIL_SOCIETY = "civil-society"
MONITORING = "monitoring-body"
CITIZEN = "citizen"
FACILITATION = "facilitation"

# The list that an installation starts with: code, Spanish, English, whether it acts for an authority.
DEFAULT_ROLES = (
    (COORDINATION, "Coordinación", "Coordination", True),
    (LIAISON, "Enlace", "Liaison", True),
    (CIVIL_SOCIETY, "Sociedad civil", "Civil society", False),
    (MONITORING, "Órgano de monitoreo", "Monitoring body", True),
    (CITIZEN, "Ciudadanía", "Citizen", False),
    (FACILITATION, "Facilitación", "Facilitation", True),
)

# Who may open the directory of neighbourhood leaders (R090), by name of role.
LEADER_READERS = (COORDINATION, FACILITATION)

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

# What an organisation says of itself (R091), and how long each text may be.
ORGANISATION_LIMITS = {"name": 160, "about": 1000, "framework": 1000, "website": 200, "contact_label": 120}
ORGANISATION_FIELDS = (
    *ORGANISATION_LIMITS,
    "scope",
    "topics",
    "groups",
    "has_gender_focus",
    "is_interested",
    "shows_contact",
)
MESSAGE_LENGTH = 2000
UNCONFIRMED_DAYS = 7  # a registration that nobody confirms is erased
RELAY_DAYS = 30  # and so is a relayed message
CONSENT_YEARS = 3  # a consent is asked again
