// The booth cannot be entered: why, and what to do.

import { element } from "../elements.js";
import { actions, page, primary } from "../frame.js";
import { moment, say } from "../words.js";

/** The page that says why; `booth.stop` is {key, values, retry}, where a value `opens` or `closed` is a moment. */
export function stopped(booth) {
  const { key, values = {}, retry } = booth.stop;
  const said = { ...values };
  if (values.opens) said.opens = moment(values.opens);
  if (values.closed) said.closed = moment(values.closed);
  return page(
    say(`${key}.title`),
    null,
    element("p.lead", {}, say(key, said)),
    actions(
      element("a.button", { href: "/" }, say("stopped.home")),
      retry && primary(say("stopped.retry"), retry),
    ),
  );
}
