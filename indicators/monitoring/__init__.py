"""What a row of measurements means: limits, signals, bands, benefit; pure working-out, nothing is written here."""
