/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { render } from "preact";
import { adoptToken } from "./api/token.ts";
import { App } from "./app.tsx";
import { beginScheme } from "./parts/scheme.tsx";

adoptToken();
beginScheme();
render(<App />, document.getElementById("app")!);
