"""What the text of a column means: how it is recognised, and how each cell becomes a value."""
