"""What the town's rule book says of proposals and of their review: one value, kept as JSON."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import asdict, dataclass
from enum import StrEnum

from budget_app.domain.errors import InvalidInputError
from budget_app.domain.project import MAX_COST, MAX_SUMMARY

MAX_LISTED = 40
MAX_EACH = 1000
ADULT = 18
MAX_AGE = 120
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Moderation(StrEnum):
    """When proposals and comments are looked at: before they can be read by everyone, or after."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True)
class Criterion:
    """One of the town's conditions. ``code`` is kept with each review; the words are what people read."""

    code: str
    name: str
    question: str


USUAL_CRITERIA = (
    Criterion("general-interest", "Intérêt général", "Sert-il tout le monde, et pas seulement quelques personnes ?"),
    Criterion("competence", "Compétence de la commune", "La commune a-t-elle le droit de le faire ?"),
    Criterion("investment", "Investissement", "Est-ce un investissement, sans frais de fonctionnement importants ?"),
    Criterion("public-land", "Terrain public", "Le lieu appartient-il à la commune, ou peut-elle en disposer ?"),
    Criterion("cost", "Coût", "Le coût estimé par les services reste-t-il sous le plafond ?"),
    Criterion("two-years", "Deux ans", "Le projet peut-il être réalisé en deux ans ?"),
    Criterion("not-planned", "Pas déjà prévu", "Le projet n’est-il pas déjà prévu ou en cours ?"),
)
USUAL_CATEGORIES = (
    "Nature en ville",
    "Mobilité",
    "Éducation et jeunesse",
    "Culture et vie associative",
    "Sport et santé",
    "Solidarité",
)


@dataclass(frozen=True)
class CallRules:
    """Rules of one edition's call. ``cost_cap`` is in cents; 0 means no cap, no limit of proposals, no supports."""

    categories: tuple[str, ...] = USUAL_CATEGORIES
    criteria: tuple[Criterion, ...] = USUAL_CRITERIA
    cost_cap: int = 0
    proposals_each: int = 3
    min_age: int = 16
    supports_needed: int = 0
    moderation: Moderation = Moderation.BEFORE
    comments: bool = True
    words_to_check: tuple[str, ...] = ()

    def check(self) -> None:
        """Raises InvalidInputError with the field that cannot be taken."""
        if not self.criteria or len(self.criteria) > MAX_LISTED:
            raise InvalidInputError("criteria-count", field="criteria", limit=MAX_LISTED)
        if len({criterion.code for criterion in self.criteria}) < len(self.criteria):
            raise InvalidInputError("criteria-twice", field="criteria")
        for criterion in self.criteria:
            if not _CODE.fullmatch(criterion.code) or not criterion.name.strip():
                raise InvalidInputError("criterion-unnamed", field="criteria")
        if len(self.categories) > MAX_LISTED or any(not name.strip() for name in self.categories):
            raise InvalidInputError("categories-count", field="categories", limit=MAX_LISTED)
        if len(set(self.categories)) < len(self.categories):
            raise InvalidInputError("categories-twice", field="categories")
        self._check_lengths()
        self._check_numbers()

    def _check_lengths(self) -> None:
        fields = {
            "criteria": [text for item in self.criteria for text in (item.code, item.name, item.question)],
            "categories": self.categories,
            "words_to_check": self.words_to_check,
        }
        for field, texts in fields.items():
            if any(len(text) > MAX_SUMMARY for text in texts):
                raise InvalidInputError("field-too-long", field=field, limit=MAX_SUMMARY)

    def _check_numbers(self) -> None:
        limits = {
            "cost_cap": MAX_COST,
            "proposals_each": MAX_EACH,
            "min_age": MAX_AGE,
            "supports_needed": MAX_COST,
        }
        for field, limit in limits.items():
            if not 0 <= getattr(self, field) <= limit:
                raise InvalidInputError("number-invalid", field=field, limit=limit)

    def to_json(self) -> str:
        """The rules as canonical JSON: sorted members, no spaces."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_call_rules(raw: str | None) -> CallRules:
    """The rules kept as ``raw`` by :meth:`CallRules.to_json`; the usual ones when none were kept."""
    if raw is None:
        return CallRules()
    members = json.loads(raw)
    members["criteria"] = tuple(Criterion(**item) for item in members["criteria"])
    members["moderation"] = Moderation(members["moderation"])
    for name in ("categories", "words_to_check"):
        members[name] = tuple(members[name])
    return CallRules(**members)


def parse_lines(text: str) -> tuple[str, ...]:
    """The lines that say something, without the spaces around them."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def write_criteria(criteria: tuple[Criterion, ...]) -> str:
    """The criteria as an organiser types them: a line for each, "name : question"."""
    return "\n".join(f"{item.name} : {item.question}" if item.question else item.name for item in criteria)


def parse_criteria(text: str, known: tuple[Criterion, ...] = ()) -> tuple[Criterion, ...]:
    """The criteria of such lines; one with the name of a ``known`` criterion keeps its code.

    Raises InvalidInputError ``criterion-unnamed`` for a line without a name.
    """
    codes = {item.name: item.code for item in known}
    criteria = []
    for line in parse_lines(text):
        name, _colon, question = (part.strip() for part in line.partition(":"))
        code = codes.get(name) or _code_of(name)
        if not code:
            raise InvalidInputError("criterion-unnamed", field="criteria")
        criteria.append(Criterion(code, name, question))
    return tuple(criteria)


def _code_of(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-")
