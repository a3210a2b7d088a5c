"""The parts of the natural voice."""
