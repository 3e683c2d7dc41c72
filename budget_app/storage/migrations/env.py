"""Runs the migrations on the application's own connection."""

from __future__ import annotations

from alembic import context

from budget_app.storage.database import engine
from budget_app.storage.schema import METADATA

with engine().connect().execution_options(writes=True) as connection:
    context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
