"""What hostile people try, and what the house answers."""
