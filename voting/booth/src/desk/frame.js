// What every desk does: its frame, its link, its states. Nothing is kept when it is closed.

import { button, element, fill } from "../booth/elements.js";
import { chooseLanguage, languageCookie } from "../booth/words.js";
import { sentenceOf, text } from "./pieces.js";
import { DeskError } from "./server.js";
import { learn, say, speak, spoken } from "./words.js";

const main = document.getElementById("desk");

function heading(sentence) {
  return element("h1", { id: "title", tabindex: "-1" }, sentence);
}

/**
 * Opens a desk and gives it: `{ uuid, token, task, failure, language, draw, reload, ask, take, ...initial() }`.
 *
 * `words` are its sentences; `fetchTask(desk)` asks what there is to do; `role(task)` says whose desk it is;
 * `states` has for each state of a task what is shown; `initial()` is what one link's work begins with; `unsent(desk)`
 * says whether leaving now would lose something.
 */
export function openDesk({ words, fetchTask, role, states, initial, unsent }) {
  const desk = {
    uuid: location.pathname.split("/")[2] ?? "",
    token: "",
    task: null,
    failure: null,
    ...initial(),
    language: spoken,
    draw,
    reload,
    ask: () => fetchTask(desk),
    take,
  };

  function drawFrame() {
    const other = spoken() === "fr" ? "en" : "fr";
    document.documentElement.lang = spoken();
    document.title = `${say("desk")} – ${desk.task?.edition_name ?? "Isoloir"}`;
    document.getElementById("town").textContent = desk.task?.town ?? "Isoloir";
    document.getElementById("edition").textContent = desk.task?.edition_name ?? say("desk");
    const language = document.getElementById("language");
    language.hidden = false;
    language.lang = other;
    language.textContent = other === "en" ? "English" : "Français";
    language.onclick = () => {
      document.cookie = languageCookie(other, location.protocol === "https:");
      speak(other);
      draw();
      language.focus();
    };
  }

  function content() {
    if (!desk.token) return [heading(say("no_token.title")), text("no_token.text")];
    if (desk.failure) {
      const retry = element("div.actions", {}, button(say("retry"), reload, { kind: "button.primary" }));
      return [heading(say("desk")), element("p.refusal", { role: "alert" }, sentenceOf(desk.failure)), retry];
    }
    return [heading(say("hello", { name: desk.task.name })), role(desk.task), ...states[desk.task.state](desk)];
  }

  function draw() {
    drawFrame();
    fill(main, ...content());
    document.getElementById("title").focus({ preventScroll: true });
  }

  function take(task) {
    desk.failure = Object.hasOwn(states, task.state) ? null : new DeskError("state-unknown");
    desk.task = task;
    draw();
    scrollTo(0, 0);
  }

  async function reload() {
    try {
      take(await fetchTask(desk));
    } catch (error) {
      desk.failure = error;
      draw();
    }
  }

  /** Takes the token out of the address, so that it stays in no history and on no screen. */
  function takeLink() {
    const token = location.hash.slice(1);
    if (!token) return;
    history.replaceState(null, "", location.pathname + location.search);
    if (token !== desk.token) Object.assign(desk, { token, task: null, ...initial() });
  }

  function open() {
    takeLink();
    if (desk.token) reload();
    else draw();
  }

  addEventListener("beforeunload", (event) => {
    if (unsent(desk)) event.preventDefault();
  });
  addEventListener("hashchange", open);
  learn(words);
  speak(chooseLanguage(location.search, document.cookie, navigator.languages ?? []));
  open();
  return desk;
}
