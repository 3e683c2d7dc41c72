"""The official minutes on paper, to be signed by hand."""

from __future__ import annotations

from functools import partial

from reportlab.platypus import Flowable, KeepTogether

from budget_app.documents.sheets import gap, grid, heading, paragraph, print_sheets, title
from budget_app.domain.dates import format_moment
from budget_app.domain.minutes import Minutes
from budget_app.domain.money import format_money
from budget_app.locale import translate
from budget_app.locale.votes import INVALID_REASONS, KINDS, SEALINGS


class _Sheet:
    """The minutes in one language, section by section."""

    def __init__(self, minutes: Minutes, language: str) -> None:
        self.minutes, self.language = minutes, language
        self.say = partial(translate, language=language)

    def money(self, cents: int) -> str:
        return format_money(cents, self.language)

    def facts(self) -> list[Flowable]:
        """Which vote, and when."""
        minutes = self.minutes
        rows = [
            (self.say("Commune"), minutes.town),
            (self.say("Édition"), minutes.edition),
            (self.say("Ouverture du vote"), format_moment(minutes.opened_at, self.language)),
            (self.say("Clôture du vote"), format_moment(minutes.closed_at, self.language)),
            (self.say("Fin du dépouillement"), format_moment(minutes.counted_at, self.language)),
            (self.say("Bulletin"), f"{self.say(KINDS[minutes.kind])}. {self.say(SEALINGS[minutes.sealing])}"),
        ]
        return [title(self.say("Procès-verbal du vote")), grid(None, rows, (0.3, 0.7))]

    def attendance(self) -> list[Flowable]:
        """Roll, attendance, ballots."""
        minutes = self.minutes
        rows: list[tuple[str, object]] = [
            (self.say("Inscrits sur la liste des votants"), minutes.voters),
            (self.say("Votants émargés"), minutes.attended),
            (self.say("Bulletins dans l’urne, remplacés compris (en ligne)"), minutes.ballots_on_board),
            (self.say("Bulletins comptés (le dernier de chacun)"), minutes.ballots_counted),
        ]
        if minutes.blank is not None:
            rows.append((self.say("Votes blancs"), minutes.blank))
        invalid = self.say("Bulletins nuls")
        rows += [(f"{invalid} : {self.say(INVALID_REASONS[item.reason])}", item.ballots) for item in minutes.invalid]
        return [heading(self.say("Participation")), grid(None, rows, (0.8, 0.2), numbers=(1,))]

    def rule(self) -> list[Flowable]:
        """The rule, and the ties that it broke."""
        rule = self.say(
            "Les projets sont financés dans l’ordre des votes, tant que leur coût entre dans ce qui reste du budget. À "
            "égalité de votes, le moins cher passe d’abord, puis celui de plus petit numéro."
        )
        made: list[Flowable] = [heading(self.say("Règle")), paragraph(rule)]
        for numbers in self.minutes.tied:
            listed = ", ".join(map(str, numbers))
            made.append(paragraph(self.say("À égalité de votes : projets {numbers}.", numbers=listed)))
        return made

    def projects(self) -> list[Flowable]:
        """Every project, funded or not, in the order of the rule."""
        minutes = self.minutes
        names = ("Rang", "Projet", "Votes", "Coût", "Résultat", "Reste du budget")
        results = {True: self.say("Financé"), False: self.say("Non financé")}
        rows = [
            (
                line.rank,
                f"{line.number}. {line.title}",
                line.votes,
                self.money(line.cost),
                results[line.funded],
                self.money(line.left_after),
            )
            for line in minutes.lines
        ]
        total = self.say(
            "Budget : {budget}. Dépensé : {spent}. Reste : {left}.",
            budget=self.money(minutes.budget),
            spent=self.money(minutes.spent),
            left=self.money(minutes.left),
        )
        widths = (0.09, 0.35, 0.1, 0.15, 0.15, 0.16)
        listed = grid([self.say(name) for name in names], rows, widths, numbers=(2, 3, 5))
        return [heading(self.say("Projets")), listed, gap(2), paragraph(total)]

    def proofs(self) -> list[Flowable]:
        """What anybody can compare with the public board."""
        prints = self.minutes.fingerprints
        rows = [
            (self.say("Scrutin"), self.minutes.uuid),
            (self.say("Empreinte du scrutin"), prints.election),
            (self.say("Empreinte des gardiens"), prints.trustees),
            (self.say("Empreinte des accréditations"), prints.credentials),
            (self.say("Empreinte du total chiffré"), prints.encrypted_tally),
            (self.say("Empreinte du résultat"), prints.result),
            (self.say("SHA-256 de l’urne publique"), prints.archive_sha256),
            (self.say("Taille de l’urne publique, en octets"), prints.archive_bytes),
        ]
        check = self.say(
            "Chacun peut refaire ce compte : télécharger l’urne publique, comparer ces empreintes, et lancer "
            "« python -m voting verify »."
        )
        return [heading(self.say("Vérification")), grid(None, rows, (0.3, 0.7)), gap(2), paragraph(check)]

    def signatures(self) -> list[Flowable]:
        """Who signs by hand, kept on one page."""
        people = [self.say("Pour la commune"), *(f"{self.say('Gardien')} : {name}" for name in self.minutes.guardians)]
        names = (self.say("Nom"), self.say("Signature"))
        listed = grid(names, [(person, "") for person in people], (0.5, 0.5), row_height=18)
        return [KeepTogether([heading(self.say("Signatures")), gap(1), listed])]


def print_minutes(minutes: Minutes, language: str) -> bytes:
    """The minutes as PDF, the same bytes each time; :meth:`Minutes.as_json` says the same to programs."""
    sheet = _Sheet(minutes, language)
    parts = (sheet.facts, sheet.attendance, sheet.rule, sheet.projects, sheet.proofs, sheet.signatures)
    name = f"{sheet.say('Procès-verbal du vote')} – {minutes.town} – {minutes.edition}"
    content = [piece for part in parts for piece in part()]
    return print_sheets(name, f"{minutes.town} – {minutes.edition} – {minutes.uuid}", language, content)
