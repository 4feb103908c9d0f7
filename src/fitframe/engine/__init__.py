"""The computation: pure functions on the models. No files, clock, terminal or chance but a seed."""
