"""Accounts, jurisdictions, institutions, posts, and the offices that people hold."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tequio.files.models import File
from tequio.kit import clock, ids
from tequio.people.vocab import Branch, ContactKind, Level, Sector
from tequio.record import queries as record


class UserManager(BaseUserManager["User"]):
    """What Django's tools expect of a manager of accounts."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str | None) -> User:
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """An account: how somebody enters. What they may do comes from the offices they hold."""

    email = models.EmailField(_("e-mail"), unique=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=clock.now)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    def __str__(self) -> str:
        return f"account {self.pk}"

    @property
    def urn(self) -> str:
        return record.urn("account", str(self.pk))


class Jurisdiction(models.Model):
    """A country, state or municipality that runs plans here. Its rules are data."""

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    level = models.CharField(max_length=12, choices=Level.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    time_zone = models.CharField(max_length=64, default="America/Mexico_City")
    # ISO weekdays (Monday is 1) on which deadlines in working days advance, and the days off.
    working_days = models.JSONField(default=list)
    holidays = models.JSONField(default=list)
    # Codes of the roles that may review evidence; and those that review what coordination itself submits.
    reviewers = models.JSONField(default=list)
    reviewers_of_coordination = models.JSONField(default=list)
    # How long the private trail is kept, in days.
    retention_days = models.PositiveIntegerField(default=1825)
    # R186: what its pages carry at their head. There are no colours: contrast is the platform's.
    motto = models.CharField(max_length=80, blank=True)
    official_url = models.URLField(max_length=200, blank=True)
    logo = models.ForeignKey(File, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    logo_alt = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def urn(self) -> str:
        return record.urn("jurisdiction", self.public_id)

    def day_of(self, at: datetime) -> date:
        """Return the day that an instant belongs to here."""
        return at.astimezone(ZoneInfo(self.time_zone)).date()

    def is_working_day(self, day: date) -> bool:
        """Tell whether deadlines counted in working days advance on a day."""
        return day.isoweekday() in self.working_days and day.isoformat() not in self.holidays


class Institution(models.Model):
    """A public body, organisation or group; it outlives its people."""

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="institutions")
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    sector = models.CharField(_("sector"), max_length=16, choices=Sector.choices)
    branch = models.CharField(_("branch of government"), max_length=16, choices=Branch.choices, blank=True)
    # Whether the transparency law obliges it to answer requests for information (R092).
    is_obliged = models.BooleanField(default=False)
    # The post that answers requests for information there (R092).
    transparency_post = models.ForeignKey(
        "people.Post", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The same body written twice: this one is kept only because others point at it.
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    # Other ways in which documents write it, so that nobody matches by exact name.
    aliases = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "name"], name="people_institution_named_once"),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    def get_absolute_url(self) -> str:
        """Its public page; needs the jurisdiction at hand."""
        return reverse("people:institution", args=[self.jurisdiction.slug, self.public_id, slugify(self.name)])

    @property
    def urn(self) -> str:
        return record.urn("institution", self.public_id)

    @property
    def current(self) -> Institution:
        """This institution, or the one that it was merged into."""
        return self.merged_into or self

    @property
    def current_id(self) -> int:
        """Its key, or that of the one that it was merged into; no query."""
        return self.merged_into_id or self.pk

    @property
    def names(self) -> list[str]:
        """Every way in which it may be written."""
        return [name for name in (self.name, self.short_name, *self.aliases) if name]


class Post(models.Model):
    """A position in an institution (Popolo). Posts outlive persons: records attach here."""

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="posts")
    unit = models.CharField(_("unit"), max_length=200, blank=True)
    title = models.CharField(_("post"), max_length=200, blank=True)
    level = models.CharField(_("level"), max_length=60, blank=True)
    # While the post exists, whoever holds it.
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    # Other ways in which documents write it.
    aliases = models.JSONField(default=list, blank=True)
    # The same post written twice in a document: this one is kept only because others point at it.
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")

    class Meta:
        ordering = ["institution", "unit", "title"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "unit", "title"], name="people_post_titled_once"),
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.title, self.unit, str(self.institution)) if part)

    @property
    def urn(self) -> str:
        return record.urn("post", self.public_id)

    @property
    def current(self) -> Post:
        """This post, or the one that it was merged into."""
        return self.merged_into or self

    @property
    def label(self) -> str:
        """The post without its institution."""
        return ", ".join(part for part in (self.title, self.unit) if part)


class Contact(models.Model):
    """A name, address or telephone of a post. Private by default."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=8, choices=ContactKind.choices)
    value = models.CharField(max_length=254)
    is_public = models.BooleanField(default=False)
    # The last day on which it serves: whoever it belongs to left, and the post goes on.
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "kind", "value"], name="people_contact_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.post}"


class Role(models.Model):
    """What an office may do, as data: `code` is what policies ask for."""

    code = models.SlugField(max_length=40, primary_key=True)
    name_es = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    is_official = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Its name in the language of the page."""
        return self.name_en if (get_language() or "").startswith("en") else self.name_es


class Office(models.Model):
    """A role in an institution. Its urn is what the public record shows, whoever holds it."""

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="offices")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="offices")
    title = models.CharField(_("how the office is called"), max_length=160)

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "role", "title"], name="people_office_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def urn(self) -> str:
        return record.urn("office", self.public_id)


class TenureQuerySet(models.QuerySet["Tenure"]):
    """Words about who holds what, and when."""

    def in_force(self, *, on: date) -> TenureQuerySet:
        """Keep those that run on a day (both ends included; no end means until further notice)."""
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=on), Q(cut_on__isnull=True) | Q(cut_on__gt=on), starts_on__lte=on
        )


class Tenure(models.Model):
    """An account that holds an office for a period. The only link between a person and the record; private."""

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="tenures")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tenures")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    # Ended before its time: the first day on which it no longer runs, and the private words of why.
    cut_on = models.DateField(null=True, blank=True)
    cut_reason = models.TextField(blank=True)

    objects = TenureQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")), name="people_tenure_forward"
            ),
            models.UniqueConstraint(
                fields=["office", "user", "starts_on"], condition=Q(cut_on__isnull=True), name="people_tenure_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} from {self.starts_on}"

    def is_in_force(self, *, on: date) -> bool:
        """Tell of one what `in_force` tells of many."""
        return (
            self.starts_on <= on
            and (self.ends_on is None or self.ends_on >= on)
            and (self.cut_on is None or self.cut_on > on)
        )


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Words about offices that wait for somebody."""

    def open(self, *, at: datetime) -> InvitationQuerySet:
        """Keep those that may still be accepted."""
        return self.pending().filter(expires_at__gt=at)

    def pending(self) -> InvitationQuerySet:
        """Keep those neither accepted nor withdrawn, expired or not."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)


class Invitation(models.Model):
    """An office offered by mail. The link's secret is kept only as a hash."""

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="invitations")
    # Emptied once the invitation is accepted or withdrawn.
    email = models.EmailField(blank=True)
    # SHA-256 of the secret in the link; empty until the mail is written.
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "-pk"]

    def __str__(self) -> str:
        return f"invitation to {self.office}"

    @property
    def urn(self) -> str:
        return record.urn("invitation", self.public_id)

    def is_open(self, *, at: datetime) -> bool:
        """Tell whether it may still be accepted."""
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > at
