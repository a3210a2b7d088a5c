"""From a checked script to takes: plan, engines, take store."""
