import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { ServerFacts } from "../api/action.ts";
import { apiPath, ServerError } from "./api/client.ts";
import { usePolled } from "./api/use-polled.ts";
import { ComparePage } from "./compare/compare-page.tsx";
import { ListPage } from "./list/list-page.tsx";
import { ErrorNotice, Notice } from "./parts/status.tsx";
import { SchemeButton } from "./parts/scheme.tsx";
import { type Route, useRoute } from "./route.ts";
import { RunPage } from "./run/run-page.tsx";
import { SweepPage } from "./sweep/sweep-page.tsx";
import { SweepsPage } from "./sweep/sweeps-page.tsx";

const hour = 3_600_000;

const icon = new URL("./icon.svg", import.meta.url).href;

/** The dashboard: its header and the current screen. */
export function App(): JSX.Element {
  const route = useRoute();
  const { data: facts, error } = usePolled<ServerFacts>(apiPath("server"), hour);
  const main = useRef<HTMLElement>(null);
  const key = route.screen === "list" ? "list" : JSON.stringify(route);
  useEffect(() => {
    document.title = titleOf(route);
    main.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [key]);
  const isStranger = error instanceof ServerError && error.status === 401;
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => (event.preventDefault(), main.current?.focus())}>
        skip to the content
      </a>
      <header class="top">
        <a class="brand" href="#/">
          <img src={icon} alt="" width="20" height="20" /> Tweedie
        </a>
        <nav aria-label="screens">
          <NavLink href="#/" isCurrent={route.screen === "list"} label="Runs" />
          <NavLink href="#/sweeps" isCurrent={route.screen === "sweeps"} label="Sweeps" />
        </nav>
        <span class="spacer" />
        <SchemeButton />
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        {isStranger ? (
          <Notice kind="error">
            The token is missing or old. Open the address that <code>tweedie ui</code> printed, with its part after{" "}
            <code>#</code>.
          </Notice>
        ) : facts ? (
          <Screen key={key} route={route} facts={facts} />
        ) : (
          <ErrorNotice error={error} />
        )}
      </main>
      {facts && (
        <footer>
          Tweedie {facts.version} in <code>{facts.folder}</code>
        </footer>
      )}
    </>
  );
}

const NavLink = ({ href, isCurrent, label }: { href: string; isCurrent: boolean; label: string }) => (
  <a href={href} {...(isCurrent && { "aria-current": "page" as const })}>
    {label}
  </a>
);

function Screen({ route, facts }: { readonly route: Route; readonly facts: ServerFacts }): JSX.Element {
  switch (route.screen) {
    case "list":
      return <ListPage query={route.query} />;
    case "run":
      return <RunPage id={route.id} facts={facts} />;
    case "compare":
      return <ComparePage ids={route.ids} />;
    case "sweeps":
      return <SweepsPage />;
    case "sweep":
      return <SweepPage id={route.id} facts={facts} />;
  }
}

function titleOf(route: Route): string {
  switch (route.screen) {
    case "list":
      return "Runs · Tweedie";
    case "compare":
      return `${route.ids.length} runs · Tweedie`;
    case "sweeps":
      return "Sweeps · Tweedie";
    default:
      return `${route.id} · Tweedie`;
  }
}
