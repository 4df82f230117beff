"""How people sign in: mail code, passkey, printed card, or their organisation's own sign-in. No passwords."""
