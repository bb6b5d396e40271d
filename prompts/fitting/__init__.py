"""How a fact of the notes, in the user's own words, is made to fit a sentence; `prompts.fit` is the way in."""
