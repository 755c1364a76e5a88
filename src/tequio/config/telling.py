"""How the demo writes a commitment: section by section, through the actions that its authors would use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tequio.people import actions as people
from tequio.people import queries as people_queries
from tequio.people.models import Institution
from tequio.people.queries import Officer
from tequio.plans import actions as plans
from tequio.plans.models import ActionPlan, Commitment, Milestone, Template, Term


class Teller:
    """Writes one commitment of a story, section by section, as its authors would."""

    def __init__(self, plan: ActionPlan, told: Mapping[str, Any], actor: Officer, at: datetime) -> None:
        self.plan, self.told, self.actor, self.at = plan, told, actor, at
        self.place = plan.jurisdiction
        self.who: dict[str, Any] = {"actor": actor, "at": at}

    def tell(self) -> Commitment:
        """Draft it, fill it, publish it."""
        self._draft()
        self._form()
        self._tree()
        return plans.publish_commitment(commitment=self.commitment, **self.who)

    def _draft(self) -> None:
        template = Template.objects.filter(code=self.told["template"]).latest("version")
        author = people_queries.institution_called(self.place, self.told["author"])
        self.commitment = plans.draft_commitment(
            plan=self.plan, template=template, title=self.told["title"], author=author, **self.who
        )

    def _edit(self, key: str, values: Mapping[str, Any], *rows: Sequence[Mapping[str, Any]]) -> None:
        if self.commitment.template.section(key) is None:
            return
        self.commitment = plans.edit_section(
            commitment=self.commitment,
            key=key,
            values=values,
            rows=rows,
            revision=self.commitment.revision,
            **self.who,
        )

    def _form(self) -> None:
        told, texts = self.told, self.told["sections"]
        self._edit("title", {"title": told["title"], "lede": told["lede"]})
        self._edit("period", dated({key: told[key] for key in ("start", "end", "precision")}))
        for section, rows in told["parties"].items():
            key = {"other": "other_actors"}.get(section, section)
            self._edit(key, {}, [self._party(row) for row in rows])
        if told["no_nongovernment"]:
            self._edit("nongovernment", {"no_nongovernment": True})
        for key in ("text", "problem", "gender", "action", "contribution", "vision", "verification", "summary"):
            self._edit(key, {key: texts.get(key, "")})
        baselines = [{**row, **_numbers(row, "value", "out_of", "comparison")} for row in told["baselines"]]
        self._edit("situation", {"situation": texts.get("situation", "")}, baselines)
        self._edit("vulnerability", {"vulnerability": texts.get("vulnerability", "")}, _terms(told["groups"]))
        self._edit("policy_areas", {}, _terms(told["policy_areas"], "policy-area"))
        self._edit("thematic_areas", {}, _terms(told["thematic_areas"], "thematic-area"))
        values = [
            {"term": Term.objects.get(scheme="ogp-value", code=code), "why": why}
            for code, why in told["values"].items()
        ]
        self._edit("values", {"relevance": texts.get("relevance", "")}, values)
        self._edit("sdgs", {}, [{"goal": int(code.split(".")[0]), "target": code, "text": ""} for code in told["sdgs"]])
        resources = [
            {"kind": kind, "text": text, "unit": unit, "count": count} for kind, text, unit, count in told["resources"]
        ]
        self._edit("resources", {}, resources)
        self._edit("resources_assured", {"resources_assured": told["resources_assured"]})
        risks = [{"label": label, "text": text, "level": level} for label, text, level in told.get("risks", ())]
        self._edit("risks", {}, risks)
        instrument, period = told["instrument"]
        cited = [
            {"kind": "plan", "instrument": instrument, "period": period, **dated(row)} for row in told["citations"]
        ]
        self._edit("additional", {"additional": texts.get("additional", "")}, cited)

    def _party(self, row: Sequence[str]) -> dict[str, Any]:
        name, level, role, unit, title = row
        body = people_queries.institution_called(self.place, name)
        post = self._post(body, unit, title)
        return {
            "name": name,
            "level": level,
            "role": role,
            "unit": unit,
            "institution": body,
            "posts": [post] if post else [],
        }

    def _post(self, body: Institution | None, unit: str, title: str) -> Any:
        if body is None or not title:
            return None
        found = people_queries.post_called(body, unit=unit, title=title)
        return found or people.add_post(institution=body, unit=unit, title=title, **self.who)

    def _tree(self) -> None:
        saved: dict[str, Any] = {"commitment": self.commitment, "revision": None, **self.who}
        told_leaves: list[Milestone] = []
        for told in self.told["objectives"]:
            values = dated({key: value for key, value in told.items() if key != "milestones"})
            objective = plans.save_objective(values=values, **saved)
            groups: dict[str, Any] = {}
            for leaf in told["milestones"]:
                title = leaf.get("group")
                if title and title not in groups:
                    groups[title] = plans.save_group(values={"title": title, "objective": objective}, **saved)
                placed = {"objective": objective, "group": groups.get(title)}
                if "overlaps" in leaf:
                    placed["overlaps"] = told_leaves[leaf["overlaps"] - 1]
                told_leaves.append(self._leaf(leaf, saved, placed))
        for told in self.told.get("key_actions", ()):
            self._key_action(told, saved)

    def _key_action(self, told: Mapping[str, Any], saved: Mapping[str, Any]) -> None:
        values = {key: told[key] for key in ("label", "title", "objective")} | dated(
            {"start": told["start"], "end": told["end"], "precision": "day", "weight": Decimal(told["weight"])}
        )
        author = people_queries.institution_called(self.place, self.told["author"])
        action = plans.save_key_action(
            values=values,
            means=[{"kind": kind, "text": text} for kind, text in told["means"]],
            indicators=[
                {"name": name, "is_numeric": numeric, "is_binary": binary}
                for name, numeric, binary in told["indicators"]
            ],
            parties=[{"name": str(author), "institution": author}],
            **saved,
        )
        for leaf in told["activities"]:
            self._leaf(leaf, saved, {"key_action": action, "purpose": leaf["purpose"]})

    def _leaf(self, told: Mapping[str, Any], saved: Mapping[str, Any], placed: Mapping[str, Any]) -> Milestone:
        values: dict[str, Any] = {
            "label": told["label"],
            "title": told["title"],
            "unit": told.get("unit", ""),
            **placed,
        }
        values |= _numbers(told, "target")
        if "start" in told:
            values |= dated({"start": f"{told['start']}-01", "end": f"{told['end']}-01", "precision": "month"})
        parties = []
        for name, unit, titles in told.get("parties", ()):
            body = people_queries.institution_called(self.place, name)
            posts = [post for title in titles if (post := self._post(body, unit, title))]
            parties.append({"name": name, "unit": unit, "institution": body, "posts": posts})
        means = [{"kind": kind if kind != "other" else "", "text": text} for kind, text in told["means"]]
        return plans.save_milestone(values=values, means=means, parties=parties, **saved)


class AxisTeller(Teller):
    """Writes a thematic axis on its sheet: its goals become what is followed, and a session approves it."""

    def tell(self) -> Commitment:
        """Draft it, fill it, publish it with the session that approved it."""
        self._draft()
        self._form()
        plans.add_goals_as_milestones(commitment=self.commitment, revision=None, **self.who)
        return plans.publish_commitment(commitment=self.commitment, approval=self.told["approval"], **self.who)

    def _form(self) -> None:
        told = self.told
        self._edit("government", {}, [self._party([told["author"], "", "lead", told["unit"], told["post"]])])
        self._edit("text", {"text": told["text"]})
        goals = [{"label": f"{number}", "text": text} for number, text in enumerate(told["goals"], start=1)]
        self._edit("goals", {"goal": told["goal"]}, goals)
        proposals = [
            {"label": f"{number}", "text": text, "answer": answer, "state": state}
            for number, (text, answer, state) in enumerate(told["proposals"], start=1)
        ]
        self._edit("citizen_proposals", {}, proposals)
        columns = ("concern", "proposal", "undertaking", "link")
        self._edit("monitoring", {}, [dict(zip(columns, row, strict=True)) for row in told["mechanisms"]])
        columns = ("kind", "name", "handle", "link")
        self._edit("dissemination", {}, [dict(zip(columns, row, strict=True)) for row in told["channels"]])
        self._edit("sdgs", {}, [{"goal": goal, "target": "", "text": ""} for goal in told["sdgs"]])
        self._edit("origin", {"origin": told["origin"]})
        self._edit("period", dated({key: told[key] for key in ("start", "end", "precision")}))
        self._edit("schedule", {"schedule": told["schedule"]})


def teller_of(plan: ActionPlan, told: Mapping[str, Any], actor: Officer, at: datetime) -> Teller:
    """Return whoever writes a commitment on its form."""
    kind = AxisTeller if told["template"] == "thematic-axis" else Teller
    return kind(plan, told, actor, at)


def _terms(names: Sequence[str], scheme: str = "vulnerable-group") -> list[dict[str, Any]]:
    return [{"term": Term.objects.get(scheme=scheme, name_es=name)} for name in names]


def dated(values: Mapping[str, Any]) -> dict[str, Any]:
    """Turn the ISO dates of a story into dates."""
    names = ("start", "end", "due", "published_on")
    return {
        key: date.fromisoformat(value) if key in names and isinstance(value, str) else value
        for key, value in values.items()
    }


def _numbers(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: Decimal(values[name]) for name in names if values.get(name) is not None}
