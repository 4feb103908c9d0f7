"""Validating the choices that profiles state: pure functions on frozen values, and around them files and workers."""
