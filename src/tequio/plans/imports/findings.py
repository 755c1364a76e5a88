"""Every doubt about a document, said in plain words beside its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tequio.plans.imports.draft import Place


class Severity(StrEnum):
    """How much a finding matters; none of them stops an import that has a draft."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """A doubt; `also` are the other places that it is about."""

    code: str
    place: Place
    params: Mapping[str, str | int] = field(default_factory=dict)
    also: tuple[Place, ...] = ()

    @property
    def severity(self) -> Severity:
        """Return how much it matters."""
        return SEVERITIES.get(self.code, Severity.WARNING)

    @property
    def sentence(self) -> str:
        """Say what was seen and what to do, in the reader's language."""
        params: dict[str, object] = dict(self.params)
        if "field" in params:
            params["field"] = FIELDS.get(str(params["field"]), params["field"])
        if "reason" in params:
            params["reason"] = gettext(str(params["reason"]))
        return str(SENTENCES[self.code]) % params


SEVERITIES: Mapping[str, Severity] = {
    "file-empty": Severity.ERROR,
    "file-unreadable": Severity.ERROR,
    "template-unknown": Severity.ERROR,
} | dict.fromkeys(
    (
        "baseline-guessed",
        "comment-aside",
        "contact-withheld",
        "encoding-guessed",
        "endnote-aside",
        "footnote-aside",
        "hidden-sheet",
        "hyphen-joined",
        "means-kind-unknown",
        "passage-attached",
        "picture-not-read",
        "section-blank",
        "section-renumbered",
        "target-repeated",
        "title-variant",
        "two-addresses",
    ),
    Severity.INFO,
)

SENTENCES: Mapping[str, Promise] = {
    "areas-count": _("The form asks for 2 of “%(field)s” and %(count)s were found: choose them before publishing."),
    "baseline-guessed": _(
        "“%(said)s” reads like a starting figure: confirm its name, its year and whether more is better."
    ),
    "cell-not-read": _("%(count)s cells hold a formula without a result, or an error: write their values."),
    "comment-aside": _("%(count)s comments stand beside the text. They are shown at the end, and belong to no field."),
    "contact-in-text": _(
        "A name, address or telephone stood in the middle of public text. It was moved to the private contacts: "
        "read the text again."
    ),
    "contact-withheld": _("%(count)s contacts are withheld in this copy: add them in the private directory."),
    "count-mismatch": _("The text says %(declared)s (“%(said)s”) and %(listed)s are listed: correct one of the two."),
    "date-unreadable": _("“%(said)s” is not a date that can be read: write month and year."),
    "deliverable-unlinked": _("%(count)s deliverables have no address that can be followed: write them."),
    "embedded-not-read": _("%(count)s objects are embedded and were not opened: copy from them what is missing."),
    "encoding-guessed": _("The letters were read as %(encoding)s, by likelihood: check the accents."),
    "endnote-aside": _("%(count)s notes at the end are shown last, and belong to no field."),
    "file-empty": _("The file has no text: save it again as plain text."),
    "file-unreadable": _("It could not be read. %(reason)s"),
    "footnote-aside": _("%(count)s footnotes are shown last, and belong to no field."),
    "format-incomplete": _(
        "The format of indicators has %(categories)s categories and %(indicators)s indicators; the model has 6 and 8."
    ),
    "formula-as-text": _("%(count)s equations were read as plain letters: check them."),
    "hidden-sheet": _("%(count)s sheets are hidden, and were read too."),
    "hyphen-joined": _("“%(before)s” was joined into “%(after)s”, cut at the end of a line: check it."),
    "institution-foreign": _(
        "The question names “%(said)s”, which is not the institution of this axis: it was left from another sheet. "
        "It is read with the axis's own institution."
    ),
    "label-repeated": _("Two milestones show the number “%(label)s”. Both are kept: renumber one if it is a mistake."),
    "macros-ignored": _("The file holds macros. They were not run and are not needed."),
    "means-kind-unknown": _("“%(said)s” announces no known kind of evidence: choose one."),
    "means-missing": _("This row has no means of verification: say how it will be shown that it was done."),
    "milestone-outside-horizon": _(
        "The dates of this milestone fall outside its objective (%(opens)s to %(closes)s): move it or correct them."
    ),
    "milestone-similar": _(
        "This milestone says nearly the same as another at the same time: link them, or keep only one."
    ),
    "name-variants": _("“%(said)s” is also called “%(others)s”: choose one; the others can stay as other names."),
    "numbering-offset": _("The list of responsible parties starts at %(first)s: check that none is missing before it."),
    "ordinal-misread": _("“%(said)s” probably means “%(suggestion)s”: the sign was lost. Correct the text."),
    "passage-attached": _("This paragraph stands between two fields and was put into “%(field)s”: move it if not."),
    "period-reversed": _("The end is before the start: correct one of the two."),
    "period-unreadable": _("No start and end were found here: write month and year of both."),
    "phase-nested": _(
        "The phase “%(said)s” is announced by itself and described inside “%(inside)s”: it was put there."
    ),
    "phase-undescribed": _("The phase “%(said)s” is announced and nothing describes it: write what was done."),
    "picture-not-read": _("%(count)s pictures were not read: if one shows words, copy them."),
    "proposals-as-paragraphs": _(
        "Nothing numbers the citizens' proposals: each of the %(count)s paragraphs was taken as one. "
        "Join those that belong together, and move the institution's answer to its place."
    ),
    "responsible-missing": _("Nobody is responsible for this milestone: name an agency."),
    "row-ragged": _("This row of the table has cells missing or too many: check each column."),
    "section-blank": _("“%(field)s” is blank in the document and stays blank."),
    "section-missing": _("“%(field)s” was not found in the document: fill it in if it applies."),
    "section-renumbered": _("“%(field)s” was recognised by its words; here it has the number %(number)s."),
    "section-repeated": _("“%(field)s” appears again: what follows it was kept apart, not merged."),
    "status-unknown": _("“%(said)s” is not a status of the form: choose one."),
    "status-untidy": _("The status cell says “%(said)s” and was read as one of the form: check it."),
    "target-repeated": _("Target %(code)s is said more than once and counts once."),
    "target-unknown": _("There is no target %(code)s in the 2030 Agenda: correct its code."),
    "template-unknown": _(
        "This is neither the form of 21 fields nor the national sheet. Nothing can be imported; "
        "the whole text is shown so that you can copy from it."
    ),
    "text-left-over": _("%(lines)s lines were not recognised. They are kept here: copy what belongs to a field."),
    "text-too-long": _(
        "“%(field)s” has %(length)s characters and the form allows %(limit)s. Nothing was cut: "
        "shorten it, or accept it with a reason."
    ),
    "title-variant": _("The title is also written “%(said)s”: it was kept as another name of the same."),
    "title-cut": _("The title seems cut by a change of page. It may be “%(suggestion)s”: complete it."),
    "tracked-deletion": _(
        "%(count)s passages are marked as deleted. The text is read as if the changes were accepted; "
        "what was deleted is shown at the end."
    ),
    "two-addresses": _("The same person has %(count)s e-mail addresses. Both are kept in one private contact."),
    "url-doubtful": _("The address “%(url)s” differs in one letter from others here; it may be “%(suggestion)s”."),
    "url-empty": _("“%(said)s” is a link to nowhere: write its address or remove it."),
    "url-malformed": _("The address “%(url)s” cannot work; it may be “%(suggestion)s”."),
    "weight-missing": _("This key action has no weight: give it one, so that all of them add up to 100."),
    "weights-not-100": _("The weights of the key actions add up to %(sum)s, not 100: correct them before publishing."),
    "word-unknown": _("“%(said)s” is not in the list of “%(field)s”: choose the nearest, or leave it blank."),
}

FIELDS: Mapping[str, Promise] = {
    "action": _("Action"),
    "aliases": _("other titles"),
    "aspects": _("Verifiable goal"),
    "channels": _("Where it is told"),
    "additional_information": _("Additional information"),
    "contribution": _("Contribution to the solution"),
    "coresponsible": _("Co-responsible actors"),
    "executive_summary": _("Executive summary"),
    "gender_impact": _("Impact on women and men"),
    "government": _("Responsible government institutions"),
    "key_actions": _("Key actions"),
    "formats": _("Format of indicators"),
    "goal": _("Verifiable goal"),
    "level": _("Level of government"),
    "milestones": _("Milestones"),
    "nongovernment": _("Non-governmental lead"),
    "objectives": _("Objectives"),
    "ogp_relevance": _("Relevance for the values of OGP"),
    "ogp_values": _("Values of OGP"),
    "other_actors": _("Other actors"),
    "period": _("Period"),
    "policy_areas": _("Priority policy areas"),
    "problem": _("Public problem"),
    "proposals": _("Citizen proposals"),
    "resources": _("Resources"),
    "resources_assured": _("Resources assured"),
    "risks": _("Risk assumptions"),
    "role": _("Role"),
    "sector": _("Sector"),
    "situation": _("Current situation"),
    "targets": _("Sustainable Development Goals"),
    "text": _("Commitment"),
    "thematic_areas": _("Thematic areas"),
    "title": _("Title"),
    "verification": _("How compliance is verified"),
    "vision": _("Strategic vision"),
    "vulnerability": _("Population in vulnerability"),
}
