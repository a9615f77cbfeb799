"""Print a page as PDF through a browser that this machine has; without one there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
"""Programs that print a page without a window, looked for on the PATH in this order."""
PATIENCE = 120.0
"""Time that printing may take [s]."""


def found() -> str | None:
    """Return the browser's path, None where there is none."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def printed(page: str, browser: str) -> bytes | None:
    """Return a page as PDF; None where the browser does not make one."""
    with tempfile.TemporaryDirectory() as place:
        source, target = Path(place, "report.html"), Path(place, "report.pdf")
        source.write_text(page, encoding="utf-8")
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        command = [
            browser,
            "--headless=new",
            "--disable-gpu",
            "--disable-extensions",
            f"--user-data-dir={place}/profile",
            "--no-pdf-header-footer",
            *(["--no-sandbox"] if root else []),
            f"--print-to-pdf={target}",
            source.as_uri(),
        ]
        try:
            subprocess.run(command, capture_output=True, check=False, timeout=PATIENCE)
            return target.read_bytes() if target.is_file() else None
        except (OSError, subprocess.TimeoutExpired):
            return None
