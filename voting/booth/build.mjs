// Builds dist/: the same bytes from the same sources on every machine. `node build.mjs [folder]`

import { build, transform } from "esbuild";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const TARGET = ["es2022", "chrome100", "firefox100", "safari15.4"];
const SCRIPTS = {
  "booth.js": { entry: "src/booth/booth.js", format: "esm" },
  "desk.js": { entry: "src/desk/desk.js", format: "esm" },
  "desk-worker.js": { entry: "src/desk/worker.js", format: "iife" },
  "registrar.js": { entry: "src/registrar/registrar.js", format: "esm" },
  "registrar-worker.js": { entry: "src/registrar/worker.js", format: "iife" },
  "verifier.js": { entry: "src/verifier/verifier.js", format: "esm" },
  "verifier-worker.js": { entry: "src/verifier/worker.js", format: "iife" },
  "worker.js": { entry: "src/worker.js", format: "iife" },
};
const STYLES = {
  "style.css": ["src/style.css", "src/booth/booth.css"],
  "desk.css": ["src/desk/desk.css"],
  "registrar.css": ["src/desk/desk.css", "src/registrar/registrar.css"],
  "verifier.css": ["src/desk/desk.css", "src/registrar/registrar.css", "src/verifier/verifier.css"],
};
const PAGES = {
  "booth.html": "src/booth/booth.html",
  "desk.html": "src/desk/desk.html",
  "registrar.html": "src/registrar/registrar.html",
  "verifier.html": "src/verifier/verifier.html",
};
const LANGUAGES = ["fr", "en"]; // in the order of the sentences in words.json
const LICENCES = ["@noble/curves", "@noble/hashes"];

function read(name) {
  return readFile(join(HERE, name), "utf8");
}

async function script({ entry, format }) {
  const { outputFiles } = await build({
    absWorkingDir: HERE,
    entryPoints: [entry],
    bundle: true,
    charset: "utf8",
    format,
    legalComments: "none", // they are whole in licences.txt
    logLevel: "warning",
    minify: true,
    platform: "browser",
    target: TARGET,
    write: false,
  });
  return outputFiles[0].text;
}

async function style(names) {
  const sources = await Promise.all(names.filter((name) => existsSync(join(HERE, name))).map(read));
  const options = { loader: "css", minify: true, charset: "utf8", target: TARGET };
  return (await transform(sources.join("\n"), options)).code;
}

/** The booth's sentences in one language, the first or the second of each pair. */
async function words(language) {
  const table = Object.entries(JSON.parse(await read("src/booth/words.json"))).map(([section, pairs]) => [
    section,
    Object.fromEntries(Object.entries(pairs).map(([name, pair]) => [name, pair[LANGUAGES.indexOf(language)]])),
  ]);
  const source = `export default ${JSON.stringify(Object.fromEntries(table))};`;
  return (await transform(source, { minify: true, charset: "utf8", target: TARGET })).code;
}

async function licences() {
  const texts = await Promise.all(LICENCES.map((name) => read(`node_modules/${name}/LICENSE`)));
  return LICENCES.map((name, i) => `${name}\n\n${texts[i].trim()}\n`).join("\n\n");
}

function policyName(text) {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

/**
 * The verifier as one file that works from a disk: its style, script and worker inside it, and a policy by which it runs
 * nothing else and reaches no network.
 */
function savedVerifier(files) {
  const [script, worker] = [files["verifier.js"], files["verifier-worker.js"]];
  const look = `${files["style.css"]}${files["verifier.css"]}`;
  if (/<\/(?:script|style)/i.test(script + worker + look)) throw new Error("the verifier cannot stand inside a page");
  const policy = `default-src 'none'; script-src ${policyName(script)}; style-src ${policyName(look)}; worker-src blob:`;
  const page = files["verifier.html"].replace(/<(?:link|script)\b[^>]*>(?:<\/script>)?\n/g, "");
  const head = `<meta http-equiv="content-security-policy" content="${policy}">\n<style>${look}</style>\n</head>`;
  const end = `<script type="text/plain" id="worker">${worker}</script>\n<script type="module">${script}</script>\n</body>`;
  return page.replace("</head>", () => head).replace("</body>", () => end);
}

async function contents() {
  const files = { "licences.txt": await licences() };
  for (const [name, options] of Object.entries(SCRIPTS)) files[name] = await script(options);
  for (const language of LANGUAGES) files[`words.${language}.js`] = await words(language);
  for (const [name, parts] of Object.entries(STYLES)) files[name] = await style(parts);
  for (const [name, page] of Object.entries(PAGES)) files[name] = await read(page);
  files["verifier-saved.html"] = savedVerifier(files);
  return files;
}

function sums(files) {
  const line = (name) => `${createHash("sha256").update(files[name]).digest("hex")}  ${name}\n`;
  return Object.keys(files).sort().map(line).join("");
}

async function main(folder) {
  const files = await contents();
  files.SHA256SUMS = sums(files);
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    if (!(name in files)) await rm(join(folder, name), { recursive: true });
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
}

await main(process.argv[2] ?? join(HERE, "dist"));
