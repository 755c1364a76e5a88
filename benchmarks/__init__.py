"""How quick it is: ratios against named peers, measured in the same run. `make bench` runs them."""
