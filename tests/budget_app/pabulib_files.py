"""Pabulib files for tests: a small one of our own, and real ones where they are at hand."""

from __future__ import annotations

import random

from tests.reference import SHARED

ELECTIONS = SHARED / "elections"

SMALL = '''META
key;value
description;Budget participatif d'essai
country;France
unit;Essai-sur-Test
subunit;Rive droite
instance;2026
num_projects;4
num_votes;6
budget;50000.50
vote_type;approval
rule;greedy
date_begin;03.10.2022
date_end;31.10.2022
min_length;1
max_length;3
currency;EUR
PROJECTS
project_id;cost;votes;name;category;district;latitude;longitude;description
p1;20000;4;"Un jardin; ""partagé""";Nature;Rive droite;46.9;1.33;Vingt parcelles
p2;15000.0;3;Une piste cyclable;Mobilité;Rive droite;;;
p3;7000,5;2;Des bancs;Cadre de vie;Rive droite;;;
p4;360.00;1;Une boîte à livres;Culture;Rive droite;;;
VOTES
voter_id;vote
a;p1,p2
b;p1
c;p2,p1,p3
d;p3,p2
e;p4
f;p1
'''


def line_of(text: str, beginning: str) -> int:
    """The number of the first line that begins so."""
    return next(n for n, line in enumerate(text.split("\n"), start=1) if line.startswith(beginning))


def invented(ballots: int, projects: int = 10, most: int = 3, seed: int = 17) -> bytes:
    """A well-formed file of that size, always the same."""
    seeded = random.Random(seed)  # noqa: S311  invented votes, no secret
    numbers = range(1, projects + 1)
    votes = [seeded.sample(numbers, seeded.randint(1, most)) for _ in range(ballots)]
    counts = [sum(number in vote for vote in votes) for number in numbers]
    lines = [
        *("META", "key;value", "description;Essai", "unit;Essai-sur-Test", "instance;2026"),
        *(f"num_projects;{projects}", f"num_votes;{ballots}", "budget;100000", "vote_type;approval"),
        *("date_begin;03.10.2022", "date_end;31.10.2022", "min_length;1", f"max_length;{most}"),
        *("PROJECTS", "project_id;cost;votes;name;category;district"),
        *(f"{n};{n * 4000};{counts[n - 1]};Projet {n};Nature;Centre" for n in numbers),
        *("VOTES", "voter_id;vote"),
        *(f"v{n};{','.join(map(str, vote))}" for n, vote in enumerate(votes, start=1)),
    ]
    return ("\n".join(lines) + "\n").encode()


def real_or_invented(name: str, ballots: int) -> bytes:
    """The real file ``name``, or one of ours of the same size where there is none."""
    path = ELECTIONS / name
    return path.read_bytes() if path.exists() else invented(ballots)
