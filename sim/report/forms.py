"""The forms of a report, and where each is written within the result folder."""

FILES = {
    "html": "report.html",
    "md": "report.md",
    "xlsx": "tables.xlsx",
    "pptx": "slides.pptx",
    "pdf": "report.pdf",
}
"""Form to the file that it is."""
FIGURES = "exhibits"
"""Folder that takes figures as files, each form under its own ending."""
