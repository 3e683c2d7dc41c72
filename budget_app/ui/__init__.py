"""Pieces shared by the pages: opener, words, cards, charts, maps."""
