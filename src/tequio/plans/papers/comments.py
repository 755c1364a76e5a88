"""What the public said of a draft, with its answers, at the end of the official form."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tequio.contributions import queries as contributions
from tequio.contributions.models import Contribution
from tequio.paper.writing import Block, Heading, table
from tequio.plans.models import Commitment

HEADING = gettext_lazy("Comments received")
COMMENT = gettext_lazy("Comment")


def annex(commitment: Commitment) -> list[Block]:
    """Return the comments of the public review, oldest first; nothing where nobody commented."""
    rows = [_row(one) for one in contributions.annex_of(commitment.urn) if one.text and not one.is_hidden]
    if not rows:
        return []
    columns = (str(COMMENT), _("Who"), _("Received"), _("Ruling"), _("Answer"))
    return [Heading(str(HEADING)), table(columns, rows, (3.0, 1.0, 0.9, 1.0, 3.0))]


def _row(one: Contribution) -> Sequence[str]:
    answers = [answer for point in one.points.all() for answer in point.answers.all()]
    return (
        one.text,
        one.name,
        "" if one.is_from_document else one.submitted_at.strftime("%d/%m/%Y"),
        "\n".join(dict.fromkeys(str(answer.get_ruling_display()) for answer in answers)),
        "\n".join(answer.text for answer in answers),
    )
