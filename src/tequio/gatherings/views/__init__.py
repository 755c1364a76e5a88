"""Pages of gatherings and of what they leave."""
