"""threshold: the key of a group of guardians, made on machines without a browser (specification, 4.6)."""

from __future__ import annotations

import argparse
import secrets
from pathlib import Path
from typing import Any

from voting.commands import threshold_gather
from voting.commands.parser import CommandParser, add_command
from voting.election import check_uuid
from voting.exchange_task import ExchangeTask, certificates_of, check_vinput, parse_exchange_task
from voting.pedersen import compose_certificate, compose_polynomial, compose_voutput, polynomial_promise
from voting.pki import Keys, generate_seed
from voting.private_files import check_new, write_private, write_public
from voting.seed_file import compose_seed_file, parse_seed_file
from voting.words import say
from voting.words_of_help import help_text


def add_parser(subparsers: Any, language: str) -> None:
    """Adds the command, and the actions below it, in the order in which a guardian takes them."""
    parser = add_command(subparsers, "threshold", language)
    actions = parser.add_subparsers(
        dest="action", required=True, title=help_text("actions", language), metavar="ACTION"
    )
    seed = add_command(actions, "seed", language, key="threshold-seed")
    seed.option("--uuid", key="uuid", required=True)
    seed.option("--name", key="trustee-key-name", default="")
    seed.option("--out", key="threshold-seed-out", type=Path, required=True, metavar="SEEDFILE")
    seed.set_defaults(run=make_seed)
    _add_step(actions, "certificate", language).set_defaults(run=make_certificate)
    polynomial = _add_step(actions, "polynomial", language)
    polynomial.option("--promise", key="threshold-promise", type=Path, metavar="FILE")
    polynomial.set_defaults(run=make_polynomial)
    _add_step(actions, "acknowledge", language).set_defaults(run=acknowledge)
    threshold_gather.add_parser(actions, language)


def _add_step(actions: Any, name: str, language: str) -> CommandParser:
    """A message that is made of the seed and of what the others sent."""
    parser = add_command(actions, name, language, key=f"threshold-{name}")
    parser.argument("seed", "threshold-seed-file", type=Path, metavar="SEEDFILE")
    parser.argument("task", "threshold-task", type=Path, metavar="TASK")
    parser.option("--out", key="threshold-out", type=Path, required=True, metavar="FILE")
    return parser


def _read(options: argparse.Namespace, language: str) -> tuple[Keys, ExchangeTask]:
    """The guardian's keys and the exchange, told before anything is made for it."""
    keys, task = parse_seed_file(options.seed.read_bytes()), parse_exchange_task(options.task.read_bytes())
    print(say("threshold-group", language, index=task.index, size=task.size, threshold=task.threshold))
    return keys, task


def make_seed(options: argparse.Namespace, language: str) -> int:
    """Writes a new seed."""
    check_uuid(options.uuid)
    keys = Keys.of(generate_seed(secrets.token_bytes))
    write_private(options.out, compose_seed_file(keys, uuid=options.uuid, name=options.name))
    print(say("seed-made", language, path=options.out.name))
    return 0


def make_certificate(options: argparse.Namespace, language: str) -> int:
    """Writes the first message."""
    check_new([options.out])
    keys, task = _read(options, language)
    write_public(options.out, compose_certificate(keys, task.context, secrets.token_bytes))
    print(say("certificate-made", language, path=options.out.name))
    return 0


def make_polynomial(options: argparse.Namespace, language: str) -> int:
    """Checks everybody's certificates, then writes the second message and what is promised of it before it is shown."""
    promise = options.promise or options.out.with_name(f"{options.out.name}.promise.txt")
    check_new([options.out, promise])
    keys, task = _read(options, language)
    raw = compose_polynomial(keys, certificates_of(task, keys), task.context, secrets.token_bytes)
    write_public(options.out, raw)
    write_public(promise, f"{polynomial_promise(raw)}\n".encode())
    print(say("polynomial-made", language, path=options.out.name, promise=promise.name))
    return 0


def acknowledge(options: argparse.Namespace, language: str) -> int:
    """Checks everything that the others sent, then writes the last message; the private key is in it, sealed."""
    check_new([options.out])
    keys, task = _read(options, language)
    certificates = certificates_of(task, keys)
    vinput = check_vinput(task, keys)
    write_public(options.out, compose_voutput(keys, certificates, task.index, vinput, secrets.token_bytes))
    print(say("voutput-made", language, path=options.out.name))
    return 0
