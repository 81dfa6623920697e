"""What is promised about registries and pages: a fault matrix, cut bodies, limits, silence."""
