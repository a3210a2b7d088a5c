"""The vendor's protocol as generators that do no I/O; see `vivavoce.inworld.calls`."""
