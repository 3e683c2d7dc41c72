// Where a guardian of a group gives the seed back: the file, or its 22 characters. Neither leaves the machine.

import { button, element } from "../booth/elements.js";
import { parseSeed, parseSeedFile } from "../protocol/seed_file.js";
import { faultPlace, fileField, sentenceOf } from "./pieces.js";
import { DeskError } from "./server.js";
import { say } from "./words.js";

/** Whose certificate the server has of this guardian, as a verification key; null when it has none. */
export function registeredKey({ certificate }) {
  return certificate === null ? null : JSON.parse(JSON.parse(certificate).message).verification;
}

/** Throws DeskError `key-other` unless `keys` are those of the guardian's certificate, where there is one. */
function checkRegistered(keys, exchange) {
  const registered = registeredKey(exchange);
  if (registered !== null && registered !== keys.verification) throw new DeskError("key-other");
  return keys;
}

async function readFile(file, { uuid, exchange }) {
  const { keys, uuid: other } = parseSeedFile(await file.text());
  if (other !== null && other !== uuid) throw new DeskError("key-other-vote");
  return checkRegistered(keys, exchange);
}

function typedField(id, facts, use, take) {
  const fault = faultPlace(`${id}-typed-fault`);
  const attributes = { id: `${id}-typed`, autocomplete: "off", autocapitalize: "off", spellcheck: "false", "aria-describedby": `${id}-typed-fault` };
  const input = element("input.code", attributes);
  const read = async () => {
    fault.textContent = "";
    input.removeAttribute("aria-invalid");
    try {
      take(await use(checkRegistered(parseSeed(input.value), facts.exchange)));
    } catch (error) {
      input.setAttribute("aria-invalid", "true");
      fault.textContent = sentenceOf(error);
    }
  };
  const label = element("label", { for: `${id}-typed` }, say("seed.typed"));
  const typed = element("div.field", {}, label, fault, input, element("div.actions", {}, button(say("seed.use"), read)));
  return element("details", {}, element("summary", {}, say("seed.had")), typed);
}

/**
 * Fields for the key file or the characters noted on paper. `facts` are { uuid, exchange, good, isGood }; `use(keys)`
 * turns the keys of the seed into what `take` is called with (null as long as there is nothing right).
 */
export function seedField(id, facts, use, take) {
  const read = async (file) => use(await readFile(file, facts));
  const { good, isGood } = facts;
  return [
    fileField(id, { label: "key_file", accept: ".json,.key,application/json", good, isGood, read }, take),
    typedField(id, facts, use, take),
  ];
}
