"""The rules, one file each. A file defines `RULE`; nothing else names it."""
