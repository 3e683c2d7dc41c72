"""Inside or outside the commune, in which district, and how far: borders and holes included."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget_app.commands.demo_town import read_districts
from budget_app.domain.map_frame import MapFrame, middle_of
from budget_app.domain.project import DistrictView
from budget_app.domain.territory import Place, Territory, distance_metres, move_place, parse_outline, polygon_holds
from tests.budget_app.refusals import refused

SQUARE = [[1, 46], [2, 46], [2, 47], [1, 47], [1, 46]]
HOLE = [[1.4, 46.4], [1.6, 46.4], [1.6, 46.6], [1.4, 46.6], [1.4, 46.4]]
FAR = [[3, 46], [4, 46], [4, 47], [3, 46]]
TOWN = Territory.of(read_districts())
LONGITUDES, LATITUDES = st.floats(-179, 179), st.floats(-80, 80)
PLACES = st.builds(Place, LONGITUDES, LATITUDES)
NEAR = st.builds(Place, st.floats(1.2, 1.4), st.floats(46.8, 47.0))
SHARES = st.floats(0.001, 0.999)


def _district(name: str, *rings: list[list[float]]) -> DistrictView:
    return DistrictView(name, name, json.dumps({"type": "Polygon", "coordinates": rings}))


WITH_HOLE = Territory.of([_district("a", SQUARE, HOLE)])


def test_a_place_within_is_taken_and_one_without_is_refused() -> None:
    WITH_HOLE.check_inside(Place(1.2, 46.2))
    with refused("place-outside") as refusal:
        WITH_HOLE.check_inside(Place(2.2, 46.2))
    assert refusal.value.facts == {"field": "place"}


def test_a_hole_is_outside_and_its_border_inside() -> None:
    with refused("place-outside"):
        WITH_HOLE.check_inside(Place(1.5, 46.5))
    WITH_HOLE.check_inside(Place(1.4, 46.5))
    WITH_HOLE.check_inside(Place(1.6, 46.6))


@pytest.mark.parametrize("place", [(1, 46), (2, 47), (1.5, 46), (1, 46.3), (2, 46.999)])
def test_corners_and_sides_belong_to_the_commune(place: tuple[float, float]) -> None:
    WITH_HOLE.check_inside(Place(*place))


@pytest.mark.parametrize("place", [(0.999999, 46.5), (2.000001, 46.5), (1.5, 47.000001), (0.5, 46), (0.5, 47), (3, 46)])
def test_a_step_beyond_a_side_or_on_its_prolongation_is_outside(place: tuple[float, float]) -> None:
    with refused("place-outside"):
        WITH_HOLE.check_inside(Place(*place))


def test_a_district_of_several_pieces_holds_each_of_them() -> None:
    outline = json.dumps({"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE], [FAR]]})
    territory = Territory.of([DistrictView("a", "A", outline)])
    territory.check_inside(Place(1.2, 46.5))
    territory.check_inside(Place(3.9, 46.8))
    for place in (Place(1.5, 46.5), Place(2.5, 46.5), Place(3.1, 46.9)):
        with refused("place-outside"):
            territory.check_inside(place)


@pytest.mark.parametrize(
    "outline",
    [None, "", "[]", "{", '{"type": "Point", "coordinates": [1, 2]}', '{"type": "Polygon"}', "null", "7"]
    + [f'{{"type": "Polygon", "coordinates": {rings}}}' for rings in ("[[[1, 2]]]", "[7]", '[["ab"]]')]
    + ['{"type": "Polygon", "coordinates": [[[1, 2], [NaN, 3], [4, 5]]]}', "[" * 3000],
)
def test_where_no_outline_is_known_every_place_is_taken(outline: str | None) -> None:
    territory = Territory.of([DistrictView("a", "A", outline)])
    assert parse_outline(outline) == ()
    territory.check_inside(Place(170.0, -45.0))
    assert territory.district_of(Place(170.0, -45.0)) is None


def test_a_district_without_outline_does_not_open_the_whole_world() -> None:
    territory = Territory.of([DistrictView("all", "Toute la commune", None), _district("a", SQUARE)])
    territory.check_inside(Place(1.5, 46.5))
    with refused("place-outside"):
        territory.check_inside(Place(5.0, 46.5))


def test_a_ring_that_is_not_closed_is_closed() -> None:
    territory = Territory.of([_district("a", SQUARE[:-1])])
    territory.check_inside(Place(1, 46.5))
    with refused("place-outside"):
        territory.check_inside(Place(0.9, 46.5))


def test_each_district_of_the_demonstration_holds_its_own_middle() -> None:
    for district, polygons in TOWN.districts:
        found = TOWN.district_of(middle_of(polygons[0][0]))
        assert found is not None
        assert found.name == district.name


def test_a_place_on_the_border_of_two_districts_belongs_to_the_first() -> None:
    second = [[2, 46], [3, 46], [3, 47], [2, 47], [2, 46]]
    territory = Territory.of([_district("a", SQUARE), _district("b", second)])
    assert getattr(territory.district_of(Place(2.0, 46.5)), "code", None) == "a"
    assert getattr(territory.district_of(Place(2.000001, 46.5)), "code", None) == "b"


def test_a_bridge_between_two_districts_is_in_the_commune_and_the_far_bank_of_one_is_not() -> None:
    bridge = Place(1.3236, 46.9098)
    assert TOWN.district_of(bridge) is None
    TOWN.check_inside(bridge)
    for place in (move_place(Place(1.3245, 46.9391), 0, 60), move_place(Place(1.2886, 46.9098), -60, 0)):
        with refused("place-outside"):
            TOWN.check_inside(place)


@given(NEAR, NEAR, NEAR, SHARES, SHARES)
def test_what_lies_between_three_corners_is_inside(a: Place, b: Place, c: Place, one: float, two: float) -> None:
    weights = (one, (1 - one) * two, (1 - one) * (1 - two))
    place = Place(*(sum(w * corner[axis] for w, corner in zip(weights, (a, b, c), strict=True)) for axis in (0, 1)))
    assert polygon_holds(((a, b, c, a),), place)


@given(NEAR, st.integers(3, 12), st.booleans())
def test_direction_and_first_corner_of_a_ring_change_nothing(place: Place, turn: int, backwards: bool) -> None:
    for _district, polygons in TOWN.districts:
        ring = polygons[0][0][:-1]
        turned = (ring[turn:] + ring[:turn])[:: -1 if backwards else 1]
        assert polygon_holds(((*turned, turned[0]),), place) == polygon_holds(polygons[0], place)


@given(st.lists(NEAR, min_size=1, max_size=8), NEAR)
def test_nothing_outside_the_surrounding_box_is_inside(corners: list[Place], place: Place) -> None:
    ring = (*corners, corners[0])
    west, east = min(c.longitude for c in corners), max(c.longitude for c in corners)
    if not west - 1e-6 <= place.longitude <= east + 1e-6:
        assert not polygon_holds((ring,), place)


@pytest.mark.parametrize(
    ("one", "other", "metres"),
    [
        ((2.3522, 48.8566), (4.8357, 45.7640), 391_500),  # Paris, Lyon
        ((0.0, 0.0), (1.0, 0.0), 111_195),
        ((0.0, 46.0), (1.0, 46.0), 77_242),
        ((179.9, 10.0), (-179.9, 10.0), 21_901),  # across the line where the date changes
        ((0.0, 90.0), (77.0, 90.0), 0),
    ],
)
def test_known_distances(one: tuple[float, float], other: tuple[float, float], metres: float) -> None:
    assert distance_metres(Place(*one), Place(*other)) == pytest.approx(metres, rel=0.001, abs=0.01)


@given(PLACES, PLACES, PLACES)
def test_a_distance_is_the_same_both_ways_and_no_detour_is_shorter(a: Place, b: Place, c: Place) -> None:
    assert distance_metres(a, b) == pytest.approx(distance_metres(b, a), abs=1e-6)
    assert distance_metres(a, c) <= distance_metres(a, b) + distance_metres(b, c) + 0.1
    assert distance_metres(a, a) == 0


@given(NEAR, st.floats(-2000, 2000), st.floats(-2000, 2000))
def test_a_moved_place_is_as_far_as_it_was_moved(place: Place, east: float, north: float) -> None:
    moved = move_place(place, east, north)
    assert distance_metres(place, moved) == pytest.approx((east**2 + north**2) ** 0.5, rel=0.005, abs=0.01)


@given(NEAR, st.sampled_from([1, 4]))
def test_a_point_of_the_picture_is_the_place_that_was_put_there(place: Place, times: int) -> None:
    frame = MapFrame.around(TOWN.corners, 320, 12, 420)
    frame = frame if times == 1 else frame.closer(TOWN.corners[0], times)
    metres_a_point = 1 / frame.scale * 77_000
    assert distance_metres(frame.place_at(frame.put(place)), place) < metres_a_point / 4


@pytest.mark.parametrize(("east", "north"), [(0.2, 0.01), (0.01, 0.2), (0, 0)])
def test_everything_fits_into_the_frame_wide_or_tall(east: float, north: float) -> None:
    corners = [Place(1.0, 46.0), Place(1.0 + east, 46.0 + north)]
    frame = MapFrame.around(corners, 320, 12, 420)
    assert frame.height <= 420
    for x, y in map(frame.put, corners):
        assert 12 <= x <= 308
        assert 12 <= y <= frame.height - 12
