"""What measures: references, cases, scorers, reports."""
