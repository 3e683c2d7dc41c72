"""The results page leads to its files, and to the command that counts them again."""

from __future__ import annotations

import pytest

from tests.pages.conftest import Open, words_of
from tests.pages.counted_town import counted_town


@pytest.mark.parametrize("shared", [False, True])
def test_the_results_page_leads_to_its_files(shared: bool, open_page: Open) -> None:
    town = counted_town(shared=shared)
    markup = words_of(open_page("results"))
    assert f'href="/results/{town.slug}.json"' in markup
    assert f"recount {town.uuid}.bel {town.slug}.result.json" in markup
    assert (f'href="/results/{town.slug}.pb"' in markup) is shared
