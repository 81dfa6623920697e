"""What citekit promises, tried many times: `python -m tests.guarantees`."""
