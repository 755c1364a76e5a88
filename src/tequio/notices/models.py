"""Who follows what, and what they chose to receive. All of it is private, and goes with whoever leaves."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from tequio.kit import ids
from tequio.notices.vocab import DAYS_AFTER, DAYS_BEFORE, SALT, Rhythm
from tequio.people.models import Jurisdiction, Office, User
from tequio.record import queries as record


class ReaderQuerySet(models.QuerySet["Reader"]):
    """Words about readers."""

    def confirmed(self) -> ReaderQuerySet:
        """Keep those who follow something and proved that they read their address."""
        return self.filter(follows__confirmed_at__isnull=False).distinct()


class Reader(models.Model):
    """Somebody who follows something: an account, or an address that was never anything else here."""

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    user = models.OneToOneField(User, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    address = models.EmailField(blank=True)
    language = models.CharField(max_length=5)
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices, default=Rhythm.DAILY)
    # The newest entry of the record that they were told of, or that was not for them; and when that was judged.
    told_entry = models.BigIntegerField(default=0)
    told_at = models.DateTimeField()

    objects = ReaderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=True) & ~Q(address="") | Q(user__isnull=False, address=""),
                name="notices_account_or_address",
            ),
            models.UniqueConstraint(Lower("address"), condition=~Q(address=""), name="notices_address_once"),
        ]

    def __str__(self) -> str:
        return f"reader {self.public_id}"

    @property
    def urn(self) -> str:
        return record.urn("reader", self.public_id)

    @property
    def email(self) -> str:
        return self.user.email if self.user else self.address

    @property
    def token(self) -> str:
        """What its links carry: its id with a signature that only this site can make, so that none is stored."""
        return signing.Signer(salt=SALT).sign(self.public_id)

    @property
    def leave_url(self) -> str:
        return settings.BASE_URL + reverse("notices:leave", args=[self.token])

    @property
    def manage_url(self) -> str:
        return settings.BASE_URL + reverse("notices:manage", args=[self.token])


class Follow(models.Model):
    """One thing that somebody follows, by its urn. Not confirmed: only asked for, with a secret on its way by mail."""

    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="follows")
    subject = models.CharField(max_length=160)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # SHA-256 of the secret in the link that confirms it; empty until the mail is written, and once it was used.
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    # The newest entry when it began: what happened before is not news.
    since_entry = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["reader", "subject"], name="notices_followed_once")]
        indexes = [models.Index(fields=["asked_at"], name="notices_follow_asked")]

    def __str__(self) -> str:
        return f"{self.reader} follows {self.subject}"


class ReminderRule(models.Model):
    """When a place reminds its offices. No row means the usual days."""

    jurisdiction = models.OneToOneField(Jurisdiction, on_delete=models.PROTECT, related_name="reminder_rule")
    is_on = models.BooleanField(default=True)
    days_before = models.PositiveSmallIntegerField(default=DAYS_BEFORE)
    days_after = models.PositiveSmallIntegerField(default=DAYS_AFTER)

    def __str__(self) -> str:
        return f"reminders of {self.jurisdiction}"


class Reminding(models.Model):
    """What an account chose about reminders, and the last that it was sent: no day brings two."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    is_off = models.BooleanField(default=False)
    last_on = models.DateField(null=True, blank=True)
    # SHA-256 of what the last one said, so that only news, or a week, bring the next.
    said = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"reminders of account {self.user_id}"


class CalendarKey(models.Model):
    """The secret address of somebody's dates in an office; feed readers bring no password. Kept only as a hash."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "office"], name="notices_one_calendar_key")]

    def __str__(self) -> str:
        return f"calendar of {self.office}, made {self.made_at:%Y-%m-%d}"
