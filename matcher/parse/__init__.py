"""One short parser per kind of file, run only in a child process that can be killed.

Nothing here imports anything of ours from outside this package: the child starts in
a few hundredths of a second, and holds nothing that a hostile document could reach.
"""
