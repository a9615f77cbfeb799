"""Turn the exports of contact centres into one tidy table: presets are mapping files, nothing is guessed."""
