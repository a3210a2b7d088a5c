"""What the player page is made of: markup, data, loudness, differences between takes."""
