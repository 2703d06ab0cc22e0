"""What stands between the line and the routes: deadlines, limits, keys, hosts, shares, logs and counts."""
