"""Chat: how fast each of several chats at once goes on, and who falls silent.

Source: Tezcan & Zhang 2014, Operations Research 62(4):943-956 (the number of customers an agent serves sets
the rate at which each is served); the form of the slow-down is an assumption. Customers who leave without a
word: Castellanos, Yom-Tov, Goldberg & Park 2025, arXiv 2501.08869.
"""

from __future__ import annotations

from sim.rule import rule


@rule
def chat_speed(chats: int, slow_down: float, speed: float) -> float:
    """Return the work done per second in each of `chats` at once, `speed` in one alone.

    Each further chat adds `slow_down` of the time: at 0 they go on as if alone, at 1 they share one person.
    """
    return speed / (1.0 + slow_down * (chats - 1)) if chats > 1 else speed


@rule
def share_of_one(seconds: float, chats: int) -> float:
    """Return how much of an agent's `seconds` [s] each of `chats` at once is given [s]."""
    return seconds / chats if chats > 1 else seconds


@rule
def falls_silent(chance: float, u: float) -> bool:
    """Return whether a customer stops answering before the chat is over."""
    return u < chance


@rule
def said_by_then(talk: float, u: float) -> float:
    """Return the talk [s] up to a moment that is evenly spread over all of it."""
    return u * talk


@rule
def given_within(before: float, given: float, opening: float, closing: float) -> float:
    """Return what a chat has had of an agent within the measured window [s].

    Each is what the agent had given to one chat at a moment [s]: as the chat began and by now, and as the
    window opened and closed, infinite as long as it has not.
    """
    first = before if before > opening else opening
    last = given if given < closing else closing
    return last - first if last > first else 0.0
