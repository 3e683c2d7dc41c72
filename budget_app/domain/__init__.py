"""Rules of a participatory budget: pure values, no storage and no network."""
