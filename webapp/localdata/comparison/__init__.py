"""Beside other authorities: their published files, checked as strangers' data; never a ranking (R73, R78)."""
