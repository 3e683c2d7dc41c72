"""What happens once when the process starts and once when it ends."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

import streamlit as st
from starlette.concurrency import run_in_threadpool

from budget_app.services.checkpoints import prepare_key
from budget_app.services.mail_delivery import MailCarrier, read_smtp
from budget_app.services.upkeep import prepare_database, tidy_up
from budget_app.web.answers import note_incident

_SWITCH_SECONDS = 0.0005  # a script's thread gives way to a voter's request ten times sooner than by default
_DAY_SECONDS = 24 * 3600.0


async def _tidy_every_day() -> None:
    while True:
        try:
            await run_in_threadpool(tidy_up, datetime.now(UTC))
        except Exception as error:
            note_incident(error, "the daily upkeep")
        await asyncio.sleep(_DAY_SECONDS)


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Brings the database up to date, starts sending mail where there is a server for it, then serves and tidies up."""
    await run_in_threadpool(prepare_database)
    await run_in_threadpool(prepare_key)
    sys.setswitchinterval(_SWITCH_SECONDS)
    gc.collect()
    gc.freeze()  # what is loaded by now stays: no collection need look at it again
    smtp = read_smtp()
    carrier = MailCarrier(smtp) if smtp else None
    if carrier:
        carrier.start()
    tidying = asyncio.create_task(_tidy_every_day())
    try:
        yield
    finally:
        tidying.cancel()
        with suppress(asyncio.CancelledError):
            await tidying
        if carrier:
            await run_in_threadpool(carrier.stop)
