"""What judges a draft: deterministic checks, one module per family."""
