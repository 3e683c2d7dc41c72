"""The steps of the form for a proposal: which fields each has, how they are typed, read and found wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from budget_app.domain.authors import Answer, Authors
from budget_app.domain.errors import InvalidInputError
from budget_app.domain.money import parse_money, typed_money
from budget_app.domain.proposal import ProposalContent, check_inside
from budget_app.services.proposal_form import WrittenView


class Step(StrEnum):
    """A step, by its name in the address, in their order."""

    IDEA = "idee"
    PROJECT = "projet"
    PLACE = "lieu"
    COST = "cout"
    FILES = "photos"
    AUTHORS = "auteurs"
    REVIEW = "relire"


FIELDS: dict[Step, tuple[str, ...]] = {
    Step.IDEA: ("title", "category", "summary"),
    Step.PROJECT: ("description", "beneficiaries", "links"),
    Step.PLACE: ("place", "district"),
    Step.COST: ("cost", "cost_words"),
    Step.FILES: ("files",),
    Step.AUTHORS: ("group_name", "co_author", "parent_name", "parent_contact"),
    Step.REVIEW: (),
}
NAMES = {
    Step.IDEA: "L’idée",
    Step.PROJECT: "Le projet",
    Step.PLACE: "Le lieu",
    Step.COST: "Le coût",
    Step.FILES: "Photos et documents",
    Step.AUTHORS: "Qui propose",
    Step.REVIEW: "Relire et envoyer",
}


@dataclass(frozen=True)
class TypedStep:
    """What came with a form: the content with what could be read, the fields as typed, and what is wrong with them."""

    content: ProposalContent
    typed: dict[str, str]
    malformed: tuple[InvalidInputError, ...]


def step_of(field: str) -> Step:
    """The step in which a field is asked for; the last for what is no field."""
    return next((step for step, fields in FIELDS.items() if field in fields), Step.REVIEW)


def beside(step: Step, steps: int) -> Step:
    """The step so many steps further on, or the first or last."""
    order = list(Step)
    return order[min(max(order.index(step) + steps, 0), len(order) - 1)]


def typed_fields(content: ProposalContent, step: Step) -> dict[str, str]:
    """The fields of a step as somebody would have typed them."""
    if step is Step.FILES:
        return {"alt": "", **{f"alt-{file.key}": file.alt for file in content.files}}
    shown = {name: getattr(content, name) for name in FIELDS[step]}
    if "cost" in shown:
        shown["cost"] = typed_money(content.cost) if content.cost else ""
    if "links" in shown:
        shown["links"] = "\n".join(content.links)
    return {name: str(value) for name, value in shown.items()}


def typed_authors(authors: Authors) -> dict[str, str]:
    """The fields of the step of who proposes; ``minor`` and ``parent_signed`` are "yes" where they are ticked."""
    parent = authors.parent
    signed = parent is not None and parent.answer is Answer.YES
    return {
        "group_name": authors.group_name,
        "co_author": "",
        "minor": "yes" if parent else "",
        "parent_name": parent.name if parent else "",
        "parent_contact": parent.contact if parent else "",
        "parent_signed": "yes" if signed else "",
    }


def _read(field: str, text: str) -> object:
    """The value of a field; raises InvalidInputError ``money-malformed``."""
    if field == "cost":
        return parse_money(text, "cost") if text else 0
    if field == "links":
        return tuple(line.strip() for line in text.splitlines() if line.strip())
    return text


def read_answer(step: Step, form: dict[str, str], content: ProposalContent) -> TypedStep:
    """The content with the fields of a step as they were typed; a field that cannot be read stays as it was."""
    typed = {name: form.get(name, "").replace("\r\n", "\n").strip() for name in FIELDS[step]}
    values: dict[str, object] = {}
    malformed = []
    for field, text in typed.items():
        try:
            values[field] = _read(field, text)
        except InvalidInputError as error:
            malformed.append(error)
    return TypedStep(replace(content, **values), typed, tuple(malformed))  # type: ignore[arg-type]  # by name


def wrong_shape(step: Step, content: ProposalContent) -> list[InvalidInputError]:
    """What not even a draft may hold, among the fields of a step."""
    return [error for error in content.shape_errors() if error.facts["field"] in FIELDS[step]]


def _outside(content: ProposalContent, written: WrittenView) -> Iterator[InvalidInputError]:
    try:
        check_inside(content, written.districts)
    except InvalidInputError as error:
        yield error


def still_missing(content: ProposalContent, written: WrittenView) -> list[InvalidInputError]:
    """All that keeps the content from being sent, in the order of the form."""
    in_text = (*content.shape_errors(), *content.missing(written.rules), *_outside(content, written))
    wrong = [*in_text, *written.authors.missing()]
    order = list(Step)
    return sorted(wrong, key=lambda error: order.index(step_of(str(error.facts["field"]))))


def missing_in(step: Step, content: ProposalContent, written: WrittenView) -> list[InvalidInputError]:
    """What of a step keeps the content from being sent."""
    return [error for error in still_missing(content, written) if error.facts["field"] in FIELDS[step]]
