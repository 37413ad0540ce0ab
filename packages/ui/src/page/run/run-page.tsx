import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { ServerFacts } from "../../api/action.ts";
import type { RunDetails } from "../../api/run-details.ts";
import { apiPath } from "../api/client.ts";
import { usePolled } from "../api/use-polled.ts";
import { useRows } from "../api/use-rows.ts";
import { ErrorNotice, Notice } from "../parts/status.tsx";
import { CurvesSection } from "./curves-section.tsx";
import { EvaluationsTable } from "./evaluations-table.tsx";
import { FactsSection } from "./facts-section.tsx";
import { LogSection } from "./log-section.tsx";
import { MetricsTable } from "./metrics-table.tsx";
import { RunActions } from "./run-actions.tsx";
import { RunHeader } from "./run-header.tsx";
import { SamplesSection } from "./samples-section.tsx";
import { SettingsSection } from "./settings-section.tsx";

/** Milliseconds between requests for the details; the stream of the log asks for them earlier when they change. */
const interval = 5_000;

const sections = ["Curves", "Samples", "Metrics", "Settings", "Log", "Files"] as const;

/** Everything of a run, live. */
export function RunPage({ id, facts }: { readonly id: string; readonly facts: ServerFacts }): JSX.Element {
  const { data: run, error, refresh } = usePolled<RunDetails>(apiPath("run", { id }), interval);
  const rows = useRows(id);
  useEffect(() => void (rows.changes > 0 && refresh()), [rows.changes]);
  if (!run) return error ? <ErrorNotice error={error} /> : <Notice>Reading the run…</Notice>;
  return (
    <>
      <RunHeader run={run} rows={rows} />
      <ErrorNotice error={error} />
      {rows.isLost && !error && <Notice>The live connection was lost; it is opened again.</Notice>}
      <RunActions run={run} facts={facts} onChange={refresh} />
      <nav class="sections" aria-label="sections of the run">
        {sections.map((name) => (
          <button
            key={name}
            type="button"
            class="quiet"
            onClick={() => document.getElementById(name)?.scrollIntoView()}
          >
            {name}
          </button>
        ))}
      </nav>
      <Section name="Curves">
        <CurvesSection run={run} rows={rows} panels={facts.panels} />
      </Section>
      <Section name="Samples">
        <SamplesSection run={run} />
      </Section>
      <Section name="Metrics">
        <>
          <MetricsTable metrics={run.metrics} />
          <EvaluationsTable evaluations={run.evaluations} />
        </>
      </Section>
      <Section name="Settings">
        <SettingsSection settings={run.settings} />
      </Section>
      <Section name="Log">
        <LogSection run={run} rows={rows} />
      </Section>
      <Section name="Files">
        <FactsSection run={run} />
      </Section>
    </>
  );
}

const Section = ({ name, children }: { readonly name: (typeof sections)[number]; readonly children: JSX.Element }) => (
  <section aria-labelledby={name}>
    <h2 id={name}>{name}</h2>
    {children}
  </section>
);
