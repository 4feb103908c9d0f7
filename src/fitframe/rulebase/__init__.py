"""Reading the rule base and profiles: the only part that knows YAML and paths."""
