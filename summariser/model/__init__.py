"""Asking a model: prompts, the gateway, the embedded local model, and the ways to ask."""
