"""Ballots read and checked in one go, by thousands: no point is looked at twice (specification, 4.17)."""

from __future__ import annotations

from collections.abc import Iterator

from voting.answer import Answer, unmultiplied_points
from voting.ballot import Ballot, CheckedBallot, check_ballot, parse_ballot, recall_ballot
from voting.credentials import PublicCredentials
from voting.election import Election
from voting.errors import ProtocolError
from voting.group import Point, check_membership


def _unmultiplied_points(ballot: Ballot) -> Iterator[Point]:
    """The points of a checked ballot that no check multiplied by a scalar other than zero."""
    if ballot.signature.challenge == 0:
        yield ballot.credential
    for answer in ballot.answers:
        if isinstance(answer, Answer):
            yield from unmultiplied_points(answer)
        else:
            yield answer.choices.beta
            if answer.proof.challenge == 0:
                yield answer.choices.alpha


def check_whole_ballot(raw: bytes, election: Election, credentials: PublicCredentials) -> CheckedBallot:
    """As ``check_ballot(parse_ballot(raw), election, credentials)``: the same ballots pass, the rest raise the same.

    The points are read without the check that they are in the subgroup, a tenth of the time. The products of the proofs
    make it: libsodium refuses another point in each. Those that were not multiplied are checked here. A ballot that
    does not pass is read again from the beginning in the order of the two functions, so that its first defect is named.
    """
    try:
        checked = recall_ballot(raw, credentials)
        check_ballot(checked.ballot, election, credentials)
        for point in _unmultiplied_points(checked.ballot):
            check_membership(point)
    except ProtocolError:
        return check_ballot(parse_ballot(raw), election, credentials)
    return checked
