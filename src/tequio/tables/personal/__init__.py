"""Personal data in a table: where it is suspected, what the publisher decides, and what is left afterwards.

No finding, example or error of this package prints a value.
"""
