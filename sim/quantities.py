"""Read the quantities planners write ("4m30s", "80/20", "30%") into seconds and shares.

The parsers are pure and raise `ValueError`s whose text reads
`what is wrong (got X; allowed Y). What to do.` The annotated types below them are what the
scenario's models use; each loads its own machine form back to the same value.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Annotated, Any, NamedTuple

from pydantic import PlainSerializer, PlainValidator, SerializationInfo, WithJsonSchema
from pydantic_core import core_schema

from sim import spelling
from sim.ranges import LONGEST, RANGES
from sim.spelling import Remedy, meant

_UNITS = (("w", "604800"), ("d", "86400"), ("h", "3600"), ("m", "60"), ("s", "1"), ("ms", "0.001"))
SECONDS = {unit: Decimal(seconds) for unit, seconds in _UNITS}
CONFIDENCES = ("low", "medium", "high")
MOST = int(RANGES["count"].high)
THOUSAND = 1000
LARGEST_FACTOR = 10.0
"""The largest factor written as a plain number: 130 stands for 130 % more often than for 130 times."""
IN_SECONDS = "in seconds"
"""The context of a machine form that writes every time in seconds: what a digest is taken of."""

_PART = re.compile(r"([0-9]{1,20}(?:\.[0-9]{1,400})?)(ms|w|d|h|m|s)")
_DURATION = re.compile(rf"(?:{_PART.pattern})+")
_DECIMAL = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,400})?")
_TIMES_ALLOWED = "a time such as 90s, 4m30s, 2h or 7d"


class QuantityError(ValueError):
    """A quantity that cannot be read; `path` leads from the field to the part at fault."""

    def __init__(
        self, wrong: str, got: Any, allowed: str, remedy: str | Remedy, path: tuple[str | int, ...] = ()
    ) -> None:
        super().__init__(wrong)
        self.parts = (wrong, got, allowed, remedy)
        self.path = path

    def __str__(self) -> str:
        wrong, got, allowed, remedy = self.parts
        do = remedy if isinstance(remedy, str) else remedy()
        return f"{wrong} (got {show(got)}; allowed {allowed}). {do}"


class Level(NamedTuple):
    """A service level: the share [1] to be answered within so many seconds [s]."""

    share: float
    within: float


def show(raw: Any) -> str:
    """Write a value as a message quotes it: short, on one line, as the file would have it."""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, str):
        text = "".join(char if char.isprintable() else " " for char in raw)
        short = text if len(text) <= 60 else text[:57] + "..."
        return short if short.strip() else f'"{short}"'
    if isinstance(raw, int) and abs(raw) > 10**20:
        return "a huge number"
    if isinstance(raw, int | float):
        return repr(raw)
    if isinstance(raw, Mapping):
        return "a mapping"
    if isinstance(raw, list | tuple):
        return "a list"
    return "nothing" if raw is None else type(raw).__name__


def plain(number: float) -> str:
    """Write a number without an exponent so that it reads back to the same bits."""
    return format(Decimal(repr(float(number))), "f")


def digits(number: float) -> str:
    """Write a number as `plain` does, without ".0"."""
    return plain(number).removesuffix(".0")


def duration_text(seconds: float) -> str:
    """Write seconds as people do: `270` is "4m30s", `0.25` is "0.25s"."""
    rest = Decimal(repr(float(seconds)))
    text = ""
    for unit in ("d", "h", "m"):
        whole = int(rest // SECONDS[unit])
        rest -= whole * SECONDS[unit]
        text += f"{whole}{unit}" if whole else ""
    tail = format(rest.normalize(), "f")
    return text if text and not rest else f"{text}{tail}s"


def parse_duration(raw: Any) -> float:
    """Read a time [s] such as "4m30s", "1.5h" or "250ms"; a number without a unit is refused."""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        written, forms = digits(raw), "90s or 4m30s"
        if 0.001 <= raw <= LONGEST:
            forms = f"{written}s or {f'{written}m' if raw < 60 else duration_text(raw)}"
        raise QuantityError("has no unit", raw, _TIMES_ALLOWED, f"Write {forms}.")
    if isinstance(raw, str) and _DURATION.fullmatch(raw.removeprefix("-")):
        if raw.startswith("-"):
            raise QuantityError("is negative", raw, "a time of 0s or more", "Leave the minus sign out.")
        return _sum_parts(raw)
    guess = meant(raw, parse_duration, "Write digits with a unit, without spaces.")
    raise QuantityError("is not a time", raw, _TIMES_ALLOWED, guess)


def _sum_parts(raw: str) -> float:
    parts = _PART.findall(raw)
    order = [list(SECONDS).index(unit) for _, unit in parts]
    if order != sorted(set(order)):
        allowed = "each of d, h, m, s once"
        raise QuantityError("has its units out of order", raw, allowed, "Write 1h30m, not 30m1h.")
    if any("." in digits for digits, _ in parts[:-1]):
        raise QuantityError("has a fraction in the middle", raw, _TIMES_ALLOWED, "Write 1h30m or 1.5h.")
    seconds = sum((Decimal(digits) * SECONDS[unit] for digits, unit in parts), Decimal(0))
    if seconds > LONGEST:
        raise QuantityError("is too long", raw, "at most 36525d", "Write a time of at most a hundred years.")
    return float(seconds)


def parse_positive_duration(raw: Any) -> float:
    """Read a time [s] above zero."""
    seconds = parse_duration(raw)
    if not seconds:
        raise QuantityError("is zero", raw, "a time above 0s", "Write a time such as 30s.")
    return seconds


def parse_share(raw: Any) -> float:
    """Read a share [1] from 0 to 1, written "30%" or 0.3."""
    allowed = "0% to 100%, or 0 to 1"
    if isinstance(raw, str) and raw.endswith("%") and _DECIMAL.fullmatch(raw[:-1]):
        share = Decimal(raw[:-1]) / 100
    elif isinstance(raw, int | float) and not isinstance(raw, bool) and math.isfinite(raw):
        share = Decimal(raw) if isinstance(raw, int) else Decimal(repr(raw))
    else:
        raise QuantityError("is not a share", raw, allowed, meant(raw, parse_share, "Write 30% or 0.3."))
    if 0 <= share <= 1:
        return abs(float(share))
    percent = 1 < share <= 100 and not isinstance(raw, str)
    remedy = f"Write {format(share.normalize(), 'f')}%." if percent else "Write a share within these limits."
    raise QuantityError("is outside the range of a share", raw, allowed, remedy)


def parse_number(raw: Any) -> float:
    """Read a finite number."""
    if isinstance(raw, int | float) and not isinstance(raw, bool) and abs(raw) < 1e300:
        return float(raw)
    remedy = meant(raw, parse_number, "Write digits, without a unit.")
    raise QuantityError("is not a number", raw, "a finite number such as 12 or 0.5", remedy)


def parse_positive(raw: Any) -> float:
    """Read a finite number above zero."""
    number = parse_number(raw)
    if number <= 0:
        raise QuantityError("is too small", raw, "a number above 0", "Write a number above 0.")
    return number


def parse_factor(raw: Any) -> float:
    """Read a finite factor above zero, written 0.9 or "90%"; above 10 only with the percent sign."""
    if isinstance(raw, str) and raw.endswith("%") and _DECIMAL.fullmatch(raw[:-1]):
        return parse_positive(float(Decimal(raw[:-1]) / 100))
    factor = parse_positive(raw)
    if factor > LARGEST_FACTOR:
        times = digits(factor)
        remedy = f"Write {times}%, or {_percent_text(factor)}% for {times} times as much."
        raise QuantityError(
            "is a large factor", raw, "a number above 0 and up to 10, or a percentage", remedy
        )
    return factor


def parse_non_negative(raw: Any) -> float:
    """Read a finite number of zero or more."""
    number = parse_number(raw)
    if number < 0:
        raise QuantityError("is negative", raw, "0 or more", "Write 0 or a number above it.")
    return abs(number)


def parse_count(raw: Any) -> int:
    """Read a whole number from 1 to ten million."""
    allowed = "a whole number from 1 to 10000000"
    if isinstance(raw, float) and 1 <= raw < THOUSAND and not raw % 1:
        remedy = f"Write {raw:.0f}, or {raw * 1000:.0f} if the point was to part the thousands."
        raise QuantityError("is written with a decimal point", raw, allowed, remedy)
    if isinstance(raw, bool) or not isinstance(raw, int | float) or raw != raw or raw % 1:
        guess = meant(raw, parse_count, "Write digits, without a unit or fraction.")
        raise QuantityError("is not a whole number", raw, allowed, guess)
    if not 1 <= raw <= MOST:
        raise QuantityError("is out of range", raw, allowed, "Write a number within these limits.")
    return int(raw)


def parse_level(raw: Any) -> Level:
    """Read a service level: "80/20" is 80 % within 20 s, "90/4h" is 90 % within 4 h."""
    if isinstance(raw, Level):
        return raw
    allowed = "percent/time such as 80/20 or 90/4h"
    percent, slash, time = raw.partition("/") if isinstance(raw, str) else ("", "", "")
    if not slash:
        remedy = meant(raw, parse_level, "Write 80/20 for 80 % within 20 seconds.", spelling.levels)
        raise QuantityError("is not a service level", raw, allowed, remedy)
    if not _DECIMAL.fullmatch(percent) or not 1 <= Decimal(percent) <= 100:
        remedy = meant(raw, parse_level, "Write a number from 1 to 100 there.", spelling.levels)
        raise QuantityError("has no percentage before the slash", raw, allowed, remedy)
    bare = _DECIMAL.fullmatch(time) and not time.startswith("-")
    try:
        within = parse_duration(f"{time}s" if bare else time)
    except QuantityError as error:
        remedy = meant(raw, parse_level, "Write seconds or a time there.", spelling.levels)
        raise QuantityError("has no time after the slash", raw, allowed, remedy) from error
    return Level(float(Decimal(percent) / 100), within)


def level_text(level: Level) -> str:
    """Write a service level as people do, "80/20" or "90/4h"."""
    within = duration_text(level.within).removesuffix("s" if level.within < 60 else "")
    return f"{_percent_text(level.share)}/{within}"


def _percent_text(share: float) -> str:
    return format((Decimal(repr(share)) * 100).normalize(), "f")


def with_source(parse: Callable[[Any], float]) -> Callable[[Any], float]:
    """Return a parser that also reads `{value, range, source, confidence}` and keeps the value."""

    def read(raw: Any) -> float:
        return _sourced(parse, raw) if isinstance(raw, Mapping) else parse(raw)

    return read


def _sourced(parse: Callable[[Any], float], raw: Mapping[str, Any]) -> float:
    keys = "value, range, source, confidence"
    for key in raw:
        if key not in keys.split(", "):
            raise QuantityError("is an unknown key", key, keys, "Remove it or correct its name.", (key,))
    if "value" not in raw:
        raise QuantityError("has no value", raw, keys, "Add value: with the number itself.")
    value = _part(parse, raw, "value")
    source, confidence = raw.get("source", ""), raw.get("confidence", "low")
    if not isinstance(source, str):
        remedy = "Write where the number comes from."
        raise QuantityError("is not a text", source, "words", remedy, ("source",))
    if confidence not in CONFIDENCES:
        allowed = ", ".join(CONFIDENCES)
        raise QuantityError("is not a confidence", confidence, allowed, "Pick one.", ("confidence",))
    if "range" in raw:
        _check_range(parse, raw["range"], value)
    return value


def _part(parse: Callable[[Any], float], raw: Any, *path: str | int) -> float:
    inner = raw[path[-1]]
    try:
        return parse(inner)
    except QuantityError as error:
        raise QuantityError(*error.parts, path=path) from error


def _check_range(parse: Callable[[Any], float], raw: Any, value: float) -> None:
    if not isinstance(raw, list | tuple) or len(raw) != 2:
        raise QuantityError("is not a range", raw, "[low, high]", "Write two values in brackets.", ("range",))
    low, high = (_part(parse, raw, "range", index) for index in range(2))
    if not low <= value <= high:
        text = f"[{show(raw[0])}, {show(raw[1])}]"
        allowed = "low <= value <= high"
        raise QuantityError("does not hold the value", text, allowed, "Widen the range.", ("range",))


def _text(pattern: str) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^{pattern}$"}


def _factor_form(factor: float) -> float | str:
    return factor if factor <= LARGEST_FACTOR else f"{_percent_text(factor)}%"


def _duration_form(seconds: float, info: SerializationInfo) -> str:
    return f"{plain(seconds)}s" if info.context == IN_SECONDS else duration_text(seconds)


def _level_form(level: Level, info: SerializationInfo) -> str:
    bare = f"{_percent_text(level.share)}/{plain(level.within)}s"
    return bare if info.context == IN_SECONDS else level_text(level)


_TIMES = _text(r"([0-9]+(\.[0-9]+)?(ms|w|d|h|m|s))+")
_PERCENT = _text(r"[0-9]+(\.[0-9]+)?%")
_SHARE: dict[str, Any] = {"type": "number", "minimum": 0, "maximum": 1}
_AS_TIME = PlainSerializer(_duration_form, return_type=str, when_used="json")


class Family:
    """One family of numbers: how people write it, and its range in `RANGES`; `FAMILIES` holds them by name.

    `{value, range, source, confidence}` is read too, unless it is not `sourced`.
    """

    def __init__(
        self, name: str, parse: Callable[[Any], float], *scalars: dict[str, Any], sourced: bool = True
    ) -> None:
        self.name, self.range, self._parse = name, RANGES[name], parse
        self.parse = with_source(self.bounded) if sourced else self.bounded
        low = 0.0 if self.range.or_zero else self.range.low
        forms = scalars or ({"type": "number", "minimum": low, "maximum": self.range.high},)
        self.json_schema = _sourced_schema(forms) if sourced else forms[0]
        FAMILIES[name] = self

    def bounded(self, raw: Any) -> float:
        """Read a number that lies within the range."""
        number, (low, high, or_zero) = self._parse(raw), self.range
        if low <= number <= high or (or_zero and number == 0.0):
            return number
        text = duration_text if self.name.endswith("time") else digits
        allowed = f"{'0, or ' * or_zero}{text(low)} to {text(high)}"
        raise QuantityError("is out of range", raw, allowed, "Write a number within these limits.")

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(self.parse)

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        return dict(self.json_schema)


FAMILIES: dict[str, Family] = {}


def _sourced_schema(scalars: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    scalar: dict[str, Any] = scalars[0] if len(scalars) == 1 else {"anyOf": list(scalars)}
    properties = {
        "value": scalar,
        "range": {"type": "array", "items": scalar, "minItems": 2, "maxItems": 2},
        "source": {"type": "string"},
        "confidence": {"enum": list(CONFIDENCES)},
    }
    mapping: dict[str, Any] = {"type": "object", "properties": properties, "required": ["value"]}
    mapping["additionalProperties"] = False
    return {"anyOf": [*scalars, mapping]}


Duration = Annotated[float, Family("time", parse_duration, _TIMES), _AS_TIME]
PositiveDuration = Annotated[float, Family("positive_time", parse_positive_duration, _TIMES), _AS_TIME]
LongDuration = Annotated[float, Family("long_time", parse_positive_duration, _TIMES), _AS_TIME]
RunDuration = Annotated[float, Family("run_time", parse_duration, _TIMES), _AS_TIME]
Share = Annotated[float, Family("share", parse_share, _SHARE, _PERCENT)]
DaySpread = Annotated[float, Family("day_spread", parse_share, _SHARE, _PERCENT)]
Factor = Annotated[
    float,
    Family("factor", parse_factor, {"type": "number", "minimum": 0.001, "maximum": LARGEST_FACTOR}, _PERCENT),
    PlainSerializer(_factor_form, return_type=float | str, when_used="json"),
]
Scale = Annotated[float, Family("scale", parse_positive)]
Money = Annotated[float, Family("money", parse_non_negative)]
Rate = Annotated[float, Family("rate", parse_non_negative)]
Times = Annotated[float, Family("times", parse_non_negative)]
PositiveMoney = Annotated[float, Family("positive_money", parse_positive)]
Volume = Annotated[float, Family("volume", parse_non_negative)]
Warmth = Annotated[float, Family("warmth", parse_number)]
Spread = Annotated[float, Family("spread", parse_non_negative)]
Goodwill = Annotated[float, Family("goodwill", parse_number)]
Weight = Annotated[float, Family("weight", parse_non_negative)]
Loss = Annotated[float, Family("loss", parse_non_negative)]
Logit = Annotated[float, Family("logit", parse_number)]
Sensitivity = Annotated[float, Family("sensitivity", parse_non_negative)]
Pressure = Annotated[float, Family("pressure", parse_non_negative)]
Hurry = Annotated[float, Family("hurry", parse_non_negative)]
Norm = Annotated[float, Family("norm", parse_positive)]
GammaSpread = Annotated[float, Family("cv", parse_positive)]
LognormalSpread = Annotated[float, Family("cv_or_none", parse_non_negative)]
Sigma = Annotated[float, Family("sigma", parse_non_negative)]
Shape = Annotated[float, Family("shape", parse_positive)]
BetaWeight = Annotated[float, Family("beta", parse_positive)]
Priority = Annotated[float, Family("priority", parse_number)]
Points = Annotated[float, Family("points", parse_non_negative)]
Count = Annotated[
    int, Family("count", parse_count, {"type": "integer", "minimum": 1, "maximum": MOST}, sourced=False)
]
ServiceLevel = Annotated[
    Level,
    PlainValidator(parse_level),
    PlainSerializer(_level_form, return_type=str, when_used="json"),
    WithJsonSchema(_text(r"[0-9]+(\.[0-9]+)?/.+")),
]
