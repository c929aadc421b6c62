"""Asking a small model: one sentence a call, role to number, and only numbers that are printed there."""

from summariser.model.slots.reader import SlotsReader

__all__ = ["SlotsReader"]
