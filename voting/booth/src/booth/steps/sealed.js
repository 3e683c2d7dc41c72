// Fourth step: the sealed ballot's tracker, before anything is sent; then cast it, or check it instead.

import { element } from "../elements.js";
import { page } from "../frame.js";
import { say } from "../words.js";
import { castForm } from "./cast.js";
import { spoilOffer } from "./spoil.js";
import { trackerBox } from "./pieces.js";

/** The page of this step. */
export function sealed(booth) {
  const { paper } = booth;
  return page(
    say("sealed.title"),
    booth.said(),
    element("p.lead", {}, say("sealed.lead")),
    trackerBox(paper.sealed.tracker),
    element("p", {}, say("sealed.note")),
    castForm(booth),
    spoilOffer(booth),
  );
}
