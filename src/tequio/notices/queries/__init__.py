"""Reads of who follows what, and how a mail is written."""

from tequio.notices.queries.letter import Letter, letter
from tequio.notices.queries.news import News, due, news_of, settled, within
from tequio.notices.queries.readers import (
    follow_behind,
    follows_of,
    is_following,
    personal_data,
    reader_behind,
    reader_of,
    urn_of,
)
from tequio.notices.queries.reminding import calendar_key, key_behind, reminding_of, rule_of

__all__ = [
    "Letter",
    "News",
    "calendar_key",
    "due",
    "follow_behind",
    "follows_of",
    "is_following",
    "key_behind",
    "letter",
    "news_of",
    "personal_data",
    "reader_behind",
    "reader_of",
    "reminding_of",
    "rule_of",
    "settled",
    "urn_of",
    "within",
]
