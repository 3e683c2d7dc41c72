"""How the people of the demonstration town vote: what they choose, and when."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from budget_app.commands.invented_vote import InventedVoter, sealing
from budget_app.commands.progress import with_progress
from budget_app.commands.words import in_words
from budget_app.domain.dates import PARIS, moment_of
from budget_app.domain.edition import Calendar
from budget_app.domain.vote import LetIn
from budget_app.services.ballots import checked_ballot, record_ballot
from budget_app.services.elections import public_election

_BLANK = 0.04
_MORNING, _EVENING, _BUSIEST = 7.5, 22.5, 18.5  # hours of the day
_REMINDER = 6  # days after the opening, when the town reminds people
_LAST_DAYS = 2


def choose(liking: Sequence[int], limits: tuple[int, int], seeded: random.Random) -> list[int]:
    """A ballot: now and then blank, else as many projects as the limits allow, liked ones more often."""
    if seeded.random() < _BLANK:
        return [1, *[0] * len(liking)]
    wanted = seeded.randint(*limits)
    chosen: set[int] = set()
    while len(chosen) < wanted:
        chosen.update(seeded.choices(range(len(liking)), liking))
    return [0, *[int(number in chosen) for number in range(len(liking))]]


def _keenness(day: int, days: int) -> float:
    """How many people vote on a day of the vote: many at first, more after the reminder and before the end."""
    reminded = 2.5 / (day - _REMINDER + 1) if day >= _REMINDER else 0
    return 6 / (day + 1) + 0.4 + reminded + (2 if days - day <= _LAST_DAYS else 0)


def choose_moments(calendar: Calendar, until: datetime, number: int, seeded: random.Random) -> list[datetime]:
    """The moments of ``number`` ballots between the opening and ``until``, in order."""
    first = calendar.vote_opens_at.astimezone(PARIS).date()
    end = min(until, calendar.vote_closes_at)
    days = (end.astimezone(PARIS).date() - first).days + 1
    whole = (calendar.vote_closes_at.astimezone(PARIS).date() - first).days + 1
    weights = [_keenness(day, whole) for day in range(days)]
    moments: list[datetime] = []
    while len(moments) < number:
        day = first + timedelta(days=seeded.choices(range(days), weights)[0])
        hours = seeded.triangular(_MORNING, _EVENING, _BUSIEST)
        moment = moment_of(day, time(0)) + timedelta(hours=hours)
        if calendar.vote_opens_at <= moment < end:
            moments.append(moment.replace(microsecond=0))
    return sorted(moments)


def cast_all(uuid: str, ballots: Sequence[tuple[InventedVoter, list[int]]], moments: Sequence[datetime]) -> None:
    """Real sealed ballots through the same checks; their people are known here, so nobody asks their birth date."""
    election = (public_election(uuid, moments[0]).election or "").encode()
    with sealing(election, ballots) as sealed:
        steps = zip(ballots, sealed, moments, strict=True)
        for (voter, _), raw, moment in with_progress(steps, len(ballots), in_words("Bulletins")):
            record_ballot(checked_ballot(uuid, raw, moment), LetIn(voter.roll_number), moment)
