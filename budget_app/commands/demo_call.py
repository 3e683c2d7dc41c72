"""The demonstration town's call for projects: residents propose, staff moderate and review, decisions are released."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import select

from budget_app.domain.call_rules import CallRules
from budget_app.domain.edition import Calendar
from budget_app.domain.proposal import ProposalContent
from budget_app.domain.review import CostEstimate, Grid, Mark, MarkedCriterion, Verdict
from budget_app.domain.roles import Role
from budget_app.services.actor import SYSTEM, Actor
from budget_app.services.appeals import appeal
from budget_app.services.assignments import assign
from budget_app.services.call_rules import choose_call_rules, find_call_rules
from budget_app.services.comments import publish_comment, write_comment
from budget_app.services.decisions import decide, release_decisions
from budget_app.services.editions import load_edition
from budget_app.services.moderation import hide, publish
from budget_app.services.passwords import hash_password
from budget_app.services.proposals import load_proposal, save_draft, send_proposal, start_proposal, withdraw_proposal
from budget_app.services.reviews import sign_review
from budget_app.storage.accounts import AccountRow
from budget_app.storage.database import write_session
from budget_app.storage.editions import ProjectRow

_WORDS = {field.name for field in fields(ProposalContent)}
_APPEAL, _SECOND, _FINAL = timedelta(days=2), timedelta(days=5), timedelta(days=9)


@dataclass(frozen=True)
class _Told:
    """What was proposed: its words, and what becomes of it."""

    content: ProposalContent
    fate: Mapping[str, Any]
    author: Actor
    cost: int

    def becomes(self, fate: str) -> bool:
        """Whether this is what becomes of it; nothing is said of what is admitted."""
        return bool(self.fate.get("fate", "admitted") == fate)


class DemoCall:
    """The call of the edition ``slug``; each of its steps happens at its time in ``calendar``."""

    def __init__(self, slug: str, calendar: Calendar, town: Mapping[str, Any], folder: Path, password: str) -> None:
        self.slug, self.calendar = slug, calendar
        self.said: dict[str, Any] = json.loads((folder / "call.json").read_text())
        opens = self._time("proposals_from")
        self.staff = dict(self._open_accounts(self.said["staff"], hash_password(password), opens - timedelta(days=30)))
        listed = [*town["projects"], *self.said["others"]]
        people = self._residents(town, len(listed))
        self.told = [
            _Told(_content(item), item, author, item["cost"]) for item, author in zip(listed, people, strict=True)
        ]
        self.numbers: dict[str, int] = {}

    def _time(self, name: str) -> datetime:
        moment = self.calendar.in_order.get(name)
        if moment is None:
            raise RuntimeError("the demonstration's calendar has every date")
        return moment

    def _open_accounts(
        self, people: list[dict[str, Any]], password_hash: str, now: datetime
    ) -> Iterator[tuple[str, Actor]]:
        """Confirmed accounts of these people, who share one password."""
        for person in people:
            row = AccountRow(
                email=person["email"],
                name=person["name"],
                password_hash=password_hash,
                roles=" ".join(person["roles"]),
                created_at=now,
                confirmed_at=now,
            )
            with write_session() as session:
                session.add(row)
                session.flush()
            yield person["email"], Actor(row.id, frozenset(person["roles"]))

    def _residents(self, town: Mapping[str, Any], number: int) -> list[Actor]:
        firsts, lasts = town["first_names"], town["last_names"]
        people = [
            {
                "name": f"{firsts[place * 3 % len(firsts)]} {lasts[place * 7 % len(lasts)]}",
                "email": f"habitant{place + 1}@orvaize.example",
                "roles": [],
            }
            for place in range(number)
        ]
        opened = dict(self._open_accounts(people, "", self._time("proposals_from")))
        return list(opened.values())

    def set_rules(self) -> None:
        """The rules of the call, the day before it opens."""
        rules = CallRules(categories=tuple(self.said["categories"]), cost_cap=self.said["cost_cap"])
        choose_call_rules(SYSTEM, self.slug, rules, self._time("proposals_from") - timedelta(days=1))

    def propose(self, until: datetime) -> None:
        """Everyone sends theirs, one after the other, as far as the time allows; the last two are not read yet."""
        opens, closes = self._time("proposals_from"), self._time("review_from")
        step = (closes - opens) / (len(self.told) + 1)
        sent = [(told, opens + place * step) for place, told in enumerate(self.told, start=1)]
        sent = [(told, moment) for told, moment in sent if moment < until]
        for place, (told, moment) in enumerate(sent):
            known = start_proposal(told.author, self.slug, moment)
            save_draft(told.author, known, told.content, 0, moment)
            number = send_proposal(told.author, known, moment)
            self.numbers[told.content.title] = number
            if until >= closes or place < len(sent) - 2:
                self._moderate(told, known, number, moment + timedelta(hours=5))
        self._discuss(until)

    def _moderate(self, told: _Told, known: int, number: int, now: datetime) -> None:
        agent = self._member(Role.AGENT)
        if told.becomes("hidden"):
            hide(agent, self.slug, number, told.fate["because"], now)
            return
        publish(agent, self.slug, number, now)
        if told.becomes("withdrawn"):
            withdraw_proposal(told.author, known, now)

    def _discuss(self, until: datetime) -> None:
        for place, comment in enumerate(self.said["comments"]):
            number = self.numbers.get(comment["on"])
            if number is not None:
                author = self.told[-1 - place].author
                known = write_comment(author, self.slug, number, comment["body"], until - timedelta(days=1))
                publish_comment(self._member(Role.AGENT), self.slug, known, until)

    def _member(self, role: Role, place: int = 0) -> Actor:
        return [actor for actor in self.staff.values() if role in actor.roles][place]

    def _reviewed(self) -> list[_Told]:
        return [told for told in self.told if not (told.becomes("withdrawn") or told.becomes("hidden"))]

    def review(self, until: datetime) -> None:
        """Everything is assigned; as many reviews are signed and decided as the time allows."""
        begins, ends = self._time("review_from") + timedelta(days=2), self._time("decisions_at") - timedelta(days=2)
        reviewed = self._reviewed()
        for place, told in enumerate(reviewed):
            reviewer = self.staff[self.said["departments"][told.content.category]]
            number, due = self.numbers[told.content.title], ends
            assign(self._member(Role.CHAIR), self.slug, number, reviewer.account_id or 0, "", due, begins)
            moment = begins + (ends - begins) * (place + 1) / (len(reviewed) + 1)
            if moment < until:
                self._sign_and_decide(told, reviewer, self._member(Role.CHAIR), moment, self._failed(told))

    def _failed(self, told: _Told) -> Mapping[str, str]:
        """The criteria that are not met in the first round, each with its reason."""
        appealed = self.said["appealed"]
        if told.content.title == appealed["title"]:
            return {appealed["criterion"]: appealed["reason"]}
        return {told.fate["criterion"]: told.fate["reason"]} if told.becomes("refused") else {}

    def _sign_and_decide(
        self, told: _Told, reviewer: Actor, chair: Actor, now: datetime, failed: Mapping[str, str]
    ) -> None:
        number, criteria = self.numbers[told.content.title], find_call_rules(self.slug).criteria
        marks = [(item.code, failed.get(item.code, "")) for item in criteria]
        grid = Grid(tuple(MarkedCriterion(code, Mark.NOT_MET if why else Mark.MET, why) for code, why in marks))
        estimate = CostEstimate(told.cost, told.cost // 100, self.said["explanation"])
        sign_review(reviewer, self.slug, number, grid, estimate, 0, now)
        verdict = Verdict.REFUSED if failed else Verdict.ADMITTED
        decide(chair, self.slug, number, verdict, grid, estimate, now + timedelta(hours=3))

    def release(self) -> None:
        """The decisions become public on their day."""
        release_decisions(SYSTEM, self.slug, self._time("decisions_at"))

    def answer_appeal(self) -> None:
        """One author appeals; others than the first time look again, and admit the project."""
        appealed, released = self.said["appealed"], self._time("decisions_at")
        told = next(told for told in self.told if told.content.title == appealed["title"])
        number = self.numbers[appealed["title"]]
        appeal(told.author, self.slug, number, appealed["appeal"], released + _APPEAL)
        first = self.said["departments"][told.content.category]
        reviewer = next(actor for email, actor in self.staff.items() if Role.REVIEWER in actor.roles and email != first)
        second = self._member(Role.CHAIR, 1)
        moment = released + _SECOND
        assign(second, self.slug, number, reviewer.account_id or 0, "", None, moment)
        self._sign_and_decide(told, reviewer, second, moment + timedelta(hours=1), {})
        release_decisions(SYSTEM, self.slug, released + _FINAL)

    def link_projects(self) -> None:
        """The projects of the ballot list come from the proposals of the same titles."""
        with write_session() as session:
            edition = load_edition(session, self.slug)
            for project in session.exec(select(ProjectRow).where(ProjectRow.edition_id == edition.id)):
                project.proposal_id = load_proposal(session, self.slug, self.numbers[project.title]).id
                session.add(project)


def _content(item: Mapping[str, Any]) -> ProposalContent:
    return ProposalContent(**{name: value for name, value in item.items() if name in _WORDS})
