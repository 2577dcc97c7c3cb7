"""A small OpenID Connect provider, run as a process of its own, that holds clients to ProConnect's rules.

`python oidc_provider.py` writes its address on standard output and answers until it is ended. `POST
/control` sets who signs in and how the provider misbehaves; `GET /control` tells what clients have asked.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "rebond-essai", "secret-fictif-" + "x" * 32
REDIRECT = "/compte/oidc/retour/"
CODE_SECONDS, ACCESS_SECONDS, LEAST = 30, 60, 32
KNOWN = {
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "acr_values",
    "prompt",
    "login_hint",
}
NEEDED = KNOWN - {"acr_values", "prompt", "login_hint"}
PERSON = {
    "sub": "personne-1",
    "email": "agent@exemple.invalid",
    "email_verified": True,
    "given_name": "Camille",
    "usual_name": "Exemple",
}


class Provider:
    """Keys, codes and tokens in hand."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.other_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.issuer = ""
        self.reset()

    def reset(self) -> None:
        """Forget everything but the keys."""
        self.person: dict[str, Any] = dict(PERSON)
        self.faults: set[str] = set()
        self.later = 0.0
        self.codes: dict[str, dict[str, Any]] = {}
        self.tokens: dict[str, dict[str, Any]] = {}
        self.asked: list[dict[str, Any]] = []

    def now(self) -> float:
        """Return this provider's time, which a test may move."""
        return time.time() + self.later

    def signed(self, claims: dict[str, Any], what: str) -> str:
        """Sign claims, or misbehave."""
        if f"{what}:none" in self.faults:
            return jwt.encode(claims, None, algorithm="none")
        if f"{what}:shared-secret" in self.faults:
            return jwt.encode(claims, SECRET, algorithm="HS256", headers={"kid": "k1"})
        key = self.other_key if f"{what}:wrong-key" in self.faults else self.key
        kid = "unknown" if f"{what}:unknown-key" in self.faults else "k1"
        raw = jwt.encode(claims, key, algorithm="RS256", headers={"kid": kid})
        if f"{what}:altered" in self.faults:
            head, body, tail = raw.split(".")
            told = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
            told["email"] = "autre@exemple.invalid"
            body = base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")
            raw = f"{head}.{body}.{tail}"
        return raw

    def common(self, what: str) -> dict[str, Any]:
        """Return the claims that say from whom, for whom and until when."""
        now = int(time.time())
        return {
            "iss": "https://ailleurs.invalid"
            if f"{what}:wrong-issuer" in self.faults
            else self.issuer,
            "aud": "autre-client" if f"{what}:wrong-audience" in self.faults else CLIENT,
            "iat": now,
            "exp": now - 3600 if f"{what}:expired" in self.faults else now + ACCESS_SECONDS,
        }


PROVIDER = Provider()


class Refused(Exception):
    """What a client did against the rules."""


class Handler(BaseHTTPRequestHandler):
    """The endpoints."""

    def log_message(self, *_arguments: Any) -> None:
        """Stay silent."""

    def do_GET(self) -> None:
        """Answer what is read."""
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        pages = {
            "/api/v2/.well-known/openid-configuration": self.discovery,
            "/api/v2/jwks": self.jwks,
            "/api/v2/authorize": self.authorize,
            "/api/v2/userinfo": self.userinfo,
            "/api/v2/session/end": self.end_session,
            "/control": self.told,
        }
        self.answer(pages.get(parts.path), query)

    def do_POST(self) -> None:
        """Answer what is sent."""
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        if self.path == "/control":
            self.answer(self.control, json.loads(body))
        elif self.path == "/api/v2/token":
            self.answer(self.token, {k: v[0] for k, v in parse_qs(body).items()})
        else:
            self.answer(None, {})

    def answer(self, page: Any, given: dict[str, Any]) -> None:
        """Run a page; a refusal is told as 400."""
        if page is None:
            self.send({"error": "not_found"}, 404)
            return
        try:
            page(given)
        except Refused as refusal:
            PROVIDER.asked.append({"refused": str(refusal)})
            self.send({"error": "invalid_request", "error_description": str(refusal)}, 400)

    def send(self, content: Any, status: int = 200, kind: str = "application/json") -> None:
        """Send an answer."""
        raw = content.encode() if isinstance(content, str) else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def lead(self, address: str) -> None:
        """Send elsewhere."""
        self.send_response(302)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def discovery(self, _query: dict[str, Any]) -> None:
        """Say what this provider is."""
        root = PROVIDER.issuer
        issuer = "https://ailleurs.invalid" if "discovery:wrong-issuer" in PROVIDER.faults else root
        self.send(
            {
                "issuer": issuer,
                "authorization_endpoint": f"{root}/authorize",
                "token_endpoint": f"{root}/token",
                "userinfo_endpoint": f"{root}/userinfo",
                "jwks_uri": f"{root}/jwks",
                "end_session_endpoint": f"{root}/session/end",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        )

    def jwks(self, _query: dict[str, Any]) -> None:
        """Publish the key."""
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(PROVIDER.key.public_key()))
        self.send({"keys": [{**public, "kid": "k1", "use": "sig", "alg": "RS256"}]})

    def authorize(self, query: dict[str, Any]) -> None:
        """Sign the person in at once, when the request keeps every rule."""
        PROVIDER.asked.append({"authorize": query})
        if unknown := query.keys() - KNOWN:
            raise Refused(f"unknown parameters: {sorted(unknown)}")
        if missing := NEEDED - query.keys():
            raise Refused(f"missing parameters: {sorted(missing)}")
        if query["response_type"] != "code" or query["client_id"] != CLIENT:
            raise Refused("wrong client or flow")
        if urlsplit(query["redirect_uri"]).path != REDIRECT:
            raise Refused("redirect_uri is not registered")
        for name in ("state", "nonce"):
            if len(query[name]) < LEAST:
                raise Refused(f"{name} is shorter than {LEAST}")
        if query["code_challenge_method"] != "S256" or "openid" not in query["scope"].split():
            raise Refused("S256 and openid are needed")
        if "cancel" in PROVIDER.faults:
            back = {"error": "access_denied", "state": query["state"]}
        else:
            code = secrets.token_urlsafe(24)
            PROVIDER.codes[code] = {**query, "at": PROVIDER.now(), "is_used": False}
            state = "x" * 43 if "wrong-state" in PROVIDER.faults else query["state"]
            back = {"code": code, "state": state, "iss": PROVIDER.issuer}
        self.lead(f"{query['redirect_uri']}?{urlencode(back)}")

    def token(self, sent: dict[str, Any]) -> None:
        """Give tokens for a fresh code, once."""
        PROVIDER.asked.append({"token": {**sent, "client_secret": "…"}})
        kept = PROVIDER.codes.get(sent.get("code", ""))
        if sent.get("client_id") != CLIENT or sent.get("client_secret") != SECRET:
            raise Refused("wrong secret")
        if kept is None or kept["is_used"]:
            raise Refused("code unknown or already used")
        kept["is_used"] = True
        if PROVIDER.now() - kept["at"] > CODE_SECONDS:
            raise Refused("code older than 30 seconds")
        proof = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(proof).decode().rstrip("=") != kept["code_challenge"]:
            raise Refused("code_verifier does not fit")
        if sent.get("redirect_uri") != kept["redirect_uri"]:
            raise Refused("redirect_uri differs")
        access = secrets.token_urlsafe(24)
        PROVIDER.tokens[access] = {"at": PROVIDER.now()}
        nonce = "n" * 43 if "wrong-nonce" in PROVIDER.faults else kept["nonce"]
        claims = {**PROVIDER.common("id_token"), "sub": PROVIDER.person["sub"], "nonce": nonce}
        if "no-nonce" in PROVIDER.faults:
            del claims["nonce"]
        self.send(
            {
                "access_token": access,
                "token_type": "Bearer",
                "expires_in": ACCESS_SECONDS,
                "id_token": PROVIDER.signed(claims, "id_token"),
            }
        )

    def userinfo(self, _query: dict[str, Any]) -> None:
        """Describe the person in a signed answer."""
        access = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if access not in PROVIDER.tokens:
            raise Refused("access token unknown")
        person = dict(PROVIDER.person)
        if "userinfo:other-subject" in PROVIDER.faults:
            person["sub"] = "personne-2"
        if "userinfo:unsigned" in PROVIDER.faults:
            self.send(person)
            return
        claims = {**PROVIDER.common("userinfo"), **person}
        self.send(PROVIDER.signed(claims, "userinfo"), kind="application/jwt")

    def end_session(self, query: dict[str, Any]) -> None:
        """End the provider's session, for who shows the identity it gave."""
        PROVIDER.asked.append({"end_session": query})
        try:
            jwt.decode(
                query.get("id_token_hint", ""),
                PROVIDER.key.public_key(),
                algorithms=["RS256"],
                audience=CLIENT,
            )
        except jwt.PyJWTError as fault:
            raise Refused(f"id_token_hint: {fault}") from fault
        if len(query.get("state", "")) < LEAST or not query.get("post_logout_redirect_uri"):
            raise Refused("state or post_logout_redirect_uri is missing")
        self.lead(f"{query['post_logout_redirect_uri']}?{urlencode({'state': query['state']})}")

    def control(self, wanted: dict[str, Any]) -> None:
        """Begin again with a person and faults."""
        if wanted.get("reset"):
            PROVIDER.reset()
        PROVIDER.person |= wanted.get("person", {})
        PROVIDER.faults |= set(wanted.get("faults", []))
        PROVIDER.later = wanted.get("later", PROVIDER.later)
        self.send({})

    def told(self, _query: dict[str, Any]) -> None:
        """Tell what clients asked."""
        self.send(PROVIDER.asked)


def main() -> None:
    """Serve on a free port, said on standard output."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    PROVIDER.issuer = f"http://127.0.0.1:{server.server_address[1]}/api/v2"
    sys.stdout.write(PROVIDER.issuer + "\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
