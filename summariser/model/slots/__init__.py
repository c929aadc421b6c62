"""Asking a small model: one sentence a call, role to number, and only numbers that are printed there."""
