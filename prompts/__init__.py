"""All that is known before a model writes: contracts, notes, brief, wordings, messages, lattice."""
