"""What a recount checks and refuses, in French: titles of the checks, and a sentence for each stable code."""

from __future__ import annotations

TITLES = {
    "archive": "L’urne est entière et valable",
    "election": "Le résultat est celui de cette urne",
    "ballot-list": "La liste du vote est celle que l’urne a scellée",
    "questions": "Les questions scellées sont celles de la liste",
    "rule": "La règle est celle de la liste",
    "ballots": "Votants et bulletins comptés",
    "votes": "Votes de chaque projet",
    "blank": "Votes exprimés, blancs et invalides",
    "grades": "Mentions de chaque projet",
    "winners": "Projets financés, dans leur ordre",
    "lines": "Ce qu’est devenu chaque projet, et pourquoi",
    "money": "Budget, dépenses et reste",
    "ties": "Égalités et comment elles sont départagées",
    "shares": "Parts égales, tour par tour",
}
STATUSES = {
    "passed": "pareil",
    "failed": "DIFFÉRENT",
    "not-applicable": "sans objet",
    "not-reached": "pas atteint",
}
RECOUNT_SENTENCES = {
    "recount-not-counted": "Cette urne n’est pas encore dépouillée : il n’y a pas de résultat à comparer.",
    "recount-election": "Ce résultat est celui d’une autre urne, ou d’un autre état de celle-ci.",
    "recount-ballot-list": (
        "La liste du vote qui est dans le résultat n’est pas celle dont l’empreinte est scellée dans l’urne : projets, "
        "coûts, règle ou budget ont été changés."
    ),
    "recount-questions": "Les questions scellées dans l’urne ne sont pas celles que la liste du vote demande.",
    "recount-rule": "L’empreinte de la règle n’est pas celle de la règle que la liste du vote contient.",
    "recount-ballots": "Le nombre de votants ou de bulletins comptés n’est pas celui de l’urne.",
    "recount-votes": "Les votes des projets ne sont pas ceux que l’urne donne.",
    "recount-blank": "Les votes exprimés, blancs ou invalides ne sont pas ceux que l’urne donne.",
    "recount-grades": "Les mentions des projets ne sont pas celles que l’urne donne.",
    "recount-winners": "Les projets financés ne sont pas ceux que la règle donne, ou pas dans cet ordre.",
    "recount-lines": "Le rang, les votes, le coût ou la raison d’un projet ne sont pas ceux que la règle donne.",
    "recount-money": "Le budget, les dépenses ou le reste ne sont pas ceux que la règle donne.",
    "recount-ties": "Les égalités ne sont pas celles que la règle a rencontrées.",
    "recount-shares": "Le déroulement des parts égales n’est pas celui que la règle donne.",
    "result-file-malformed": "Ce fichier de résultat n’est pas du JSON comme il en faut ({check}).",
    "result-file-members": "Il manque quelque chose à ce fichier de résultat, ou il contient quelque chose de trop.",
    "result-file-format": "Ce fichier n’est pas un résultat de la forme {format}.",
    "result-file-not-canonical": (
        "Ce fichier de résultat n’est pas écrit dans sa seule forme permise : il a été réécrit. Téléchargez-le de "
        "nouveau."
    ),
    "ballot-list-malformed": "La liste du vote n’a pas la forme qu’il faut ({check}).",
    "ballot-list-no-rule": "La liste du vote est d’une version ancienne, qui ne contient pas de règle.",
}
