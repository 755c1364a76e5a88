"""The public record for people (facts, the log, what proves them) and the log's files for programs."""

from tequio.record.views import facts, files, log

__all__ = ["facts", "files", "log"]
