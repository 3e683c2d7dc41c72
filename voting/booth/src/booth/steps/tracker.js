// The tracker of a sealed ballot, in a box of its own.

import { button, element } from "../elements.js";
import { copyText } from "../files.js";
import { announce } from "../notices.js";
import { say } from "../words.js";

/** The tracker, to be read, copied and noted. */
export function trackerBox(tracker) {
  const copy = async (event) => {
    const { target } = event;
    const said = say((await copyText(tracker)) ? "tracker.copied" : "tracker.not_copied");
    target.textContent = said;
    announce(said);
  };
  return element(
    "div.tracker",
    {},
    element("p.tracker-name", { id: "tracker-name" }, say("tracker.name")),
    element("p", {}, element("code.code", { id: "tracker", translate: "no" }, tracker)),
    button(say("tracker.copy"), copy),
  );
}
