"""Build the guide: `sphinx-build -W docs build/docs` (extra `docs`)."""

project = "Goodwill"
author = "The Goodwill founders"
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
exclude_patterns = ["README.md"]
html_theme = "furo"
html_title = "Goodwill"
html_show_copyright = False
