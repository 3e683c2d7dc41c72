"""A rule in sentences that a resident can read: everything that the descriptor says, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from budget_app.domain.allocation.descriptor import (
    Count,
    Dividing,
    Envelope,
    Envelopes,
    EnvelopesLeft,
    Leftover,
    Method,
    Rule,
    Satisfaction,
    Shares,
    Step,
    StepUnit,
    WhenFull,
)
from budget_app.domain.ballot_kind import GRADE_NAMES
from budget_app.domain.money import format_money
from budget_app.locale import translate


def _method(rule: Rule, language: str) -> Iterator[str]:
    budget = format_money(rule.budget, language)
    if rule.method is Method.EQUAL_SHARES:
        yield translate(
            "Le budget de {budget} est réparti en parts égales entre les votants. Un projet est financé quand celles "
            "et ceux qui l’ont choisi peuvent le payer de leurs parts ; à chaque tour passe d’abord celui qui leur "
            "coûte le moins pour ce qu’il leur apporte.",
            language,
            budget=budget,
        )
    elif rule.method is Method.MAJORITY_JUDGMENT:
        yield translate(
            "Le budget de {budget} va aux projets dans l’ordre de leur mention majoritaire : celle qu’une moitié au "
            "moins des votants leur donne ou dépasse. À mention égale, on retire une à une les mentions médianes.",
            language,
            budget=budget,
        )
    else:
        yield translate("Le budget de {budget} va aux projets dans l’ordre des votes.", language, budget=budget)
    if rule.count is Count.POINTS:
        yield translate("Les votes d’un projet sont la somme de ses points.", language)


def _thresholds(rule: Rule, language: str) -> Iterator[str]:
    if rule.threshold_votes:
        yield translate(
            "Il faut à un projet au moins ce nombre de votes : {votes}.", language, votes=f"{rule.threshold_votes}"
        )
    if rule.threshold_percent:
        yield translate(
            "Un projet doit être choisi par {percent} % des bulletins au moins.",
            language,
            percent=rule.threshold_percent,
        )
    if rule.lowest_grade:
        grade = translate(GRADE_NAMES[rule.lowest_grade], language)
        yield translate("Un projet doit avoir au moins la mention « {grade} ».", language, grade=grade)


def _full(rule: Rule, language: str) -> Iterator[str]:
    if rule.shares is not None and not rule.shares.fill and rule.shares.compare is None:
        return
    if rule.when_full is WhenFull.SKIP:
        yield translate("Un projet qui n’entre plus dans ce qui reste est passé, et le suivant est essayé.", language)
    else:
        yield translate("On s’arrête au premier projet qui n’entre plus dans ce qui reste.", language)


def _pot(pot: Envelope, by: Dividing, language: str) -> str:
    amount = format_money(pot.amount, language)
    if by is Dividing.COST:
        limit = format_money(pot.up_to or 0, language)
        return translate("{name} (jusqu’à {limit}) : {amount}", language, name=pot.name, limit=limit, amount=amount)
    holds = ", ".join(pot.holds)
    if holds == pot.name:
        return translate("{name} : {amount}", language, name=pot.name, amount=amount)
    return translate("{name} ({holds}) : {amount}", language, name=pot.name, holds=holds, amount=amount)


def _envelopes(envelopes: Envelopes | None, language: str) -> Iterator[str]:
    if envelopes is None:
        return
    pots = " ; ".join(_pot(pot, envelopes.by, language) for pot in envelopes.pots)
    if envelopes.by is Dividing.DISTRICT:
        yield translate("Chaque quartier a son enveloppe : {pots}.", language, pots=pots)
    elif envelopes.by is Dividing.CATEGORY:
        yield translate("Chaque thème a son enveloppe : {pots}.", language, pots=pots)
    else:
        yield translate("Les projets ont une enveloppe selon leur coût : {pots}.", language, pots=pots)
    yield translate("Le reste du budget est à tous les autres projets.", language)
    if envelopes.left is EnvelopesLeft.TOWN_WIDE:
        yield translate(
            "Ce que les enveloppes laissent va aux projets de toute la ville, dans le même ordre.", language
        )
    else:
        yield translate("Ce qu’une enveloppe laisse ne va à aucune autre.", language)


def _exclusions(rule: Rule, language: str) -> Iterator[str]:
    if rule.one_per_district:
        yield translate("Chaque quartier a un projet financé au plus.", language)
    for names in rule.incompatible:
        yield translate("De ces projets, un seul peut être financé : {names}.", language, names=", ".join(names))


def _step(step: Step, language: str) -> str:
    if step.unit is StepUnit.CENTS:
        return format_money(step.amount, language)
    if step.unit is StepUnit.PERCENT:
        return translate("{amount} % de la première part", language, amount=step.amount)
    return translate("{amount} ‰ de la première part", language, amount=step.amount)


def _shares(shares: Shares | None, language: str) -> Iterator[str]:
    if shares is None:
        return
    if shares.satisfaction is Satisfaction.COST:
        yield translate("Un projet financé apporte à qui l’a choisi autant qu’il coûte.", language)
    elif shares.satisfaction is Satisfaction.POINTS:
        yield translate("Un projet financé apporte à qui l’a choisi autant que les points donnés.", language)
    else:
        yield translate(
            "Un projet financé apporte à qui l’a choisi son coût multiplié par les points donnés.", language
        )
    if shares.step is not None:
        yield translate(
            "Puis toutes les parts montent ensemble, de {step} à chaque pas, et tout est refait, jusqu’au premier "
            "pas qui dépasserait le budget : le dernier résultat qui n’en dépasse pas vaut.",
            language,
            step=_step(shares.step, language),
        )
    if shares.fill:
        yield translate("Ce qui reste va aux projets suivants, dans l’ordre des votes.", language)
    if shares.compare is not None:
        yield translate(
            "Enfin on compare avec le résultat dans l’ordre des votes : celui où plus de votants ont davantage de "
            "leurs projets financés l’emporte.",
            language,
        )
        if shares.compare is Method.EQUAL_SHARES:
            yield translate("S’ils sont aussi nombreux, les parts égales l’emportent.", language)
        else:
            yield translate("S’ils sont aussi nombreux, l’ordre des votes l’emporte.", language)


def _leftover(rule: Rule, language: str) -> str:
    if rule.leftover is Leftover.RETURNED:
        return translate("Ce qui n’est pas dépensé revient au budget de la commune.", language)
    if rule.leftover is Leftover.CARRIED_OVER:
        return translate("Ce qui n’est pas dépensé s’ajoute à l’édition suivante.", language)
    return translate("Après cet arrêt, ce qui reste va aux projets suivants qui y entrent.", language)


def rule_sentences(rule: Rule, language: str) -> tuple[str, ...]:
    """The rule, one sentence or two at a time, in the order in which it is applied."""
    ties = translate(
        "À égalité passe d’abord le projet le moins cher, puis celui qui a le plus de votes, puis l’ordre d’un "
        "tirage au sort public, de la graine « {seed} ».",
        language,
        seed=rule.seed,
    )
    return (
        *_method(rule, language),
        *_thresholds(rule, language),
        *_envelopes(rule.envelopes, language),
        *_exclusions(rule, language),
        *_shares(rule.shares, language),
        *_full(rule, language),
        _leftover(rule, language),
        ties,
    )
