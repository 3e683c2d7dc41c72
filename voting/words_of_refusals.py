"""What each refusal means, in French and English: one sentence a code."""

from __future__ import annotations

from voting.words_of_checkpoints import REFUSALS_OF_CHECKPOINTS
from voting.words_of_exchange import REFUSALS_OF_EXCHANGE
from voting.words_of_registrars import REFUSALS_OF_RECORDS
from voting.words_of_shares import REFUSALS_OF_SHARES
from voting.words_of_trustees import REFUSALS_OF_TRUSTEES
from voting.words_of_witnesses import REFUSALS_OF_WITNESSES

_CONTAINER = {
    "archive-empty": ("Le fichier est vide.", "The file is empty."),
    "archive-truncated": (
        "Le fichier s'arrête au milieu d'un enregistrement : le téléchargement est sans doute incomplet.",
        "The file stops in the middle of a record: the download is probably incomplete.",
    ),
    "archive-name": (
        "Un enregistrement porte un nom interdit : ce n'est pas une archive, ou elle a été fabriquée.",
        "A record has a forbidden name: this is not an archive, or a forged one.",
    ),
    "archive-header": (
        "L'en-tête d'un enregistrement n'est pas écrit comme il doit l'être.",
        "The header of a record is not written as it must be.",
    ),
    "archive-time": (
        "Un enregistrement ne porte pas la date de l'archive.",
        "A record does not carry the time of the archive.",
    ),
    "archive-version": (
        "Le premier enregistrement n'annonce pas une archive de la version connue.",
        "The first record does not announce an archive of the known version.",
    ),
    "archive-padding": (
        "Des octets sont cachés après un enregistrement.",
        "Bytes are hidden after a record.",
    ),
    "archive-hash": (
        "Le contenu d'un enregistrement a été modifié : il ne correspond plus à son nom.",
        "The content of a record was changed: it no longer matches its name.",
    ),
    "archive-record-too-large": (
        "Un enregistrement annonce plus d'octets qu'il n'est permis.",
        "A record announces more bytes than is allowed.",
    ),
    "archive-extra-data": (
        "L'archive contient un enregistrement auquel rien ne renvoie.",
        "The archive holds a record that nothing refers to.",
    ),
    "archive-layout": (
        "Les enregistrements d'un événement ne sont pas dans l'ordre prévu.",
        "The records of an event are not in the expected order.",
    ),
    "archive-changed": (
        "Le fichier a changé pendant la vérification : recommencez sur une copie.",
        "The file changed while it was verified: start again on a copy.",
    ),
}
_CHAIN = {
    "event-malformed": ("Un événement n'est pas écrit comme il doit l'être.", "An event is not written as it must be."),
    "event-type": ("Un événement est d'un genre inconnu.", "An event is of an unknown kind."),
    "event-parent": (
        "Un événement ne suit pas celui qui le précède : un événement a été retiré, ajouté ou déplacé.",
        "An event does not follow the one before it: an event was removed, added or moved.",
    ),
    "event-height": ("Le numéro d'un événement est faux.", "The number of an event is wrong."),
    "event-payload": (
        "Un événement a un contenu qu'il ne doit pas avoir, ou n'en a pas.",
        "An event has a content that it must not have, or has none.",
    ),
    "event-payload-missing": ("Le contenu d'un événement manque.", "The content of an event is missing."),
    "event-order": (
        "Un événement n'est pas à sa place : par exemple un bulletin après la clôture.",
        "An event is out of place: for example a ballot after the end of the vote.",
    ),
    "event-none": ("L'archive ne contient aucun événement.", "The archive holds no event."),
    "published-malformed": (
        "Le fichier de ce que la ville a publié n'est pas écrit comme il doit l'être.",
        "The file of what the town published is not written as it must be.",
    ),
    "published-format": (
        "Ce n'est pas un fichier de ce qu'une ville publie.",
        "This is not a file of what a town publishes.",
    ),
    "published-uuid": (
        "Ce que la ville a publié concerne un autre scrutin.",
        "What the town published is of another election.",
    ),
    "published-election": (
        "L'empreinte du scrutin n'est pas celle que la ville a publiée.",
        "The election's fingerprint is not the one that the town published.",
    ),
    "published-trustees": (
        "L'empreinte des gardiens n'est pas celle que la ville a publiée.",
        "The trustees' fingerprint is not the one that the town published.",
    ),
    "published-credentials": (
        "L'empreinte des accréditations n'est pas celle que la ville a publiée.",
        "The fingerprint of the credentials is not the one that the town published.",
    ),
    "published-attendance": (
        "Le nombre de bulletins qui comptent n'est pas celui des votants émargés.",
        "The number of ballots that count is not that of the voters marked as having voted.",
    ),
    "earlier-copy-rewritten": (
        "L'archive a été réécrite : elle ne commence pas par les octets de l'ancienne copie. "
        "Gardez les deux fichiers et donnez l'alerte.",
        "The archive was rewritten: it does not begin with the bytes of the earlier copy. "
        "Keep both files and raise the alarm.",
    ),
}
_SETUP = {
    "setup-data": (
        "Le début de l'archive ne désigne pas le scrutin, les gardiens et les accréditations qu'elle contient.",
        "The beginning does not name the election, trustees and credentials that the archive holds.",
    ),
    "election-malformed": ("La description du scrutin est illisible.", "The election's description is unreadable."),
    "election-version": (
        "Le scrutin est d'une autre version du protocole.",
        "The election is of another version of the protocol.",
    ),
    "election-uuid": ("L'identifiant du scrutin n'a pas la bonne forme.", "The election's identifier is malformed."),
    "election-questions": ("Le scrutin n'a aucune question.", "The election has no question."),
    "election-public-key": ("La clé du scrutin n'est pas valable.", "The election's key is not valid."),
    "election-key-mismatch": (
        "La clé du scrutin n'est pas celle de ses gardiens : quelqu'un d'autre pourrait lire les bulletins.",
        "The election's key is not that of its trustees: somebody else could read the ballots.",
    ),
    "group-unsupported": (
        "Ce scrutin utilise un groupe mathématique que ce programme ne vérifie pas.",
        "This election uses a mathematical group that this program does not verify.",
    ),
    "question-unsupported": (
        "Ce scrutin pose un genre de question que ce programme ne vérifie pas.",
        "This election asks a kind of question that this program does not verify.",
    ),
    "question-bounds": (
        "Le nombre de choix permis par une question n'a pas de sens.",
        "The number of choices that a question allows makes no sense.",
    ),
    "question-too-long": (
        "Une question dont les bulletins sont ouverts a plus de 24 réponses : une part fausse pourrait s'y cacher.",
        "A question whose ballots are opened has more than 24 answers: a wrong share could hide in it.",
    ),
    "fields-code": (
        "Une question dit mal comment lire ses bulletins ouverts.",
        "A question says wrongly how its opened ballots are read.",
    ),
    "vote-not-encodable": (
        "Ce vote ne peut pas s'écrire dans le code de la question.",
        "This vote cannot be written in the question's code.",
    ),
    "vote-code-invalid": (
        "Un bulletin ouvert n'est pas écrit dans le code de la question : il est nul.",
        "An opened ballot is not written in the question's code: it is invalid.",
    ),
    "values-not-encodable": (
        "Les nombres d'un vote doivent aller de 0 à 255, trente au plus.",
        "The numbers of a vote must be from 0 to 255, thirty at most.",
    ),
    "question-answers": ("Une question a trop ou trop peu de réponses.", "A question has too many or too few answers."),
    "question-blank": (
        "Une question dit mal si le vote blanc est permis.",
        "A question says wrongly whether a blank vote is allowed.",
    ),
    "credentials-malformed": (
        "La liste des accréditations publiques est illisible.",
        "The list of public credentials is unreadable.",
    ),
    "credential-malformed": ("Une accréditation publique n'est pas valable.", "A public credential is not valid."),
    "credential-weight": ("Le poids d'une accréditation n'est pas valable.", "A credential's weight is not valid."),
    "credential-duplicate": ("Une accréditation publique figure deux fois.", "A public credential is listed twice."),
}
_BALLOTS = {
    "ballot-too-large": (
        "Un bulletin est bien plus gros qu'aucun bulletin de ce scrutin.",
        "A ballot is much larger than any ballot of this election.",
    ),
    "ballot-malformed": ("Un bulletin n'est pas écrit comme il doit l'être.", "A ballot is not written as it must be."),
    "ballot-other-election": ("Un bulletin est celui d'un autre scrutin.", "A ballot is one of another election."),
    "ballot-election-fingerprint": (
        "Un bulletin a été scellé pour un autre contenu de ce scrutin.",
        "A ballot was sealed for another content of this election.",
    ),
    "ballot-answer-count": (
        "Un bulletin ne répond pas à chaque question.",
        "A ballot does not answer every question.",
    ),
    "ballot-answer-kind": (
        "Un bulletin répond à une question comme si elle était d'une autre sorte.",
        "A ballot answers a question as if it were of another kind.",
    ),
    "ballot-weight": (
        "Un bulletin qui sera ouvert a un poids autre que un.",
        "A ballot that will be opened has a weight other than one.",
    ),
    "proof-raw-invalid": (
        "Un bulletin ne prouve pas que son auteur l'a chiffré lui-même.",
        "A ballot does not prove that its author encrypted it.",
    ),
    "ballot-choice-count": (
        "Un bulletin n'a pas le bon nombre de choix chiffrés.",
        "A ballot does not have the right number of encrypted choices.",
    ),
    "ballot-signature-hash": (
        "Un bulletin a été modifié après sa signature.",
        "A ballot was changed after it was signed.",
    ),
    "ballot-duplicate": ("Le même bulletin figure deux fois dans l'urne.", "The same ballot is on the board twice."),
    "credential-unknown": (
        "Un bulletin vient de quelqu'un qui n'est pas sur la liste des accréditations.",
        "A ballot comes from somebody who is not in the list of credentials.",
    ),
    "signature-invalid": ("La signature d'un bulletin est fausse.", "The signature of a ballot is wrong."),
    "proof-individual-count": (
        "Un bulletin n'a pas une preuve pour chaque choix.",
        "A ballot does not have one proof for each choice.",
    ),
    "proof-individual-invalid": (
        "Un bulletin ne prouve pas que chaque choix vaut zéro ou un.",
        "A ballot does not prove that each choice is zero or one.",
    ),
    "proof-overall-count": (
        "La preuve du nombre de choix d'un bulletin n'a pas la bonne taille.",
        "The proof of a ballot's number of choices does not have the right size.",
    ),
    "proof-overall-invalid": (
        "Un bulletin ne prouve pas que son nombre de choix est permis.",
        "A ballot does not prove that its number of choices is allowed.",
    ),
    "proof-blank-missing": (
        "Il manque à un bulletin la preuve du vote blanc.",
        "A ballot lacks the proof about blank votes.",
    ),
    "proof-blank-unexpected": (
        "Un bulletin porte une preuve de vote blanc que la question ne permet pas.",
        "A ballot carries a proof about blank votes that the question does not allow.",
    ),
    "proof-blank-count": (
        "La preuve du vote blanc d'un bulletin n'a pas la bonne taille.",
        "A ballot's proof about blank votes does not have the right size.",
    ),
    "proof-blank-invalid": (
        "Un bulletin ne prouve pas qu'il est blanc ou bien choisit, jamais les deux.",
        "A ballot does not prove that it is blank or chooses, never both.",
    ),
}
_COUNT = {
    "effective-ballots": (
        "Ce ne sont pas les derniers bulletins de chacun qui ont été comptés.",
        "It is not the last ballot of each voter that was counted.",
    ),
    "tally-malformed": (
        "Le total chiffré n'est pas écrit comme il doit l'être.",
        "The encrypted tally is not written as it must be.",
    ),
    "tally-size-malformed": (
        "La taille du total chiffré n'est pas écrite comme elle doit l'être.",
        "The size of the encrypted tally is not written as it must be.",
    ),
    "tally-shape": (
        "Le total chiffré n'a pas une valeur par réponse.",
        "The encrypted tally does not have one value an answer.",
    ),
    "tally-hash": (
        "La taille publiée n'est pas celle de ce total chiffré.",
        "The published size is not that of this encrypted tally.",
    ),
    "tally-count": (
        "Le nombre de bulletins comptés n'est pas celui des bulletins qui comptent.",
        "The number of ballots counted is not that of the ballots that count.",
    ),
    "tally-weight": (
        "Le poids total compté n'est pas celui des bulletins.",
        "The total weight counted is not that of the ballots.",
    ),
    "tally-sum": (
        "Le total chiffré n'est pas la somme des bulletins.",
        "The encrypted tally is not the sum of the ballots.",
    ),
    "tally-order": (
        "Les bulletins à ouvrir ne sont pas dans l'ordre qui ne dit rien de qui a voté quand.",
        "The ballots to be opened are not in the order that says nothing of who voted when.",
    ),
    "shuffle-missing": (
        "Des parts sont publiées avant la fin des mélanges.",
        "Shares are published before the end of the shuffles.",
    ),
    "shuffle-too-few": (
        "Il y a moins de mélanges que la ville n'en a promis.",
        "There are fewer shuffles than the town promised.",
    ),
    "shuffle-owner": (
        "Un mélange est attribué à un gardien qui n'existe pas.",
        "A shuffle is attributed to a trustee who does not exist.",
    ),
    "shuffle-repeated": ("Un gardien a mélangé deux fois.", "A trustee shuffled twice."),
    "shuffle-malformed": (
        "Un mélange n'est pas écrit comme il doit l'être.",
        "A shuffle is not written as it must be.",
    ),
    "shuffle-shape": (
        "Un mélange ne rend pas autant de bulletins qu'il en a reçus.",
        "A shuffle does not give as many ballots as it took.",
    ),
    "shuffle-proof": (
        "Un mélange ne prouve pas qu'il rend les mêmes bulletins.",
        "A shuffle does not prove that it gives the same ballots.",
    ),
    "generator-unusable": (
        "Un générateur du mélange ne peut pas servir.",
        "A generator of the shuffle cannot be used.",
    ),
    "shuffle-unexpected": (
        "Un mélange figure dans un scrutin qui n'en a pas besoin.",
        "A shuffle stands in an election that needs none.",
    ),
    "result-malformed": (
        "Le résultat n'est pas écrit comme il doit l'être.",
        "The result is not written as it must be.",
    ),
    "result-shape": ("Le résultat n'a pas un total par réponse.", "The result does not have one total an answer."),
    "result-value": (
        "Le résultat publié n'est pas celui que donnent les parts de déchiffrement.",
        "The published result is not the one that the decryption shares give.",
    ),
    "result-out-of-bounds": (
        "Un total est plus grand que le nombre de bulletins.",
        "A total is larger than the number of ballots.",
    ),
}
_FILES = {
    "opened-malformed": ("Ce fichier n'est pas un bulletin ouvert.", "This file is not an opened ballot."),
    "opened-mismatch": (
        "Le bulletin scellé contient AUTRE CHOSE que ce que dit le fichier : l'appareil qui l'a scellé a triché, ou "
        "le fichier a été modifié. Gardez-le et donnez l'alerte.",
        "The sealed ballot holds SOMETHING ELSE than the file says: the device that sealed it cheated, or the file "
        "was changed. Keep it and raise the alarm.",
    ),
    "choices-invalid": (
        "Ces choix ne respectent pas les règles de la question.",
        "These choices do not respect the question's rules.",
    ),
    "code-malformed": ("Ce code de vote n'a pas la bonne forme.", "This voting code is malformed."),
}
_FORM = {
    "json-array": ("il fallait une liste", "a list was expected"),
    "json-string": ("il fallait un texte", "a text was expected"),
    "json-members": ("un champ manque ou est de trop", "a field is missing or unknown"),
    "json-duplicate-key": ("un champ figure deux fois", "a field occurs twice"),
    "json-number": ("un nombre n'est pas valable", "a number is not valid"),
    "json-not-canonical": ("l'écriture n'est pas la forme unique", "it is not written in the one form"),
    "json-encoding": ("le texte n'est pas en UTF-8", "the text is not in UTF-8"),
    "json-syntax": ("la syntaxe JSON est fausse", "the JSON syntax is wrong"),
    "json-too-deep": ("il y a trop de niveaux", "there are too many levels"),
    "json-too-large": ("c'est trop volumineux", "it is too large"),
    "opened-format": ("le format est inconnu", "the format is unknown"),
    "point-identity": ("un point est l'élément neutre", "a point is the neutral element"),
    "point-not-canonical": ("un point est mal écrit", "a point is badly written"),
    "point-not-in-subgroup": ("un point est hors du groupe", "a point is outside the group"),
    "record-time": ("une date est mal écrite", "a time is badly written"),
    "scalar-not-canonical": ("un nombre du protocole est mal écrit", "a number of the protocol is badly written"),
}
REFUSALS = {
    **_CONTAINER,
    **_CHAIN,
    **_SETUP,
    **_BALLOTS,
    **_COUNT,
    **_FILES,
    **REFUSALS_OF_CHECKPOINTS,
    **REFUSALS_OF_EXCHANGE,
    **REFUSALS_OF_RECORDS,
    **REFUSALS_OF_SHARES,
    **REFUSALS_OF_TRUSTEES,
    **REFUSALS_OF_WITNESSES,
    **_FORM,
}
