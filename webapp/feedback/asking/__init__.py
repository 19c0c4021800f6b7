"""Who is asked when: by the system after something happened, at most once a month; not asked has a reason."""
