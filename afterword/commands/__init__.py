"""One module per command; each body parses, calls one function and prints."""
