"""citekit keeps citations true."""
