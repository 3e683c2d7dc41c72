// The birth date as people write it, made into 1954-03-12 for the server.

const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const FRENCH = /^(\d{1,2})[\s/.-]+(\d{1,2})[\s/.-]+(\d{4})$/;
const OLDEST = 130;

/** Day, month and year of a date written whole, as 12/03/1954 or 1954-03-12; null otherwise. */
export function splitDate(text) {
  const iso = ISO.exec(text.trim());
  if (iso) return { day: iso[3], month: iso[2], year: iso[1] };
  const french = FRENCH.exec(text.trim());
  return french && { day: french[1], month: french[2], year: french[3] };
}

function whole(text, digits) {
  return new RegExp(`^\\d{1,${digits}}$`).test(text) ? Number(text) : NaN;
}

/**
 * `{iso}` of the three fields, or `{fault, field}`: the key of a sentence and the first field that is wrong.
 * `today` is a Date: nobody who votes is born after it, or 130 years before.
 */
export function parseBirthDate(fields, today) {
  const { day, month, year } = splitDate(fields.day) ?? fields;
  const [d, m, y] = [whole(day.trim(), 2), whole(month.trim(), 2), whole(year.trim(), 4)];
  if (!day.trim() || !month.trim() || !year.trim()) {
    const field = !day.trim() ? "day" : !month.trim() ? "month" : "year";
    return { fault: "birth.missing", field };
  }
  if (!(m >= 1 && m <= 12)) return { fault: "birth.month", field: "month" };
  const thisYear = today.getUTCFullYear();
  if (!(y >= thisYear - OLDEST && y <= thisYear)) return { fault: "birth.year", field: "year" };
  const made = new Date(Date.UTC(y, m - 1, d));
  if (!(d >= 1) || made.getUTCDate() !== d) return { fault: "birth.day", field: "day" };
  if (made > today) return { fault: "birth.year", field: "year" };
  return { iso: made.toISOString().slice(0, 10) };
}
