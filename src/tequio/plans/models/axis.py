"""The rows of a thematic axis's sheet, and what any commitment should leave behind (source 001, R015, R032, R041)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tequio.plans.models.commitment import Commitment
from tequio.plans.vocab import ChannelKind, ProposalState, ResultKind


class Goal(models.Model):
    """One aspect of a verifiable goal, with the number that the sheet gives it (R032)."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="goals")
    order = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(_("number"), max_length=12, blank=True)
    text = models.TextField(_("goal"))

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text


class CitizenProposal(models.Model):
    """What citizens proposed for an axis, and what its institution answered (R056)."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="proposals")
    order = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(_("number"), max_length=12, blank=True)
    text = models.TextField(_("proposal"))
    answer = models.TextField(_("answer of the institution"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ProposalState.choices, default=ProposalState.RECEIVED, blank=True
    )

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text


class Mechanism(models.Model):
    """How citizens watch over an axis: their concern, their proposal, what the institution undertakes (R041)."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="mechanisms")
    order = models.PositiveSmallIntegerField(default=0)
    concern = models.TextField(_("concern"), blank=True)
    proposal = models.TextField(_("proposal"), blank=True)
    undertaking = models.TextField(_("what the institution undertakes"), blank=True)
    link = models.CharField(_("where it is published"), max_length=500, blank=True)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.undertaking or self.proposal or self.concern


class Channel(models.Model):
    """Where an axis is told: a page, or an institution's account in a network; never a person's (R052)."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="channels")
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=10, choices=ChannelKind.choices, default=ChannelKind.WEB)
    name = models.CharField(_("what is told there"), max_length=240, blank=True)
    handle = models.CharField(_("account of the institution"), max_length=80, blank=True)
    link = models.CharField(_("address"), max_length=500, blank=True)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.link or self.handle or self.name


class Result(models.Model):
    """An output that will exist, or an outcome that will be felt (R015)."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="results")
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=8, choices=ResultKind.choices, default=ResultKind.OUTPUT)
    text = models.TextField(_("result"))

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text
