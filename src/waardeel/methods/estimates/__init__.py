"""What a few answers say about many people: means, bounds for silence, and what may not be shown."""
