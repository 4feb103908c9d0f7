"""How firm a recommendation is, what it rests on, and what would turn it. Pure functions on the engine's values."""
