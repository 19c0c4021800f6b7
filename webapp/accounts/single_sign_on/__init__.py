"""Staff sign in with the authority's own account (OpenID Connect), when it is configured."""
