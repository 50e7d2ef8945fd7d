"""What the core costs beside its best-known peer, SPNKr with aiohttp-client-cache: `make bench`.

Nothing here is a test: nothing fails for being slow. All figures of a row are measured in turns in
one run, so that a busy machine slows both sides alike; what is compared is their ratio.
"""
