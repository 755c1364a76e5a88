"""What Mexico writes in its tables: identifiers, keys of places, telephones, addresses, names of people.

One file per thing: `SHAPE`, a regular expression that RE2 and Java read alike, finds candidates; `HEADER` says how a
column that holds it is called (over `shape.words`); `is_valid` judges one text by its check digit and its parts.
"""
