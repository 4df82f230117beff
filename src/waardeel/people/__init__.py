"""People: persons, organisations, memberships, circles, and how one signs in."""
