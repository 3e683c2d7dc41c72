"""What is said of the exchange by which a group of trustees makes its key, in French and English."""

from __future__ import annotations

REFUSALS_OF_EXCHANGE = {
    "exchange-not-yet": (
        "Les autres n'ont pas tous fait l'étape précédente : reprenez quand leurs messages seront là.",
        "The others have not all done the step before: come back when their messages are there.",
    ),
    "exchange-task-malformed": (
        "Ce fichier n'est pas ce que le site donne à un gardien d'un groupe.",
        "This file is not what the site gives a guardian of a group.",
    ),
    "polynomial-own": (
        "Ce qui tient lieu de votre propre message n'est pas ce que vous avez fait : ne continuez pas.",
        "What stands for your own message is not what you made: do not go on.",
    ),
    "promise-broken": (
        "Un gardien du groupe n'a pas montré ce qu'il avait promis : ne continuez pas, et dites-le aux autres.",
        "A trustee of the group did not show what they had promised: do not go on, and tell the others.",
    ),
    "promise-malformed": (
        "Une promesse est mal écrite, ou deux gardiens ont la même.",
        "A promise is badly written, or two trustees have the same.",
    ),
}
SENTENCES_OF_EXCHANGE = {
    "of-member": ("Il s'agit du membre n° {index} du groupe.", "This is about member no. {index} of the group."),
    "threshold-group": (
        "Vous êtes le membre n° {index} d'un groupe de {size}, dont {threshold} suffisent.",
        "You are member no. {index} of a group of {size}, of whom {threshold} suffice.",
    ),
    "seed-made": (
        "Graine secrète écrite dans {path}. Elle seule ouvre votre part : gardez-en deux copies en lieu sûr, et ne la "
        "montrez à personne.",
        "Secret seed written to {path}. It alone opens your share: keep two copies in safe places, and "
        "show it to nobody.",
    ),
    "certificate-made": (
        "Certificat écrit dans {path} : envoyez-le.",
        "Certificate written to {path}: send it.",
    ),
    "polynomial-made": (
        "Envoyez d'abord la promesse, {promise}. Quand celles de tous seront là, envoyez {path}.",
        "Send the promise first, {promise}. When everybody's are there, send {path}.",
    ),
    "voutput-made": (
        "Tout ce que les autres ont envoyé est juste. Dernier message écrit dans {path} : envoyez-le.",
        "All that the others sent is right. Last message written to {path}: send it.",
    ),
    "threshold-gathered": (
        "{done} étapes sur {steps} sont faites par tous. À donner à chaque membre : son fichier, dans {path}.",
        "{done} steps of {steps} are done by all. To give to each member: their file, in {path}.",
    ),
}
HELP_OF_EXCHANGE = {
    "threshold": ("fait la clé d'un groupe de gardiens", "makes the key of a group of guardians"),
    "threshold-more": (
        "Des gardiens dont quelques-uns suffisent font leur clé ensemble, en trois messages chacun : le certificat, le "
        "polynôme, promis avant d'être montré, et l'accusé de réception. Chaque message part par le lien personnel, ou "
        "par celui qui rassemble (gather). La graine suffit ensuite à ouvrir la part : decrypt --task.",
        "Guardians of whom a few suffice make their key together, with three messages each: the certificate, the "
        "polynomial, promised before it is shown, and the acknowledgement. Each message goes by the personal link, "
        "or to who gathers them (gather). The seed is then all it takes to open the share: decrypt --task.",
    ),
    "threshold-seed": ("crée la graine secrète d'un gardien", "makes a guardian's secret seed"),
    "threshold-seed-more": (
        "Les clés du gardien viennent toutes de cette graine. Le fichier est celui que le navigateur écrit aussi.",
        "The guardian's keys all come from this seed. The file is the one that the browser writes too.",
    ),
    "threshold-seed-out": (
        "le fichier de la graine, secret, qui ne doit pas exister",
        "the seed's file, secret, made new",
    ),
    "threshold-seed-file": ("le fichier de la graine", "the seed's file"),
    "threshold-task": (
        "ce que le site répond à votre lien (GET …/guardian), ou le fichier de gather",
        "what the site answers your link (GET …/guardian), or the file made by gather",
    ),
    "threshold-out": ("le fichier du message, qui ne doit pas exister", "the message's file, made new"),
    "threshold-certificate": ("premier message : vos clés publiques", "first message: your public keys"),
    "threshold-certificate-more": (
        "Signe vos clés publiques pour ce groupe, cette taille, ce seuil et cette place.",
        "Signs your public keys for this group, this size, this threshold and this place.",
    ),
    "threshold-polynomial": ("deuxième message : un secret pour chacun", "second message: a secret for each"),
    "threshold-polynomial-more": (
        "Vérifie les certificats de tous, puis écrit le message et sa promesse. La promesse part d'abord ; le message "
        "quand toutes les promesses sont là : personne ne choisit le sien d'après ceux des autres.",
        "Checks everybody's certificates, then writes the message and its promise. The promise goes first, the message "
        "when all promises are there: nobody chooses theirs after the others'.",
    ),
    "threshold-promise": ("le fichier de la promesse", "the promise's file"),
    "threshold-acknowledge": (
        "dernier message : tout est vérifié, votre part est prête",
        "last message: all is checked, your share is ready",
    ),
    "threshold-acknowledge-more": (
        "Vérifie que chacun a tenu sa promesse et que chaque secret reçu est celui qui a été publié, puis écrit la clé "
        "publique de votre part et la clé privée, scellée pour vous seul.",
        "Checks that everybody kept their promise and that each secret sent to you is the one published, then writes "
        "the public key of your share and the private one, sealed for you alone.",
    ),
    "threshold-gather": (
        "distribue les messages d'un groupe, sans site",
        "hands out a group's messages, without a site",
    ),
    "threshold-gather-more": (
        "Le dossier contient ce qui est venu : certificate-1, promise-1, polynomial-1, voutput-1, et ainsi pour chaque "
        "membre ; always-1, always-2… pour les clés toujours nécessaires. Vérifie tout, puis écrit le fichier de "
        "chacun pour l'étape suivante ; à la fin, la liste des gardiens (trustees.json).",
        "The folder holds what came: certificate-1, promise-1, polynomial-1, voutput-1, and so for each member; "
        "always-1, always-2… for the keys that are always needed. Checks all of it, then writes everybody's file for "
        "the next step; at the end, the list of trustees (trustees.json).",
    ),
    "threshold-folder": ("le dossier de ce qui est venu", "the folder of what came"),
    "threshold-size": ("nombre de membres du groupe", "number of members of the group"),
    "threshold-threshold": ("combien d'entre eux suffisent", "how many of them suffice"),
    "threshold-tasks": ("le nouveau dossier des fichiers à donner", "the new folder of the files to give"),
    "decrypt-task": (
        "pour un gardien d'un groupe, dont KEY est la graine : ce que le site répond à son lien, ou le "
        "fichier de gather",
        "for a guardian of a group, whose KEY is the seed: what the site answers their link, or the file made by "
        "gather",
    ),
}
