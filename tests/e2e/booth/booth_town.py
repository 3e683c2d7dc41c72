"""A small invented election: projects, voters with their letters, and the key that opens the total."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from budget_app.domain.ballot_kind import BallotLimits, Sealing
from budget_app.domain.ballot_list import ballot_rules
from budget_app.domain.vote_count import VoteCount
from budget_app.services.ballot_questions import questions_of, read_count
from voting.ballot import check_ballot, parse_ballot
from voting.credentials import (
    PublicCredentials,
    compose_public_credentials,
    derive_public,
    generate_code,
    generate_uuid,
    parse_public_credentials,
)
from voting.decryption import decrypt_share, parse_share
from voting.election import Election, compose_election, parse_election
from voting.question import HomomorphicQuestion, Question
from voting.result import combine_result, parse_result
from voting.tally import EncryptedTally, effective_ballots, encrypted_tally
from voting.trustee import TrusteeKey, generate_trustee_key

_TITLES = (
    ("Une passerelle piétonne sur la Vézoue", 84_000, "Mobilité", "Rives", "Entre le quai Haut et le parc"),
    ("Des arbres fruitiers à l'école Jules-Verne", 12_500, "Nature", "Centre", "Cour de l'école"),
    ("Un kiosque à musique rénové", 46_000, "Culture", "Centre", "Place du Marché"),
    ("Des bancs à l'ombre sur les quais", 18_900, "Cadre de vie", "Rives", "Quai Bas"),
    ("Un terrain de pétanque couvert", 39_000, "Sport", "Les Côtes", "Rue des Vignes"),
    ("Une ferme urbaine et sa serre", 72_300.5, "Nature", "Les Côtes", "Ancienne pépinière"),
    ("Des abris à vélos sûrs à la gare", 27_000, "Mobilité", "Gare", "Parvis de la gare"),
    ("Une bibliothèque de rue par quartier", 9_800, "Culture", "", "Quatre endroits"),
    ("Un parcours de santé dans la forêt", 21_400, "Sport", "Les Côtes", "Bois du Haut"),
    ("Un jardin de pluie rue des Tanneurs", 33_000, "Nature", "Rives", "Rue des Tanneurs"),
    ("Une fresque sur le château d'eau", 15_600, "Culture", "Gare", "Château d'eau"),
    ("Un atelier de réparation partagé", 24_700, "Solidarité", "Centre", "Ancienne poste"),
)
BUDGET = 12_000_000
_SUMMARY = (
    "Le projet a été proposé par des habitants et chiffré par les services de la ville.\n"
    "Il serait réalisé en moins de deux ans, et entretenu par la ville."
)


@dataclass(frozen=True)
class Voter:
    """One person with the letter received: never printed."""

    roll_number: int
    birth_date: str = field(repr=False)
    code: str = field(repr=False)

    @property
    def link(self) -> str:
        """What stands after the address of the booth in the letter."""
        return f"#{self.roll_number}.{self.code}"


@dataclass(frozen=True)
class Town:
    """The election as published, and what only its people hold."""

    election: Election
    ballot_list: str
    credentials: PublicCredentials
    voters: tuple[Voter, ...]
    key: TrusteeKey = field(repr=False)
    titles: tuple[str, ...]
    costs: tuple[int, ...]

    def read(self, ballots: Sequence[bytes], limits: BallotLimits) -> VoteCount:
        """The count of ballots of any kind; those that are opened are not shuffled here."""
        result, tally = self._open(ballots)
        parsed = parse_result(result, self.election, tally.num_tallied)
        placed = limits.placed([project["district"] for project in json.loads(self.ballot_list)["projects"]])
        return read_count(placed, self.costs, BUDGET, self.election, parsed, tally.num_tallied, frozenset())

    def count(self, ballots: Sequence[bytes]) -> dict[str, int]:
        """Votes of each project and, under "blank", the blank votes: the last ballot of each voter counts."""
        result, tally = self._open(ballots)
        (totals,) = parse_result(result, self.election, tally.num_tallied)
        (question,) = self.election.questions
        assert isinstance(question, HomomorphicQuestion)
        names = (*(("blank",) if question.blank else ()), *self.titles)
        votes = zip(names, totals, strict=True)
        return {name: number for name, number in votes if isinstance(number, int) and number}

    def _open(self, ballots: Sequence[bytes]) -> tuple[bytes, EncryptedTally]:
        """The result of the last ballot of each voter, and their tally."""
        checked = [check_ballot(parse_ballot(raw), self.election, self.credentials) for raw in ballots]
        tally = encrypted_tally(self.election, effective_ballots(checked))
        share = parse_share(decrypt_share(self.election, tally, self.key, secrets.token_bytes), tally)
        return combine_result(self.election, tally, share.factors), tally


def _projects(size: int) -> list[dict[str, object]]:
    rows = [_TITLES[i % len(_TITLES)] for i in range(size)]
    return [
        {
            "number": i + 1,
            "title": title if i < len(_TITLES) else f"{title} ({i + 1})",
            "summary": _SUMMARY,
            "cost": int(cost * 100),
            "category": category,
            "district": district,
            "place": place,
            "picture": f"/pictures/project-{i + 1}.svg",
        }
        for i, (title, cost, category, district, place) in enumerate(rows)
    ]


def _plain_question(names: Sequence[str], minimum: int, maximum: int, blank: bool) -> list[Question]:
    return [HomomorphicQuestion("Quels projets voulez-vous ?", tuple(names), minimum, maximum, blank)]


def make_town(
    *,
    projects: int = 12,
    maximum: int = 3,
    minimum: int = 1,
    blank: bool = True,
    voters: int = 4,
    limits: BallotLimits | None = None,
    sealing: Sealing = Sealing.TOTALS,
) -> Town:
    """A new election, ready for its ballots; of ``limits`` where they are given, else of a list that names no rules."""
    listed = _projects(projects)
    names = [f"{project['number']}. {project['title']}" for project in listed]
    limits = limits and limits.placed([str(project["district"]) for project in listed])
    rules = {} if limits is None else {"ballot": ballot_rules(limits, sealing)}
    questions = questions_of(limits, sealing, names) if limits else _plain_question(names, minimum, maximum, blank)
    content = {"budget": BUDGET, "currency": "EUR", **rules, "projects": listed}
    ballot_list = json.dumps(content, ensure_ascii=False)
    uuid = generate_uuid(secrets.token_bytes)
    key = generate_trustee_key(secrets.token_bytes)
    codes = [generate_code(secrets.token_bytes) for _ in range(voters)]
    raw = compose_election(
        uuid=uuid,
        name="Budget participatif 2027",
        description=f"Douze projets pour vivre mieux à Valmont. [sha256:{sha256(ballot_list.encode()).hexdigest()}]",
        public_key=key.public,
        questions=questions,
    )
    credentials = compose_public_credentials(derive_public(uuid, code) for code in codes)
    return Town(
        election=parse_election(raw),
        ballot_list=ballot_list,
        credentials=parse_public_credentials(credentials),
        voters=tuple(Voter(17 + i, f"19{54 + i}-03-12", code) for i, code in enumerate(codes)),
        key=key,
        titles=tuple(str(project["title"]) for project in listed),
        costs=tuple(int(str(project["cost"])) for project in listed),
    )
