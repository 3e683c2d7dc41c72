// The booth's sentences in French and English. Only the language is ever remembered on this machine.

const LANGUAGES = ["fr", "en"];
const COOKIE = "isoloir_language";
const ONE_YEAR = 365 * 24 * 3600;
const TAGS = { fr: "fr-FR", en: "en-GB" };

const tables = {}; // by language: the sentences of words.json, by section and name
let language = "fr";

/** The language to start in: asked for in the address, remembered, else the browser's first that we speak. */
export function chooseLanguage(search, cookies, preferred) {
  const asked = new URLSearchParams(search).get("lang");
  const remembered = new RegExp(`(?:^|; )${COOKIE}=(fr|en)(?:;|$)`).exec(cookies)?.[1];
  const spoken = preferred.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => LANGUAGES.includes(tag));
  return [asked, remembered, spoken].find((tag) => LANGUAGES.includes(tag)) ?? "fr";
}

/** The cookie that remembers the language and nothing else. */
export function languageCookie(tag, secure) {
  return `${COOKIE}=${tag}; path=/; max-age=${ONE_YEAR}; samesite=lax${secure ? "; secure" : ""}`;
}

/** Takes the sentences of the language `tag`. */
export function learn(tag, table) {
  tables[tag] = table;
}

/** Fetches the sentences of the language `tag` from our server, once: the booth opens with one language alone. */
export async function loadWords(tag) {
  if (!(tag in tables)) learn(tag, (await import(`/booth/words.${tag}.js`)).default);
}

/** Fetches the other language while there is nothing to betray yet: no request may tell when somebody chooses. */
export function loadOtherWords() {
  return Promise.all(LANGUAGES.map(loadWords)).catch(() => {}); // it is asked for again when it is wanted
}

/** Makes `tag` ("fr" or "en"), whose sentences are known, the language of everything said from now on. */
export function speak(tag) {
  language = tag;
}

/** The language spoken now, "fr" or "en". */
export function spoken() {
  return language;
}

function find(key) {
  const [section] = key.split(".", 1);
  return tables[language][section][key.slice(section.length + 1)];
}

/**
 * The sentence of `key` ("section.name") with its `values` put in. Where a sentence depends on the number `n`,
 * `key.one` is used as the language does, and `key.zero`, where there is one, for none.
 */
export function say(key, values = {}) {
  const none = values.n === 0 ? find(`${key}.zero`) : undefined;
  const single = new Intl.PluralRules(language).select(values.n ?? 2) === "one" ? find(`${key}.one`) : undefined;
  const text = none ?? single ?? find(key);
  if (text === undefined) throw new Error(`no sentence ${key}`);
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** Whether there is a sentence of `key`. */
export function knows(key) {
  return find(key) !== undefined;
}

/** `cents` in the currency, without cents where there are none. */
export function money(cents, currency) {
  const digits = cents % 100 === 0 ? 0 : 2;
  const style = { style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: digits };
  try {
    return new Intl.NumberFormat(TAGS[language], style).format(cents / 100);
  } catch {
    return `${(cents / 100).toFixed(digits)} ${currency}`; // a currency that the browser does not know
  }
}

function written(iso, options) {
  return new Intl.DateTimeFormat(TAGS[language], options).format(new Date(iso));
}

/** A moment (ISO 8601) as day and time, by the clock of this machine. */
export function moment(iso) {
  return written(iso, { dateStyle: "full", timeStyle: "short" });
}

/** A moment to the second with its time zone: for the receipt. */
export function exactMoment(iso) {
  return written(iso, { dateStyle: "long", timeStyle: "long" });
}

/** A number of seconds said in minutes or hours, rounded up. */
export function waiting(seconds) {
  if (seconds < 5400) return say("wait.minutes", { n: Math.ceil(seconds / 60) });
  return say("wait.hours", { n: Math.ceil(seconds / 3600) });
}
