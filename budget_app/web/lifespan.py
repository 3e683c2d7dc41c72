"""What happens once when the process starts and once when it ends."""

from __future__ import annotations

import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st

_SWITCH_SECONDS = 0.0005  # script threads give way to the requests of voters ten times sooner than by default


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Brings the database up to date, then serves."""
    sys.setswitchinterval(_SWITCH_SECONDS)
    gc.collect()
    gc.freeze()
    yield
