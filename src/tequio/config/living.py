"""What happens to a plan of the demo once it is public, each thing by the action that people would use."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from tequio.config.telling import dated
from tequio.contributions import actions as contributions
from tequio.contributions.models import Contribution
from tequio.contributions.vocab import Purpose
from tequio.gatherings import actions as gatherings
from tequio.kit import clock
from tequio.kit.actor import SYSTEM
from tequio.people import actions as people
from tequio.people.models import Institution
from tequio.people.queries import Officer, Visitor
from tequio.plans import actions as plans
from tequio.plans.models import ActionPlan, Commitment, Milestone
from tequio.questionnaires import actions as questionnaires
from tequio.tracking import actions as tracking
from tequio.tracking import queries as followed
from tequio.tracking.models import Assessment, FilledFormat, IndicatorFormat, Period

# The addresses of organisations that nobody founded; the demo writes to none.
ADDRESS = "organizacion@sociedad.example"


def day_of(text: str) -> date:
    """Read a day of a story: an ISO date, or how many days before or after today ("-12", "+9")."""
    return clock.now().date() + timedelta(days=int(text)) if text[0] in "+-" else date.fromisoformat(text)


class Living:
    """Lets the lines of a story happen, and remembers what later lines speak of."""

    def __init__(self, plan: ActionPlan, commitments: Sequence[Commitment], people_of: Mapping[str, Officer]) -> None:
        self.plan, self.place, self.people_of = plan, plan.jurisdiction, people_of
        self.commitments = commitments
        self.leaves = [list(one.milestones.order_by("order", "pk")) for one in commitments]
        self.said: dict[str, Contribution] = {}
        self.review = ""

    def happen(self, who: str, what: str, told: Mapping[str, Any], at: datetime) -> None:
        """Let one line happen. The line's second word names the method."""
        actor = self.people_of[who] if who else Visitor()
        step: Callable[..., None] = getattr(self, f"_{what}")
        step(told, {"actor": actor, "at": at})

    def _institution(self, name: str) -> Institution:
        return Institution.objects.get(jurisdiction=self.place, name=name)

    def _leaf(self, about: Sequence[int]) -> Milestone:
        return Milestone.objects.get(pk=self.leaves[about[0] - 1][about[1] - 1].pk)

    def _urn(self, about: Any) -> str:
        if about == "review":
            return self.review
        return self._leaf(about).urn if len(about) == 2 else self.commitments[about[0] - 1].urn

    # What people say.

    def _ask(self, told: Mapping[str, Any], who: dict[str, Any]) -> None:
        self.said[told["key"]], _token = contributions.submit_contribution(
            thing=self._urn(told["about"]),
            jurisdiction=self.place,
            kind=told["kind"],
            text=told["text"],
            name=told.get("name", ""),
            purpose=Purpose.REVIEW if told["about"] == "review" else Purpose.TALK,
            **who,
        )

    def _answer(self, told: Mapping[str, Any], who: dict[str, Any]) -> None:
        point = self.said[told["key"]].points.get()
        contributions.answer_point(point=point, ruling=told["ruling"], text=told["text"], **who)

    def _hide(self, told: Mapping[str, Any], who: dict[str, Any]) -> None:
        contributions.hide_contribution(contribution=self.said[told["key"]], reason=told["reason"], **who)

    def _review(self, told: Mapping[str, Any], who: dict[str, Any]) -> None:
        draft = plans.open_plan(jurisdiction=self.place, values=dated(told["plan"]), **who)
        plans.open_review(thing=draft, closes_on=day_of(told["closes_on"]), **who)
        self.review = draft.urn

    # Dates, sides, periods.

    def _move(self, told: Mapping[str, Any], who: dict[str, Any]) -> None:
        leaf = self._leaf(told["about"])
        end = date.fromisoformat(told["end"])
        plans.move_milestone(
            milestone=leaf, start=leaf.start, end=end, reason=told["reason"], reference=told["reference"], **who
        )

    def _shares(self, told: Mapping[str, Any], who: dict[str, Any]) -> None:
        leaves = self.leaves[told["commitment"] - 1]
        rows = [
            {
                "role": role,
                "name": name,
                "institution": self._institution(body),
                "jurisdiction": self.place,
                "milestones": [leaves[number - 1] for number in numbers],
                "minimum": minimum,
                "note": note,
            }
            for role, name, body, numbers, minimum, note in told["rows"]
        ]
        plans.save_shares(
            commitment=self.commitments[told["commitment"] - 1],
            rows=rows,
            revision=None,
            reason="Así se repartieron las tareas en la hoja de ruta.",
            **who,
        )

    def _roadmap(self, told: Mapping[str, Any], who: dict[str, Any]) -> None:
        commitment = self.commitments[told["commitment"] - 1]
        names = ("depth", "title", "objective", "start", "end")
        phases = [dated(dict(zip(names, row, strict=True))) for row in told["phases"]]
        reason = "La hoja de ruta se acordó antes de empezar."
        plans.save_roadmap(commitment=commitment, rows=phases, revision=None, reason=reason, **who)

    def _deliverables(self, told: Mapping[str, Any], who: dict[str, Any]) -> None:
        leaves = self.leaves[told["commitment"] - 1]
        rows = [{"milestone": leaves[number - 1], "title": title, "url": url} for number, title, url in told["rows"]]
        plans.save_deliverables(
            commitment=self.commitments[told["commitment"] - 1],
            rows=rows,
            revision=None,
            reason="Se publica lo que entregó cada hito.",
            **who,
        )

    def _evaluation(self, told: Mapping[str, Any], who: dict[str, Any]) -> None:
        made = tracking.draft_evaluation(
            commitment=self.commitments[told["commitment"] - 1],
            values={"title": told["title"], "thing": told["thing"]}
            | {name: date.fromisoformat(told[name]) for name in ("starts_on", "ends_on")},
            criteria=[{"name": name, "explanation": why} for name, why in told["criteria"]],
            **who,
        )
        made = tracking.open_evaluation(evaluation=made, **who)
        for office, scores, comment in told["scores"]:
            given = {order: (score, "") for order, score in enumerate(scores, start=1)}
            officer = {"actor": self.people_of[office], "at": who["at"]}
            tracking.score_evaluation(evaluation=made, scores=given, comment=comment, **officer)
        for sector, name, scores, comment in told["copied"]:
            given = {order: (score, "") for order, score in enumerate(scores, start=1)}
            tracking.copy_scores(evaluation=made, sector=sector, name=name, scores=given, comment=comment, **who)
        tracking.publish_evaluation(evaluation=made, findings=told["findings"], **who)

    def _assess(self, told: Mapping[str, Any], who: dict[str, Any]) -> None:
        tracking.assess_commitment(
            commitment=self.commitments[told["commitment"] - 1],
            track=told["track"],
            completion=told["completion"],
            explanation=told["explanation"],
            early_results=told.get("results", ""),
            source_url=told.get("url", ""),
            source_on=date.fromisoformat(told["on"]) if "on" in told else None,
            **who,
        )

    def _reply(self, told: Mapping[str, Any], who: dict[str, Any]) -> None:
        commitment = self.commitments[told["commitment"] - 1]
        said = Assessment.objects.filter(commitment=commitment, track=told["track"]).latest("pk")
        tracking.answer_assessment(assessment=said, words=told["text"], **who)

    def _periods(self, told: Mapping[str, Any], who: dict[str, Any]) -> None:
        spans = [followed.Span(name, *map(day_of, days)) for name, *days in told["spans"]]
        tracking.lay_periods(plan=self.plan, spans=spans, **who)

    def _report(self, told: Mapping[str, Any], who: dict[str, Any]) -> None:
        period = Period.objects.get(plan=self.plan, name=told["period"])
        body = who["actor"].institution_id
        owed = followed.owed_in(period, at=who["at"], institution=body)
        reasons = {row.milestone.public_id: told["otherwise"] for one in owed for row in one.to_explain}
        tracking.send_report(period=period, reasons=reasons, summary=told["summary"], **who)

    def _close(self, told: Mapping[str, Any], who: dict[str, Any]) -> None:
        period = Period.objects.get(plan=self.plan, name=told["period"])
        tracking.close_period(period=period, reason=told["reason"], **who)

    # The indicator format.

    def _format(self, told: Mapping[str, Any], who: dict[str, Any]) -> None:
        made = tracking.open_format(plan=self.plan, **who)
        for number, texts in told["wording"].items():
            axis = self.commitments[int(number) - 1]
            tracking.word_questions(format=made, commitment=axis, texts=texts, **who)
        tracking.propose_format(
            format=made,
            opens_on=self.place.day_of(who["at"]),
            closes_on=date.fromisoformat(told["closes_on"]),
            stated=told["stated"],
            length=told["length"],
            unit=told["unit"],
            target_session=told["session"],
            invited=[self._institution(name) for name in told["invited"]],
            **who,
        )

    def _observe(self, told: Mapping[str, Any], who: dict[str, Any]) -> None:
        self.said[told["key"]], _token = contributions.submit_contribution(
            thing=IndicatorFormat.objects.get(plan=self.plan).urn,
            jurisdiction=self.place,
            kind="comment",
            text=told["text"],
            purpose=Purpose.REVIEW,
            **who,
        )

    def _approve(self, told: Mapping[str, Any], who: dict[str, Any]) -> None:
        made = IndicatorFormat.objects.get(plan=self.plan)
        made = tracking.approve_format(format=made, session=told["session"], **who)
        tracking.ask_format(format=made, due_on=date.fromisoformat(told["due_on"]), label=told["label"], **who)

    def _fill(self, told: Mapping[str, Any], who: dict[str, Any]) -> None:
        filled = FilledFormat.objects.get(commitment=self.commitments[told["axis"] - 1])
        given = {
            code: questionnaires.Given(text=said) if isinstance(said, str) else questionnaires.Given(choices=said)
            for code, said in told["answers"].items()
        }
        questionnaires.save_answers(response=filled.response, given=given, **who)
        filled = tracking.submit_format(filled=filled, **who)
        if not told["proof"]:
            return
        indicator, title, url = told["proof"]
        tracking.prove_indicator(
            filled=filled,
            indicator=indicator,
            kind="link",
            title=title,
            credit=str(filled.institution),
            url=url,
            **who,
        )

    # Meetings and directories.

    def _gathering(self, told: Mapping[str, Any], who: dict[str, Any]) -> None:
        names = ("kind", "title", "precision", "venue", "purpose")
        values = {name: told[name] for name in names} | {
            "on": date.fromisoformat(told["on"]),
            "convener": self._institution(told["convener"]),
        }
        gathering = gatherings.draft_gathering(jurisdiction=self.place, values=values, **who)
        made = gatherings.report_gathering(
            gathering=gathering,
            summary=told["summary"],
            attendance=[{"sector": sector, "women": women, "men": men} for sector, women, men in told["attendance"]],
            moments=[{"title": title, "text": text} for title, text in told["moments"]],
            lessons=[{"kind": row[0], "text": row[1], "addressee": "".join(row[2:3])} for row in told["lessons"]],
            revision=gathering.revision,
            **who,
        )
        tracking.link_gathering(commitment=self.commitments[told["commitment"] - 1], gathering=made, **who)
        lessons = list(made.lessons.order_by("order"))
        for lesson, row in zip(lessons, told["lessons"], strict=True):
            if row[2:]:
                owner, due_on = self._institution(row[2]), day_of(row[3])
                gatherings.assign_recommendation(lesson=lesson, owner=owner, due_on=due_on, **who)

    def _organisation(self, told: Mapping[str, Any], who: dict[str, Any]) -> None:
        about = {key: value for key, value in told.items() if key != "waits"}
        at = who["at"]
        made = people.register_organisation(
            jurisdiction=self.place, told=about, contact_email=ADDRESS, actor=Visitor(), at=at
        )
        token = people.write_organisation_link(organisation=made, actor=SYSTEM, at=at)
        made = people.confirm_organisation(organisation=made, token=token, actor=Visitor(), at=at)
        if not told.get("waits"):
            people.publish_organisation(organisation=made, **who)

    def _ally(self, told: Mapping[str, Any], who: dict[str, Any]) -> None:
        body = self._institution(told["institution"])
        kept = people.keep_ally(
            institution=body, unit=told["unit"], shares=told["shares"], interest=told["interest"], **who
        )
        people.publish_ally(ally=kept, is_public=True, **who)
