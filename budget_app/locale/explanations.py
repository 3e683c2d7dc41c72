"""Why a project is funded or not, in sentences that anyone can follow; numbers are those of the explanation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from budget_app.domain.allocation.explanations import Explanation, Purchase
from budget_app.domain.allocation.majority_judgment import majority_grade
from budget_app.domain.allocation.outcome import Line, Reason
from budget_app.domain.allocation.search import Needed, Unit
from budget_app.domain.ballot_kind import GRADE_NAMES
from budget_app.domain.money import format_money, format_number
from budget_app.locale import translate


@dataclass(frozen=True)
class _Words:
    """Sentences and numbers in one language."""

    language: str

    def number(self, number: int) -> str:
        return format_number(number, self.language)

    def tenths(self, number: Fraction) -> str:
        """A number rounded to one decimal; none where it is whole."""
        whole, tenth = divmod(round(number * 10), 10)
        point = "," if self.language == "fr" else "."
        return self.number(whole) + (f"{point}{tenth}" if number.denominator > 1 else "")

    def money(self, cents: int | Fraction) -> str:
        """An amount, rounded down to a whole cent."""
        return format_money(floor(cents), self.language)

    def room(self, line: Line) -> dict[str, str]:
        """What was left at the project's turn, what it costs, and the envelope it looked into."""
        return {"left": self.money(line.left_before), "cost": self.money(line.cost), "name": line.pot}


def _funded(said: Explanation, words: _Words) -> Iterator[str]:
    room, language = words.room(said.line), words.language
    if said.purchase is not None:
        yield translate("Ce projet est financé : celles et ceux qui l’ont choisi l’ont payé de leurs parts.", language)
        yield from _bought(said.purchase, words)
    elif said.filled:
        yield translate(
            "Ce projet est financé. Les parts de celles et ceux qui l’ont choisi n’y suffisaient pas, mais ce que "
            "toutes les parts ont laissé va aux projets suivants, dans l’ordre des votes.",
            language,
        )
        yield translate("À son tour, il restait {left} et il coûte {cost}.", language, **room)
    elif said.line.pot:
        yield translate(
            "Ce projet est financé : à son tour, il restait {left} dans l’enveloppe « {name} » et il coûte {cost}.",
            language,
            **room,
        )
    else:
        yield translate("Ce projet est financé : à son tour, il restait {left} et il coûte {cost}.", language, **room)


def _bought(bought: Purchase, words: _Words) -> Iterator[str]:
    places = {"round": bought.round, "price": words.money(bought.price)}
    if bought.by_points:
        yield translate("Au tour {round}, chacun a donné jusqu’à {price} par point.", words.language, **places)
    else:
        yield translate("Au tour {round}, chacun a donné jusqu’à {price}.", words.language, **places)
    yield translate(
        "Ont payé ce prix entier : {full}. Ont donné tout ce qui leur restait : {short}.",
        words.language,
        full=words.number(bought.paid_in_full),
        short=words.number(bought.gave_all),
    )
    if not bought.by_points:
        yield translate(
            "C’est autant que {votes} prix entiers : ce sont ses votes effectifs, {support} % des bulletins.",
            words.language,
            votes=words.tenths(bought.effective_votes),
            support=words.tenths(bought.support),
        )


def _unfit(line: Line, words: _Words) -> str:
    if line.pot:
        return translate(
            "Ce projet n’entrait plus dans l’enveloppe « {name} » : il restait {left} et il coûte {cost}.",
            words.language,
            **words.room(line),
        )
    return translate(
        "Ce projet n’entrait plus dans le budget : il restait {left} et il coûte {cost}.",
        words.language,
        **words.room(line),
    )


def _too_little(said: Explanation, words: _Words) -> str:
    """Votes or grades below what the rule asks."""
    if said.line.reason is Reason.BELOW_THRESHOLD:
        return translate(
            "Ce projet n’a pas assez de votes : il en fallait {needed}, il en a {votes}.",
            words.language,
            needed=words.number(said.needed_votes),
            votes=words.number(said.line.votes),
        )
    return translate(
        "Ce projet a la mention majoritaire « {grade} ». Il fallait au moins « {lowest} ».",
        words.language,
        grade=translate(GRADE_NAMES[majority_grade(said.grades)], words.language),
        lowest=translate(GRADE_NAMES[said.rule.lowest_grade], words.language),
    )


def _kept_out(line: Line, titles: Mapping[str, str], words: _Words) -> str:
    """Another project stands in the way."""
    rival = titles.get(line.rival or "", line.rival or "")
    if line.reason is Reason.INCOMPATIBLE:
        return translate(
            "La règle ne finance pas à la fois ce projet et « {rival} », qui est passé d’abord.",
            words.language,
            rival=rival,
        )
    if line.reason is Reason.DISTRICT_SERVED:
        return translate(
            "La règle finance un seul projet par quartier, et « {rival} » est passé d’abord.",
            words.language,
            rival=rival,
        )
    return translate(
        "La règle s’arrête au premier projet qui n’entre plus dans ce qui reste. C’était « {rival} », et ce projet "
        "vient après.",
        words.language,
        rival=rival,
    )


def _cannot_pay(said: Explanation, words: _Words) -> str:
    return translate(
        "Celles et ceux qui ont choisi ce projet ne pouvaient pas le payer : à la fin il leur restait {left} en tout, "
        "et il coûte {cost}.",
        words.language,
        left=words.money(said.money.at_last if said.money else 0),
        cost=words.money(said.line.cost),
    )


def _refused(said: Explanation, titles: Mapping[str, str], words: _Words) -> str:
    match said.line.reason:
        case Reason.BELOW_THRESHOLD | Reason.BELOW_GRADE:
            return _too_little(said, words)
        case Reason.INCOMPATIBLE | Reason.DISTRICT_SERVED | Reason.AFTER_STOP:
            return _kept_out(said.line, titles, words)
        case Reason.CANNOT_PAY:
            return _cannot_pay(said, words)
    return _unfit(said.line, words)


def reason_sentences(said: Explanation, titles: Mapping[str, str], language: str) -> tuple[str, ...]:
    """Why the project is funded or not; ``titles`` are what projects are called, by identifier."""
    words = _Words(language)
    reasons = tuple(_funded(said, words)) if said.line.funded else (_refused(said, titles, words),)
    if not said.reverted:
        return reasons
    reverted = translate(
        "La règle a comparé les parts égales avec l’ordre des votes, et l’ordre des votes l’a emporté : c’est lui qui "
        "vaut ici.",
        language,
    )
    return (*reasons, reverted)


def money_sentence(said: Explanation, language: str) -> str:
    """How much money a project's supporters had by Equal Shares; empty where nobody chose it."""
    if said.money is None or not said.money.supporters:
        return ""
    words = _Words(language)
    share = words.money(said.money.share)
    if said.money.supporters == 1:
        return translate(
            "Chaque votant avait une part de {share}. Un seul votant a choisi ce projet.", language, share=share
        )
    return translate(
        "Chaque votant avait une part de {share}. Les {voters} votants qui ont choisi ce projet avaient donc {money} "
        "en tout.",
        language,
        share=share,
        voters=words.number(said.money.supporters),
        money=words.money(said.money.at_first),
    )


def _enough(needed: Needed, words: _Words) -> str:
    """So many votes would have done."""
    places, language = {"enough": words.number(needed.enough or 0), "short": words.number(needed.short)}, words.language
    if needed.unit is Unit.POINTS:
        if needed.enough == 1:
            return translate("Un point de plus aurait suffi.", language)
        return translate("{enough} points de plus auraient suffi, {short} non.", language, **places)
    if needed.unit is Unit.GRADES:
        if needed.enough == 1:
            return translate("Une meilleure mention de plus aurait suffi.", language)
        return translate("{enough} meilleures mentions de plus auraient suffi, {short} non.", language, **places)
    if needed.enough == 1:
        return translate("Un vote de plus aurait suffi.", language)
    return translate("{enough} votes de plus auraient suffi, {short} non.", language, **places)


def _none_enough(needed: Needed, words: _Words) -> str:
    """No number of votes would have done."""
    if needed.unit is Unit.POINTS:
        return translate("Aucun nombre de points de plus n’aurait suffi.", words.language)
    if needed.unit is Unit.GRADES:
        return translate("Aucun nombre de meilleures mentions n’aurait suffi.", words.language)
    return translate("Aucun nombre de votes de plus n’aurait suffi.", words.language)


def _assumed(needed: Needed, words: _Words) -> str:
    """Which votes are meant."""
    if needed.unit is Unit.POINTS:
        return translate("On suppose ces points en plus pour lui seul, et tout le reste pareil.", words.language)
    if needed.unit is Unit.GRADES:
        return translate(
            "On suppose que tant de votants lui donnent la meilleure mention à la place de la plus basse, et tout le "
            "reste pareil.",
            words.language,
        )
    if needed.each > 1:
        return translate(
            "On suppose des bulletins en plus qui donnent {each} points à lui seul, et tout le reste pareil.",
            words.language,
            each=needed.each,
        )
    return translate(
        "On suppose des bulletins en plus qui ne choisissent que lui, et tout le reste pareil.", words.language
    )


def _votes(needed: Needed, words: _Words) -> Iterator[str]:
    if needed.enough is not None:
        yield f"{_enough(needed, words)} {_assumed(needed, words)}"
    elif needed.smallest:
        yield _none_enough(needed, words)
    elif needed.short:
        yield translate(
            "Nous n’avons pas trouvé de nombre de votes de plus, jusqu’à {limit}, qui aurait suffi.",
            words.language,
            limit=words.number(needed.short),
        )


def _cost(needed: Needed, words: _Words) -> Iterator[str]:
    places = {"enough": words.money(needed.enough or 0), "short": words.money(needed.short)}
    if needed.enough is not None and needed.short:
        yield translate(
            "{enough} de moins sur son coût auraient suffi, {short} non.",
            words.language,
            **places,
        )
    elif needed.enough is not None:
        yield translate("{enough} de moins sur son coût auraient suffi.", words.language, **places)
    elif needed.smallest:
        yield translate("Aucun coût plus bas n’aurait suffi.", words.language)
    elif needed.short:
        yield translate("Nous n’avons pas trouvé de coût plus bas qui aurait suffi.", words.language)


def needed_sentences(said: Explanation, language: str) -> tuple[str, ...]:
    """What it would have taken; empty for a winner, and where it was not searched for."""
    if said.more_votes is None or said.less_cost is None:
        return ()
    words, found = _Words(language), (said.more_votes, said.less_cost)
    sentences = [*_votes(said.more_votes, words), *_cost(said.less_cost, words)]
    if any(needed.cut for needed in found):
        sentences.append(
            translate(
                "Ce vote est si grand que nous n’avons pas refait le calcul pour tous les nombres.",
                language,
            )
            if sentences
            else translate("Ce vote est si grand que nous n’avons pas cherché ce qu’il aurait fallu.", language)
        )
    return tuple(sentences)
