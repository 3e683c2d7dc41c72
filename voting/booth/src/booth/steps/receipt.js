// Last step: the receipt, to be kept. Everything else has been forgotten.

import { button, element } from "../elements.js";
import { receiptFile, saveFile } from "../files.js";
import { page } from "../frame.js";
import { announce } from "../notices.js";
import { exactMoment, say } from "../words.js";
import { copyButton } from "./pieces.js";

function line(name, ...value) {
  return element("div", {}, element("dt", {}, say(`receipt.${name}`)), element("dd", {}, ...value));
}

function receiptLines({ paper, vote }) {
  const { receipt } = paper;
  return element(
    "dl.receipt",
    {},
    line("tracker", element("code.code", { id: "tracker", translate: "no" }, receipt.tracker)),
    line("position", String(receipt.position)),
    line("time", exactMoment(receipt.accepted_at)),
    line("election", element("span", { lang: vote.language }, `${vote.name}, ${vote.town}`)),
    line("uuid", element("code.code", { translate: "no" }, vote.uuid)),
    line("fingerprint", element("code.code", { translate: "no" }, vote.fingerprint)),
  );
}

function keepButtons({ paper, vote }) {
  const file = () => receiptFile(paper.receipt, vote, location.origin);
  const save = () => {
    saveFile(file());
    announce(say("receipt.saved"));
  };
  return element(
    "div.actions.keep",
    {},
    button(say("receipt.save"), save, { kind: "button.primary" }),
    button(say("receipt.print"), () => window.print()),
    copyButton(say("receipt.copy"), "receipt.copied", () => file().content),
  );
}

/** The page of this step. */
export function receipt(booth) {
  const { paper, vote } = booth;
  const board = `/bulletin?edition=${encodeURIComponent(vote.edition)}`;
  return page(
    say("receipt.title"),
    null,
    element("p.lead", {}, say(paper.receipt.replaces ? "receipt.replaced" : "receipt.lead")),
    element(
      "section.panel.receipt-paper",
      { "aria-label": say("receipt.file_title") },
      receiptLines(booth),
      element("p.hint", {}, say("receipt.no_choices")),
    ),
    keepButtons(booth),
    element("h2", {}, say("receipt.then")),
    element(
      "ul",
      {},
      element("li", {}, element("a", { href: board }, say("receipt.look_up")), " ", say("receipt.look_up_how")),
      vote.revoteAllowed && element("li", {}, say("receipt.revote")),
      element("li", {}, say("receipt.shared")),
    ),
    element("p", {}, element("a.button", { href: "/" }, say("receipt.leave"))),
  );
}
