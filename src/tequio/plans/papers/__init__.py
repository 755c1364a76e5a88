"""A commitment as paper and spreadsheet, and back: one set of fields for both, so that a round trip loses nothing."""
