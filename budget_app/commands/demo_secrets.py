"""What playing with the demonstration town needs: its password, codes and links, kept here and shown on request."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from budget_app.commands.invented_vote import InventedGuardian, InventedVoter, keep_guardians
from budget_app.commands.words import in_words, tell
from budget_app.settings import read_settings
from voting.private_files import write_private

SHOWN = 4  # voters


@dataclass(frozen=True)
class DemoGuardian:
    """A guardian's name and the secret part of the personal link."""

    name: str
    token: str = field(repr=False)


@dataclass(frozen=True)
class DemoSecrets:
    """Secrets of the demonstration edition ``uuid``; not ``complete`` while the town is being made."""

    slug: str
    uuid: str
    organiser: str
    password: str = field(repr=False)
    staff: tuple[str, ...] = ()
    guardians: tuple[DemoGuardian, ...] = ()
    voters: tuple[InventedVoter, ...] = field(default=(), repr=False)
    complete: bool = False


def secrets_folder() -> Path:
    """Where the demonstration's secrets lie."""
    return read_settings().data / "demo"


def keep_secrets(secrets: DemoSecrets) -> None:
    """Writes ``secrets``, readable by their owner only, in place of what was there."""
    folder = secrets_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = folder / "secrets.new.json"
    fresh.unlink(missing_ok=True)
    write_private(fresh, json.dumps(asdict(secrets), ensure_ascii=False, indent=1, default=date.isoformat))
    os.replace(fresh, folder / "secrets.json")


def keep_guardian_files(uuid: str, guardians: Iterable[InventedGuardian]) -> None:
    """Writes the guardians' key files beside the secrets."""
    keep_guardians(secrets_folder(), uuid, guardians)


def drop_secrets() -> None:
    """Deletes the secrets of a town that is no more."""
    shutil.rmtree(secrets_folder(), ignore_errors=True)


def read_secrets() -> DemoSecrets | None:
    """The secrets as they were kept; None where there are none."""
    path = secrets_folder() / "secrets.json"
    if not path.exists():
        return None
    members = json.loads(path.read_text())
    voters = [{**voter, "birth_date": date.fromisoformat(voter["birth_date"])} for voter in members["voters"]]
    return DemoSecrets(
        **members
        | {
            "staff": tuple(members["staff"]),
            "guardians": tuple(DemoGuardian(**guardian) for guardian in members["guardians"]),
            "voters": tuple(InventedVoter(**voter) for voter in voters),
        }
    )


def tell_access(known: DemoSecrets, voters: Sequence[InventedVoter]) -> None:
    """Prints how to play each part, with the codes of ``voters``."""
    base = read_settings().base_url
    tell("Organisation")
    print(f"  {base}/sign-in   {known.organiser}   {in_words('mot de passe :')} {known.password}")
    for email in known.staff:
        print(f"  {base}/sign-in   {email}   {in_words('le même mot de passe')}")
    tell("Courrier envoyé par la démonstration")
    print(f"  {base}/courrier")
    if known.guardians:
        tell("Gardiennes et gardiens (leurs fichiers de clé : {folder})", folder=secrets_folder())
    for guardian in known.guardians:
        print(f"  {base}/guardian/{known.uuid}#{guardian.token}   {guardian.name}")
    if voters:
        tell("Voter : le lien du courrier, le numéro de votant et la date de naissance")
    for voter in voters:
        link = f"{base}/vote/{known.uuid}#{voter.roll_number}.{voter.code}"
        print(f"  {link}   n° {voter.roll_number}   {voter.birth_date:%d/%m/%Y}")
