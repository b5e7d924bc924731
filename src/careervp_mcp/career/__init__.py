"""The craft: nouns, stories and gates, in plain Python. Touches the world through ports only."""
