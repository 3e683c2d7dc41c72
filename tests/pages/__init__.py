"""The Streamlit pages, run by Streamlit's own test harness."""
