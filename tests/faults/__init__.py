"""Every way a line can fail, against every connector that uses one: the matrix."""
