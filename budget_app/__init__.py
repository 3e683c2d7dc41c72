"""The participatory budget of a town: rules, storage, actions, pages."""
