// What a ballot of this vote may say: read from the ballot list, and believed only when the election's questions agree.

import { BallotListError } from "./ballot_list.js";
import { GRADES } from "./selection.js";

const CODE = "isoloir-fields-1"; // docs/ballot-code.md
const WIDTHS = { approval: 1, single: 1, knapsack: 1, grades: 2, points: 4, ranking: 4 };
const HEADER = 2;

/** The positions of the projects of each district, the districts in the order in which they first come. */
function groupsOf(projects) {
  const names = [...new Set(projects.map(({ district }) => district))];
  return names.map((name) => projects.flatMap(({ district }, place) => (district === name ? [place] : [])));
}

function parseRules(ballot, projects) {
  const { kind, minimum, maximum, points, points_each: pointsEach, blank, sealing, per_district: apart = false } = ballot;
  const numbers = [minimum, maximum, points, pointsEach].every((number) => Number.isSafeInteger(number) && number >= 0);
  const known = Object.hasOwn(WIDTHS, kind) && ["totals", "opened"].includes(sealing);
  const sound = typeof blank === "boolean" && (apart === false || (apart === true && kind === "approval"));
  if (!numbers || !known || !sound) throw new BallotListError("ballot-list-malformed");
  const groups = apart ? groupsOf(projects) : null;
  return { kind, minimum, maximum, points, pointsEach, blank, opened: sealing === "opened", width: WIDTHS[kind], groups };
}

/** The rules of a list that names none: some of the projects, as the election's one question says. */
function plainRules([{ minimum, maximum, blank }]) {
  return { kind: "approval", minimum, maximum, points: 0, pointsEach: 0, blank, opened: false, width: 1, groups: null };
}

function same(left, right) {
  return JSON.stringify(left) === JSON.stringify(right);
}

function isOpenedAsSaid({ opened, extra, answers }, names, { width }) {
  const bytes = Math.ceil((HEADER + width * names.length) / 8);
  return opened && answers.length === bytes && same(extra, { code: CODE, width, answers: names });
}

function isSummedAsSaid(question, answers, minimum, maximum, blank) {
  const { opened, minimum: min, maximum: max, blank: mayBeBlank } = question;
  return !opened && same(question.answers, answers) && same([min, max, mayBeBlank], [minimum, maximum, blank]);
}

function agree(questions, names, rules) {
  const { kind, minimum, maximum, points, pointsEach, blank } = rules;
  if (kind === "grades" && !rules.opened) {
    const fits = ({ question, answers, ...rest }, i) =>
      question === names[i] && answers.length === GRADES && isSummedAsSaid({ answers, ...rest }, answers, 1, 1, blank);
    return questions.length === names.length && questions.every(fits);
  }
  if (rules.groups && !rules.opened) {
    const fits = (group, i) => {
      const [least, most] = [minimum, maximum].map((limit) => Math.min(limit, group.length));
      return isSummedAsSaid(questions[i], group.map((place) => names[place]), least, most, blank);
    };
    return questions.length === rules.groups.length && rules.groups.every(fits);
  }
  if (questions.length !== 1) return false;
  if (rules.opened) return isOpenedAsSaid(questions[0], names, rules);
  if (kind !== "points") return isSummedAsSaid(questions[0], names, minimum, maximum, blank);
  const slots = names.flatMap((name) => Array.from({ length: pointsEach }, (_, point) => `${name} (${point + 1})`));
  return isSummedAsSaid(questions[0], slots, Math.min(1, minimum), points, blank);
}

/**
 * The rules in the list's member `ballot` (or of the one question without it), for `projects`, named `names`.
 *
 * Throws BallotListError "ballot-list-malformed", or "ballot-list-answers" when the election asks something else.
 */
export function readRules(ballot, questions, names, projects) {
  const rules = ballot === undefined ? plainRules(questions) : parseRules(ballot, projects);
  if (!agree(questions, names, rules)) throw new BallotListError("ballot-list-answers");
  return Object.freeze(rules);
}
