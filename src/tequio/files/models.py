"""Stored bytes, and what people say about them."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tequio.files.vocab import (
    CREDIT_LENGTH,
    LICENCE_URL,
    NAME_LENGTH,
    OPEN_LICENCES,
    TITLE_LENGTH,
    Licence,
)
from tequio.kit import ids
from tequio.kit.event import Proof


class Blob(models.Model):
    """Bytes that never change, named by their SHA-256. Equal bytes are stored once."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(size__gt=0), name="files_blob_not_empty")]

    def __str__(self) -> str:
        return self.sha256

    @property
    def proof(self) -> Proof:
        return Proof(self.sha256, self.size, self.media_type)


class File(models.Model):
    """A file that an office handed in: the original as received, and the copy that may be shown.

    `title` tells what the file shows or says; it is also a picture's alternative text. `office` is the uploader's
    handle: who the person was is kept by the rooms above, or not at all.
    """

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    original = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="originals_of")
    public_copy = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="copies_of")
    name = models.CharField(_("file name"), max_length=NAME_LENGTH)
    title = models.CharField(_("what it shows"), max_length=TITLE_LENGTH)
    credit = models.CharField(_("whose work it is"), max_length=CREDIT_LENGTH)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence.choices)
    dated_on = models.DateField(_("date of the document"), null=True, blank=True)
    uploaded_at = models.DateTimeField()
    office = models.CharField(max_length=160)

    class Meta:
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("files:public_copy", kwargs={"public_id": self.public_id, "name": self.name})

    @property
    def original_url(self) -> str:
        return reverse("files:original", kwargs={"public_id": self.public_id})

    @property
    def ref(self) -> Proof:
        """The original's hash, size and type: what a fact cites."""
        return self.original.proof

    @property
    def public_ref(self) -> Proof:
        """The same of the public copy: what anybody can download and hash."""
        return self.public_copy.proof

    @property
    def licence_url(self) -> str:
        return LICENCE_URL.get(Licence(self.licence), "")

    @property
    def is_open(self) -> bool:
        return Licence(self.licence) in OPEN_LICENCES

    @property
    def is_picture(self) -> bool:
        return self.public_copy.media_type.startswith("image/")
