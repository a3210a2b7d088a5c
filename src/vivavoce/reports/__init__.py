"""The reports, one file a format. A file defines `REPORT`; nothing else names it."""
