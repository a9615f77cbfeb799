"""Philox: the four uniforms of an address, one block at a time, bit for bit those of NumPy's generator.

Source: Salmon, Moraes, Dror & Shaw 2011, Parallel random numbers: as easy as 1, 2, 3 (SC'11): Philox 4x64,
ten rounds.
"""

# mypy: ignore-errors

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import types
from numba.core.extending import intrinsic

from sim.distributions.normal import normal_quantile
from sim.luck import LARGEST_MEAN
from sim.rules.demand import poisson_quantile

WORD = np.uint64
FACTOR_0, FACTOR_1 = WORD(0xD2E7470EE14C6C93), WORD(0xCA5A826395121157)
STEP_0, STEP_1 = WORD(0x9E3779B97F4A7C15), WORD(0xBB67AE8584CAA73B)
ROUNDS = 10


@intrinsic
def high(typing_context: Any, a: Any, b: Any) -> Any:
    """Return the upper 64 of the 128 bits of a product."""
    del typing_context, a, b

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        del context, signature
        wide = ir.IntType(128)
        product = builder.mul(builder.zext(args[0], wide), builder.zext(args[1], wide))
        return builder.trunc(builder.lshr(product, ir.Constant(wide, 64)), ir.IntType(64))

    return types.uint64(types.uint64, types.uint64), generate


def uniforms(
    key_0: Any, key_1: Any, entity: int, attempt: int, leg: int
) -> tuple[float, float, float, float]:
    """Return the uniforms of an address under a key, as `Luck.at` does."""
    c0, c1, c2, c3 = WORD(entity), WORD(attempt), WORD(leg), WORD(0)
    for _ in range(ROUNDS):
        high_0, low_0 = high(FACTOR_0, c0), FACTOR_0 * c0
        high_1, low_1 = high(FACTOR_1, c2), FACTOR_1 * c2
        c0, c1, c2, c3 = high_1 ^ c1 ^ key_0, low_1, high_0 ^ c3 ^ key_1, low_0
        key_0 = key_0 + STEP_0
        key_1 = key_1 + STEP_1
    shift, half, unit = WORD(12), 0.5, 2.0**-52
    return (
        ((c0 >> shift) + half) * unit, ((c1 >> shift) + half) * unit,
        ((c2 >> shift) + half) * unit, ((c3 >> shift) + half) * unit,
    )  # fmt: skip


def fill(keys: Any, entities: Any, counts: Any, drawn: Any) -> None:
    """Lay the uniforms of first attempts into the rows of `drawn`, span after span of entities."""
    row = 0
    for span in range(len(entities)):
        for k in range(counts[span]):
            words = uniforms(keys[span, 0], keys[span, 1], entities[span] + k, 0, 0)
            drawn[row, 0], drawn[row, 1], drawn[row, 2], drawn[row, 3] = words
            row += 1


def count(key: Any, counts: Any, means: Any) -> None:
    """Put a Poisson count of each mean in the place of each entity, as `Luck.counts` does."""
    for place in range(len(counts)):
        whole, rest = means[place] // LARGEST_MEAN, means[place] % LARGEST_MEAN
        found, uniform = 0, uniforms(key[0], key[1], counts[place], 0, 0)
        for part in range(int(whole) + 1):
            if part and part % 4 == 0:
                uniform = uniforms(key[0], key[1], counts[place], part // 4, 0)
            found += poisson_quantile(LARGEST_MEAN if part < whole else rest, uniform[part % 4])
        counts[place] = found


def make_normal(u: Any) -> None:
    """Put standard normals in the place of uniforms."""
    for place in range(len(u)):
        u[place] = normal_quantile(u[place])
