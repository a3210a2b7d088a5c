"""The parts of the local voice."""
