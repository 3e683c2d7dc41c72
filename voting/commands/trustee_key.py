"""trustee-key: a guardian's key, made on a machine without a browser."""

from __future__ import annotations

import argparse
import secrets
from pathlib import Path
from typing import Any

from voting.commands.parser import add_command
from voting.election import check_uuid
from voting.private_files import check_new, write_private, write_public
from voting.trustee import compose_key_file, generate_trustee_key, trustee_public_key_bytes
from voting.words import say


def add_parser(subparsers: Any, language: str) -> None:
    """Adds the command."""
    parser = add_command(subparsers, "trustee-key", language)
    parser.option("--uuid", key="uuid", required=True)
    parser.option("--name", key="trustee-key-name", default="")
    parser.option("--out", key="trustee-key-out", type=Path, required=True, metavar="KEYFILE")
    parser.option("--public", key="trustee-key-public", type=Path, metavar="FILE")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, language: str) -> int:
    """Writes both files, then says what they are."""
    check_uuid(options.uuid)
    public = options.public or options.out.with_name(f"{options.out.name}.public.json")
    check_new([options.out, public])
    key = generate_trustee_key(secrets.token_bytes)
    write_private(options.out, compose_key_file(key, uuid=options.uuid, name=options.name))
    write_public(public, trustee_public_key_bytes(key, secrets.token_bytes))
    print(say("key-made", language, path=options.out.name, public_path=public.name, public=key.public.text))
    return 0
