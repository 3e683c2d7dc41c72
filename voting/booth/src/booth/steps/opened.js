// A ballot opened to be checked: its file, how to check it, and the way back to seal another.

import { button, element } from "../elements.js";
import { openedBallot, saveFile } from "../files.js";
import { actions, page, primary } from "../frame.js";
import { announce } from "../notices.js";
import { say } from "../words.js";
import { contents, trackerBox } from "./pieces.js";

/** The page of this step. */
export function opened(booth) {
  const { paper, vote } = booth;
  const file = openedBallot(vote.election, paper.sealed);
  const save = () => {
    saveFile(file);
    announce(say("opened.saved"));
  };
  return page(
    say("opened.title"),
    null,
    element("p.lead", {}, say("opened.lead")),
    trackerBox(paper.sealed.tracker),
    element("h2", {}, say("opened.contents")),
    contents(booth),
    element("h2", {}, say("opened.how")),
    element(
      "ol.how",
      {},
      element("li", {}, element("p", {}, say("opened.save_hint")), button(say("opened.save"), save)),
      element(
        "li",
        {},
        element("p", {}, say("opened.run")),
        element("pre", { translate: "no" }, `python -m voting open-ballot ${file.name}`),
      ),
      element("li", {}, element("p", {}, say("opened.compare"))),
    ),
    element("p.hint", {}, say("opened.delete")),
    actions(primary(say("opened.again"), () => booth.go("summary"))),
  );
}
