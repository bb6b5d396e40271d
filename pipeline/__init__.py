"""What runs: intake, models, run, repair, advice, outcome."""
