"""How a rule went, in sentences: the ties that it used, and how equal shares rose and compared."""

from __future__ import annotations

from budget_app.domain.allocation.completion import SharesResult
from budget_app.domain.allocation.descriptor import Method
from budget_app.domain.allocation.ties import Decided, Tie
from budget_app.domain.money import format_money
from budget_app.locale import translate


def tie_sentence(tie: Tie, language: str) -> str:
    """Which projects were equal, in the order that they were given, and by what."""
    names = ", ".join(tie.projects)
    if tie.decided is Decided.COST:
        return translate("À égalité, dans cet ordre : {names}. Le coût en a décidé.", language, names=names)
    if tie.decided is Decided.VOTES:
        return translate(
            "À égalité, dans cet ordre : {names}. Le coût, puis les votes en ont décidé.", language, names=names
        )
    return translate(
        "À égalité, dans cet ordre : {names}. Le coût, les votes, puis le tirage au sort en ont décidé.",
        language,
        names=names,
    )


def shares_sentences(shares: SharesResult, language: str) -> tuple[str, ...]:
    """Each voter's share at first and at last (rounded down to the cent), and the comparison where there was one."""
    first, last = (format_money(int(share), language) for share in (shares.first_share, shares.share))
    said = [translate("Chaque votant avait d’abord {first}.", language, first=first)]
    if shares.steps:
        steps = shares.steps
        said.append(
            translate("Les parts sont montées de {steps} pas, jusqu’à {last}.", language, steps=steps, last=last)
        )
    if shares.filled:
        names = ", ".join(shares.filled)
        said.append(translate("Ce qui restait a payé, dans l’ordre des votes : {names}.", language, names=names))
    if shares.comparison is not None:
        more, fewer = shares.comparison.more_by_shares, shares.comparison.more_by_votes
        said.append(
            translate(
                "Comparaison : {more} votants ont plus de projets financés en parts égales, {fewer} dans l’ordre des "
                "votes.",
                language,
                more=more,
                fewer=fewer,
            )
        )
        kept = shares.comparison.kept is Method.EQUAL_SHARES
        said.append(
            translate("Le résultat en parts égales l’emporte.", language)
            if kept
            else translate("Le résultat dans l’ordre des votes l’emporte.", language)
        )
    return tuple(said)
