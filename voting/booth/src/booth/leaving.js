// Asks before the page is left, while there is something to lose; listens only then.

/** `wouldLose()` says whether there is something; the function given back is called when that may have changed. */
export function startLeavingGuard(wouldLose) {
  const ask = (event) => event.preventDefault();
  let asking = false;
  return () => {
    if (wouldLose() === asking) return;
    asking = !asking;
    if (asking) addEventListener("beforeunload", ask);
    else removeEventListener("beforeunload", ask);
  };
}
