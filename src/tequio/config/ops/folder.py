"""A folder of documents in one go: each read, and written, by itself; what was done stays done if the work stops."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from django.utils.translation import gettext as _

from tequio.config.ops.documents import plan_named
from tequio.config.ops.progress import Progress, silent
from tequio.kit.actor import SYSTEM
from tequio.kit.clock import now
from tequio.kit.policy import Denied, Refused
from tequio.paper import folder
from tequio.paper.package import Unreadable
from tequio.plans import actions as plans
from tequio.plans import cli as documents
from tequio.plans.models import ActionPlan


@dataclass
class Outcome:
    """What became of one document. State: read, written, waiting (kept, and no commitment in it) or refused."""

    file: str
    state: str
    template: str | None = None
    commitments: int = 0
    findings: dict[str, int] = field(default_factory=dict)
    reason: str = ""


def is_folder(paths: Sequence[Path]) -> bool:
    """Say whether what was asked for is a folder, or a zip of documents, and not single files."""
    return any(path.is_dir() or (path.suffix == ".zip" and folder.is_folder(path.read_bytes())) for path in paths)


def work(paths: Sequence[Path], *, plan: str = "", confirm: bool, progress: Progress = silent) -> list[Outcome]:
    """Read every document, and write its drafts if `confirm` says so; never more than one of them in memory."""
    chosen = plan_named(plan) if confirm else None
    listed = list(_listed(paths))
    outcomes = []
    for done, (name, source) in enumerate(listed, start=1):
        outcomes.append(_one(name, source, chosen))
        progress(_("Importing the documents"), done, len(listed))
    return outcomes


def told(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """Tell a report as JSON."""
    return [vars(one) for one in outcomes]


def lines(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Tell the same to a person: a line for each document, and one for all."""
    words = {
        "read": _("read"),
        "written": _("written"),
        "waiting": _("kept, nothing to write"),
        "refused": _("refused"),
    }
    for one in outcomes:
        says = _("%(file)s: %(state)s · %(template)s · %(n)s commitments · %(doubts)s doubts")
        doubts = one.findings.get("error", 0) + one.findings.get("warning", 0)
        template = one.template or "–"
        line = says % {
            "file": one.file,
            "state": words[one.state],
            "template": template,
            "n": one.commitments,
            "doubts": doubts,
        }
        yield f"{line} · {one.reason}" if one.reason else line
    counts = ", ".join(f"{words[state]}: {sum(one.state == state for one in outcomes)}" for state in words)
    yield _("%(n)s documents. %(counts)s") % {"n": len(outcomes), "counts": counts}


def _listed(paths: Sequence[Path]) -> Iterator[tuple[str, Path | bytes | Unreadable]]:
    """Yield the files below each folder and inside each zip, in the order of their names."""
    for path in paths:
        if path.is_dir():
            for each in sorted(path.rglob("*")):
                if each.is_file() and not folder.is_aside(PurePosixPath(each.relative_to(path).as_posix())):
                    yield str(each), each
        elif path.suffix == ".zip" and folder.is_folder(data := path.read_bytes()):
            yield from ((f"{path}:{name}", body) for name, body in folder.files(data))
        else:
            yield str(path), path


def _one(name: str, source: Path | bytes | Unreadable, plan: ActionPlan | None) -> Outcome:
    """Read one document, and write it in a transaction of its own. A crash here leaves the others as they are."""
    if isinstance(source, Unreadable):
        return Outcome(name, "refused", reason=_(source.reason))
    try:
        body = source if isinstance(source, bytes) else source.read_bytes()
    except OSError as error:
        return Outcome(name, "refused", reason=error.strerror or "")
    if plan is None:
        return _previewed(name, body)
    at = now()
    title = PurePosixPath(name.rpartition(":")[2]).name
    try:
        kept = plans.keep_document(jurisdiction=plan.jurisdiction, body=body, name=title, actor=SYSTEM, at=at)
        account = dict(kept.account)
        outcome = Outcome(name, "waiting", account.pop("template"), account.pop("commitments"), account)
        if outcome.commitments:
            plans.confirm_document(document=kept, plan=plan, actor=SYSTEM, at=at)
            outcome.state = "written"
    except (Refused, Denied) as no:
        return Outcome(name, "refused", reason=str(no.reason))
    return outcome


def _previewed(name: str, body: bytes) -> Outcome:
    reading = documents.read(body, PurePosixPath(name).name)
    findings: dict[str, int] = {}
    for one in reading.findings:
        findings[str(one.severity)] = findings.get(str(one.severity), 0) + 1
    if not reading.is_read:
        return Outcome(name, "refused", reason=reading.findings[0].sentence)
    return Outcome(name, "read", reading.template, len(reading.drafts), findings)
