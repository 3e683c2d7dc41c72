"""The people of the day: the organiser at the desk, and what voters and guardians hold."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from budget_app.settings import PROJECT
from tests.e2e.booth.booth_town import Voter

EMAIL, PASSWORD = "mairie@essai.example", "un mot de passe bien long"
EDITION_FILE = """META
key;value
description;Budget participatif d'essai
unit;Essai-sur-Test
instance;2030
num_projects;5
num_votes;2
budget;100000
vote_type;approval
min_length;1
max_length;3
PROJECTS
project_id;cost;votes;name;category;district
a;40000;1;Des arbres place du Marché;Nature en ville;Centre
b;70000;1;"Un préau ""ombre et pluie"" à l'école";Éducation;Nord
c;30000;1;"Un terrain de boules ; avec buvette";Sport;Nord
d;9000;0;Une boîte à livres;Culture;Centre
e;15000;0;Des bancs pour tous;Cadre de vie;Centre
VOTES
voter_id;vote
1;a,b
2;c
"""
BIRTH_DATES = ("1948-02-29", "1961-07-14", "1975-12-03", "1989-05-21", "2004-10-30")


@dataclass(frozen=True)
class _Named:
    uuid: str


@dataclass(frozen=True)
class DayTown:
    """What the page objects of booth and desk ask of a town."""

    uuid: str
    links: tuple[str, ...] = field(default=(), repr=False)

    @property
    def election(self) -> _Named:
        """The election, by its identifier."""
        return _Named(self.uuid)

    def token(self, position: int) -> str:
        """The secret part of a guardian's link."""
        return self.links[position].partition("#")[2]


def make_account(data: Path) -> None:
    """The organiser's account, made as an administrator makes it."""
    subprocess.run(
        [sys.executable, "-m", "budget_app", "create-organiser", "--email", EMAIL],
        cwd=PROJECT,
        input=PASSWORD + "\n",
        text=True,
        check=True,
        capture_output=True,
    )


def roll_file() -> bytes:
    """The roll as the town hall has it."""
    lines = ["roll_number;name;birth_date;district"]
    lines += [f"{n};Personne {n};{born};Centre" for n, born in enumerate(BIRTH_DATES, start=1)]
    return ("\n".join(lines) + "\n").encode()


def make_codes(uuid: str, folder: Path) -> tuple[bytes, list[Voter]]:
    """The registrar's work, by the command line: the public list, and what each letter holds."""
    roll = folder / "votants.csv"
    roll.write_bytes(roll_file())
    command = [sys.executable, "-m", "voting", "credentials", "--uuid", uuid, "--roll", str(roll)]
    subprocess.run([*command, "--out", str(folder / "codes")], cwd=PROJECT, check=True, capture_output=True)
    private = (folder / "codes" / "codes.csv").read_text()
    codes = {int(row["roll_number"]): row["code"] for row in csv.DictReader(io.StringIO(private), delimiter=";")}
    voters = [Voter(number, born, codes[number]) for number, born in enumerate(BIRTH_DATES, start=1)]
    return (folder / "codes" / "credentials.csv").read_bytes(), voters


class OrganiserAtDesk:
    """The organiser before the Streamlit pages."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address

    def settled(self) -> None:
        """Waits until the page's script has run."""
        expect(self.page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible()

    def visit(self, path: str) -> None:
        """Opens a page of the application."""
        self.page.goto(self.address + path)
        self.settled()

    def sign_in(self) -> None:
        """Signs in, and lands on the desk."""
        self.page.goto(f"{self.address}/sign-in?next=/organisation")
        self.page.get_by_label("Adresse e-mail").fill(EMAIL)
        self.page.get_by_label("Mot de passe").fill(PASSWORD)
        self.page.get_by_role("button", name="Se connecter").click()
        self.visit("/organisation")

    def button(self, name: str) -> Locator:
        """A visible button."""
        return self.page.get_by_role("button", name=name, exact=True)

    def tab(self, name: str) -> None:
        """Opens a tab."""
        self.page.get_by_role("tab", name=name, exact=True).click()

    def upload(self, label: str, name: str, content: bytes) -> None:
        """Gives a file to the uploader called ``label``."""
        uploader = self.page.locator('[data-testid="stFileUploader"]').filter(has_text=label)
        uploader.locator("input[type=file]").set_input_files(
            files=[{"name": name, "mimeType": "text/csv", "buffer": content}]
        )

    def create_edition(self) -> str:
        """Makes the edition from a Pabulib file, and gives its uuid."""
        self.tab("Partir d’un fichier Pabulib")
        self.upload("Fichier .pb", "edition.pb", EDITION_FILE.encode())
        self.button("Créer l’édition depuis ce fichier").click()
        expect(self.page.get_by_text("L’édition est créée.")).to_be_visible()
        self.tab("Liste des votants")
        command = self.page.locator("pre.shell").filter(has_text="--uuid").inner_text()
        return command.split("--uuid ")[1].split(" ")[0]

    def give_roll(self, roll: bytes) -> None:
        """Imports the roll."""
        self.upload("Fichier de la liste des votants", "votants.csv", roll)
        self.button("Prendre cette liste").click()
        expect(self.page.get_by_text("5 votants inscrits.")).to_be_visible()

    def give_credentials(self, credentials: bytes) -> None:
        """Imports the public credentials."""
        self.upload("Fichier credentials.csv", "credentials.csv", credentials)
        self.button("Prendre ces codes publics").click()
        expect(self.page.get_by_text("5 codes publics pris.")).to_be_visible()

    def name_guardians(self) -> tuple[str, ...]:
        """Names three guardians and gives their links, which are shown once."""
        self.tab("Gardiens")
        people = "\n".join(f"Gardienne {n}, gardienne{n}@essai.example" for n in (1, 2, 3))
        self.page.get_by_label("Une personne par ligne").fill(people)
        self.button("Nommer ces gardiens").click()
        links = self.page.locator("code.long").filter(has_text="/guardian/")
        expect(links).to_have_count(3)
        return tuple(links.all_inner_texts())

    def set_up(self) -> None:
        """Puts the vote in place."""
        self.visit("/organisation")
        self.tab("Mettre en place le vote")
        self.page.get_by_text("J’ai relu les projets, les règles et les dates.").click()
        self.button("Mettre en place le vote").click()
        expect(self.page.get_by_text("Le vote est ouvert.")).to_be_visible()

    def close(self) -> None:
        """Closes before the announced time, which must be confirmed."""
        self.visit("/organisation")
        self.tab("Calendrier et clôture")
        expect(self.button("Clore le vote")).to_be_disabled()
        self.page.get_by_text("Je veux clore avant l’heure annoncée.").click()
        self.button("Clore le vote").click()
        expect(self.page.get_by_text("L’urne est close.")).to_be_visible()
