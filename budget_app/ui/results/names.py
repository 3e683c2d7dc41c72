"""How projects and numbers of a result are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from budget_app.domain.allocation.outcome import Line, Reason
from budget_app.domain.money import format_money, format_number
from budget_app.domain.result import ResultView
from budget_app.locale import translate
from budget_app.locale.votes import REASONS
from budget_app.ui.edition_view import with_edition
from budget_app.ui.html import Markup, link
from budget_app.ui.words import _, language


def money(cents: int | Fraction) -> str:
    """An amount; of a share or a price, the whole cents of it."""
    return format_money(floor(cents), language())


def number(value: int) -> str:
    """A number of votes or voters."""
    return format_number(value, language())


def percent(part: int, whole: int) -> str:
    """A part of a whole, rounded to whole percents."""
    return _("{number} %", number=(200 * part + whole) // (2 * whole) if whole else 0)


def tenths(value: Fraction) -> str:
    """A number rounded to one decimal."""
    whole, tenth = divmod(round(value * 10), 10)
    return number(whole) + ("," if language() == "fr" else ".") + str(tenth)


@dataclass(frozen=True)
class Names:
    """The projects of a result by identifier, and the edition of the address, if it named one."""

    titles: Mapping[str, str]
    slug: str | None

    def name(self, identifier: str) -> str:
        """Number and title."""
        return f"{identifier}. {self.titles[identifier]}"

    def link(self, identifier: str) -> Markup:
        """Number and title, leading to the project's page."""
        return link(self.name(identifier), with_edition("/projet", self.slug, numero=identifier))

    def listed(self, identifiers: Iterable[str]) -> str:
        """Several names in one line."""
        return " ; ".join(map(self.name, identifiers))

    def reason(self, line: Line) -> str:
        """Why the project is funded or not, in a few words."""
        if line.reason is Reason.DOES_NOT_FIT:
            return _("Ne rentre pas : il restait {left}", left=money(line.left_before))
        if line.reason is Reason.INCOMPATIBLE and line.rival is not None:
            return _("Incompatible avec « {name} », financé", name=self.name(line.rival))
        if line.reason is Reason.DISTRICT_SERVED and line.rival is not None:
            return _("Son quartier a déjà « {name} »", name=self.name(line.rival))
        return translate(REASONS[line.reason], language())


def names_of(result: ResultView, slug: str | None) -> Names:
    """The names of a result's projects."""
    return Names({str(project.number): project.title for project in result.projects}, slug)
