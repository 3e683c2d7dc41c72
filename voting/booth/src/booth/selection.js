// What the voter has chosen, and the rules that it keeps to. Values only: every change gives a new selection.
//
// A selection gives projects a number: 1 for a project chosen, its points, its rank (1 the first), or its grade (3 the
// best). A project without a number is not chosen, has no points, no rank, or the grade "to be rejected".

export const GRADES = 4;

/** Nothing chosen. `values` are numbers by project number; `aside` are those set aside by a blank vote. */
export const NOTHING = Object.freeze({ values: Object.freeze({}), blank: false, aside: Object.freeze({}) });

function selection(values, blank = false, aside = {}) {
  return Object.freeze({ values: Object.freeze(values), blank, aside: Object.freeze(aside) });
}

function sum(values) {
  return Object.values(values).reduce((left, right) => left + right, 0);
}

/** The number given to a project, 0 without one. */
export function valueOf(chosen, { number }) {
  return chosen.values[number] ?? 0;
}

/** How many projects have a number. */
export function countChosen({ values }) {
  return Object.keys(values).length;
}

/** How many points were given. */
export function pointsGiven({ values }) {
  return sum(values);
}

/** The projects chosen, in the order of `projects`; a ranking's in the order of their ranks. */
export function chosenProjects(chosen, projects, { kind }) {
  const found = projects.filter((project) => valueOf(chosen, project) > 0);
  const rank = (a, b) => valueOf(chosen, a) - valueOf(chosen, b);
  return kind === "ranking" ? found.sort(rank) : found;
}

/** The sum of the costs of the projects chosen, in cents. */
export function totalCost(chosen, projects) {
  return projects.reduce((total, project) => total + (valueOf(chosen, project) > 0 ? project.cost : 0), 0);
}

function withValue(before, number, value, { kind }) {
  const { [number]: _old, ...others } = before;
  if (value === 0) return others;
  if (kind === "single") return { [number]: value };
  const kept = kind === "ranking" ? Object.entries(others).filter(([, rank]) => rank !== value) : Object.entries(others);
  return Object.fromEntries([...kept, [number, value]]);
}

/** How many projects of each district have a number, with how many it has at least and at most. */
function byDistrict(values, projects, { groups, minimum, maximum }) {
  return groups.map((group) => ({
    count: group.filter((place) => valueOf({ values }, projects[place]) > 0).length,
    least: Math.min(minimum, group.length),
    most: Math.min(maximum, group.length),
  }));
}

/** Why `values` go beyond the rules, as the name of a sentence; null when they do not. */
function excess(values, list, rules) {
  const { kind, maximum, points, groups } = rules;
  if (groups) {
    return byDistrict(values, list.projects, rules).some(({ count, most }) => count > most) ? "too_many_here" : null;
  }
  if (kind === "points") return sum(values) > points ? "too_many_points" : null;
  if (kind === "grades") return null;
  if (Object.keys(values).length > maximum) return "too_many";
  const over = kind === "knapsack" && totalCost({ values }, list.projects) > list.budget;
  return over ? "over_budget" : null;
}

/**
 * `{chosen, remark}` after project `number` was given `value`, 0 to take its number away.
 *
 * The remark names a sentence: "too_many", "too_many_here", "too_many_points" or "over_budget" when the change was refused,
 * "blank_removed" when a blank vote gave way to the choices it had set aside; null otherwise.
 */
export function giveValue(chosen, number, value, list, rules) {
  const values = withValue(chosen.blank ? chosen.aside : chosen.values, number, value, rules);
  const remark = value > 0 ? excess(values, list, rules) : null;
  if (remark) return { chosen, remark };
  return { chosen: selection(values), remark: chosen.blank ? "blank_removed" : null };
}

/** `{chosen, remark}` after the box of the blank vote was ticked or cleared; choices are set aside, not lost. */
export function toggleBlank(chosen) {
  if (chosen.blank) return { chosen: selection(chosen.aside), remark: sum(chosen.aside) ? "aside_back" : null };
  return { chosen: selection({}, true, chosen.values), remark: countChosen(chosen) ? "set_aside" : null };
}

function hasGap({ values }) {
  const ranks = Object.values(values).sort((a, b) => a - b);
  return ranks.some((rank, i) => rank !== i + 1);
}

/** What keeps a ballot from being made of this selection, as the name of a sentence; null when nothing does. */
export function findFault(chosen, rules, projects) {
  const { kind, minimum, maximum, blank, groups } = rules;
  if (chosen.blank) return blank ? null : "too_few";
  if (groups) {
    const right = ({ count, least, most }) => count >= least && count <= most;
    return byDistrict(chosen.values, projects, rules).every(right) ? null : "too_few_here";
  }
  if (kind === "grades") return null;
  const count = countChosen(chosen);
  if (kind === "points") return count === 0 && minimum > 0 ? "no_points" : null;
  if (kind === "ranking" && hasGap(chosen)) return "rank_gap";
  return count < minimum || count > maximum ? "too_few" : null;
}

/** The bits of an opened ballot (docs/ballot-code.md): blank, zero, the fields, zeros; as numbers of 8 bits. */
function packed(numbers, blank, width) {
  const digits = numbers.map((number) => number.toString(2).padStart(width, "0")).join("");
  const bits = `${blank ? "1" : "0"}0${digits}`;
  const bytes = bits.padEnd(Math.ceil(bits.length / 8) * 8, "0").match(/.{8}/g);
  return bytes.map((byte) => parseInt(byte, 2));
}

function slots(number, each) {
  return Array.from({ length: each }, (_, point) => (point < number ? 1 : 0));
}

/** What is sealed, a list of numbers for each question of the election; `projects` are in the order of the list. */
export function answersOf(chosen, projects, rules) {
  const numbers = projects.map((project) => valueOf(chosen, project));
  if (rules.opened) return [packed(numbers, chosen.blank, rules.width)];
  const mark = rules.blank ? [chosen.blank ? 1 : 0] : [];
  if (rules.kind === "grades") {
    const bits = (grade) => Array.from({ length: GRADES }, (_, i) => (!chosen.blank && i === grade ? 1 : 0));
    return numbers.map((grade) => [...mark, ...bits(grade)]);
  }
  if (rules.groups) return rules.groups.map((group) => [...mark, ...group.map((place) => numbers[place])]);
  const each = rules.kind === "points" ? rules.pointsEach : 1;
  return [[...mark, ...numbers.flatMap((number) => slots(number, each))]];
}
