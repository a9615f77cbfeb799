"""The answer in sentences: every clause rests on a verdict, and none says more than its verdict bears."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.answer.told import ABANDONED, LEVEL, Target, Told
from sim.answer.yes_or_no import in_brief, yes_or_no
from sim.comparison import Comparison
from sim.estimate import Estimate
from sim.studies.marginal import Marginal
from sim.wording import goal_in_words, half_text, short_change, short_number, short_value

BOUGHT = ("fcr", "csat", "offered", "aht", "engaged_share", "abandoned_share", LEVEL, "asa")
"""What a sentence may name: what is better is bought, what is worse is what it costs."""
SHORT = {
    "fcr": "first-contact resolution",
    "offered": "volume of contacts",
    "aht": "handle time",
    "asa": "speed of answer",
    "abandoned_share": "abandonment",
    "cost": "cost",
    LEVEL: "service level",
}
"""Words for measures within a sentence; other ones go by their label."""
RANKS = (
    ("Customers are most satisfied", "csat"),
    ("The service level{over} is best", LEVEL),
    ("The cost is lowest", "cost"),
)
"""What several policies are ranked by."""
WORK = {"offered": ("fewer contacts", "more contacts"), "aht": ("shorter contacts", "longer contacts")}
"""Words for less and for more work, of measures of which neither side is better in itself."""
MOST = 4
PAIR = 2
NAMED = 2
"""Targets that are met are named up to so many, and beyond that summed up; measures that are unclear too."""
VAGUE = 0.5
"""Half-width, as a share of its value, from which an interval is told by its ends."""


def sentences(told: Told, *, brief: bool = False) -> list[str]:
    """Return the answer, one sentence or paragraph an entry, the targets that are missed near the top.

    brief: of many policies only the best ones are named.
    """
    found = list(about_targets(told))
    if len(told.others) == 1:
        found = [yes_or_no(told, told.others[0]), *found, *about_one(told, told.others[0])]
    elif told.others:
        found += winners(told)
        found += [] if brief else (_about_one_of_many(told, policy) for policy in told.others)
    found += [*_about_staff(told), *told.known.turns[:1]]
    return [text for text in found if text]


def _about_staff(told: Told) -> Iterator[str]:
    """Yield what `goodwill staff` found for the goals that it held."""
    parts = []
    for policy, found in told.known.fte.items():
        if policy in told.policies and found.value is not None:
            spread = "" if found.half_width is None else f" ±{half_text(found.half_width, 1)}"
            parts.append(f"{told.labels[policy]} {found.value:.1f}{spread}")
    if parts:
        goals = [
            goal_in_words(goal, lambda kpi: short(told, kpi) if kpi in told.kpis else kpi)
            for goal in told.known.goals.split(" and ")
        ]
        yield f"FTE that hold {listed(goals)}, by goodwill staff: {', '.join(parts)}."


def about_targets(told: Told) -> Iterator[str]:
    """Yield which targets are missed, by whom, and which are unclear."""
    missed = [one for one in told.targets() if "missed" in one.stands.values()]
    unclear = [one for one in told.targets() if "unclear" in one.stands.values() and one not in missed]
    yield from (_missed(told, one) for one in missed)
    for one in unclear:
        who = [policy for policy in told.policies if one.stands[policy] == "unclear"]
        under = f"{_under(told, who)}{_levels(told, one)}"
        yield f"{_queue(told, one)}: unclear yet whether it reaches {one.words}{under}."
    rest = [one for one in told.targets() if one not in missed + unclear and all(one.stands.values())]
    if len(rest) > NAMED:
        which = "All targets are met" if not missed and not unclear else "All other targets are met"
        yield f"{which}{_under(told, told.policies)}."
        return
    for one in rest:
        yield f"{_queue(told, one)} meets {_goal(one)}{_under(told, told.policies)}{_levels(told, one)}."


def _missed(told: Told, one: Target) -> str:
    """Return who misses a target, and whether a policy makes it worse."""
    who = [policy for policy in told.policies if one.stands[policy] == "missed"]
    levels = _levels(told, one)
    if len(who) < len(told.policies) or len(told.policies) == 1:
        open_ = [policy for policy in told.policies if one.stands[policy] == "unclear"]
        rest = f"; unclear yet{_under(told, open_)}" if open_ else ""
        return f"{_queue(told, one)} misses {_goal(one)}{_under(told, who)}{levels}{rest}."
    verdicts = {policy: told.apart(policy, one.kpi, *told.place(one.queue)) for policy in told.others}
    by_more = [told.labels[p] for p, row in verdicts.items() if row and row.verdict == "worse"]
    by_less = [told.labels[p] for p, row in verdicts.items() if row and row.verdict == "better"]
    more = [f"by more with {listed(by_more)}"] * bool(by_more) + [f"by less with {listed(by_less)}"] * bool(
        by_less
    )
    return f"{_queue(told, one)} misses {_goal(one)}{', '.join([_under(told, who), *more])}{levels}."


def _goal(one: Target) -> str:
    return one.words if one.kpi == ABANDONED else f"its goal of {one.words}"


def _queue(told: Told, one: Target) -> str:
    if len(told.scenario.queues) > 1:
        return one.queue
    return "The service level" if one.kpi == LEVEL else "Abandonment"


def _under(told: Told, policies: Sequence[str]) -> str:
    """Name the policies that a statement is about; nothing where only one ran."""
    if len(told.policies) == 1:
        return ""
    if len(policies) == len(told.policies):
        return " under both" if len(policies) == PAIR else " under every policy"
    return f" under {listed([told.labels[policy] for policy in policies])}"


def _levels(told: Told, one: Target) -> str:
    """Return a queue's levels in brackets, rounded as in tables, and once where they read alike.

    Of many policies they stand in the table only.
    """
    if len(told.policies) > PAIR:
        return ""
    values = [told.value(policy, one.kpi, *told.place(one.queue)).value for policy in told.policies]
    shown = [short_value(value, "share") for value in values]
    return f" ({' → '.join(dict.fromkeys(shown))})"


def about_one(told: Told, policy: str) -> Iterator[str]:
    """Yield what one policy buys, what it costs, and what equal service takes."""
    name = told.labels[policy]
    good, bad, even = _sides(told, policy)
    if good:
        yield f"{name} buys: {_list_of(told, policy, good)}."
    slower = [text for one in told.targets() if (text := _loss_of(told, policy, one))]
    if bad or slower:
        costs = ", ".join([*slower, *([_list_of(told, policy, bad)] if bad else ())])
        yield f"{'In return' if good else f'{name} costs'}: {costs}."
    if not good and not bad and not slower:
        yield f"{name} makes no clear difference to customers, service or work."
    if even and not (good or bad or slower):
        yield f"The same for practical purposes: {listed([told.kpis[kpi].label.lower() for kpi in even])}."
    yield _about_money(told, policy)
    if sentence := about_equal_service(told, policy):
        yield sentence


def _sides(told: Told, policy: str) -> tuple[list[str], list[str], list[str]]:
    """Return what is better, what is worse or more work, and what is the same, in the order of `BOUGHT`.

    Fewer contacts and shorter ones are gains, as they are less work; handle time counts only with its length.
    """
    good: list[str] = []
    bad: list[str] = []
    even: list[str] = []
    for kpi in BOUGHT:
        verdict = told.verdict(policy, kpi)
        if verdict in ("better", "lower"):
            good.append(kpi)
        elif verdict in ("worse", "higher"):
            bad.append(kpi)
        elif verdict == "same":
            even.append(kpi)
    return good[:MOST], bad[:MOST], even[:MOST]


def _loss_of(told: Told, policy: str, one: Target) -> str:
    """Return how one queue, of several, answers later or loses more customers; nothing where it does not."""
    row = told.apart(policy, one.kpi, *told.place(one.queue))
    if len(told.scenario.queues) == 1 or row is None or row.verdict != "worse":
        return ""
    return _from_to(told, row, f"{SHORT[one.kpi]} of {one.queue}")


def _list_of(told: Told, policy: str, kpis: Sequence[str]) -> str:
    rows = [told.apart(policy, kpi) for kpi in kpis]
    return ", ".join(_from_to(told, row) for row in rows if row)


def _from_to(told: Told, row: Comparison, words: str = "") -> str:
    """Write a change as people say it: "satisfied customers 77.3 % → 92.5 %", "336 fewer contacts a day"."""
    if row.kpi == "offered" and row.difference.value is not None:
        side = "fewer" if row.difference.value < 0.0 else "more"
        return f"{abs(row.difference.value):,.0f} {side} contacts {told.each}"
    measure = told.kpis[row.kpi]
    values = (short_value(one.value, measure.unit, told.currency) for one in (row.baseline_value, row.value))
    return f"{words or short(told, row.kpi)} {' → '.join(values)}"


def _about_money(told: Told, policy: str) -> str:
    row = told.apart(policy, "cost")
    if row is None or row.value.value is None or row.difference.value is None:
        return ""
    change = short_change(row.difference, "money", told.currency, row.value.value)
    total = f"{short_value(row.baseline_value.value, 'money', told.currency)} {told.each}"
    staff = ", with the same staff" if told.fte[policy] == told.fte[told.baseline or policy] else ""
    words = {
        "same": f"The cost of {total} stays practically the same ({change}){staff}.",
        "better": f"It saves {change.lstrip('−')} of {total}.",
        "worse": f"It costs {change.lstrip('+')} more than {total}.",
    }
    return words.get(row.verdict, f"What it does to the cost of {total} is unclear ({change}).")


def about_equal_service(told: Told, policy: str) -> str:
    """Return what a policy takes to answer as fast as the baseline; nothing where it was not asked."""
    base = told.labels[told.baseline or policy]
    if told.verdict(policy, LEVEL) == "same":
        return f"It answers as fast as {base} with the staff of today."
    found = told.equal.get(policy)
    if found is None:
        return ""
    if found.staff.value is None:
        if policy in told.known.fte:
            return ""
        return f"How many staff it takes to answer as fast as {base} is unclear here: {found.reason}."
    overall = " overall" if len(told.scenario.queues) > 1 else ""
    takes = f"{told.labels[policy]} takes {_staff(found)}{_for_money(found, told)}"
    takes = f"To answer equally fast{overall}, {takes}"
    return f"{takes}{_still_later(found, told, policy)}."


def _still_later(found: Marginal, told: Told, policy: str) -> str:
    """Name the queue that would still answer later with the staff that brings the whole back."""
    for one in told.targets():
        row = told.apart(policy, LEVEL, *told.place(one.queue))
        then = found.values.get(f"{LEVEL}{{queue={one.queue}}}")
        if one.kpi != LEVEL or row is None or then is None or then.high is None or then.value is None:
            continue
        today = row.baseline_value.value
        if row.verdict == "worse" and today is not None and then.high < today:
            still, now = (short_value(share, "share") for share in (then.value, today))
            return f"; {one.queue} would still answer {still} in time, not {now}"
    return ""


def _staff(found: Marginal) -> str:
    """Write the agents that equal service takes, such as "2.7 ±1.1 % more staff (1.2 FTE)"."""
    share, fte = found.staff, found.fte.value or 0.0
    value, low, high = share.value or 0.0, share.low, share.high
    if low is not None and high is not None and low < 0.0 < high:
        return f"between {_percent(low)} and {_percent(high)} staff"
    text = f"{100.0 * abs(value):.1f}"
    if low is not None and high is not None and _is_vague(share):
        text = " to ".join(f"{100.0 * end:.1f}" for end in sorted((abs(low), abs(high))))
    elif share.half_width is not None:
        text += f" ±{half_text(100.0 * share.half_width, 1)}"
    return f"{text} % {_side(value)} staff ({abs(fte):.1f} FTE)"


def _is_vague(found: Estimate) -> bool:
    """Return whether an interval is so wide that its ends tell more than its middle."""
    return found.half_width is not None and found.half_width > VAGUE * abs(found.value or 0.0)


def _percent(share: float) -> str:
    return f"{100.0 * abs(share):.1f} % {_side(share)}"


def _side(share: float) -> str:
    return "more" if share > 0.0 else "less"


def _for_money(found: Marginal, told: Told) -> str:
    value, low, high, _, _ = found.cost
    if not value or (low is not None and high is not None and low < 0.0 < high):
        return ""
    change = short_change(found.cost, "money", told.currency, like=value).lstrip("+−")
    if low is not None and high is not None and _is_vague(found.cost):
        least, most = sorted((abs(low), abs(high)))
        change = f"{short_number(least, 'money', most)} to {short_value(most, 'money', told.currency)}"
    return f" and {change} {told.each} {_side(value)} than with today's"


def _about_one_of_many(told: Told, policy: str) -> str:
    """Return what one of many policies changes, and what equal service takes."""
    good, bad, _ = _sides(told, policy)
    parts = [text for side, kpis in enumerate((good, bad)) for text in _in_words(told, kpis[:3], side)]
    if not parts:
        unclear = [kpi for kpi in BOUGHT if told.verdict(policy, kpi) == "unclear"]
        some = listed([short(told, kpi) for kpi in unclear[:NAMED]])
        parts = [f"{some} unclear yet" if unclear else "no difference that matters"]
    parts += _as_fast(told, policy)
    return f"{told.labels[policy]}: {'; '.join(parts)}."


def _in_words(told: Told, kpis: Sequence[str], side: int) -> Iterator[str]:
    """Yield what measures gain (side 0) or lose (side 1): "better service level", "fewer contacts"."""
    named = ["satisfaction" if kpi == "csat" else short(told, kpi) for kpi in kpis if kpi not in WORK]
    if named:
        yield f"{('better', 'worse')[side]} {listed(named)}"
    yield from (WORK[kpi][side] for kpi in kpis if kpi in WORK)


def _as_fast(told: Told, policy: str) -> list[str]:
    """Return with which staff a policy answers as fast as the baseline; nothing where nobody knows."""
    found = told.equal.get(policy)
    if found is not None and found.staff.value is not None:
        return [f"as fast with {_staff(found)}"]
    return ["as fast with today's staff"] * (told.verdict(policy, LEVEL) == "same")


def for_what(told: Told) -> list[str]:
    """Return for what to take each policy instead of the baseline, and at what price.

    Of one policy: what it buys, costs and takes. Of many: a sentence for each.
    """
    if len(told.others) == 1:
        return [text for text in about_one(told, told.others[0]) if text]
    return [text for policy in told.others if (text := price_of(told, policy))]


def price_of(told: Told, policy: str) -> str:
    """Return what a policy is better and worse for, and with which staff it answers as fast."""
    brief = in_brief(told, policy)
    return f"{told.labels[policy]}: {'; '.join((brief, *_as_fast(told, policy)))}." if brief else ""


def winners(told: Told) -> Iterator[str]:
    """Name the best policies for customers, service and cost, and whom each is not surely better than."""
    for words, kpi in RANKS:
        if best := _leaders(told, kpi):
            over = " over all queues" if kpi == LEVEL and len(told.scenario.queues) > 1 else ""
            top, *near = (told.labels[policy] for policy in best)
            ahead = f" (not clearly ahead of {listed(near)})" if near else ""
            yield f"{words.format(over=over)} under {top}{ahead}{_beside_baseline(told, best[0], kpi)}."


def leaders(told: Told) -> set[str]:
    """Return the policies that are among the best for customers, service or cost."""
    return {policy for _, kpi in RANKS for policy in _leaders(told, kpi)}


def _leaders(told: Told, kpi: str) -> Sequence[str]:
    """Return the best policies by a measure; where that is more than half of all, there is no best one."""
    best = told.best.get(kpi, ())
    return best if len(best) <= (len(told.policies) + 1) // 2 else ()


def _beside_baseline(told: Told, policy: str, kpi: str) -> str:
    """Return the best value, and the baseline's where that is another policy."""
    value, base = (told.value(one, kpi).value for one in (policy, told.baseline or policy))
    unit = told.kpis[kpi].unit
    if value is None or base is None:
        return ""
    said, today = (short_value(one, unit, told.currency) for one in (value, base))
    return f": {said}" + (f", not {today} as under {told.labels[told.baseline or policy]}" * (said != today))


def listed(words: Sequence[str]) -> str:
    """Join words as people do: "a, b and c"; words that hold commas are separated by semicolons."""
    if len(words) > 1 and any("," in word for word in words):
        return f"{'; '.join(words[:-1])}; and {words[-1]}"
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def short(told: Told, kpi: str) -> str:
    """Return a measure's words within a sentence."""
    label = told.kpis[kpi].label
    return SHORT.get(kpi, label[:1].lower() + label[1:])
