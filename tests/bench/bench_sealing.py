"""How long the browser takes to seal a ballot of 30 projects: `python -m tests.bench.bench_sealing`.

The browser's CPU throttling slows a page but not its workers. So two times are printed: from the click to the tracker,
with the worker at full speed; and the worker's own script run in the page, where it is really slowed 4 times.
"""

from __future__ import annotations

import statistics
import sys

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser import launch
from tests.e2e.booth.booth_server import BoothServer
from tests.e2e.booth.booth_town import Town, make_town
from tests.e2e.booth.booth_voter import VoterAtBooth
from tests.e2e.booth.booth_wire import Wire

SLOWDOWN = 4
RUNS = 5
LIMIT = 2.0
_SEAL = """([election, code, choices]) => new Promise((resolve) => {
    const started = performance.now();
    window.postMessage = (message) => {
        if (message.type === "sealed") resolve((performance.now() - started) / 1000);
        if (message.type === "failed") resolve(-1);
    };
    window.onmessage({ data: { type: "seal", election, code, choices } });
})"""


def _slow(page: Page, rate: int) -> None:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})


def _from_click_to_tracker(voter: VoterAtBooth, rate: int) -> float:
    voter.page.goto("about:blank")
    voter.open_link()
    voter.start()
    voter.choose(1, 2, 3)
    voter.proceed()
    _slow(voter.page, rate)
    started = voter.page.evaluate("performance.now()")
    voter.press("Sceller mon bulletin")
    expect(voter.page.locator("#tracker")).to_be_visible()
    ended = voter.page.evaluate("performance.now()")
    _slow(voter.page, 1)
    return float(ended - started) / 1000


def _in_the_page(page: Page, address: str, town: Town, rate: int) -> float:
    """Seconds to seal in a page that has just loaded the worker's script: nothing is warm."""
    page.goto(f"{address}/empty")
    page.add_script_tag(url="/booth/worker.js")
    _slow(page, rate)
    choices = [[0] + [1 if i < 3 else 0 for i in range(len(town.titles))]]
    seconds = page.evaluate(_SEAL, [town.election.raw.decode(), town.voters[0].code, choices])
    _slow(page, 1)
    return float(seconds)


def _line(name: str, seconds: list[float]) -> str:
    return f"{name}: median {statistics.median(seconds):.2f} s, worst {max(seconds):.2f} s ({len(seconds)} runs)"


def main() -> int:
    """Exit status 1 when the slowed sealing takes longer than it may."""
    town = make_town(projects=30, maximum=5)
    with sync_playwright() as playwright, BoothServer(town) as server, Wire(server.port) as wire:
        browser = launch(playwright)
        page = browser.new_page(locale="fr-FR")
        voter = VoterAtBooth(page, town, wire.address, town.voters[0])
        clicks = [_from_click_to_tracker(voter, SLOWDOWN) for _ in range(RUNS)]
        plain = [_in_the_page(page, wire.address, town, 1) for _ in range(RUNS)]
        slowed = [_in_the_page(page, wire.address, town, SLOWDOWN) for _ in range(RUNS)]
        browser.close()
    print("Sealing a ballot of 30 projects, blank allowed, 1 to 5 choices")
    print(_line(f"click to tracker, page slowed {SLOWDOWN} times, worker not", clicks))
    print(_line("the worker's script in a page, not slowed", plain))
    print(_line(f"the worker's script in a page, slowed {SLOWDOWN} times", slowed))
    passed = min(slowed) > 0 and statistics.median(slowed) < LIMIT
    print(f"{'within' if passed else 'NOT within'} the {LIMIT:.0f} s that a slow phone may take")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
