"""The processes that read and match, so that the loop which answers requests never waits for one."""
