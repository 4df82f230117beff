"""The demo city: Waardstad, its people and two years of history, made by calling the domain functions."""
