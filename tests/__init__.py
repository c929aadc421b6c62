"""What users of summariser may rely on."""
