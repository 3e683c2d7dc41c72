"""The notice of a decision, for the authors of the proposal: reasons, costs, and what they can do."""

from __future__ import annotations

from functools import partial

from reportlab.platypus import Flowable, KeepTogether

from budget_app.documents.sheets import gap, grid, heading, lines, paragraph, print_sheets, strong, title
from budget_app.domain.dates import PARIS, format_day
from budget_app.domain.money import format_money
from budget_app.domain.notice import Notice, Reason
from budget_app.locale import translate
from budget_app.locale.decisions import VERDICTS, deciders, decision_name, meaning, reason_line, remedies, title_of

_SMALL = 8.5


class _Sheet:
    """The notice in one language, section by section."""

    def __init__(self, notice: Notice, language: str) -> None:
        self.notice, self.decision, self.language = notice, notice.decision, language
        self.say = partial(translate, language=language)

    def facts(self) -> list[Flowable]:
        """Which decision, of which proposal, by whom and when."""
        notice, decision = self.notice, self.decision
        released = format_day(decision.released_at.astimezone(PARIS).date(), self.language)
        named = title_of(notice.title, self.language)
        rows = [
            (self.say("Commune"), notice.town),
            (self.say("Édition"), notice.edition),
            (self.say("Proposition"), self.say("n° {number} – {title}", number=notice.proposal, title=named)),
            (self.say("Présentée par"), notice.authors or self.say("une personne qui l’a déposée sur papier")),
            (self.say("Décidée par"), deciders(notice, self.language)),
            (self.say("Rendue publique le"), released),
        ]
        if notice.before is not None:
            rows.append((self.say("Fait suite à"), self.say("la décision n° {number}", number=notice.before)))
        return [title(decision_name(decision, self.language)), grid(None, rows, (0.27, 0.73)), gap(3)]

    def verdict(self) -> list[Flowable]:
        """What was decided, in plain words."""
        name = self.say(VERDICTS[self.decision.verdict])
        return [
            heading(self.say("Décision : {verdict}", verdict=name)),
            paragraph(meaning(self.decision, self.language)),
        ]

    def _reason(self, number: int, reason: Reason) -> list[Flowable]:
        named = [strong(f"{number}. {reason_line(reason, self.language)}")]
        named += [paragraph(reason.question, _SMALL)] if reason.question.strip() else []
        first, *rest = lines(reason.why) or [gap(0)]
        return [KeepTogether([*named, first]), *rest]

    def reasons(self) -> list[Flowable]:
        """Each criterion of the edition with its mark and the reason."""
        told = [self._reason(number, reason) for number, reason in enumerate(self.decision.reasons, start=1)]
        return [heading(self.say("Les raisons, critère par critère")), *(piece for part in told for piece in part)]

    def costs(self) -> list[Flowable]:
        """What the town's services estimate, and how they came to it."""
        cost = self.decision.cost
        rows = [
            (self.say("Investissement, une fois"), format_money(cost.investment, self.language)),
            (self.say("Fonctionnement, par an"), format_money(cost.running, self.language)),
        ]
        told: list[Flowable] = [grid(None, rows, (0.6, 0.4), numbers=(1,)), gap(2)]
        for name, words in (
            (self.say("Comment ce coût est estimé"), cost.explanation),
            (self.say("Sources"), cost.sources),
        ):
            told += [strong(name), *lines(words)] if words.strip() else []
        return [heading(self.say("Le coût estimé par les services")), *told]

    def remedies(self) -> list[Flowable]:
        """What the authors can do, until when and where; kept on one page."""
        said = [paragraph(sentence) for sentence in remedies(self.notice, self.language)]
        return [KeepTogether([heading(self.say("Ce que vous pouvez faire")), *said])]

    def proof(self) -> list[Flowable]:
        """Where the same decision stands for everyone."""
        where = self.say("Cette décision est publique : {address}", address=self.notice.address)
        return [gap(2), paragraph(where, _SMALL)]


def print_notice(notice: Notice, language: str) -> bytes:
    """The notice as PDF, the same bytes each time."""
    sheet = _Sheet(notice, language)
    parts = (sheet.facts, sheet.verdict, sheet.reasons, sheet.costs, sheet.remedies, sheet.proof)
    name = decision_name(notice.decision, language)
    foot = f"{notice.town} – {notice.edition} – {name}"
    return print_sheets(f"{name} – {notice.town}", foot, language, [piece for part in parts for piece in part()])
