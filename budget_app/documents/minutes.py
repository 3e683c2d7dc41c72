"""The official minutes on paper, to be signed by hand."""

from __future__ import annotations

from functools import partial

from reportlab.platypus import Flowable, KeepTogether

from budget_app.documents.result_words import reason
from budget_app.documents.sheets import gap, grid, heading, paragraph, print_sheets, title
from budget_app.domain.allocation.rule_json import rule_fingerprint
from budget_app.domain.ballot_kind import GRADE_NAMES
from budget_app.domain.dates import format_moment
from budget_app.domain.minutes import Minutes
from budget_app.domain.money import format_money
from budget_app.locale import translate
from budget_app.locale.outcome import shares_sentences, tie_sentence
from budget_app.locale.rules import rule_sentences
from budget_app.locale.votes import CHANNELS, INVALID_REASONS, KINDS, SEALINGS


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
        ]
        board = self.say("Bulletins dans l’urne, remplacés compris")
        rows += [(f"{board} ({self.say(CHANNELS[item.channel])})", item.ballots) for item in minutes.channels]
        rows.append((self.say("Bulletins comptés (le dernier de chacun)"), minutes.ballots_counted))
        if minutes.blank is not None:
            rows.append((self.say("Votes blancs"), minutes.blank))
        invalid = self.say("Bulletins nuls")
        rows += [(f"{invalid} : {self.say(INVALID_REASONS[item.reason])}", item.ballots) for item in minutes.invalid]
        return [heading(self.say("Participation")), grid(None, rows, (0.8, 0.2), numbers=(1,))]

    def rule(self) -> list[Flowable]:
        """The rule, the ties that it used, and how equal shares went."""
        allocation = self.minutes.allocation
        said = [paragraph(sentence) for sentence in rule_sentences(allocation.rule, self.language)]
        said += [paragraph(tie_sentence(tie, self.language)) for tie in allocation.funding.ties]
        if not allocation.funding.ties:
            said.append(paragraph(self.say("Aucune égalité n’a dû être départagée.")))
        if allocation.shares is not None:
            said += [paragraph(sentence) for sentence in shares_sentences(allocation.shares, self.language)]
        rows = [(self.say("Empreinte de la règle (SHA-256)"), rule_fingerprint(allocation.rule))]
        return [heading(self.say("Règle")), *said, grid(None, rows, (0.3, 0.7))]

    def funded(self) -> list[Flowable]:
        """The funded projects in the order of the rule, with what all so far cost together."""
        rows = [
            (place, f"{line.number}. {line.title}", self.money(line.cost), self.money(line.running_total))
            for place, line in enumerate(self.minutes.funded, start=1)
        ]
        names = [self.say(name) for name in ("Ordre", "Projet", "Coût", "Total")]
        listed: Flowable = grid(names, rows, (0.1, 0.5, 0.2, 0.2), numbers=(2, 3))
        if not rows:
            listed = paragraph(self.say("Aucun projet n’est financé."))
        total = self.say(
            "Budget : {budget}. Dépensé : {spent}. Reste : {left}.",
            budget=self.money(self.minutes.budget),
            spent=self.money(self.minutes.spent),
            left=self.money(self.minutes.left),
        )
        return [heading(self.say("Projets financés")), listed, gap(2), paragraph(total)]

    def projects(self) -> list[Flowable]:
        """Every project, funded or not, in the order of the rule; with its grades where there are any."""
        names = ("Rang", "Projet", "Votes", "Coût", "Résultat")
        rows = [
            (
                line.rank,
                f"{line.number}. {line.title}",
                line.votes,
                self.money(line.cost),
                reason(line.reason, self.language),
            )
            for line in self.minutes.lines
        ]
        listed = grid([self.say(name) for name in names], rows, (0.08, 0.4, 0.1, 0.16, 0.26), numbers=(2, 3))
        return [heading(self.say("Tous les projets")), listed, *self._grades()]

    def _grades(self) -> list[Flowable]:
        if not self.minutes.allocation.tally.grades:
            return []
        header = [self.say("Projet"), *(self.say(name) for name in GRADE_NAMES)]
        rows = [(f"{line.number}. {line.title}", *line.grades) for line in self.minutes.lines]
        width = 0.5 / len(GRADE_NAMES)
        listed = grid(header, rows, (0.5, *(width for _ in GRADE_NAMES)), numbers=range(1, len(GRADE_NAMES) + 1))
        return [heading(self.say("Mentions données")), listed]

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
    counted = (sheet.facts, sheet.attendance, sheet.rule, sheet.funded, sheet.projects)
    parts = (*counted, sheet.proofs, sheet.signatures)
    name = f"{sheet.say('Procès-verbal du vote')} – {minutes.town} – {minutes.edition}"
    content = [piece for part in parts for piece in part()]
    return print_sheets(name, f"{minutes.town} – {minutes.edition} – {minutes.uuid}", language, content)
