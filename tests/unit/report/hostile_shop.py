"""A small centre whose names try to be read as something else."""

import yaml
from corner_shop import TWO_QUEUES

SCRIPT = "<script>alert(1)</script>"
TAG = "<script>alert(1)<script>"
LINK = '=HYPERLINK("x","y")'
HEBREW = "\u05e9\u05d9\u05e8\u05d5\u05ea | `a` [b](c) *d* @team \\| </script>"
LONG = "A very long label " * 11 + "ends"
NAMES = {"service": TAG, "repairs": "@repairs", "question": "-question", "clerks": LINK, "busy": "+busy"}


def renamed(value):
    if isinstance(value, dict):
        return {renamed(key): renamed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [renamed(one) for one in value]
    return NAMES.get(value, value) if isinstance(value, str) else value


def hostile():
    """Return the small centre with two queues and names that try to be read as something else."""
    whole = renamed(yaml.safe_load(TWO_QUEUES))
    volume = whole["variations"][NAMES["busy"]].pop("contacts.question.volume")
    whole["variations"][NAMES["busy"]][f"contacts.{NAMES['question']}.volume"] = volume
    whole |= {"name": f"Shop {SCRIPT}", "description": f"\u202e{LINK} \"quoted\" 'single' & more\n::error::x"}
    whole["policies"]["target"]["label"] = LONG
    whole["policies"]["quality"]["label"] = HEBREW
    whole["run"] = {"seed": 3, "replications": 2}
    return yaml.safe_dump(whole, allow_unicode=True)
