"""The features: a folder each, with its lookup, report, card, picture and controls."""
