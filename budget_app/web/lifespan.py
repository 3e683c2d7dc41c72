"""What happens once when the process starts and once when it ends."""

from __future__ import annotations

import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.concurrency import run_in_threadpool

from budget_app.services.checkpoints import prepare_key
from budget_app.services.mail_delivery import MailCarrier, read_smtp
from budget_app.services.upkeep import prepare_database

_SWITCH_SECONDS = 0.0005  # a script's thread gives way to a voter's request ten times sooner than by default


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Brings the database up to date, starts sending mail where there is a server for it, then serves."""
    await run_in_threadpool(prepare_database)
    await run_in_threadpool(prepare_key)
    sys.setswitchinterval(_SWITCH_SECONDS)
    gc.collect()
    gc.freeze()  # what is loaded by now stays: no collection need look at it again
    smtp = read_smtp()
    carrier = MailCarrier(smtp) if smtp else None
    if carrier:
        carrier.start()
    try:
        yield
    finally:
        if carrier:
            await run_in_threadpool(carrier.stop)
