"""Which question to ask next, and when no further answer can matter. Pure: no terminal, files or clock."""
