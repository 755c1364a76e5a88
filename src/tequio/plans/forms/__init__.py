"""Validation of what people submit about plans."""
