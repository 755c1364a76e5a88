"""What was found in a file, for people and for programs."""
