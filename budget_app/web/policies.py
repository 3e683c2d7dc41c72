"""What a browser may load and do on each kind of page: the content security policies and other headers."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

import streamlit

CSP = "content-security-policy"
STREAMLIT_INDEX = Path(streamlit.__file__).parent / "static" / "index.html"

# The booth and the desks: our own files, nothing else.
STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# The plain pages with forms: as strict, and their forms come back to us.
PLAIN = STRICT.replace("form-action 'none'", "form-action 'self'")
# Drawings: nothing runs in them, even when one is opened by itself.
PICTURE = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"
# Data: nothing to load at all.
NOTHING = "default-src 'none'; frame-ancestors 'none'"

_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def inline_script_hashes(html: str) -> tuple[str, ...]:
    """The policy's names, ``'sha256-…'``, of the inline scripts of ``html``, in their order."""
    digests = (hashlib.sha256(script.encode()).digest() for script in _INLINE_SCRIPT.findall(html))
    return tuple(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


@cache
def streamlit_policy() -> str:
    """The policy of the Streamlit pages; names the one inline script of the installed version."""
    scripts = " ".join(("'self'", *inline_script_hashes(STREAMLIT_INDEX.read_text())))
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
        "media-src 'self'; frame-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'; object-src 'none'"
    )


def common_headers(*, https: bool) -> dict[str, str]:
    """Headers of every answer that does not set its own.

    The referrer stays within the site: with ``no-referrer`` a browser would send ``Origin: null`` with our
    own forms, and the origin check could not tell them from others'.
    """
    headers = {
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "x-frame-options": "DENY",
    }
    if https:
        headers["strict-transport-security"] = "max-age=31536000; includeSubDomains"
    return headers
