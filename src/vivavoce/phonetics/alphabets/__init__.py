"""Other alphabets for sounds: ARPABET, X-SAMPA, misaki's, and respelling in plain English."""
