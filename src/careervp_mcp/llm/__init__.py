"""The language model's ring: drafts through a provider's API, with patience, a breaker, a cache and a purse."""
