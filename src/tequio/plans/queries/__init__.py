"""Reads of plans and commitments, shaped for pages."""

from tequio.plans.queries.brought import BroughtFormat, BroughtQuestion, formats_brought
from tequio.plans.queries.dictionary import Field, dictionaries
from tequio.plans.queries.moves import Dates, flaw_of_move, moves_of
from tequio.plans.queries.names import commitment_called, commitments_called, institution_of
from tequio.plans.queries.reviews import (
    address_of,
    place_of,
    public_reviews,
    resolved,
    review_days,
    review_of,
    text_of,
    title_of,
)
from tequio.plans.queries.shares import joiners
from tequio.plans.queries.sheet import (
    Heading,
    LeafLine,
    Part,
    leaf_states,
    parts_of,
    progress_told,
    with_sheet,
)
from tequio.plans.queries.tables import Table, shares_of
from tequio.plans.queries.texts import (
    documents_open_to,
    documents_waiting,
    is_public,
    publication_behind,
    publications_of,
    templates,
    terms_of,
)
from tequio.plans.queries.visible import (
    commitments_of,
    commitments_visible_to,
    milestones_visible_to,
    parties_with_posts,
    plans_of,
    plans_visible_to,
    with_tree,
)
from tequio.plans.queries.within import within

__all__ = [
    "BroughtFormat",
    "BroughtQuestion",
    "formats_brought",
    "Dates",
    "Field",
    "Heading",
    "LeafLine",
    "Part",
    "Table",
    "address_of",
    "commitment_called",
    "commitments_called",
    "commitments_of",
    "commitments_visible_to",
    "dictionaries",
    "documents_open_to",
    "documents_waiting",
    "institution_of",
    "is_public",
    "joiners",
    "flaw_of_move",
    "leaf_states",
    "milestones_visible_to",
    "moves_of",
    "parties_with_posts",
    "parts_of",
    "place_of",
    "plans_of",
    "plans_visible_to",
    "progress_told",
    "public_reviews",
    "publication_behind",
    "publications_of",
    "resolved",
    "review_days",
    "review_of",
    "shares_of",
    "templates",
    "terms_of",
    "text_of",
    "title_of",
    "with_sheet",
    "with_tree",
    "within",
]
