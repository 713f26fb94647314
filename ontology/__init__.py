"""The vocabulary: what things are called (congress.ttl), which IRIs they have, and what follows from what."""
