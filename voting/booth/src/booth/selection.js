// What the voter has chosen, and the rules that it keeps to. Values only: every change gives a new selection.

/** Nothing chosen. `numbers` are project numbers; `aside` are those set aside by a blank vote. */
export const NOTHING = Object.freeze({ numbers: Object.freeze([]), blank: false, aside: Object.freeze([]) });

function selection(numbers, blank = false, aside = []) {
  return Object.freeze({ numbers: Object.freeze(numbers), blank, aside: Object.freeze(aside) });
}

/** The number of choices still free. */
export function choicesLeft(chosen, rules) {
  return rules.maximum - chosen.numbers.length;
}

/**
 * `{chosen, remark}` after the box of project `number` was ticked or cleared.
 *
 * The remark names a sentence: "too_many" when the change was refused, "blank_removed" when a blank vote gave way to
 * the choices it had set aside; null otherwise.
 */
export function toggleProject(chosen, number, rules) {
  if (chosen.numbers.includes(number)) {
    return { chosen: selection(chosen.numbers.filter((other) => other !== number)), remark: null };
  }
  const before = chosen.blank ? chosen.aside.filter((other) => other !== number) : chosen.numbers;
  if (before.length >= rules.maximum) return { chosen, remark: "too_many" };
  return { chosen: selection([...before, number]), remark: chosen.blank ? "blank_removed" : null };
}

/** `{chosen, remark}` after the box of the blank vote was ticked or cleared; choices are set aside, not lost. */
export function toggleBlank(chosen) {
  if (chosen.blank) {
    return { chosen: selection(chosen.aside), remark: chosen.aside.length ? "aside_back" : null };
  }
  return { chosen: selection([], true, chosen.numbers), remark: chosen.numbers.length ? "set_aside" : null };
}

/** Whether a ballot can be made of this selection. */
export function isComplete(chosen, rules) {
  const count = chosen.numbers.length;
  return chosen.blank ? rules.blank : count >= rules.minimum && count <= rules.maximum;
}

/** The 0 and 1 that are sealed, for the one question: the blank vote first where it is allowed. */
export function answersOf(chosen, projects, rules) {
  const bits = projects.map(({ number }) => (chosen.numbers.includes(number) ? 1 : 0));
  return [rules.blank ? [chosen.blank ? 1 : 0, ...bits] : bits];
}

/** The projects chosen, in the order of `projects`. */
export function chosenProjects(chosen, projects) {
  return projects.filter(({ number }) => chosen.numbers.includes(number));
}

/** The sum of the costs of the projects chosen, in cents. */
export function totalCost(chosen, projects) {
  return chosenProjects(chosen, projects).reduce((sum, { cost }) => sum + cost, 0);
}
