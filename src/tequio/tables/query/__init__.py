"""Questions to a published version: structured ones in this process, strangers' SQL in processes that may die."""
