"""Labels: what the short names of sources and equations stand for, in words that people can look up.

docs/sources.md lists the sources in full, DESIGN.md, section 4, the equations.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

SOURCES: Mapping[str, str] = {
    "D0": "Help Scout on quality time",
    "D1": "'Once it's been tested', on loyalty",
    "D2": "Martorano on the customer's own time",
    "D3": "PeopleMetrics' survey of engaged customers 2010",
    "D4": "Zendesk's survey of customer service 2013",
    "V17": "TARP's studies of complaints",
    "V19": "Zendesk's survey of customer service 2013, summary",
    "V22": "e-strategy on the same survey",
    "V30": "Purdue's benchmarks of call centres 1999",
    "V30-V33": "benchmarks of call centres, Purdue 1999 and SQM",
    "V37": "Berry Jaeker & Tucker 2017",
    "V38": "Oliva & Sterman 2001",
    "V40": "Singh 2000",
    "V62": "Anderson, Camacho & Balkrishnan 2007",
    "V63": "Mittal, Ross & Baldasare 1998",
    "V64": "Slovic 1993",
    "V72-V74": "Customer Rage studies 2013 and 2017",
    "V78": "churn of mobile customers in the US",
}
EQUATIONS: Mapping[str, str] = {
    "E1": "the work of an issue",
    "E2": "ending past a target",
    "E3": "contacts cut short",
    "E4": "pressure of the crowd",
    "E5": "skill and difficulty",
    "E6": "rapport and warmth",
    "E7": "exhaustion",
    "E8": "scores of an episode",
    "E9": "promptness",
    "E9b": "getting used to quick answers",
    "E9c": "promised times",
    "E10": "quality of an episode",
    "E10b": "reasons that customers name",
    "E11": "trust and failures",
    "E11b": "who speaks up",
    "E11c": "asking about failures",
    "E12": "learning to trust",
    "E12a": "amends",
    "E12b": "failed amends",
    "E13": "engagement",
    "E14": "formal complaints",
    "E15": "leaving and patience",
    "E16": "word of mouth",
    "E17": "who answers surveys",
}
UNKNOWNS: Mapping[str, str] = {
    "pace.pressure": "how strongly agents cut calls short past the target",
    "pace.pressure.ended": "how many calls past the target are cut short",
    "pace.pressure.within": "how soon past the target calls are cut short",
    "pace.saves": "how much avoidable talk the target makes agents leave out",
    "pace.hangs_up.agents": "how many agents hang up at once on some callers",
    "pace.hangs_up.calls": "on how many calls they hang up at once",
    "tools.saves": "how much avoidable talk the tools save",
    "avoidable": "how much of the talk customers can do without",
    "handoff.notes": "how much of a talk the notes carry over to a colleague",
    "confirm.honest": "how many customers say so when their issue is not settled",
    "outreach.knows": "how many failures you know of",
    "scheduling.kept": "how many promised appointments customers remember",
    "behaviour.work.congestion_pressure": "how much a long queue hurries agents",
    "behaviour.recontact.after_opening": "when customers call who wanted to while you were closed",
    "behaviour.trust.voice": "how many customers speak up about a failure",
    "right_party": "how many calls of a campaign reach the right person",
}
"""What the numbers to be measured first are, in a planner's words: by path, or by its last steps."""
NAMED = 3
"""Numbers to be measured first that a sentence names."""
_LABEL = re.compile(r"(?<!\[)(?:\b(assumption) )?\b((D\d|V\d+|E\d+[a-z]?)(?:\.\d+)?(?:-V\d+)?)\b(?!\])")


def in_words(text: str) -> str:
    """Write every label as words with the label in brackets, as in "fitted to Slovic 1993 [V64]"."""
    return _LABEL.sub(_worded, text)


def _worded(found: re.Match[str]) -> str:
    before, label, stem = found.groups()
    lead = f"{before}, " if before else ""
    if stem in EQUATIONS:
        return f"{lead}the equation for {EQUATIONS[stem]} [{label}]"
    words = SOURCES.get(label) or SOURCES.get(stem)
    return f"{lead}{words} [{label}]" if words else found[0]


def unknown_in_words(path: str) -> str:
    """Return in a planner's words what a number is that is to be measured first; its path without any.

    path: as `sim.scenario.provenance.measure_first` gives it, such as "behaviour.trust.voice".
    """
    steps = path.split(".")
    tails = (".".join(steps[start:]) for start in range(len(steps)))
    return next((UNKNOWNS[tail] for tail in tails if tail in UNKNOWNS), path)


def measure_first(paths: Sequence[str]) -> str:
    """Return the sentence on what is to be measured first, with a space before it; nothing for no `paths`."""
    words = list(dict.fromkeys(map(unknown_in_words, paths)))
    more = f"; and {len(words) - NAMED} more" if len(words) > NAMED else ""
    return f" Measure first: {'; '.join(words[:NAMED])}{more}." if words else ""
