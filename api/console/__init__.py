"""The commands that have a file of their own, and how answers look in a terminal."""
