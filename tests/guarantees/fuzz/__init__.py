"""Inputs that were changed by chance, for every reader: `make fuzz`."""
