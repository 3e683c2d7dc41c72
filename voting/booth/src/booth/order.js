// The orders in which projects can be shown. The first is drawn at random, so that no project is favoured.

export const ORDERS = ["random", "number", "cost", "cost_down", "name", "district"];

/** A whole number below `limit`, none likelier than another. `random` fills a Uint32Array. */
function below(limit, random) {
  const ceiling = 2 ** 32 - (2 ** 32 % limit);
  const draw = new Uint32Array(1);
  do random(draw);
  while (draw[0] >= ceiling);
  return draw[0] % limit;
}

/** A new list with the same items in an order drawn at random. */
export function shuffle(items, random) {
  const drawn = [...items];
  for (let i = drawn.length - 1; i > 0; i -= 1) {
    const j = below(i + 1, random);
    [drawn[i], drawn[j]] = [drawn[j], drawn[i]];
  }
  return drawn;
}

/** `projects` (in the order that was drawn) in the order named; texts are compared as `language` does. */
export function sortProjects(projects, order, language) {
  const compare = new Intl.Collator(language, { numeric: true, sensitivity: "base" }).compare;
  const byNumber = (a, b) => a.number - b.number;
  const ways = {
    random: () => 0,
    number: byNumber,
    cost: (a, b) => a.cost - b.cost || byNumber(a, b),
    cost_down: (a, b) => b.cost - a.cost || byNumber(a, b),
    name: (a, b) => compare(a.title, b.title) || byNumber(a, b),
    district: (a, b) => compare(a.district, b.district) || byNumber(a, b),
  };
  return [...projects].sort(ways[order]);
}
