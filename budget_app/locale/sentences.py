"""The one table that turns a refusal's code into a sentence: what happened and what to do."""

from __future__ import annotations

from budget_app.domain.errors import DomainError
from budget_app.locale import translate
from budget_app.locale.accounts import ACCOUNT_SENTENCES
from budget_app.locale.call import CALL_SENTENCES
from budget_app.locale.files import FILES_SENTENCES
from budget_app.locale.recount import RECOUNT_SENTENCES
from budget_app.locale.review import REVIEW_SENTENCES

SENTENCES: dict[str, str] = {
    "address-unknown": "Il n’y a rien à cette adresse.",
    "origin-refused": "Cette demande vient d’un autre site. Revenez à nos pages et recommencez.",
    "body-too-large": "C’est trop volumineux.",
    "body-too-slow": "La demande a mis trop de temps à arriver. Recommencez.",
    "form-malformed": "Ce formulaire n’a pas pu être lu. Rechargez la page et recommencez.",
    "too-many-tries": "Trop d’essais. Réessayez dans {retry_after} secondes.",
    "password-too-short": "Ce mot de passe est trop court : il faut au moins {minimum} caractères.",
    "password-too-long": "Ce mot de passe est trop long : {maximum} caractères au plus.",
    "passwords-differ": "Les deux mots de passe ne sont pas les mêmes.",
    "email-malformed": "Cela ne ressemble pas à une adresse e-mail.",
    "account-exists": "Il y a déjà un compte à cette adresse.",
    "role-unknown": "Choisissez au moins un rôle de la liste.",
    "account-unknown": "Ce compte n’existe pas, ou il n’a plus de rôle.",
    "administrator-last": (
        "C’est le dernier compte d’administration : donnez d’abord ce rôle à quelqu’un d’autre, qui a choisi un mot de "
        "passe."
    ),
    "reset-link-invalid": "Ce lien n’est plus valable : il a servi, ou il a plus d’une heure. Demandez-en un nouveau.",
    "not-allowed": "Il faut être connecté, avec un rôle qui le permet.",
    "outbox-closed": "Le courrier ne se lit ici que dans la démonstration.",
    "election-unknown": "Cette adresse n’est celle d’aucun vote. Vérifiez le lien de votre courrier.",
    "edition-unknown": "Cette édition n’existe pas.",
    "project-unknown": "Ce projet n’existe pas dans cette édition.",
    "vote-not-open": "Le vote n’est pas encore ouvert.",
    "vote-closed": "Le vote est clos : ce bulletin n’a pas été pris.",
    "ballot-too-large": "Ce bulletin est trop volumineux : il n’a pas été pris.",
    "ballot-malformed": "Ce bulletin est illisible : il n’a pas été pris. Scellez-le de nouveau.",
    "ballot-other-election": "Ce bulletin est celui d’un autre vote : il n’a pas été pris. Rechargez la page du vote.",
    "ballot-signature-invalid": (
        "La signature de ce bulletin n’est pas valable : il n’a pas été pris. Scellez-le de nouveau."
    ),
    "ballot-proof-invalid": "Une preuve de ce bulletin n’est pas valable : il n’a pas été pris. Scellez-le de nouveau.",
    "ballot-duplicate": (
        "Ce bulletin est déjà dans l’urne, et un plus récent l’a remplacé. Pour revoter, scellez-en un nouveau."
    ),
    "ballot-spoiled": (
        "Ce bulletin a été ouvert pour être vérifié : il ne peut plus être déposé. Scellez-en un nouveau."
    ),
    "ballot-cast-already": "Ce bulletin est déjà dans l’urne : il ne peut plus être ouvert.",
    "too-many-spoiled": (
        "Vous avez déjà ouvert {limit} bulletins pour les vérifier, et c’est la limite. Vous pouvez toujours voter."
    ),
    "revote-not-allowed": (
        "Vous avez déjà voté, et ce vote ne permet pas de changer son bulletin. Celui que vous avez déposé compte."
    ),
    "credential-unknown": "Ce code de vote n’est pas celui d’un votant de ce vote. Comparez-le avec votre courrier.",
    "credential-of-another-voter": (
        "Ce code de vote ne va pas avec ce numéro de votant. Comparez les deux avec votre courrier."
    ),
    "second-factor-wrong": (
        "Cette date de naissance n’est pas celle de ce numéro de votant. Essais restants : {tries_left}."
    ),
    "roll-number-malformed": "Un numéro de votant est un nombre, de 1 à 7 chiffres.",
    "birth-date-malformed": "Cette date de naissance n’existe pas. Elle s’écrit comme 1954-03-12.",
    "guardian-unknown": "Ce lien de gardien n’est pas valable. Demandez-en un nouveau à l’organisation.",
    "guardian-key-already": "Votre clé est déjà enregistrée : il n’y a rien d’autre à faire avant le dépouillement.",
    "shuffles-not-done": "Les bulletins ne sont pas encore tous mélangés : attendez votre tour.",
    "shuffle-not-your-turn": "Ce n’est pas à vous de mélanger maintenant : actualisez la page.",
    "shuffle-invalid": "Ce mélange n’est pas valable : rien n’a été gardé. Recommencez depuis votre page.",
    "shuffle-nobody": "Personne n’a de mélange à faire maintenant.",
    "shuffle-needed": "Il faut qu’un gardien au moins mélange : attendez celui-ci.",
    "guardian-share-already": "Votre part est déjà reçue : il n’y a rien d’autre à faire.",
    "guardian-share-late": (
        "Le résultat est déjà publié : assez de gardiens du groupe étaient là, votre part n’est plus nécessaire."
    ),
    "key-invalid": "Cette clé publique n’est pas valable : elle n’a pas été prise. Créez une nouvelle clé.",
    "share-invalid": (
        "Cette part de déchiffrement n’est pas valable : elle n’a pas été prise. Vérifiez que le fichier de "
        "clé est le vôtre, et celui de ce vote."
    ),
    "share-strong-missing": (
        "Votre part est venue sans sa seconde preuve : elle n’a pas été prise. Envoyez-la depuis la page ouverte par "
        "votre lien, ou avec le fichier que « decrypt --strong » écrit."
    ),
    "share-strong-invalid": (
        "La seconde preuve de cette part ne tient pas : une valeur déchiffrée n’est pas celle que donne votre clé. La "
        "part n’a pas été prise. Recommencez sur un autre appareil : celui-ci a calculé faux."
    ),
    "strong-not-published": (
        "Les preuves fortes des parts paraissent avec le résultat, pour les votes où elles ont été demandées."
    ),
    "share-not-yet": "Le vote n’est pas clos : le dépouillement n’a pas commencé.",
    "guardian-number": "Il faut de 1 à {limit} gardiens.",
    "guardian-name-invalid": "Le nom du gardien {number} est vide ou trop long.",
    "guardian-email-invalid": "L’adresse e-mail du gardien {number} ne convient pas.",
    "guardian-email-repeated": (
        "Deux gardiens ont la même adresse e-mail : chaque part doit appartenir à une autre personne."
    ),
    "guardian-language-unknown": "La langue du gardien {number} ne convient pas : fr ou en.",
    "guardian-mandatory-missing": (
        "Il faut au moins une personne dont la clé est toujours nécessaire, à côté du groupe."
    ),
    "guardian-threshold-invalid": (
        "Le nombre de gardiens du groupe qui suffisent doit être d’au moins 2, et plus petit que le groupe ({size})."
    ),
    "guardian-in-group": "Votre clé se fait avec votre groupe : rechargez la page de votre lien.",
    "guardian-not-in-group": "Votre lien n’est pas celui d’un gardien du groupe. Rechargez la page de votre lien.",
    "exchange-missing": "Aucun groupe de gardiens ne fait de clé dans cette édition.",
    "exchange-stopped": (
        "La clé du groupe est arrêtée : quelque chose n’est pas juste. L’organisation doit faire recommencer le groupe."
    ),
    "exchange-not-yet": "Ce n’est pas encore le moment : d’autres gardiens n’ont pas fini l’étape d’avant.",
    "exchange-finished": "Votre clé est déjà enregistrée : il n’y a rien d’autre à faire avant le dépouillement.",
    "exchange-message-already": "Ce message est déjà reçu : il n’y a rien d’autre à faire à cette étape.",
    "exchange-message-invalid": (
        "Ce message n’est pas valable ({check}) : il n’a pas été pris. Rechargez la page de votre lien et recommencez."
    ),
    "fault-malformed": "Ce signalement n’a pas pu être lu.",
    "fault-certificate-invalid": "{by} a trouvé que les clés envoyées par {about} ne sont pas valables.",
    "fault-promise-broken": "{by} a trouvé que {about} n’a pas envoyé ce qui avait été promis.",
    "fault-polynomial-invalid": "{by} a trouvé que le message de {about} au groupe n’est pas valable.",
    "fault-secret-invalid": (
        "{by} dit que le message secret reçu de {about} n’est pas juste. Le serveur ne peut pas le lire : c’est l’une "
        "de ces deux personnes qui s’est trompée, ou qui triche. Demandez aux deux."
    ),
    "fault-certificate-own": (
        "{by} a trouvé que le serveur montre d’autres clés que les siennes. Demandez à l’administration du service."
    ),
    "fault-certificate-count": (
        "{by} a reçu trop ou trop peu de clés du serveur. Demandez à l’administration du service."
    ),
    "fault-polynomial-own": (
        "{by} a trouvé que le serveur a changé son message. Demandez à l’administration du service."
    ),
    "fault-vinput-malformed": (
        "{by} n’a pas pu lire les messages donnés par le serveur. Demandez à l’administration du service."
    ),
    "vote-already-set-up": (
        "Le vote est déjà préparé : projets, liste des votants, gardiens et règles ne changent plus."
    ),
    "vote-not-ready": (
        "Le vote ne peut pas encore être préparé : il manque quelque chose. La liste est sur le bureau de "
        "l’organisation."
    ),
    "vote-not-set-up": "Le vote n’est pas encore préparé.",
    "vote-dates-past": "La date de clôture est déjà passée. Changez le calendrier.",
    "vote-closed-already": "Le vote est déjà clos.",
    "vote-close-early": "L’heure de clôture annoncée n’est pas atteinte. Clore avant demande une confirmation.",
    "calendar-frozen": (
        "Le vote est préparé : seule la clôture peut encore être déplacée, tant qu’elle n’est pas passée."
    ),
    "calendar-past": (
        "Cette date est passée, ou le serait : un appel, un examen ou un délai qui a pris fin ne se rouvre pas."
    ),
    "reason-missing": "Ces dates sont annoncées : dites pourquoi elles changent. Votre raison sera publiée.",
    "calendar-order": (
        "Les dates doivent se suivre : appel à projets, examen, décisions, fin des recours, ouverture du vote, clôture."
    ),
    "calendar-time-zone": "Une date est donnée sans fuseau horaire.",
    "choices-bounds": (
        "Le nombre de choix ne convient pas : le minimum ne dépasse pas le maximum, et le maximum est au moins 1."
    ),
    "choices-single": "Pour un choix unique, le minimum et le maximum sont 1.",
    "ranks-too-many": "Un classement compte {limit} rangs au plus.",
    "points-bounds": (
        "Les points ne conviennent pas : un projet peut recevoir de 1 à {limit} points, et jamais plus que le total "
        "d’un bulletin."
    ),
    "budget-invalid": "Le budget doit être une somme positive, d’un milliard d’euros au plus.",
    "cost-invalid": "Le coût d’un projet est une somme positive.",
    "picture-invalid": "Cette image n’est pas l’une de celles du site.",
    "position-invalid": (
        "Cette position n’existe pas : latitude de -90 à 90, longitude de -180 à 180, les deux ou aucune."
    ),
    "field-empty": "Ce champ ne peut pas rester vide : {field}.",
    "field-too-long": "Ce texte est trop long : {field}, {limit} caractères au plus.",
    "projects-missing": "Aucun projet n’est sur la liste du vote.",
    "projects-too-many": "Il y a trop de projets : {limit} au plus.",
    "roll-too-small-to-open": (
        "Il y a moins de {limit} votants : ouvrir les bulletins un par un dirait trop de chacun. Choisissez une sorte "
        "de bulletin dont seuls les totaux sont ouverts."
    ),
    "projects-fewer-than-choices": "Il y a moins de projets que de choix permis ({max}).",
    "roll-missing": "La liste des votants n’est pas encore importée.",
    "credentials-missing": "Des votants n’ont pas encore d’accréditation publique : {missing}.",
    "guardians-missing": "Aucun gardien n’est désigné.",
    "guardian-keys-missing": "Des gardiens n’ont pas encore créé leur clé : {missing}.",
    "file-encoding": "Ce fichier n’est pas en UTF-8. Enregistrez-le en « CSV UTF-8 » et recommencez.",
    "file-header": "La première ligne du fichier doit être : {expected}",
    "file-columns": "Il faut {expected} colonnes, séparées par des points-virgules.",
    "file-malformed": "Cette ligne n’a pas pu être lue.",
    "file-empty": "Ce fichier ne contient aucune ligne.",
    "voter-name-invalid": "Le nom est vide ou trop long.",
    "roll-number-duplicate": "Le numéro de votant {roll_number} est déjà sur la liste.",
    "credential-malformed": "Cette accréditation publique n’est pas valable.",
    "credential-duplicate": "Ce numéro de votant ou cette accréditation figure deux fois.",
    "credential-roll-number-unknown": "Le numéro de votant {roll_number} n’est pas sur la liste des votants.",
    "registrar-unknown": (
        "Ce lien n’est pas ou plus celui de la personne chargée des codes. Demandez-en un nouveau à "
        "l’organisation."
    ),
    "registrar-name-invalid": "Le nom de la personne chargée des codes est vide ou trop long.",
    "registrar-language-unknown": "Cette langue n’est pas parmi celles du site.",
    "replacement-after-setup": (
        "Le vote est en place : la liste des codes est figée dans l’urne publique et ne change "
        "plus."
    ),
    "replacement-after-opening": "Le vote a ouvert : un code ne peut plus être remplacé ici.",
    "replacement-without-code": "Le votant n° {roll_number} n’a pas encore de code : il n’y a rien à remplacer.",
    "credential-revoked": "Ce code public a déjà été révoqué : il ne peut pas revenir. Faites un nouveau code.",
    "credential-weighted": "Ce fichier donne des poids, et chaque votant de ce vote compte pour un.",
    "credentials-already": (
        "La liste des codes publics est déjà là. Pour quelques lettres perdues, remplacez leurs codes "
        "seulement."
    ),
    "credentials-incomplete": "Il manque {missing} votants dans cette liste de codes : rien n’a été pris.",
    "record-empty": "Aucune liste de codes n’a encore été donnée pour ce vote.",
    "minutes-not-yet": "Il n’y a pas encore de procès-verbal : le dépouillement n’est pas terminé.",
    "board-empty": "L’urne n’existe pas encore : le vote n’est pas préparé.",
    "ballot-unknown": "Aucun bulletin de cette urne ne porte ce numéro de suivi.",
    "witness-invalid": "Ce n’est pas l’adresse et la clé de vérification d’un témoin ({check}).",
    "checkpoint-not-cosigned": "Aucun témoin n’a encore contresigné cette urne.",
    "board-inconsistent": (
        "L’urne ne correspond pas aux accréditations. Rien n’a été compté : prévenez l’administration du service."
    ),
    "verification-busy": "Une autre vérification est en cours. Réessayez dans quelques instants.",
    "verification-too-long": (
        "La vérification est trop longue pour le serveur. Téléchargez l’urne et vérifiez-la chez vous."
    ),
    "verification-unreadable": "Le vérificateur n’a pas pu lire l’urne. Téléchargez-la et vérifiez-la chez vous.",
    "candidate-duplicate": "Deux projets portent le même numéro.",
    "candidate-invalid": "Un coût ou un nombre de votes ne convient pas.",
    "money-malformed": "Cette somme n’a pas pu être lue. Écrivez par exemple 12500 ou 12500,50.",
    "date-malformed": "Cette date n’a pas pu être lue. Écrivez par exemple 04/05/2026.",
    "not-a-demonstration": (
        "La base de données contient autre chose que la commune de démonstration : rien n’a été effacé. Pour tout "
        "effacer quand même, ajoutez --yes."
    ),
    "demonstration-exists": "La base de données n’est pas vide : la commune de démonstration n’y a pas été créée.",
    "result-missing": "Le résultat n’est pas encore connu.",
    "server-unreachable": "Le serveur {address} ne répond pas comme prévu. Vérifiez l’adresse, et qu’Isoloir y tourne.",
    "pabulib-too-large": "Ce fichier est trop volumineux : {limit} octets au plus.",
    "pabulib-encoding": "Ce fichier n’est pas en UTF-8.",
    "pabulib-malformed": "Les guillemets de cette ligne ne se ferment pas bien.",
    "pabulib-sections": (
        "Un fichier Pabulib a trois parties, une fois chacune et dans cet ordre : META, PROJECTS, VOTES."
    ),
    "pabulib-section-empty": "La partie {section} est vide.",
    "pabulib-header": "Une colonne de la partie {section} figure deux fois.",
    "pabulib-column-missing": "Il manque la colonne {column} dans la partie {section}.",
    "pabulib-columns": "Il faut {expected} colonnes, séparées par des points-virgules, et il y en a {found}.",
    "pabulib-cell-empty": "La colonne {column} ne peut pas rester vide.",
    "pabulib-text-too-long": "Ce texte est trop long : {column}, {limit} caractères au plus.",
    "pabulib-meta-header": "La partie META commence par la ligne « key;value ».",
    "pabulib-meta": "Une ligne de la partie META est une clé et sa valeur, et une clé n’y figure qu’une fois.",
    "pabulib-meta-missing": "La partie META ne donne pas de valeur pour {key}.",
    "pabulib-amount": "« {value} » n’est pas une somme positive, en euros et centimes.",
    "pabulib-number": "« {value} » n’est pas un nombre qui convienne ici.",
    "pabulib-date": "« {value} » n’est pas une date : elle s’écrit comme 03.10.2022.",
    "pabulib-dates": "Le vote finirait avant d’avoir commencé.",
    "pabulib-vote-type": (
        "Les bulletins de ce fichier sont du type « {value} ». Le vote ne connaît que le choix de projets "
        "(approval) ou d’un seul (choose-1)."
    ),
    "pabulib-vote-type-unknown": (
        "Les bulletins sont du type « {value} », et non de l’un de ceux du format : approval, choose-1, cumulative, "
        "scoring ou ordinal."
    ),
    "pabulib-currency-malformed": "« {value} » n’est pas une monnaie : trois lettres, comme EUR.",
    "pabulib-points-number": (
        "La colonne points donne un nombre à chaque projet du bulletin, et seulement si le type de bulletins en a."
    ),
    "pabulib-points-limits": "Les points de ce bulletin dépassent les limites de la partie META.",
    "pabulib-vote-cost": "Le coût total des projets de ce bulletin dépasse les limites de la partie META.",
    "pabulib-target": "La colonne target s’appelle beneficiaries depuis 2026. Renommez-la.",
    "pabulib-project-comma": "L’identifiant « {project} » contient une virgule, qui sépare les projets d’un bulletin.",
    "pabulib-limit-unsupported": (
        "Ce fichier limite les bulletins par {key} : le vote ne connaît que des limites en nombre de projets."
    ),
    "pabulib-currency": "La monnaie de ce fichier est « {value} » : seul l’euro (EUR) est pris en charge.",
    "pabulib-limits": "Le nombre de choix ne convient pas : min_length ne dépasse pas max_length, qui est au moins 1.",
    "pabulib-project-duplicate": "Le projet {project} figure deux fois.",
    "pabulib-voter-duplicate": "Ce votant figure deux fois.",
    "pabulib-vote-unknown-project": "Ce bulletin choisit le projet « {project} », qui n’est pas dans la liste.",
    "pabulib-vote-duplicate": "Ce bulletin choisit deux fois le même projet.",
    "pabulib-vote-limits": "Ce bulletin ne choisit pas de {least} à {most} projets.",
    "pabulib-count": "{key} annonce {expected}, et le fichier en contient {found}.",
    "ballots-not-opened": "Les bulletins de ce vote n’ont pas été ouverts : seuls les totaux l’ont été.",
    "allocation-project-duplicate": "Cette liste de projets nomme deux fois le même projet.",
    "allocation-project-invalid": "Un projet de cette liste n’a pas d’identifiant, ou pas de coût.",
    "allocation-ballot-duplicate": "Un bulletin nomme deux fois le même projet.",
    "allocation-ballot-unknown": "Un bulletin nomme un projet qui n’est pas dans la liste.",
    "allocation-ballot-invalid": "Un bulletin porte un nombre qui ne peut pas être.",
    "rule-number": "La règle ne convient pas : le nombre {name} est hors de ses limites.",
    "rule-seed": "La graine du tirage au sort est vide, trop longue (plus de {limit} caractères) ou illisible.",
    "rule-leftover": (
        "Le reste ne peut financer d’autres projets qu’après un arrêt au premier qui n’entre plus, dans une partie "
        "de la règle qui suit les votes."
    ),
    "rule-incompatible": "Une liste de projets incompatibles en nomme au moins deux, chacun une fois.",
    "rule-envelopes": (
        "Les enveloppes ne conviennent pas : chacune a un nom et ce qu’elle contient, et rien n’est dans deux "
        "enveloppes."
    ),
    "rule-envelopes-sum": "Les enveloppes dépassent ensemble le budget.",
    "rule-bands": "Les enveloppes par coût vont de la plus petite limite à la plus grande, sans quartier ni thème.",
    "rule-shares": "Les réglages des parts égales (shares) vont avec cette règle, et avec elle seule.",
    "rule-shares-town-wide": "Les parts égales valent pour toute la ville : sans enveloppe ni limite par quartier.",
    "rule-grade": "Une mention minimale va avec le jugement majoritaire, un seuil de votes avec les autres règles.",
    "rule-satisfaction": "Des points ne comptent comme satisfaction que si les votes sont des points.",
    "rule-not-for-ballots": "Cette règle ne va pas avec ces bulletins.",
    "choices-per-district": "Seuls des projets choisis se comptent par quartier.",
    "rule-place-unknown": "La règle nomme un quartier ou un thème qui n’est celui d’aucun projet : {name}.",
    "rule-project-unknown": "La règle nomme un projet qui n’est pas dans la liste : {project}.",
    "rule-json-syntax": "Ce fichier de règle n’est pas du JSON en UTF-8.",
    "rule-json-too-large": "Ce fichier de règle est trop volumineux : {limit} octets au plus.",
    "rule-json-number": "Un nombre de la règle n’est pas un entier ordinaire.",
    "rule-json-duplicate-key": "Un membre de la règle figure deux fois.",
    "rule-json-members": "Il manque {name} à la règle, ou elle ne devrait pas l’avoir.",
    "rule-json-type": "{name} n’est pas du type qu’il faut.",
    "rule-json-choice": "{name} est une de ces valeurs : {choices}.",
    "rule-version": "Cette règle n’est pas de la version {version}, la seule qui soit connue ici.",
    "rule-percent-of-points": "Un seuil en pour cent des bulletins ne va pas avec des points.",
    "allocation-too-long": (
        "Avec tant de bulletins, cette montée des parts demande trop de calcul ici : choisissez un pas plus grand."
    ),
    "simulation-busy": "D’autres simulations sont en cours. Réessayez dans quelques instants.",
    "allocation-tally-invalid": "Ces totaux ne sont pas ceux de ces projets.",
    "rule-needs-ballots": "Cette règle a besoin des bulletins un par un : des totaux ne lui suffisent pas.",
    "rule-needs-grades": "Cette règle a besoin de mentions : ces bulletins n’en donnent pas.",
    **RECOUNT_SENTENCES,
    **ACCOUNT_SENTENCES,
    **CALL_SENTENCES,
    **REVIEW_SENTENCES,
    **FILES_SENTENCES,
}

_UNKNOWN = "Cela n’a pas été possible (code : {code}). Recommencez, ou donnez ce code à la mairie."

FIELDS: dict[str, str] = {
    "name": "nom",
    "contact": "coordonnées",
    "town": "commune",
    "description": "description",
    "title": "titre",
    "group_name": "nom du groupe",
    "co_author": "adresse à inviter",
    "parent_name": "nom d’un parent",
    "parent_contact": "coordonnées d’un parent",
    "summary": "résumé",
    "beneficiaries": "bénéficiaires",
    "category": "thème",
    "district": "quartier",
    "place": "lieu",
    "appeal": "recours",
    "department": "service",
    "note": "note",
    "reason": "raison",
    "comment": "commentaire",
    "explanation": "explication du coût",
    "sources": "sources",
}


def say(code: str, language: str, **facts: object) -> str:
    """The sentence of ``code`` in ``language``, its facts filled in; a general one, with the code, when it has none.

    A fact ``line`` (of a file) goes before the sentence; a fact ``field`` is named as on the form.
    """
    named = dict(facts)
    if "field" in facts:
        named["field"] = translate(FIELDS.get(str(facts["field"]), str(facts["field"])), language)
    text = translate(SENTENCES.get(code, _UNKNOWN), language, **{"code": code, **named})
    return translate("Ligne {line} : {text}", language, line=facts["line"], text=text) if "line" in facts else text


def sentence(error: DomainError, language: str) -> str:
    """The sentence of ``error`` in ``language``."""
    return say(error.code, language, **error.facts)
