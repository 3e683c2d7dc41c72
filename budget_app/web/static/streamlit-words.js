// Says Streamlit's own English words, which it does not translate, in the language of the page.
// Only whole texts and labels of the dictionary are replaced, never what people or our pages have written.

const FRENCH = {
  "Skip to main content": "Aller au contenu",
  "App pages": "Pages du site",
  Sidebar: "Menu",
  "Expand sidebar": "Ouvrir le menu",
  "Collapse sidebar": "Fermer le menu",
  Open: "Ouvrir la liste",
  Close: "Fermer",
  "Choose an option": "Choisissez",
  "No results": "Rien ne correspond",
  "No options": "Rien à choisir",
  "Clear value": "Effacer",
  "Clear selection": "Effacer le choix",
  Increment: "Augmenter",
  Decrement: "Diminuer",
  "Choose date": "Choisir une date",
  "Use arrow keys to navigate dates. Enter to select. Escape to close.":
    "Les flèches changent de jour. Entrée choisit. Échap ferme.",
  "Selected date unavailable.": "Cette date ne peut pas être choisie.",
  "Scroll tabs left": "Onglets précédents",
  "Scroll tabs right": "Onglets suivants",
  "file upload": "Choisir un fichier",
  Upload: "Choisir un fichier",
  "Drag and drop file here": "Déposez un fichier ici",
  "Upload failed": "L’envoi n’a pas abouti",
  "Uploading...": "Envoi…",
  "Only one file is allowed.": "Un seul fichier à la fois.",
  "Unexpected error. Please try again.": "Une erreur est survenue. Recommencez.",
  Error: "Erreur",
  Connecting: "Connexion",
  "Connecting to Streamlit server": "Connexion au serveur",
  "Connection error": "La connexion est coupée",
  "Unable to connect to Streamlit server": "Le serveur ne répond pas",
  "Streamlit server is not responding. Are you connected to the internet?":
    "Le serveur ne répond pas. Êtes-vous connecté à Internet ?",
  "Page not found": "Page introuvable",
};

const FRENCH_PATTERNS = [
  [/^(\d+(?:\.\d+)?)MB per file$/, "$1 Mo au plus"],
  [/^File must be (\d+(?:\.\d+)?)MB or smaller\.$/, "Ce fichier est trop volumineux : $1 Mo au plus."],
  [/^.* files are not allowed\.$/, "Ce type de fichier ne convient pas."],
  [/^Remove (.+)$/, "Retirer $1"],
  [/^day, (.*)$/, "jour, $1"],
  [/^month, (.*)$/, "mois, $1"],
  [/^year, (.*)$/, "année, $1"],
];

const ENGLISH = {
  "Connecting to Streamlit server": "Connecting to the server",
  "Unable to connect to Streamlit server": "The server does not answer",
  "Streamlit server is not responding. Are you connected to the internet?":
    "The server does not answer. Are you connected to the Internet?",
};

const french = document.documentElement.lang === "fr";
const words = new Map(Object.entries(french ? FRENCH : ENGLISH));
const patterns = french ? FRENCH_PATTERNS : [];
const LABELS = ["aria-label", "title", "placeholder"];
const OWN_BUTTON = "[data-testid=stFileUploader] button";
const WRITTEN = ".stHtml, .stMarkdown, .stPlotlyChart, [data-testid=stMarkdownContainer], [role=option], script, style";

function isWritten(element) {
  return !element.closest(OWN_BUTTON) && element.closest(WRITTEN) !== null;
}

function say(text) {
  const whole = text.trim();
  if (words.has(whole)) return words.get(whole);
  const date = french && /^Selected Date: (.+)$/.exec(whole);
  if (date) return `Date choisie : ${new Date(date[1]).toLocaleDateString("fr-FR", { dateStyle: "long" })}`;
  const pattern = patterns.find(([shape]) => shape.test(whole));
  return pattern ? whole.replace(...pattern) : null;
}

function translateText(node) {
  const said = !node.parentElement || isWritten(node.parentElement) ? null : say(node.data);
  if (said !== null && said !== node.data) node.data = said;
}

function translateLabels(element) {
  if (isWritten(element)) return;
  for (const name of LABELS) {
    const said = element.hasAttribute(name) ? say(element.getAttribute(name)) : null;
    if (said !== null) element.setAttribute(name, said);
  }
}

function translate(root) {
  if (root.nodeType === Node.TEXT_NODE) return translateText(root);
  if (root.nodeType !== Node.ELEMENT_NODE) return undefined;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = root; node; node = walker.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) translateText(node);
    else translateLabels(node);
  }
  return undefined;
}

new MutationObserver((changes) => {
  for (const change of changes) {
    if (change.type === "childList") change.addedNodes.forEach(translate);
    else if (change.type === "attributes") translateLabels(change.target);
    else translateText(change.target);
  }
}).observe(document.documentElement, {
  subtree: true,
  childList: true,
  characterData: true,
  attributes: true,
  attributeFilter: LABELS,
});
translate(document.documentElement);
