"""The launcher: `streamlit run streamlit_app.py` serves the pages and everything else from one process."""

import streamlit as st

from budget_app.web.lifespan import lifespan
from budget_app.web.middleware import create_middleware
from budget_app.web.routes import ROUTES
from budget_app.web.script_errors import show_script_error

app = st.App(
    "budget_app/ui/main.py",
    routes=ROUTES,
    middleware=create_middleware(),
    lifespan=lifespan,
    on_script_error=show_script_error,
)
