"""HTTP routes, middleware and plain pages beside the Streamlit script."""
