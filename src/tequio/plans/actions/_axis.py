"""From the sheet of a thematic axis to its rows. Called inside confirm_document's transaction."""

from __future__ import annotations

from tequio.plans.actions._directory import words_of
from tequio.plans.imports import draft as said
from tequio.plans.models import Channel, CitizenProposal, Commitment, Goal


def axis_rows(commitment: Commitment, draft: said.DraftCommitment) -> None:
    """Write the aspects of the goal, the citizens' proposals and where the axis is told."""
    Goal.objects.bulk_create(
        Goal(commitment=commitment, order=order, label=words_of(row.label)[:12], text=words_of(row.text))
        for order, row in enumerate(draft.aspects, start=1)
    )
    CitizenProposal.objects.bulk_create(
        CitizenProposal(commitment=commitment, order=order, label=words_of(row.label)[:12], text=words_of(row.text))
        for order, row in enumerate(draft.proposals, start=1)
    )
    Channel.objects.bulk_create(
        Channel(
            commitment=commitment,
            order=order,
            kind=row.kind,
            name=words_of(row.name)[:240],
            handle=words_of(row.handle)[:80],
            link=words_of(row.link)[:500],
        )
        for order, row in enumerate(draft.channels, start=1)
    )
