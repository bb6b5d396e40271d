"""Many notes at once: read in a stream, drafted by several workers, journalled, written out, compared and summed up.

Read on in `run.py`, then `journal.py` (what survives a crash), `task.py` (what a worker does) and `workers.py` (who does it).
"""
