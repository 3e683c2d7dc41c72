"""The step of the form that asks for the place: the pin is kept with the draft, and nothing typed gets lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from budget_app.commands.demo_town import read_districts
from budget_app.domain.edition import Calendar
from budget_app.domain.proposal import ProposalContent
from budget_app.services.proposals import find_draft, save_draft
from tests.budget_app.signed_in import client_of
from tests.budget_app.simulated_call import COMPLETE, SimulatedCall
from tests.budget_app.web_client import WebClient

pytestmark = pytest.mark.usefixtures("database")
DAY = timedelta(days=1)
INSIDE = {"latitude": "46.923853", "longitude": "1.313818"}


class Form:
    """A draft at its step for the place, in the browser of its author."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)
        calendar = Calendar(self.now + 100 * DAY, self.now + 110 * DAY, self.now - DAY, self.now + 30 * DAY)
        self.call = SimulatedCall(calendar=calendar, districts=read_districts()).create()
        self.author = self.call.people[0]
        self.proposal = self.call.begin(self.author, replace(COMPLETE, place=""), self.now)
        self.client = client_of(self.author)
        self.address = f"/proposer/{self.proposal}/lieu"

    def post(self, client: WebClient | None = None, revision: int = 1, **fields: str) -> httpx.Response:
        """Sends the step; ``pin_x`` is the field ``pin.x``, ``pin_move`` the button ``pin-move``."""
        names = {"pin_x": "pin.x", "pin_y": "pin.y"}
        sent = {names.get(name, name.replace("_", "-")): value for name, value in fields.items()}
        data = {"revision": str(revision), "place": "", "district": "", **sent}
        return (client or self.client).post(self.address, data=data)

    def kept(self) -> ProposalContent:
        """What the draft says now."""
        return find_draft(self.author, self.proposal)[0]


@pytest.fixture
def form(database: None) -> Form:
    return Form()


def test_a_click_puts_the_pin_keeps_what_was_typed_and_shows_the_step_again(form: Form) -> None:
    response = form.post(place="Place de la Halle", district="Centre-bourg", pin_x="100", pin_y="90")
    assert (response.status_code, response.headers["location"]) == (303, f"{form.address}?zoom=1#pin")
    kept = form.kept()
    assert (kept.place, kept.district) == ("Place de la Halle", "Centre-bourg")
    assert kept.latitude == pytest.approx(46.9239, abs=0.001)
    page = form.client.get(f"{form.address}?zoom=3").text
    assert "L’épingle est dans le quartier : La Butte." in page
    assert "zoom=3" in page
    assert 'value="Place de la Halle"' in page


def test_a_pin_alone_is_a_place_and_the_last_step_shows_it(form: Form) -> None:
    response = form.post(then="next", **INSIDE)
    assert response.headers["location"] == f"/proposer/{form.proposal}/cout"
    assert "46.92385, 1.31382" in form.client.get(f"/proposer/{form.proposal}/relire").text


def test_buttons_move_the_pin_look_nearer_and_take_it_away(form: Form) -> None:
    assert form.post(pin_move="north", **INSIDE).headers["location"].endswith("?zoom=1#pin")
    assert form.kept().latitude == pytest.approx(46.924303, abs=1e-6)
    assert form.post(revision=2, pin_look="3", **INSIDE).headers["location"].endswith("?zoom=3#pin")
    form.post(revision=3, pin_clear="1", **INSIDE)
    assert form.kept().latitude is None


@pytest.mark.parametrize(
    ("degrees", "told"),
    [
        ({"latitude": "48.85", "longitude": "2.35"}, "Ce lieu est en dehors de la commune."),
        ({"latitude": "ici", "longitude": "2.35"}, "Cette position n’existe pas"),
    ],
)
def test_a_place_outside_or_nowhere_is_told_at_the_pin_and_all_is_shown_again(
    form: Form, degrees: dict[str, str], told: str
) -> None:
    response = form.post(then="next", place="Rue Neuve", **degrees)
    assert response.status_code == 422
    assert told in response.text.split('id="pin-refusal">')[1].split("</p>")[0]
    assert '<a href="#pin">' in response.text
    assert all(f'value="{text}"' in response.text for text in ("Rue Neuve", *degrees.values()))
    assert form.kept().latitude is None


def test_without_address_and_pin_the_place_is_missing(form: Form) -> None:
    response = form.post(then="next", latitude="", longitude="")
    assert response.status_code == 422
    assert 'id="place-refusal"' in response.text


def test_later_and_back_keep_the_pin_too(form: Form) -> None:
    assert form.post(then="later", **INSIDE).headers["location"] == f"{form.address}?garde=1"
    assert form.kept().latitude == 46.923853
    assert form.post(revision=2, then="back").headers["location"] == f"/proposer/{form.proposal}/projet"


def test_two_windows_that_put_the_pin_see_each_other(form: Form) -> None:
    save_draft(form.author, form.proposal, replace(form.kept(), latitude=46.92, longitude=1.33), 1, form.now)
    response = form.post(place="Ici", pin_move="north", **INSIDE)
    assert response.status_code == 409
    assert "46.920000, 1.330000" in response.text
    assert 'value="46.924303"' in response.text
    assert 'value="Ici"' in response.text
    assert form.kept().latitude == 46.92


def test_nobody_else_moves_the_pin(form: Form) -> None:
    assert form.post(client_of(form.call.people[1]), pin_move="north", **INSIDE).status_code == 404
    assert form.post(WebClient(), **INSIDE).headers["location"].startswith("/sign-in?next=")
    assert form.client.post(form.address, data={}, origin="https://elsewhere.example").status_code == 403
    assert form.kept().latitude is None
