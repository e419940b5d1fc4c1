"""The first visit of all after a start: Streamlit then looks for the page of the link here, and finds the dashboard."""

import runpy
from pathlib import Path

runpy.run_path(str(Path(__file__).resolve().parents[1] / "dashboard.py"), run_name="__main__")
