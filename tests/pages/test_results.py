"""What the page of results says of each kind of ballot and rule, and its replay."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from budget_app.domain.edition import VotingRules
from tests.pages.conftest import Open, words_of
from tests.pages.counted_town import GRADES, POINTS, RANKING, SINGLE, counted_town


def _bars(app: AppTest) -> dict[str, Any]:
    """What each chart draws and says, by the beginning of what it says."""
    protos = [element.proto for element in app.get("plotly_chart")]
    return {proto.alt: json.loads(proto.spec)["data"] for proto in protos}


def _find(charts: dict[str, Any], beginning: str) -> Any:
    return next(data for alt, data in charts.items() if alt.startswith(beginning))


def test_the_result_by_votes_says_money_voters_and_ties(open_page: Open) -> None:
    counted_town()
    app = open_page("results")
    words = words_of(app)
    assert not app.exception
    assert "Le plus de votes" not in words, "said beside the picture for those who do not see it"
    assert "Le plus d’argent : « Culture », avec 6\u202f000\u00a0€ sur 7\u202f500\u00a0€ demandés." in words
    assert "Sans aucun projet financé : Nature." in words
    assert "Seuls les totaux ont été déchiffrés" in words
    assert "En moyenne, un votant a 0,9 projets financés" in words
    assert "Le moins cher passe d’abord : 3. Bancs ; 2. Jardin." in words
    assert "À côté du résultat dans l’ordre des votes" not in words


def test_every_chart_has_a_table_and_words(open_page: Open) -> None:
    counted_town(shared=True)
    app = open_page("results")
    charts = _bars(app)
    assert len(charts) == 6
    assert all(alt.endswith(".") and len(alt) > 40 for alt in charts)
    folded = [expander.label for expander in app.expander]
    besides_the_votes = len(charts) - 1  # they stand in the table of all projects
    assert folded.count("Les mêmes nombres en tableau") == besides_the_votes
    assert list(_find(charts, "Votes de chaque projet")[0]["x"]) == [3, 4, 2, 3, 6]
    assert list(_find(charts, "Par quartier")[0]["x"]) == [150000, 0, 200000, 600000]


def test_equal_shares_are_told_beside_the_result_by_votes(open_page: Open) -> None:
    counted_town(shared=True)
    words = words_of(open_page("results"))
    assert "Votants dont aucun projet choisi n’est financé : 0 sur 11 (0\u00a0%)." in words
    assert (
        "Votants qui ont plus de projets financés en parts égales : 3 ; dans l’ordre des votes : 2 ; "
        "autant dans les deux : 6. Le résultat en parts égales est donc retenu."
    ) in words
    assert "en parts égales seulement : 2" in words
    assert "Chaque votant a d’abord reçu 909,09\u00a0€." in words
    assert "Les parts ont monté de 6 pas, jusqu’à 1\u202f454,54\u00a0€" in words
    assert "va aux projets dans l’ordre des votes" not in words


def test_the_replay_goes_from_the_first_share_to_the_comparison(open_page: Open) -> None:
    counted_town(shared=True)
    app = open_page("results")
    assert "Étape 1 : La part de chaque votant" in words_of(app)
    assert app.button(key="replay-back").disabled
    app.button(key="replay-on").click().run()
    words = words_of(app)
    assert "Étape 2 : 1. Grande halle du marché couvert" in words
    assert "6 donnent 1\u202f000\u00a0€, 0 donnent tout ce qui leur reste." in words
    assert "Dépensé : 6\u202f000\u00a0€ sur 10\u202f000\u00a0€" in words
    app.number_input(key="replay-step").set_value(7).run()
    assert "Étape 7 : La comparaison des deux résultats" in words_of(app)
    assert app.button(key="replay-on").disabled
    app.button(key="replay-back").click().run()
    assert "Étape 6 : 2. Jardin" in words_of(app)


def test_the_replay_by_votes_says_what_was_left_at_each_turn(open_page: Open) -> None:
    counted_town()
    app = open_page("results")
    app.number_input(key="replay-step").set_value(2).run()
    words = words_of(app)
    assert "Étape 2 : 4. Skatepark" in words
    assert "Financé : il restait 4\u202f000\u00a0€, il reste 0\u00a0€." in words
    assert "Financés à ce moment (2) : 1. Grande halle du marché couvert ; 4. Skatepark" in words


def test_grades_are_shown_as_majority_grades_and_as_parts(open_page: Open) -> None:
    counted_town([(3, 2, 1, 0, 0), (3, 3, 1, 1, 0), (0, 1, 2, 3, 3)], GRADES)
    app = open_page("results")
    words = words_of(app)
    assert "Mention majoritaire" in words
    assert "En moyenne" not in words
    best_first = _find(_bars(app), "Part de chaque mention")
    parts = [[1, 1, 0, 1, 2], [0, 0, 1, 1, 0], [0, 1, 2, 1, 0], [2, 1, 0, 0, 1]]
    assert [list(part["x"]) for part in best_first] == parts


def test_single_choices_say_who_got_nothing_from_totals_alone(open_page: Open) -> None:
    counted_town([(1, 0, 0, 0, 0)] * 3 + [(0, 1, 0, 0, 0)] * 2 + [(0, 0, 0, 1, 0)], SINGLE)
    words = words_of(open_page("results"))
    assert "Votants dont aucun projet choisi n’est financé : 1 sur 6 (17\u00a0%)." in words


@pytest.mark.parametrize(
    ("rules", "ballot", "column"),
    [
        (RANKING, (1, 2, 3, 0, 0), ">Points<"),
        (POINTS, (3, 2, 0, 0, 0), ">Points<"),
        (SINGLE, (1, 0, 0, 0, 0), ">Votes<"),
    ],
)
def test_every_kind_of_ballot_has_its_result(
    open_page: Open, rules: VotingRules, ballot: tuple[int, ...], column: str
) -> None:
    counted_town([ballot] * 3, rules)
    app = open_page("results")
    assert not app.exception
    assert column in words_of(app)


def test_each_project_leads_to_its_own_page(open_page: Open) -> None:
    town = counted_town()
    words = words_of(open_page("results", edition=town.slug))
    assert f'href="/projet?numero=4&amp;edition={town.slug}"' in words
    assert words.count('href="/projet?numero=1&amp;') == 2


def test_the_whole_result_speaks_english(open_page: Open) -> None:
    counted_town(shared=True)
    app = open_page("results", locale="en-GB")
    words = words_of(app) + " ".join(_bars(app)) + " ".join(expander.label for expander in app.expander)
    assert "Voters with more funded projects by equal shares: 3" in words
    assert "Replay the result step by step" in words
    french = (" le ", " les ", " votants", "financé", "Étape", "parts égales")
    assert [word for word in french if word in words] == []


def test_a_vote_in_which_nothing_can_be_paid_says_so(open_page: Open) -> None:
    counted_town([(0, 0, 0, 0, 0)], VotingRules(0, 5))
    app = open_page("results")
    assert not app.exception
    assert "Aucun projet n’est financé." in words_of(app)
    assert "Où va l’argent" not in words_of(app)
