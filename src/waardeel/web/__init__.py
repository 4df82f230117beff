"""The web application: settings, addresses, the front pages and the demo city."""
