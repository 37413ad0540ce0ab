import { render } from "preact";
import { App } from "./app.tsx";
import "./style.css";
import { step, tab, togglePlay } from "./state.ts";

render(<App />, document.getElementById("app")!);

const isText = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(input|textarea|select|button)$/i.test(target.tagName));

addEventListener("keydown", (event) => {
  if (tab.value !== "plane" || isText(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === " ") {
    event.preventDefault();
    togglePlay();
  } else if (event.key === "s") step();
});
