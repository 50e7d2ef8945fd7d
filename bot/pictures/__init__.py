"""Cards and charts as pictures: results in, PNG images with alt text out.

A function such as `match_picture` turns a result into a `Drawing`: a template's name, what it is to
show, and the alt text. A `Renderer` makes the PNG of it. `Pictures` does that off the event loop.
Artwork of the game is handed in as bytes; without it the templates draw shapes of their own.
"""
