"""Documents of others, read into drafts: what they say, where they say it, and every doubt."""
