"""trustee-key: a guardian's key, made on a machine without a browser."""

from __future__ import annotations

import argparse
import secrets
from pathlib import Path
from typing import Any

from voting.election import check_uuid
from voting.private_files import write_private
from voting.trustee import compose_key_file, generate_trustee_key, trustee_public_key_bytes
from voting.words import say


def add_parser(subparsers: Any) -> None:
    """Adds the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser("trustee-key", help=__doc__)
    parser.add_argument("--uuid", required=True, help="identifier of the election")
    parser.add_argument("--name", default="", help="whose key this is")
    parser.add_argument("--out", type=Path, required=True, help="the secret key file, made new")
    parser.add_argument("--public", type=Path, required=True, help="the public key with its proof, to send")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, language: str) -> int:
    """Writes both files, then says what they are."""
    check_uuid(options.uuid)
    key = generate_trustee_key(secrets.token_bytes)
    write_private(options.out, compose_key_file(key, uuid=options.uuid, name=options.name))
    options.public.write_bytes(trustee_public_key_bytes(key, secrets.token_bytes))
    print(say("key-made", language, path=options.out.name, public=key.public.text))
    return 0
