"""The pin on the map of the form: clicked, moved by buttons, typed, taken away; and the map as it is drawn."""

from __future__ import annotations

import re
from functools import partial
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget_app.commands.demo_town import read_districts
from budget_app.domain.errors import InvalidInputError
from budget_app.domain.project import DistrictView
from budget_app.domain.territory import Place, Territory, distance_metres
from budget_app.locale import translate
from budget_app.web.pin import Pin, PinView, frame_of, is_pressed, read_pin, typed_pin, view_pin
from budget_app.web.plain_pages import _ENVIRONMENT
from budget_app.web.policies import CSP, PICTURE
from tests.budget_app.refusals import refused
from tests.budget_app.simulated_call import SimulatedCall
from tests.budget_app.web_client import WebClient

TOWN = read_districts()
INSIDE = Pin.of(46.923853, 1.313818)
NO_OUTLINE = (DistrictView("a", "Nord", None),)


def _form(pin: Pin, *, districts: tuple[DistrictView, ...] = TOWN, **pressed: str) -> dict[str, str]:
    """What the form sends that shows ``pin``, once something in it was pressed."""
    shown = view_pin(pin, districts, "ete")
    form = {"latitude": pin.typed[0], "longitude": pin.typed[1], "pin-zoom": str(pin.zoom), "pin-seen": shown.seen}
    return form | {name.replace("_", "-", 1): value for name, value in pressed.items()}


def _metres(one: Pin, other: Pin) -> float:
    assert one.place is not None
    assert other.place is not None
    return distance_metres(one.place, other.place)


def _rendered(view: PinView, errors: dict[str, str]) -> str:
    values = {"_": partial(translate, language="fr")}
    return str(_ENVIRONMENT.get_template("pin.html").make_module(values).pin(view, "/proposer/1/lieu", errors))


@pytest.mark.parametrize("zoom", [1, 3, 9])
@pytest.mark.parametrize(("x", "y"), [(160, 130), (100, 90), (200, 180)])
def test_the_pin_stands_where_the_map_was_clicked(zoom: int, x: int, y: int) -> None:
    before = Pin.of(46.92, 1.33, zoom)
    after = read_pin(_form(before) | {"pin.x": str(x), "pin.y": str(y)}, TOWN)
    assert after.place is not None
    shown = _drawn_pin(view_pin(before, TOWN, "ete"), after.place)
    assert shown == pytest.approx((x, y), abs=0.2)
    assert after.zoom == zoom


def _drawn_pin(view: PinView, place: Place) -> tuple[float, float]:
    """Where the map on the screen would draw a pin at ``place``."""
    latitude, longitude = (float(part) for part in view.seen.split(" "))
    frame = frame_of(Territory.of(TOWN), Place(longitude, latitude), view.pin.zoom)
    assert frame is not None
    return frame.put(place)


def test_a_click_counts_and_not_what_is_typed_beside_it() -> None:
    form = _form(INSIDE) | {"pin.x": "200", "pin.y": "180", "latitude": "abc"}
    assert read_pin(form, TOWN).place != INSIDE.place


def test_enter_in_a_line_of_text_is_no_click() -> None:
    form = _form(INSIDE) | {"pin.x": "0", "pin.y": "0"}
    assert not is_pressed(form)
    assert read_pin(form, TOWN) == INSIDE


@pytest.mark.parametrize(
    ("towards", "north", "east"), [("north", 50, 0), ("south", -50, 0), ("east", 0, 50), ("west", 0, -50)]
)
def test_a_button_moves_the_pin_by_fifty_metres(towards: str, north: int, east: int) -> None:
    after = read_pin(_form(INSIDE, pin_move=towards), TOWN)
    assert _metres(INSIDE, after) == pytest.approx(50, abs=0.5)
    assert after.latitude is not None
    assert INSIDE.latitude is not None
    assert (after.latitude - INSIDE.latitude) * 111_195 == pytest.approx(north, abs=0.5)
    assert is_pressed(_form(INSIDE, pin_move=towards))


def test_the_first_move_puts_the_pin_in_the_middle_of_the_commune() -> None:
    after = read_pin(_form(Pin(), pin_move="north"), TOWN)
    assert view_pin(after, TOWN, "ete").district is not None


def test_looking_nearer_or_farther_leaves_the_pin_where_it_is() -> None:
    nearer = read_pin(_form(INSIDE, pin_look="3"), TOWN)
    assert (nearer.place, nearer.zoom) == (INSIDE.place, 3)
    assert read_pin(_form(nearer, pin_look="1"), TOWN).zoom == 1
    assert read_pin(_form(nearer, pin_look="7"), TOWN).zoom == 1
    assert is_pressed(_form(INSIDE, pin_look="3"))


def test_the_pin_is_taken_away() -> None:
    assert read_pin(_form(INSIDE, pin_clear="1"), TOWN) == Pin()
    assert is_pressed(_form(INSIDE, pin_clear="1"))


@pytest.mark.parametrize(
    ("latitude", "longitude"), [("46,923853", "1,313818"), (" 46.923853° ", "1.313818 °"), ("46.923853", "+1.313818")]
)
def test_degrees_are_typed_as_people_write_them(latitude: str, longitude: str) -> None:
    form = {"latitude": latitude, "longitude": longitude}
    assert not is_pressed(form)
    assert read_pin(form, TOWN).place == INSIDE.place


def test_west_may_be_written_with_a_true_minus() -> None:
    assert read_pin({"latitude": "46", "longitude": "\u22121,5"}, NO_OUTLINE).longitude == -1.5


def test_no_degrees_are_no_pin() -> None:
    assert read_pin({"latitude": " ", "longitude": ""}, TOWN) == Pin()
    assert read_pin({}, TOWN) == Pin()


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [("46.9", ""), ("", "1.3"), ("north", "1"), ("91", "1"), ("1", "181"), ("nan", "1"), ("inf", "1"), ("4 6", "1")],
)
def test_what_is_no_position_is_refused_at_the_pin_and_shown_again(latitude: str, longitude: str) -> None:
    form = {"latitude": latitude, "longitude": longitude, "pin-zoom": "3"}
    with refused("position-invalid") as refusal:
        read_pin(form, TOWN)
    assert refusal.value.facts == {"field": "pin"}
    assert typed_pin(form) == Pin(None, 3, (latitude, longitude))
    page = _rendered(view_pin(typed_pin(form), TOWN, "ete"), {"pin": "Cette position n’existe pas."})
    assert f'value="{latitude}"' in page
    assert page.count('aria-describedby="pin-refusal"') == 3


def test_a_click_or_a_move_out_of_the_commune_is_refused_and_the_pin_stays() -> None:
    for form in (_form(INSIDE) | {"pin.x": "2", "pin.y": "2"}, {"latitude": "48.85", "longitude": "2.35"}):
        with refused("place-outside") as refusal:
            read_pin(form, TOWN)
        assert refusal.value.facts == {"field": "pin"}
    assert typed_pin(_form(INSIDE) | {"pin.x": "2", "pin.y": "2"}) == INSIDE


@given(
    st.dictionaries(
        st.sampled_from(["pin.x", "pin.y", "pin-seen", "pin-zoom", "pin-move", "pin-look", "latitude"]), st.text()
    )
)
def test_whatever_a_form_holds_it_is_read_or_refused_and_shown_again(form: dict[str, str]) -> None:
    try:
        pin = read_pin(form, TOWN)
    except InvalidInputError:
        pin = typed_pin(form)
    assert _rendered(view_pin(pin, TOWN, "ete"), {}).count("<fieldset") == 1


def test_where_no_outline_is_known_there_is_no_map_but_degrees_can_be_typed() -> None:
    view = view_pin(Pin(), NO_OUTLINE, "ete")
    page = _rendered(view, {})
    assert view.picture is None
    assert 'type="image"' not in page
    assert 'name="latitude"' in page
    assert "pin-move" not in page
    assert read_pin(_form(INSIDE, districts=NO_OUTLINE, pin_move="north"), NO_OUTLINE).place is not None
    assert read_pin(_form(Pin(), districts=NO_OUTLINE, pin_move="north"), NO_OUTLINE).place is None


def test_the_page_says_where_the_pin_is_and_every_control_has_a_name() -> None:
    page = _rendered(view_pin(INSIDE, TOWN, "ete"), {})
    assert "L’épingle est dans le quartier : La Butte." in page
    assert 'alt="Carte de la commune' in page
    assert all(f'<label for="{name}">' in page for name in ("latitude", "longitude"))
    assert len(re.findall(r"<button[^>]*>[^<]+</button>", page)) == page.count("<button") == 6
    assert page.count('formaction="/proposer/1/lieu#pin"') == 7
    assert "style=" not in page


def test_a_name_of_a_district_is_shown_as_text() -> None:
    hostile = tuple(DistrictView(each.code, "<script>alert(1)</script>", each.outline) for each in TOWN)
    assert "<script>" not in _rendered(view_pin(INSIDE, hostile, "ete"), {})


@pytest.fixture
def call(database: None) -> SimulatedCall:
    return SimulatedCall(districts=(*TOWN[1:], DistrictView("x", 'Le <b> & "Bourg"', TOWN[0].outline))).create()


def _plan(call: SimulatedCall, **asked: str) -> tuple[int, str]:
    response = WebClient().get("/plan.svg", params={"edition": call.slug, **asked})
    if response.status_code == 200:
        assert response.headers["content-type"] == "image/svg+xml"
        assert response.headers[CSP] == PICTURE
        ElementTree.fromstring(response.text)  # noqa: S314  our own
    return response.status_code, response.text


def test_the_plan_draws_every_district_with_its_name_a_scale_and_the_pin(call: SimulatedCall) -> None:
    status, plan = _plan(call, zoom="1", epingle="46.923853 1.313818")
    assert status == 200
    assert plan.count('class="d"') == len(TOWN)
    assert "Le &lt;b&gt; &amp; &quot;Bourg&quot;" in plan
    assert "2 km" in plan
    assert plan.count("<circle") == 1
    assert "<circle" not in _plan(call)[1]


def test_nearer_the_scale_is_finer(call: SimulatedCall) -> None:
    assert "500 m" in _plan(call, zoom="3", milieu="46.92 1.33")[1]
    assert "200 m" in _plan(call, zoom="9", milieu="46.92 1.33")[1]


@pytest.mark.parametrize("text", ["", "a b", "1", "1 2 3", "nan 1", "inf inf", "90 0", "<script> 1", "1e400 1"])
def test_a_plan_asked_for_strangely_is_drawn_all_the_same(call: SimulatedCall, text: str) -> None:
    status, plan = _plan(call, zoom=text, milieu=text, epingle=text)
    assert status == 200
    assert "script" not in plan
    assert "nan" not in plan


def test_there_is_no_plan_of_an_unknown_edition_or_of_districts_without_outline(call: SimulatedCall) -> None:
    assert WebClient().get("/plan.svg?edition=nulle-part").status_code == 404
    assert WebClient().get("/plan.svg").status_code == 404
    other = SimulatedCall(residents=0, districts=NO_OUTLINE)
    other.open_account = lambda *_: call.people[0]  # type: ignore[method-assign]  # its people are there already
    assert WebClient().get(f"/plan.svg?edition={other.create().slug}").status_code == 404
