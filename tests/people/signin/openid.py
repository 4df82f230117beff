"""A small OpenID provider on this machine, which says of its one user whatever a test wants it to say."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

CLIENT, SECRET, KEY = "waardeel", "the client's secret", "k" * 32


class Provider:
    """What it says (`claims` in the user info, `token_claims` over them in the ID token), and how it fails.

    ``broken`` maps a path to what is answered there instead: a status and a body.
    """

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {"sub": "u1", "email": "bob@example.org", "email_verified": True}
        self.token_claims: dict[str, Any] = {}
        self.broken: dict[str, tuple[int, str]] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.answers: dict[str, str] = {}
        self.asked: list[str] = []
        self.url = ""

    @property
    def settings(self) -> dict[str, Any]:
        """What SOCIALACCOUNT_PROVIDERS must be to use it: as the settings make it from the environment."""
        return {
            "openid_connect": {
                "APPS": [
                    {
                        "provider_id": "oidc",
                        "name": "Groene Draad",
                        "client_id": CLIENT,
                        "secret": SECRET,
                        "settings": {"server_url": self.url},
                    }
                ]
            }
        }

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent after its user said yes there (or `answers` something else)."""
        code = secrets.token_hex(8)
        self.codes[code] = asked
        answers = self.answers or {"code": code}
        return f"{asked['redirect_uri']}?{urlencode({**answers, 'state': asked['state']})}"

    def token(self, sent: dict[str, str]) -> dict[str, Any]:
        """Tokens for a code: once, to the client that asked, with the key that proves it (RFC 7636)."""
        asked = self.codes.pop(sent["code"])
        digest = hashlib.sha256(sent["code_verifier"].encode()).digest()
        proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (sent["client_id"], sent["client_secret"]) != (CLIENT, SECRET):
            raise ValueError("another client")
        if proof != asked["code_challenge"] or asked["code_challenge_method"] != "S256":
            raise ValueError("another browser")
        claims = {"iss": self.url, "aud": CLIENT, "exp": int(time.time()) + 60, **self.claims}
        token = jwt.encode(claims | self.token_claims, KEY, algorithm="HS256")
        return {"access_token": "access", "token_type": "Bearer", "id_token": token}


@contextmanager
def running() -> Iterator[Provider]:
    """A provider that listens on a free port of this machine while the block runs."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            provider.asked.append(parts.path)
            if parts.path in provider.broken:
                self._answer(*provider.broken[parts.path])
            elif parts.path == "/.well-known/openid-configuration":
                self._answer(200, json.dumps(provider.discovery()))
            elif parts.path == "/authorize":
                asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
                self.send_response(302)
                self.send_header("Location", provider.authorize(asked))
                self.end_headers()
            elif parts.path == "/userinfo" and self.headers["Authorization"] == "Bearer access":
                self._answer(200, json.dumps(provider.claims))
            else:
                self._answer(404, "{}")

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            sent = {name: values[0] for name, values in parse_qs(body).items()}
            if self.path in provider.broken:
                self._answer(*provider.broken[self.path])
                return
            try:
                self._answer(200, json.dumps(provider.token(sent)))
            except (KeyError, ValueError):
                self._answer(400, '{"error": "invalid_grant"}')

        def _answer(self, status: int, body: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *args: object) -> None:
            """Quiet: what is asked stands in `asked`."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.url = f"http://localhost:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
