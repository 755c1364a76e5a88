"""Why a question is not answered: every reason has a code and one sentence, so that a child sends only the code."""

from __future__ import annotations

from tequio.kit.tongue import Says, Value
from tequio.kit.tongue import gettext_noop as _
from tequio.tables.limits import Unreadable

MOST_BYTES_OF_SQL = 10_000

SAYS: dict[str, Says] = {
    # The SQL
    "sql-too-long": _("The SQL is too long: at most %(most)s bytes are read. Shorten it."),
    "sql-empty": _("There is no question. Write a SELECT, for example: SELECT count(*) FROM data"),
    "sql-unreadable": _("The SQL could not be read: %(detail)s"),
    "sql-not-a-select": _("Only a SELECT is answered here. Nothing can be changed, loaded, saved or set."),
    "sql-several": _("One SELECT at a time: this has %(n)s statements. Keep one of them."),
    "sql-unknown-table": _("There is no table “%(name)s” here. Ask the table “%(table)s”."),
    "sql-function": _("The function “%(name)s” may not be used here."),
    "sql-argument": _(
        "“%(name)s” takes only plain numbers up to %(most)s here (or plain dates), written where it is called."
    ),
    "sql-method": _("Write the function “%(name)s” as name(value), without a point before it."),
    "sql-part": _("This part of SQL may not be used here: %(name)s"),
    "sql-parameter": _("There are no parameters here. Write the value in place of “%(name)s”."),
    "sql-too-many-parts": _("The SQL has too many parts: at most %(most)s values, columns and functions. Simplify it."),
    "sql-too-deep": _("The SQL is nested too deeply: at most %(most)s levels. Simplify it."),
    "sql-too-many-tables": _("The SQL reads tables too many times: at most %(most)s. Simplify it."),
    # What came of it
    "wrong-question": _("The database could not answer: %(detail)s"),
    "no-answer": _("The database could not answer this. Ask it in another way."),
    "too-slow": _("The answer took longer than %(seconds)s seconds. Ask for less: filter first, or group."),
    "too-big": _("The answer needs too much memory. Ask for less: fewer columns, fewer rows, or a group."),
    "busy": _("Too many people are asking at this moment. Try again in a little while."),
    "no-version": _("This version of the data cannot be opened."),
    # The structured question
    "question-shape": _("The question is not understood: “%(name)s” must be %(wanted)s."),
    "question-unknown-word": _("The question has a word that is not known: “%(name)s”. It may have: %(known)s."),
    "question-unknown-column": _("There is no column “%(name)s”. The columns are: %(known)s."),
    "question-unknown-operator": _("There is no comparison “%(name)s”. The comparisons are: %(known)s."),
    "question-unknown-measure": _("There is no measure “%(name)s”. The measures are: %(known)s."),
    "question-number": _("“%(value)s” is not a number, and the column “%(name)s” holds numbers."),
    "question-date": _("“%(value)s” is not a date, and the column “%(name)s” holds dates. Write it as 2026-01-31."),
    "question-truth": _("The column “%(name)s” holds only true and false, not “%(value)s”."),
    "question-text": _("The column “%(name)s” holds text: put “%(value)s” between quotes."),
    "question-incomparable": _("The column “%(name)s” cannot be compared. Ask only whether its value is missing."),
    "question-not-text": _("The column “%(name)s” does not hold text, so it cannot be searched by words."),
    "question-not-number": _("The column “%(name)s” does not hold numbers, so it has no %(measure)s."),
    "question-not-date": _("The column “%(name)s” does not hold dates, so it has no %(part)s."),
    "question-too-many": _("“%(name)s” has too many things in it: at most %(n)s."),
    "question-mixed": _("A question either lists rows or groups them: leave out “%(name)s”."),
    "question-two-pages": _("A question asks for the page after a mark or before one, not both."),
    "question-page": _("This page mark is not of this question. Start again from the first page."),
}


class Refused(Unreadable):
    """A question that is not answered, with the sentence that says why. `code` is one of SAYS."""

    def __init__(self, code: str, **values: Value) -> None:
        super().__init__(code, SAYS[code], **values)
