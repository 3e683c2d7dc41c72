"""The chapters of the rule book, in plain words."""

from __future__ import annotations

from collections.abc import Iterable

from budget_app.domain.allocation.rule_json import rule_fingerprint
from budget_app.domain.call_rules import CallRules, Moderation
from budget_app.domain.dates import format_moment
from budget_app.domain.money import format_money
from budget_app.domain.rule_book import RuleBook, call_fingerprint
from budget_app.locale import translate
from budget_app.locale.calendar import DATE_NAMES
from budget_app.ui.ballot_rules import rules_sentence
from budget_app.ui.calendar_changes import changes_list
from budget_app.ui.desk.ballot_kinds import secrecy
from budget_app.ui.html import code, facts, link, text
from budget_app.ui.rule import rule_list
from budget_app.ui.words import _, language


def _chapter(title: str, body: str) -> str:
    return f"<section><h2>{text(title)}</h2>{body}</section>"


def _list(sentences: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{text(sentence)}</li>" for sentence in sentences) + "</ul>"


def _frozen(sentence: str, name: str, fingerprint: str) -> str:
    return f'<p class="soft">{text(sentence)}</p><p class="soft">{text(name)} {code(fingerprint)}</p>'


def _money_and_dates(book: RuleBook) -> str:
    edition = book.edition
    money = facts([(_("Budget"), format_money(edition.budget, language()))])
    dates = facts(
        (translate(DATE_NAMES[name], language()), format_moment(time, language()))
        for name, time in edition.calendar.in_order.items()
    )
    by_themselves = _("Les phases changent d’elles-mêmes à ces dates, à l’heure de Paris.")
    about = f"<p>{text(by_themselves)}</p>"
    return _chapter(_("Le budget"), money) + _chapter(_("Le calendrier"), dates + about + changes_list(edition.slug))


def _who_proposes(call: CallRules) -> Iterable[str]:
    if call.min_age:
        yield _("Toute personne qui habite la commune peut proposer, dès {age} ans.", age=call.min_age)
    else:
        yield _("Toute personne qui habite la commune peut proposer.")
    if call.proposals_each:
        yield _("Propositions par personne : {limit} au plus.", limit=call.proposals_each)
    if call.cost_cap:
        yield _("Un projet coûte {cost} au plus.", cost=format_money(call.cost_cap, language()))
    if call.supports_needed:
        yield _("Soutiens nécessaires à une proposition pour être soumise au vote : {supports}.", supports=call.supports_needed)
    if call.moderation is Moderation.BEFORE:
        yield _("La mairie lit les propositions et les commentaires avant de les publier.")
    else:
        yield _("Les propositions et les commentaires paraissent aussitôt ; la mairie les lit ensuite.")
    yield _("Une proposition se modifie et se retire tant que l’appel est ouvert ; chaque version est gardée.")


def _call(call: CallRules, *, frozen: bool) -> str:
    """Who may propose what, and what the committee looks at."""
    criteria = facts((item.name, item.question) for item in call.criteria)
    judged = _("Chaque proposition est examinée selon ces critères. Un refus dit lesquels ne sont pas remplis, et pourquoi.")
    appeal = _("Un refus peut être contesté une fois : une autre personne réexamine la proposition.")
    kept = _("L’appel est ouvert : ces règles ne changent plus.") if frozen else _(
        "Ces règles peuvent changer jusqu’à l’ouverture de l’appel."
    )
    themes = _chapter(_("Les catégories"), _list(call.categories)) if call.categories else ""
    return (
        _chapter(_("Proposer"), _list(_who_proposes(call)))
        + themes
        + _chapter(_("L’examen"), f"<p>{text(judged)}</p>{criteria}<p>{text(appeal)}</p>")
        + _frozen(kept, _("Empreinte des règles de l’appel (SHA-256) :"), call_fingerprint(call))
    )


def _vote(book: RuleBook) -> str:
    """Who votes, what a ballot says, what is opened, and how votes become projects."""
    rules = book.edition.rules
    said = [_("Votent les personnes inscrites sur la liste des votants de cette édition, une fois chacune.")]
    said += [rules_sentence(rules)]
    said += [_("On peut voter blanc.")] if rules.blank_allowed else []
    said += [_("On peut voter de nouveau jusqu’à la clôture : le dernier bulletin compte.")] if rules.revote_allowed else []
    kept = _("Le vote est en place : ces règles ne changent plus.") if book.vote_frozen else _(
        "Ces règles peuvent changer jusqu’à la mise en place du vote."
    )
    return (
        _chapter(_("Voter"), _list(said) + f"<p>{text(secrecy(book.sealing))}</p>")
        + _chapter(_("Comment les projets seront choisis"), rule_list(book.rule, language()))
        + _frozen(kept, _("Empreinte de la règle (SHA-256) :"), rule_fingerprint(book.rule))
    )


def rule_book(book: RuleBook) -> str:
    """The whole rule book."""
    districts = _chapter(_("Les quartiers"), _list(book.districts)) if book.districts else ""
    call = "" if book.call is None else _call(book.call, frozen=book.call_frozen)
    data = link(_("Ce règlement comme données (JSON)"), f"/reglement/{book.edition.slug}.json")
    return f"{_money_and_dates(book)}{districts}{call}{_vote(book)}<p>{data}</p>"
