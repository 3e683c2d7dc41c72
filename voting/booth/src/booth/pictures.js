// Loads every picture before choosing starts, so that looking at a project asks nobody for anything.

/**
 * The pictures of `projects` as elements, loading at once. `settled` is fulfilled when each has come or failed;
 * `pending` counts those still on their way; `giveUp` stops waiting: what has not come is never asked for again.
 */
export function loadPictures(projects, makeImage) {
  const images = new Map();
  const waiting = new Set();
  let release;
  const settled = new Promise((resolve) => {
    release = resolve;
  });
  const settle = (number) => {
    waiting.delete(number);
    if (waiting.size === 0) release();
  };
  const discard = (number) => {
    images.get(number)?.removeAttribute("src");
    images.delete(number);
    settle(number);
  };
  for (const { number, picture } of projects) {
    if (picture === null) continue;
    const image = makeImage();
    images.set(number, image);
    waiting.add(number);
    image.addEventListener("load", () => settle(number), { once: true });
    image.addEventListener("error", () => discard(number), { once: true });
    image.alt = "";
    image.src = picture;
  }
  if (waiting.size === 0) release();
  return {
    settled,
    pending: () => waiting.size,
    giveUp: () => [...waiting].forEach(discard),
    of: (project) => images.get(project.number) ?? null,
  };
}
