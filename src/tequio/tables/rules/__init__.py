"""What a table must keep to: rules as data, and how each engine counts the rows that do not."""
