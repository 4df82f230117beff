"""What a few answers say about many people: means with intervals, bounds for silence, and what may not be shown."""
