"""The rules of `check`: what stands here, and what the registries say today -> findings."""
