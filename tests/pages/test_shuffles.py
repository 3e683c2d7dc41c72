"""The organiser sees whose turn it is to shuffle, and goes on without who does not come, for a reason."""

from __future__ import annotations

import pytest

from budget_app.domain.ballot_kind import SMALLEST_OPENED_ROLL, BallotKind
from budget_app.domain.edition import VotingRules
from budget_app.domain.guardian import GuardianState
from budget_app.services.guardians import guardian_progress
from tests.budget_app.simulated_town import SimulatedTown
from tests.pages.conftest import Open, words_of


@pytest.fixture
def town() -> SimulatedTown:
    """A vote of opened ballots that is closed."""
    rules = VotingRules(1, 3, kind=BallotKind.RANKING)
    town = SimulatedTown(voters=SMALLEST_OPENED_ROLL, guardians=2, rules=rules).set_up()
    town.cast(town.people[0], town.seal_fields(town.people[0], 1, 2, 0).raw)
    town.close()
    return town


def test_the_organiser_goes_on_without_a_guardian_for_a_reason(
    town: SimulatedTown, organiser_token: str, open_page: Open
) -> None:
    page = open_page("organiser", token=organiser_token, edition=town.slug)
    assert "C’est au tour de Gardienne 1." in words_of(page)
    page.button("pass-over").click().run()
    assert len(page.error) == 1
    page.text_input("pass-over-reason").input("En voyage").run()
    page.button("pass-over").click().run()
    assert not page.exception
    assert "C’est au tour de Gardienne 2." in words_of(page)
    states = [guardian.state for guardian in guardian_progress(town.slug)]
    assert states == [GuardianState.SHUFFLES_AWAITED, GuardianState.SHUFFLE_NEEDED]
