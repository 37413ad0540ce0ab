import { signal } from "@preact/signals";
import type { BackendChoice } from "../protocol/messages.ts";
import { backendNames, describeBackend, findGpu, obstacles, rates } from "./backends.ts";
import { backend, chooseFastest, panes, setBackend } from "./state.ts";

const measuring = signal(false);

async function measure(): Promise<void> {
  measuring.value = true;
  await chooseFastest().finally(() => (measuring.value = false));
}

/** Chooses the backend, measures all, and tells which one runs. */
export function BackendControl() {
  const running = panes.value[0]?.frame.value?.backend;
  return (
    <div class="backend">
      <label>
        backend
        <select
          value={backend.value}
          onFocus={() => void findGpu()}
          onChange={({ currentTarget }) => setBackend(currentTarget.value as BackendChoice)}
        >
          {(Object.keys(backendNames) as BackendChoice[]).map((choice) => (
            <option key={choice} value={choice} disabled={obstacles.value[choice] !== undefined}>
              {labelOf(choice)}
            </option>
          ))}
        </select>
      </label>
      <button disabled={measuring.value} onClick={() => void measure()}>
        {measuring.value ? "Measuring …" : "Use the fastest"}
      </button>
      {running && <span class="running">runs on {describeBackend(running)}</span>}
      {running?.reason !== undefined && <p class="warning">{running.reason}</p>}
    </div>
  );
}

function labelOf(choice: BackendChoice): string {
  const [rate, obstacle] = [rates.value[choice], obstacles.value[choice]];
  const note = rate === undefined ? obstacle : `${rate.toPrecision(2)} it/s`;
  return `${backendNames[choice]}${note === undefined ? "" : `: ${note}`}`;
}
