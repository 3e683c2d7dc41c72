// What the voter takes along: the receipt and the opened ballot, as files, on paper or copied.

import { exactMoment, say } from "./words.js";

const OPENED_FORMAT = "isoloir-opened-ballot-1";

function fileName(stem, tracker, ending) {
  return `${stem}-${tracker.replace(/[^A-Za-z0-9]/g, "").slice(0, 8)}.${ending}`;
}

/** Name and content of the file that opens a sealed ballot, for `python -m voting open-ballot`. */
export function openedBallot(election, sealed) {
  const { raw, choices, randomness, tracker } = sealed;
  const content = JSON.stringify({ format: OPENED_FORMAT, election, ballot: raw, choices, randomness });
  return { name: fileName(say("opened.file"), tracker, "json"), content, type: "application/json" };
}

/** The receipt as text: name and content of its file. It says nothing of the choices, nor who voted. */
export function receiptFile(receipt, vote, origin) {
  const lines = [
    say("receipt.file_title"),
    "",
    `${say("receipt.town")} ${vote.town}`,
    `${say("receipt.election")} ${vote.name}`,
    `${say("receipt.uuid")} ${vote.uuid}`,
    `${say("receipt.fingerprint")} ${vote.fingerprint}`,
    "",
    `${say("receipt.tracker")} ${receipt.tracker}`,
    `${say("receipt.position")} ${receipt.position}`,
    `${say("receipt.time")} ${exactMoment(receipt.accepted_at)} (${receipt.accepted_at})`,
    "",
    say("receipt.file_where", { address: `${origin}/bulletin` }),
    say("receipt.no_choices"),
    "",
  ];
  return { name: fileName(say("receipt.file"), receipt.tracker, "txt"), content: lines.join("\n"), type: "text/plain" };
}

/** Lets the browser save a file made here; nothing is sent. */
export function saveFile({ name, content, type }) {
  const address = URL.createObjectURL(new Blob([content], { type: `${type};charset=utf-8` }));
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Copies `text`; false where the browser does not let us. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
