"""An assessment as lines of text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tequio.kit.tongue import ENGLISH, Tongue
from tequio.kit.tongue import gettext_noop as _
from tequio.tables.assessment import Assessment
from tequio.tables.finding import Finding
from tequio.tables.profiling import Column
from tequio.tables.quality import scores

_SAYS = _("%(rows)s rows, %(columns)s columns")
_ROWS = _("rows")
_FINE = _("Nothing to mend was found.")


def lines(assessment: Assessment, tongue: Tongue = ENGLISH) -> Iterator[str]:
    """Yield the report line by line: the size, the columns, then the findings, the gravest first."""
    yield tongue.gettext(_SAYS) % {"rows": f"{assessment.rows:,}", "columns": len(assessment.columns)}
    yield ""
    width = max((len(one.name) for one in assessment.columns), default=0)
    for column in assessment.columns:
        yield f"  {column.name:<{width}}  {_column(column)}"
    yield ""
    for score in scores(assessment):
        yield f"  {tongue.gettext(str(score.family)):<{width}}  {score.points:>3}  {score.say(tongue)}"
    yield ""
    if not assessment.findings:
        yield tongue.gettext(_FINE)
    for finding in assessment.findings:
        yield f"{tongue.gettext(str(finding.severity)):<11}{finding.say(tongue)}{_places(finding, tongue)}"


def as_json(assessment: Assessment, tongue: Tongue = ENGLISH) -> dict[str, Any]:
    """Return the report for programs; codes and kinds are never translated."""
    return {
        "rows": assessment.rows,
        "columns": [_profile(one) for one in assessment.columns],
        "quality": [
            {"family": one.family.name.lower(), "points": one.points, "good": one.good, "all": one.all}
            for one in scores(assessment)
        ],
        "rules": [
            {"name": one.rule.name, "severity": str(one.rule.severity), "count": one.count}
            for one in assessment.results
        ],
        "findings": [one.as_json(tongue) for one in assessment.findings],
        "worst": str(assessment.worst) if assessment.worst else None,
    }


def _column(column: Column) -> str:
    about = "≈" if column.is_estimated else ""
    return f"{column.reading.kind:<9} {column.share:>6.1%}  {about}{column.distinct:,}"


def _profile(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "type": str(column.reading.kind),
        "filled": column.filled,
        "distinct": column.distinct,
        "distinct_is_estimated": column.is_estimated,
        "shortest": column.shortest,
        "longest": column.longest,
        "minimum": column.least,
        "maximum": column.most,
        "mean": column.mean,
        "common": [{"value": text, "count": count} for text, count in column.common],
    }


def _places(finding: Finding, tongue: Tongue) -> str:
    if not finding.examples:
        return ""
    said = ", ".join(f"{one.row}" + (f" ({one.text})" if one.text else "") for one in finding.examples[:3])
    more = "…" if finding.count > 3 else ""
    return f"  [{tongue.gettext(_ROWS)} {said}{more}]"
