"""The public record for people: facts, and the log that proves them."""

from tequio.record.views import facts, log

__all__ = ["facts", "log"]
