"""The numbers printed in a text, read by pattern: no model."""
