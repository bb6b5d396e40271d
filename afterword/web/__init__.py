"""The local page: a small server on the loopback address that calls the same functions as the command line."""
