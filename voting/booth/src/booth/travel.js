// The browser's own back and forward buttons move between steps. The address never changes and says nothing.

/**
 * `mayEnter(step)` says whether a step can be shown now, `show(step)` shows it, `isOver()` whether voting is over: then
 * the buttons leave things as they are, until they leave the page.
 */
export function startTravel({ mayEnter, show, isOver }) {
  let here = { step: "welcome", index: 0 };

  addEventListener("popstate", ({ state }) => {
    if (state === null || state.index === here.index) return;
    if (isOver()) here = { ...here, index: state.index };
    else if (mayEnter(state.step)) {
      here = state;
      show(state.step);
    } else history.go(here.index - state.index);
  });

  return {
    /** Makes the entry that the page came with the first step's, and takes what stands after "#" out of it. */
    begin() {
      history.replaceState(here, "", location.pathname);
    },
    /** Gives the entry that a link opened in this tab has made to `step`, without what stands after "#". */
    takeOver(step) {
      here = { step, index: here.index + 1 };
      history.replaceState(here, "", location.pathname);
    },
    /** Notes a step as a new entry. */
    to(step) {
      here = { step, index: here.index + 1 };
      history.pushState(here, "", location.pathname);
    },
  };
}
